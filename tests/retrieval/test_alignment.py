"""Moments that belong together are found, drawn and heard together."""

import numpy as np
import pytest
import soundfile
from melodies import RATE, excerpt, melody, tones

from lausch.annotation import Contour
from lausch.errors import OptionError
from lausch.retrieval.alignment import aligned
from lausch.retrieval.audition import write_audition
from lausch.retrieval.chroma import notes_chroma, trimmed
from lausch.retrieval.drawing import write_alignment
from lausch.retrieval.matching import Match

LINE = melody(7)
START, TEMPO, UP = 20.0, 1.25, 3
QUERY = excerpt(LINE, START, 10, TEMPO, -UP)


@pytest.fixture
def alignment(tmp_path):
    path = tmp_path / "recording.wav"
    soundfile.write(path, tones(LINE), RATE)
    query, before = trimmed(notes_chroma(QUERY))
    end = START + QUERY.offsets[-1] / TEMPO
    match = Match(str(path), 0.9, START, end, UP, TEMPO)
    return aligned(query, before, notes_chroma(LINE), match)


def test_the_path_is_where_it_was_cut(alignment):
    assert (np.diff(alignment.query_times) > 0).all()
    assert (np.diff(alignment.recording_times) > 0).all()
    expected = START + alignment.query_times / TEMPO
    assert np.abs(alignment.recording_times - expected).max() < 0.35


def test_the_query_moves_into_time_and_key(alignment):
    moved = alignment.transferred(QUERY)
    truth = excerpt(LINE, START, 10)
    assert (moved.pitches == truth.pitches[: len(moved)]).all()
    assert np.abs(moved.onsets - START - truth.onsets[: len(moved)]).max() < 0.35
    times = np.arange(0, 12, 0.01)
    contour = alignment.transferred(Contour(times, np.full(len(times), 220.0)))
    assert contour.hz == pytest.approx(220 * 2 ** (UP / 12))
    assert START - 0.4 < contour.times[0] < START + 1


def pitches(samples, rate):
    """The strongest frequency of every tenth of a second, as pitch classes; -1 for silence."""
    frames = samples[: len(samples) // (rate // 10) * (rate // 10)].reshape(-1, rate // 10)
    spectra = np.abs(np.fft.rfft(frames * np.hanning(frames.shape[1]), n=1 << 16, axis=1))
    hz = np.maximum(1, spectra.argmax(axis=1)) * rate / (1 << 16)
    loud = np.abs(frames).max(axis=1) > 0.05
    return np.where(loud, np.round(69 + 12 * np.log2(hz / 440)) % 12, -1)


def test_notes_sound_beside_the_recording_in_its_key_and_time(alignment, tmp_path):
    path = tmp_path / "both.flac"
    write_audition(QUERY, alignment, path)
    both, rate = soundfile.read(path)
    assert both.shape[1] == 2
    length = alignment.match.end - alignment.match.start + 2
    assert len(both) / rate == pytest.approx(length, abs=0.1)
    left, right = (pitches(both[:, side], rate) for side in (0, 1))
    sounding = (left >= 0) & (right >= 0)
    assert sounding.mean() > 0.5
    assert (left == right)[sounding].mean() > 0.7


def test_sound_is_heard_before_the_match(alignment, tmp_path):
    path = tmp_path / "both.wav"
    sound = tones(QUERY)
    write_audition((sound, RATE), alignment, path)
    both, rate = soundfile.read(path)
    assert both.ndim == 1
    length = len(sound) / RATE + 0.5 + alignment.match.end - alignment.match.start + 2
    assert len(both) / rate == pytest.approx(length, abs=0.1)


@pytest.mark.parametrize("suffix", [".png", ".svg"])
def test_a_picture(alignment, tmp_path, suffix):
    path = tmp_path / f"match{suffix}"
    write_alignment(alignment, path)
    assert path.stat().st_size > 10_000


def test_other_suffixes_are_refused(alignment, tmp_path):
    with pytest.raises(OptionError, match="a plot ends in"):
        write_alignment(alignment, tmp_path / "match.txt")
    with pytest.raises(OptionError, match="a sound file ends in"):
        write_audition(QUERY, alignment, tmp_path / "both.txt")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["recording.wav"]
