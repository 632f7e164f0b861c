"""Small files of every container: clicks each half second stand where they were put, or a note."""

import re
from pathlib import Path

import numpy as np
import pytest

from lausch.audio import load_audio

CASES = Path(__file__).parent / "cases"
RATE = 22050
HALVES = 0.5 * np.arange(1, 24)
# Name, seconds, when clicks should stand, by how much they may be off, words of each note.
FILES = [
    ("a.aac", 12.03, HALVES + 0.023, 0.01, ["ADTS.*late by about 0.02 to 0.05 s"]),
    ("concat.mp3", 24.0, [*HALVES, *HALVES + 12], 0.03, ["2 recordings stand one after another"]),
    ("gap3s.mka", 14.95, [*HALVES[:12], *HALVES[12:] + 3], 0.01, ["skips 3.000 s at 6.05 s"]),
    # The click before the gap goes on after it. Newer FFmpeg cuts the padding off at the end.
    ("gap3s.mp4", 15.002, [*HALVES[:12], *HALVES[11:] + 3], 0.03, ["skips 3.000 s at 6.02 s"]),
    ("id3_padding_after.mp3", 12.0, HALVES, 0.03, []),
    ("lead0.mp3", 12.0, HALVES, 0.03, []),
    ("noxing.mp3", 12.04, HALVES + 0.025, 0.03, ["without a gapless tag"]),
    (
        *("rate_change.mp3", 24.0, [*HALVES, *HALVES + 12], 0.03),
        ["2 recordings stand one after another", "48000 Hz .* became 44100 Hz"],
    ),
    ("start2s.mka", 14.0, HALVES + 2, 0.01, ["begins at 2.000 s of its clock"]),
    ("start2s.mp4", 14.01, HALVES + 2, 0.01, ["begins at 1.978 s of its clock"]),
    ("vbr0.1_noxing.mp3", 18.05, HALVES + 3.025, 0.03, ["without a gapless tag"]),
    ("w.wma", 11.98, HALVES - 0.046, 0.01, ["WMA.*early by about 0.05 s"]),
]


@pytest.mark.parametrize(("name", "seconds", "clicks", "within", "notes"), FILES)
def test_every_click_stands_in_its_place(name, seconds, clicks, within, notes):
    audio = load_audio(CASES / name, rate=RATE)
    assert len(audio.samples) / RATE == pytest.approx(seconds, abs=0.01)
    levels = np.abs(audio.samples)
    loud = np.flatnonzero(levels > 0.3 * levels.max()) / RATE
    starts = loud[np.diff(loud, prepend=-1) > 0.2]
    away = np.abs(starts[:, None] - clicks)
    assert away.min(axis=1).max() < within
    assert away.min(axis=0).max() < within
    assert audio.provenance.offset_applied == 0
    assert len(audio.provenance.notes) == len(notes)
    for note, words in zip(audio.provenance.notes, notes, strict=True):
        assert re.search(words, note)


def test_what_lies_behind_the_last_of_many_channels_is_no_sound():
    """PyAV counts more planes than there are channels, and reading those ended the process."""
    audio = load_audio(CASES / "many_channels.latm", rate=RATE)
    assert audio.provenance.channels == 26
    assert np.isfinite(audio.samples).all()


def test_every_case_has_a_test():
    for folder in Path(__file__).parents[1].glob("*/cases"):
        tests = "".join(path.read_text(encoding="utf-8") for path in folder.parent.glob("*.py"))
        for case in folder.iterdir():
            assert case.name in tests, f"{case} stands in no test"
