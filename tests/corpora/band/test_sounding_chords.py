"""The truth of chords is unknown where nobody plays them."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.annotation import Chords
from lausch.corpora.band.playing.score import NOTE, SoundingPart
from lausch.corpora.band.store.sounding_chords import FADED_DB, sounding_chords

WRITTEN = Chords([(0, 2), (2, 4), (4, 5)], ["C:maj", "A:min7", "N"])


def part(role: str, rows: list[tuple[float, float, int]], level_db: float = 0.0) -> SoundingPart:
    notes = np.array([(start, end, pitch, 90) for start, end, pitch in rows], dtype=NOTE)
    return SoundingPart(role, "fluidr3:0", level_db, 0.0, notes)


def labels(*parts: SoundingPart) -> tuple[str, ...]:
    return sounding_chords(WRITTEN, parts).labels


COMPING = part("comping", [(0, 0.3, 64), (0.01, 0.3, 67), (2.5, 3, 64), (2.5, 3, 72)])
ROOTS = part("bass", [(0, 1, 36), (1, 2, 43), (2, 4, 33)])


def test_chords_that_a_player_strikes_are_known_without_their_root():
    assert labels(COMPING) == WRITTEN.labels


def test_roots_and_fifths_alone_do_not_tell_a_mode():
    assert labels(ROOTS) == ("X", "N")


def test_lines_that_sound_the_whole_triad_tell_it():
    solo = part("solo", [(0.2, 0.5, 76), (2.1, 2.4, 72)])
    assert labels(ROOTS, solo) == ("C:maj", "X", "N")  # A, C and no E


@pytest.mark.parametrize(("level_db", "known"), [(1 - FADED_DB, True), (-1 - FADED_DB, False)])
def test_chords_that_nobody_notices_are_unknown(level_db: float, known: bool):
    faint = part("comping", [(0, 2, 64), (0, 2, 67), (2, 4, 64), (2, 4, 72)], level_db)
    assert labels(ROOTS, faint) == (WRITTEN.labels if known else ("X", "N"))


def test_an_octave_is_no_chord():
    assert labels(part("comping", [(0, 2, 48), (0, 2, 60), (2, 4, 57), (2, 4, 69)])) == ("X", "N")


def test_a_slur_is_no_chord():
    assert labels(part("solo", [(0, 1.02, 64), (1, 2, 65), (2, 3.02, 64), (3, 4, 62)])) == (
        "X",
        "N",
    )


def test_nobody_plays():
    assert labels() == ("X", "N")
    assert sounding_chords(Chords(), []).labels == ()
