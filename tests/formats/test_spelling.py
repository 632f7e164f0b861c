"""Names of pitches in every key, and signatures that are estimated from notes."""

from __future__ import annotations

import numpy as np
import pytest
from goldens import noise

from lausch.annotation.pitch import LETTERS
from lausch.formats import spelling
from lausch.formats.spelling import fifths_of, spelled

SIGNS = {-2: "bb", -1: "b", 0: "", 1: "#", 2: "##"}
CHROMATIC = {
    -6: "C Db D Eb E F Gb G Ab A Bb Cb",
    -5: "C Db D Eb E F Gb G Ab A Bb B",
    -4: "C Db D Eb E F Gb G Ab A Bb B",
    -3: "C Db D Eb E F Gb G Ab A Bb B",
    -2: "C Db D Eb E F Gb G Ab A Bb B",
    -1: "C Db D Eb E F Gb G Ab A Bb B",
    0: "C C# D Eb E F F# G Ab A Bb B",
    1: "C C# D Eb E F F# G G# A Bb B",
    2: "C C# D D# E F F# G G# A Bb B",
    3: "C C# D D# E F F# G G# A A# B",
    4: "C C# D D# E F F# G G# A A# B",
    5: "C C# D D# E F F# G G# A A# B",
    6: "C C# D D# E E# F# G G# A A# B",
}


def named(pitches, fifths):
    return " ".join(step + SIGNS[alter] for step, alter, _ in spelled(pitches, fifths) if step)


@pytest.mark.parametrize("fifths", CHROMATIC)
def test_single_notes_have_the_name_nearest_to_the_key(fifths):
    assert " ".join(named([pitch], fifths) for pitch in range(60, 72)) == CHROMATIC[fifths]


@pytest.mark.parametrize("fifths", CHROMATIC)
def test_notes_of_a_key_are_named_by_its_signature_wherever_they_move(fifths):
    scale = [(7 * place) % 12 for place in range(fifths - 1, fifths + 6)]
    names = {pitch: named([60 + pitch], fifths) for pitch in scale}
    assert sorted(name[0] for name in names.values()) == list("ABCDEFG")
    for pitch in scale:
        for following in (61 + pitch, 59 + pitch):
            assert named([60 + pitch, following], fifths).split()[0] == names[pitch]


@pytest.mark.parametrize("fifths", [-6, -3, 0, 3, 6])
@pytest.mark.parametrize(("semitones", "sign"), [(1, 1), (-1, -1)])
def test_others_are_raised_where_they_move_up_and_lowered_where_they_move_down(
    fifths, semitones, sign
):
    scale = {(7 * place) % 12 for place in range(fifths - 1, fifths + 6)}
    for pitch in {1, 3, 6, 8, 10} - scale:
        ((_, alter, _), *_) = spelled([60 + pitch, 60 + pitch + semitones], fifths)
        assert alter == sign


@pytest.mark.parametrize("fifths", range(-6, 7))
def test_a_name_sounds_like_its_pitch(fifths):
    pitches = range(1, 128)
    for pitch, (step, alter, octave) in zip(pitches, spelled(pitches, fifths), strict=True):
        assert 12 * (octave + 1) + LETTERS[step] + alter == pitch


def test_a_note_that_is_repeated_keeps_its_name():
    assert named([61, 61, 62], 0) == "C# C# D"
    assert named([63, 63, 62], 0) == "Eb Eb D"
    assert named([1, 1, 2], 0) == "C# C# D"


def test_profiles_are_those_of_temperley():
    assert spelling.MAJOR == (5.0, 2.0, 3.5, 2.0, 4.5, 4.0, 2.0, 4.5, 2.0, 3.5, 1.5, 4.0)
    assert spelling.MINOR == (5.0, 2.0, 3.5, 4.5, 2.0, 4.0, 2.0, 4.5, 3.5, 2.0, 1.5, 4.0)


@pytest.mark.parametrize("profile", [spelling.MAJOR, spelling.MINOR])
@pytest.mark.parametrize("tonic", range(12))
def test_a_key_that_sounds_like_its_profile_has_its_signature(profile, tonic):
    pitches = 48.4 + tonic + np.arange(12)
    relative = 3 * (profile is spelling.MINOR)
    fifths = fifths_of(pitches, profile)
    assert -6 <= fifths <= 5
    assert (7 * fifths) % 12 == (tonic + relative) % 12


def test_signatures_of_notes_in_no_key():
    lengths = noise(5, 24, 12)
    assert [fifths_of(np.arange(60, 72), each) for each in lengths] == [
        -5, -5, 4, -4, 5, -6, 4, -4, -1, 1, -3, -1, -5, -6, -3, 3, -1, 3, -2, 0, -5, -3, 5, 4,
    ]  # fmt: skip
    assert fifths_of([], []) == 0
    assert fifths_of(np.arange(60, 72), np.ones(12)) == 0
