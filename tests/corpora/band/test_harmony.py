"""Chords and keys at every beat of rendered music."""

from __future__ import annotations

from pathlib import Path

import mir_eval
import numpy as np
import pytest
import symbols

from lausch.corpora.band.kinds import kind_named
from lausch.corpora.band.playing.harmony import Harmony, Key, harmony_of
from lausch.corpora.band.sources.chord import Chord, harte, read_harte, read_jazz
from lausch.errors import AnnotationError

LABELS = ("C:maj", "Bb:7", "F#:min7/b3", "D:hdim7", "Ab:dim7", "E:sus4", "A:minmaj7", "G:maj6",
          "B:sus4(b7)", "Db:aug", "Eb:5", "G:1", "C:min6", "F:sus2")  # fmt: skip


@pytest.mark.parametrize("label", LABELS)
def test_a_harte_label_comes_back(label: str) -> None:
    chord = read_harte(label)
    assert chord is not None
    assert harte(chord) == label


@pytest.mark.parametrize(
    ("symbol", "label"),
    [("Bb79b", "Bb:7"), ("Ej7911#/G#", "E:maj7/3"), ("G7alt", "G:7"), ("F#m7b5", "F#:hdim7"),
     ("C-69", "C:min6"), ("Dsus79", "D:sus4(b7)"), ("A-j7", "A:minmaj7"), ("Eo7", "E:dim7")],
)  # fmt: skip
def test_a_jazz_symbol_keeps_its_quality_up_to_the_seventh(symbol: str, label: str) -> None:
    chord = read_jazz(symbol)
    assert chord is not None
    assert harte(chord) == label


def test_every_label_is_read_by_mir_eval_as_the_tones_that_sound() -> None:
    for label in LABELS:
        chord = read_harte(label)
        assert chord is not None
        root, tones, bass = mir_eval.chord.encode(harte(chord))
        assert (root, (root + bass) % 12) == (chord.root, chord.bass)
        assert {tone for tone in range(12) if tones[tone]} >= set(chord.tones)


def test_a_transposition_moves_chords_basses_and_keys() -> None:
    chords = (Chord(0, (0, 4, 7), 4), None)
    moved = harmony_of(chords, (Key(9, minor=True), None), 3, missing="X")
    assert moved == Harmony(("Eb:maj/3", "X"), ("C:min", ""))
    assert moved.roots == (3, -1)


def test_each_beat_has_both() -> None:
    with pytest.raises(AnnotationError, match="each beat has one of both"):
        Harmony(("N",), ())


WRITERS = {
    "jazz": symbols.write_wjd, "solos": symbols.write_wjd, "jazzform": symbols.write_wjd,
    "pop": symbols.write_pop909, "charts": symbols.write_billboard,
    "meters": symbols.write_billboard, "drums": symbols.write_groove,
}  # fmt: skip


@pytest.mark.parametrize("kind", WRITERS)
def test_chord_players_play_the_chords_that_are_told(kind: str, tmp_path: Path) -> None:
    WRITERS[kind](tmp_path)
    fitting, count = 0, 0
    for seed in range(8):
        score = kind_named(kind).arrange(tmp_path, kind_named(kind).titles(tmp_path)[0], seed)
        harmony = score.harmony
        assert harmony is not None
        assert len(harmony) == len(score.beats)
        for part in (part for part in score.parts if part.role in ("comping", "guitar", "pad")):
            beats = np.searchsorted(score.beats.times, part.notes["start"] + 0.1) - 1
            for pitch, beat in zip(part.notes["pitch"], beats, strict=True):
                chord = read_harte(harmony.chords[max(0, beat)])
                if chord is not None:
                    fitting += pitch % 12 in {*chord.classes, chord.bass}
                    count += 1
    assert fitting >= 0.6 * count > 0
