"""Bass lines in files: what is written comes back, and JAMS is valid for its own library."""

from __future__ import annotations

import numpy as np
import pytest

from lausch import formats
from lausch.annotation import BassLine, BeatPitches, Beats, Contour, Notes
from lausch.annotation.analysis import Analysis, ModelRef
from lausch.errors import FormatError
from lausch.frames import Clock, Frames

COLUMNS = tuple(f"midi {pitch}" for pitch in range(28, 68))
BEATS = Beats(0.4 + 0.5 * np.arange(6), [3, 4, 1, 2, 3, 4])
LINE = BassLine(
    Contour(0.05 * np.arange(20), 80.0 + np.arange(20), np.arange(20) % 4 > 0, np.arange(20) / 20),
    Notes([0.4, 0.9, 1.4], [0.9, 1.4, 1.65], [28, 40, 43], [0.5, 0.25, 1.0]),
    BeatPitches(BEATS.times, [28, 40, 43, 0, 0, 67], [0.5, 0.25, 1.0, 0.1, 0.0, 0.75]),
    Frames(np.random.default_rng(0).random((30, 40), np.float32), Clock(22050, 1024), COLUMNS),
)
SOLO = Notes([0.5], [0.8], [70])
WHOLE = Analysis(
    beats=BEATS,
    bass=LINE,
    solo=SOLO,
    duration=4.0,
    makers=(ModelRef("low", "ab" * 32, ("bass",)), ModelRef("high", "cd" * 32, ("solo",))),
    version="0.1.0",
)


def test_json_is_without_loss():
    back = formats.FORMATS["json"].decode(formats.encode(WHOLE, "json"), "x").bass
    for part in ("contour", "notes", "beats"):
        for name, values in vars(getattr(LINE, part)).items():
            np.testing.assert_array_equal(getattr(getattr(back, part), name), values)
    np.testing.assert_array_equal(back.activations.values, LINE.activations.values)
    assert back.activations.clock == LINE.activations.clock


@pytest.mark.filterwarnings("ignore")  # jams itself warns about its dependencies
def test_jams_is_valid_and_keeps_solo_and_bass_apart(tmp_path):
    import jams

    formats.write(WHOLE, tmp_path / "a.jams")
    loaded = jams.load(str(tmp_path / "a.jams"), validate=True, strict=True)
    roles = [getattr(each.sandbox, "role", None) for each in loaded.search(namespace="note_midi")]
    assert roles == [None, "bass"]
    back = formats.read(tmp_path / "a.jams")
    assert back.solo.pitches.tolist() == [70]
    assert back.bass.notes.pitches.tolist() == [28, 40, 43]
    assert back.bass.beats.pitches.tolist() == LINE.beats.pitches.tolist()
    np.testing.assert_allclose(back.bass.beats.confidence, LINE.beats.confidence)
    assert {maker.name for maker in back.makers} == {"low", "high"}


def test_midi_has_a_track_for_each(tmp_path):
    formats.write(WHOLE, tmp_path / "a.mid")
    back = formats.read(tmp_path / "a.mid")
    assert back.solo.pitches.tolist() == [70]
    assert back.bass.notes.pitches.tolist() == [28, 40, 43]


def test_rests_may_be_written_in_words():
    text = "time,name\n0.5,E2\n1.0,rest\n1.5,\n2.0,F#1\n"
    back = formats.FORMATS["bass"].decode(text, "x").bass.beats
    assert back.pitches.tolist() == [40, 0, 0, 30]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("onset,offset,pitch\n0.5,1.0,40\n", "are these notes"),
        ("time,pitch\n0.5,41.2\n", "is it in Hz"),
        ("time,pitch\n0.5,40\n0.4,41\n", "increase"),
        ("time,pitch\n0.5,H2\n", "line 2"),
    ],
)
def test_what_is_no_bass_line_is_refused(text, words):
    with pytest.raises(FormatError, match=words):
        formats.FORMATS["bass"].decode(text, "x")


@pytest.mark.parametrize("name", ["bass", "bassnotes", "bassf0", "basssvl"])
def test_a_solo_is_no_bass(name):
    with pytest.raises(FormatError, match="has only solo"):
        formats.encode(Analysis(solo=SOLO), name)
