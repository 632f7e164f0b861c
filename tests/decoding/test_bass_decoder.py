"""Beat-wise pitches, frames and notes of a salience whose line is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lausch.annotation import Notes
from lausch.decoding.bass import BassDecoder
from lausch.errors import OptionError
from lausch.frames import Clock, Frames
from lausch.tasks import BassTracking

CLOCK = Clock(22050, 1024)
LOW = 28
EXACT = BassDecoder(late_frames=0.0)
COLUMNS = tuple(f"midi {LOW + n}" for n in range(40))


def line_of(values, decoder=EXACT, beats=None):
    return BassTracking(low_midi=LOW, decoder=decoder).decode(
        Frames(values, CLOCK, COLUMNS), beats=beats
    )


def notes_of(values, decoder, beats):
    return Notes(*decoder.notes(values, CLOCK, beats, low_midi=LOW).T)


def salience(spans, seconds, level=0.9):
    """Frames (n, 40) in which each (start, stop, midi) is the loudest; the rest is faint."""
    times = CLOCK.times(int(seconds * CLOCK.fps))
    values = np.full((len(times), 40), 0.02, np.float32)
    for start, stop, pitch in spans:
        values[(times >= start - 1e-9) & (times < stop - 1e-9), pitch - LOW] = level
    return values


def walked(pitches, period=0.5, start=0.5):
    """Beats, and the spans of one pitch on each; 0 rests."""
    beats = start + period * np.arange(len(pitches))
    spans = [(b, b + period, p) for b, p in zip(beats, pitches, strict=True) if p]
    return beats, spans


@given(
    st.lists(st.sampled_from([0, *range(28, 68)]), min_size=2, max_size=40),
    st.floats(0.2, 1.2),
    st.floats(0, 2),
)
@settings(max_examples=60, deadline=None)
def test_every_beat_has_its_pitch_or_rests(pitches, period, start):
    beats, spans = walked(pitches, period, start)
    values = salience(spans, beats[-1] + 2 * period)
    found, confidence = EXACT.pitches(values, CLOCK, beats, low_midi=LOW)
    assert found.tolist() == pitches
    assert ((confidence >= 0) & (confidence <= 1)).all()
    assert (confidence[found > 0] > 0.4).all()
    line = line_of(values, beats=beats)
    sounding = np.flatnonzero(found)
    assert line.notes.onsets.tolist() == pytest.approx(beats[sounding].tolist())
    assert line.notes.pitches.tolist() == found[sounding].tolist()
    assert (line.notes.onsets[1:] >= line.notes.offsets[:-1] - 1e-9).all()


def test_the_frames_have_the_pitch_that_is_strongest():
    values = salience([(0.0, 1.0, 40), (1.5, 2.0, 67)], 2.5)
    midi, voiced, confidence = EXACT.follow(values, CLOCK, low_midi=LOW)
    times = CLOCK.times(len(values))
    assert (midi[times < 1] == 40).all()
    assert voiced.tolist() == ((times < 1) | ((times >= 1.5) & (times < 2))).tolist()
    assert confidence[0] == pytest.approx(0.9)
    assert confidence[-1] == pytest.approx(0.02)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([(0, 1, 40)], [(0, 1, 40)]),
        ([(0, 1 / 2, 40), (1 / 2, 1, 43)], [(0, 1 / 2, 40), (1 / 2, 1, 43)]),
        ([(0, 2 / 3, 40), (2 / 3, 1, 43)], [(0, 2 / 3, 40), (2 / 3, 1, 43)]),
        (
            [(0, 1 / 3, 40), (1 / 3, 2 / 3, 43), (2 / 3, 1, 45)],
            [(0, 1 / 3, 40), (1 / 3, 2 / 3, 43), (2 / 3, 1, 45)],
        ),
        # Where a note ends is how it is played: on the page it lasts to the next one.
        ([(0, 1 / 2, 40)], [(0, 1, 40)]),
    ],
)
def test_a_beat_falls_into_what_is_played_in_it(parts, expected):
    period, beats = 0.6, np.array([0.6, 1.2, 1.8])
    spans = [(0.6, 1.2, 35), (1.8, 2.4, 36)]
    spans += [(1.2 + a * period, 1.2 + b * period, pitch) for a, b, pitch in parts]
    notes = notes_of(salience(spans, 3.0), EXACT, beats)
    inside = (notes.onsets > 1.19) & (notes.onsets < 1.79)
    shown = np.stack([(notes.onsets - 1.2) / period, (notes.offsets - 1.2) / period], axis=1)
    np.testing.assert_allclose(shown[inside], [each[:2] for each in expected], atol=1e-6)
    assert notes.pitches[inside].tolist() == [pitch for *_, pitch in expected]


def test_no_part_is_shorter_than_a_player_plays():
    beats, period = np.array([0.5, 0.62, 0.74]), 0.12
    values = salience([(0.5, 0.62, 40), (0.62, 0.68, 41), (0.68, 0.74, 42)], 2.0)
    notes = notes_of(values, replace(EXACT, shortest_seconds=0.08), beats)
    assert (notes.offsets - notes.onsets).min() == pytest.approx(period)


def test_a_note_that_is_not_struck_again_goes_on():
    beats = np.array([0.5, 1.0, 1.5, 2.0])
    values = salience([(0.5, 1.5, 40), (1.5, 1.9, 42), (2.0, 2.5, 42)], 3.0)
    struck = notes_of(values, EXACT, beats)
    assert struck.pitches.tolist() == [40, 40, 42, 42]
    tied = notes_of(values, replace(EXACT, tie=0.5), beats)
    assert tied.pitches.tolist() == [40, 42, 42]
    assert tied.offsets[0] == pytest.approx(1.5)


def test_the_path_forgives_a_frame_that_a_frame_alone_does_not():
    values = salience([(0.0, 2.0, 40)], 2.0, level=0.6)
    values[20, 64 - LOW] = 0.9
    alone, _, _ = EXACT.follow(values, CLOCK, low_midi=LOW)
    assert alone[20] == 64
    path, voiced, _ = replace(EXACT, semitone=1.0, leap=6.0).follow(values, CLOCK, low_midi=LOW)
    assert (path == 40).all()
    assert voiced.sum() == len(values) - voiced.tolist().count(False)


def test_without_beats_notes_come_from_the_contour():
    values = salience([(0.5, 1.3, 40), (1.3, 2.0, 43)], 2.5)
    line = line_of(values)
    assert len(line.beats) == 0
    assert line.notes.pitches.tolist() == [40, 43]
    assert line.notes.onsets.tolist() == pytest.approx([0.5, 1.3], abs=0.05)


@pytest.mark.parametrize("frames", [0, 1, 500])
@pytest.mark.parametrize("beats", [[], [0.0], [0.2, 0.7], [5.0, 90.0]])
def test_silence_and_beats_beyond_the_end_are_rests(frames, beats):
    silent = np.zeros((frames, 40), np.float32)
    for decoder in (BassDecoder(), BassDecoder(leap=4.0)):
        line = line_of(silent, decoder, np.array(beats))
        assert not line.beats.sounds.any()
        assert len(line.beats) == len(beats)
        assert len(line.notes) == 0
        assert not line.contour.voiced.any()


def test_beats_come_early_by_a_part_of_a_frame():
    values = salience([(1.0, 2.0, 40)], 3.0)
    frame = CLOCK.times(len(values))[np.argmax(values[:, 12] > 0.5)]
    later = np.array([frame + 0.4 * CLOCK.hop / CLOCK.rate])
    end = np.append(later, later + 0.3)
    assert EXACT.pitches(values, CLOCK, end, low_midi=LOW)[1][0] == pytest.approx(0.9)
    half = BassDecoder(late_frames=0.5).pitches(values, CLOCK, end, low_midi=LOW)
    assert half[1][0] < 0.9


@pytest.mark.parametrize(
    "wrong",
    [{"threshold": 1.0}, {"tie": 2.0}, {"leap": -1.0}, {"subdivisions": ()}, {"margin": -0.1}],
)
def test_settings_outside_their_rule_are_refused(wrong):
    with pytest.raises(OptionError, match=next(iter(wrong)) if "sub" not in str(wrong) else "part"):
        BassDecoder(**wrong)
