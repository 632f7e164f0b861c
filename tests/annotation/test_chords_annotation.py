"""Chords and keys: syntax, the vocabulary, what is refused, and how they are spelled."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lausch.annotation import Chords, Key
from lausch.annotation.chords import chords_of_beats, joined
from lausch.annotation.harte import root_name, symbol_of
from lausch.annotation.key import fifths_of, key_name, key_number, key_of_regions, respelled
from lausch.annotation.vocabulary import (
    CLASSES,
    NONE,
    TRIADS,
    chroma_of,
    class_of,
    moved,
    reduced,
    templates,
    triad,
    triad_of,
)
from lausch.errors import AnnotationError


def test_a_symbol_has_a_root_tones_and_a_bass():
    symbol = symbol_of("Bb:min7/b3")
    assert symbol is not None
    assert (symbol.root, symbol.bass) == (10, 1)
    assert symbol.classes == {10, 1, 5, 8}
    assert symbol_of("C") == symbol_of("C:maj")
    assert symbol_of("C:maj(9,*3)").tones == {0, 2, 7}
    assert symbol_of("N") is None
    assert (root_name("F#:7"), root_name("N")) == ("F#", "")


@pytest.mark.parametrize("label", ["H:maj", "Bbm7", "C:", "C:major", "c:maj", "", "C:maj/14"])
def test_what_is_not_in_the_syntax_is_refused(label):
    with pytest.raises(AnnotationError, match="a chord is written as in"):
        symbol_of(label)


@pytest.mark.parametrize("number", range(len(CLASSES)))
def test_every_class_is_its_own(number):
    assert class_of(CLASSES[number]) == number


@pytest.mark.parametrize("number", range(len(TRIADS)))
def test_every_triad_is_its_own(number):
    assert triad_of(TRIADS[number]) == number


@pytest.mark.parametrize(
    ("label", "kind", "third"),
    [
        ("A#:9/5", "Bb:7", "Bb:maj"),
        ("C:maj6", "C:maj", "C:maj"),
        ("C:7(#9)", "C:7", "C:maj"),
        ("C:maj/b7", "C:7", "C:maj"),
        ("D:minmaj7", "D:min", "D:min"),
        ("D:sus4(b7)", "D:sus4", "X"),
        ("E:dim7", "E:dim7", "X"),
        ("E:aug", "E:aug", "X"),
        ("E:hdim7/b3", "E:hdim7", "X"),
        ("F:5", "X", "X"),
        ("X", "X", "X"),
        ("N", "N", "N"),
    ],
)
def test_a_chord_is_reduced(label, kind, third):
    assert reduced(label) == kind
    assert triad(label) == third
    assert (class_of(label) == NONE) == (kind == "X")


def test_mir_eval_reduces_to_the_same_triads():
    chord = pytest.importorskip("mir_eval.chord")
    for label in (*CLASSES, "G:9", "G:maj13", "G:min6", "G:5", "G:sus2", "G:7(b9)", "G:maj(9)"):
        known = float(chord.majmin([label], [label])[0]) >= 0
        assert known == (triad_of(label) != NONE), label
        if known:
            assert chord.majmin([label], [triad(label)])[0] == 1


def test_templates_are_the_tones():
    np.testing.assert_array_equal(np.flatnonzero(chroma_of("G:7")), [2, 5, 7, 11])
    assert templates().shape == (len(CLASSES), 12)
    assert not templates()[-1].any()


@given(st.integers(0, len(CLASSES) - 2), st.integers(-12, 12))
def test_a_class_is_transposed(number, semitones):
    before, after = (chroma_of(CLASSES[each]) for each in (number, moved(number, semitones)))
    np.testing.assert_array_equal(np.roll(before, semitones), after)


# ---- chords in time ----

CHORDS = Chords([(0.5, 2.0), (2.0, 3.0), (4.0, 5.0)], ["C:maj", "G:7", "N"], [0.5, 1.0, 0.8])


def test_chords_stand_in_time():
    assert CHORDS.at([0.0, 0.5, 1.99, 2.0, 3.5, 4.5, 9.0]) == (
        "N", "C:maj", "C:maj", "G:7", "N", "N", "N",
    )  # fmt: skip
    assert CHORDS.at([3.5], "X") == ("X",)
    assert Chords().at([0.0]) == ("N",)
    assert not CHORDS.intervals.flags.writeable
    part = CHORDS.inside(1.0, 4.5)
    np.testing.assert_allclose(part.intervals, [(0, 1), (1, 2), (3, 3.5)])


def test_equal_neighbours_become_one():
    merged = CHORDS.renamed(lambda label: "N" if label == "N" else "C:maj")
    np.testing.assert_allclose(merged.intervals, [(0.5, 3.0), (4.0, 5.0)])
    np.testing.assert_allclose(merged.confidence, [(1.5 * 0.5 + 1.0) / 2.5, 0.8])
    beats = chords_of_beats([0.5, 1.0, 1.5], ["C:maj", "C:maj", "F:maj"], 2.5)
    np.testing.assert_allclose(beats.intervals, [(0.5, 1.5), (1.5, 2.5)])
    assert len(joined([], [])) == len(chords_of_beats([], [], 1.0)) == 0


def test_times_that_were_rounded_are_no_overlap():
    close = Chords([(0, 1.0000004), (1.0, 2.0)], ["C:maj", "F:maj"])
    assert close.starts[1] == close.ends[0]


@pytest.mark.parametrize(
    ("intervals", "labels", "words"),
    [
        ([(0, 1)], ["C:maj", "F:maj"], "2 labels"),
        ([(0, 1), (0.5, 2)], ["C:maj", "F:maj"], "begins before the last one ends"),
        ([(1, 0.5)], ["C:maj"], "second column a duration"),
        ([(-1, 0.5)], ["C:maj"], "begins before the recording"),
        ([(0, float("inf"))], ["C:maj"], "finite"),
        ([(0, 1e6)], ["C:maj"], "ends too late"),
        ([(0, 1)], ["Cmaj7"], "a chord is written"),
    ],
)
def test_what_are_no_chords_is_refused(intervals, labels, words):
    with pytest.raises(AnnotationError, match=words):
        Chords(intervals, labels)


# ---- keys ----


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("C", "C:maj"), ("CM", "C:maj"), ("Am", "A:min"), ("F# minor", "F#:min"),
        ("eb:major", "Eb:maj"), ("Bb-maj", "Bb:maj"), ("D:dorian", "D:min"), ("G♭ maj", "Gb:maj"),
    ],
)  # fmt: skip
def test_keys_have_many_names(text, name):
    assert key_name(text) == name


@pytest.mark.parametrize("text", ["", "H:maj", "C:odd", "N", "C:maj7"])
def test_what_is_no_key_is_refused(text):
    with pytest.raises(AnnotationError, match="a key is a tonic and a mode"):
        key_name(text)


def test_keys_have_signatures_and_numbers():
    assert [fifths_of(key) for key in ("C:maj", "A:min", "Gb:maj", "C#:min")] == [0, 0, -6, 4]
    assert [key_number(key) for key in ("C:maj", "A:min", "Bb:maj")] == [0, 21, 10]


@pytest.mark.parametrize(
    ("label", "key", "name"),
    [
        ("A#:7", "C:maj", "Bb:7"),
        ("A#:7", "F:maj", "Bb:7"),
        ("Bb:7", "E:maj", "A#:7"),
        ("Gb:7", "C:maj", "F#:7"),
        ("G#:dim7", "A:min", "G#:dim7"),
        ("Ab:maj", "C:maj", "Ab:maj"),
        ("B:maj", "Gb:maj", "B:maj"),
        ("C:maj/5", "", "C:maj/5"),
        ("X", "C:maj", "X"),
    ],
)
def test_roots_are_spelled_in_their_key(label, key, name):
    assert respelled(label, key) == name


@given(st.sampled_from("CDEFGAB"), st.sampled_from(["", "#", "b"]), st.sampled_from(["maj", "min"]))
def test_spelling_keeps_the_pitch(letter, sign, mode):
    key = f"{letter}{sign}:{mode}"
    for label in CLASSES:
        assert class_of(respelled(label, key)) == class_of(label)


def test_the_key_that_lasts_longest_is_that_of_the_whole():
    key = key_of_regions([(0, 2), (2, 3), (3, 9)], ["C:maj", "C:maj", "A:min"], [1.0, 0.4, 0.5])
    assert (key.name, key.labels, len(key)) == ("A:min", ("C:maj", "A:min"), 1)
    np.testing.assert_allclose(key.intervals, [(0, 3), (3, 9)])
    assert key.confidence == pytest.approx(0.5)
    assert key.changes
    assert not len(key_of_regions([(0, 1)], [""]))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("C major",), "written as C:maj"),
        (("C:maj", 1.5), "between 0 and 1"),
        (("C:maj", 1.0, [(0, 1)], [""]), "unknown key"),
        (("C:maj", 1.0, [(0, 1), (0.5, 2)], ["C:maj", "A:min"]), "begins before the last"),
    ],
)
def test_what_is_no_key_of_a_piece_is_refused(arguments, words):
    with pytest.raises(AnnotationError, match=words):
        Key(*arguments)
