"""What is said to be the f0 of a soloist is what sounds."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from lausch.corpora.band.playing.expression import (
    Manner,
    bends,
    breath,
    manner,
    pitches,
    sampled_hz,
)
from lausch.corpora.band.playing.score import NoteArray, monophonic, notes
from lausch.corpora.band.sounding.mix import loudness, sum_stems
from lausch.corpora.band.sounding.sounds import Sounds
from lausch.corpora.band.sounding.synth import BEND_HOP, RATE
from lausch.corpora.band.sounding.voicelead import HOP, sing

LINE = notes([(0.5 * i, 0.5 * i + 0.45, 57 + i, 100) for i in range(8)])
LENGTH = 4 * RATE


def cells(curve: NDArray[np.float32], note: int) -> NDArray[np.float32]:
    step = BEND_HOP / RATE
    return curve[round(0.5 * note / step) : round((0.5 * note + 0.45) / step)]


def bent(how: Manner, line: NoteArray = LINE) -> NDArray[np.float32]:
    return bends(line, LENGTH, how, np.random.default_rng(0))


def test_keys_and_mallets_do_not_bend() -> None:
    for program in (0, 4, 11, 16):
        assert manner(program, np.random.default_rng(0)) == Manner()
    assert not bent(Manner()).any()


def test_vibrato_sets_in_late_and_has_its_rate() -> None:
    curve = bent(Manner(vibrato_cents=40, vibrato_hz=5.0, delay_seconds=0.1))
    first = cells(curve, 0)
    assert not first[: int(0.1 * RATE / BEND_HOP)].any()
    assert 0.1 < np.abs(first).max() <= 0.5
    crossings = np.flatnonzero(np.diff(np.sign(first[np.abs(first) > 0])))
    assert np.diff(crossings).mean() * BEND_HOP / RATE == pytest.approx(0.1, rel=0.15)


def test_scoops_rise_into_the_note_and_falls_leave_it() -> None:
    scooped, fallen = bent(Manner(scoop_share=1)), bent(Manner(fall_share=1))
    for note in range(8):
        assert cells(scooped, note)[0] < -0.25
        assert not cells(scooped, note)[-50:].any()
        assert cells(fallen, note)[-1] < -0.3
        assert not cells(fallen, note)[:50].any()


def test_intonation_is_one_error_for_each_note() -> None:
    curve = bent(Manner(intonation_cents=10))
    errors = [np.unique(cells(curve, note)) for note in range(8)]
    assert all(len(error) == 1 for error in errors)
    assert len({float(error[0]) for error in errors}) == 8


def test_a_line_has_one_note_at_a_time() -> None:
    chord = notes([(0.0, 2.0, 60, 90), (0.0, 1.0, 64, 90), (0.5, 1.0, 62, 90)])
    line = monophonic(chord)
    assert line["pitch"].tolist() == [64, 62]
    assert line["end"].tolist() == [0.5, 1.0]


def test_f0_stands_on_the_time_of_the_recording() -> None:
    track = pitches(LINE, np.zeros(LENGTH // BEND_HOP + 2, dtype=np.float32))
    hz = sampled_hz(track, skip_samples=-RATE, length=LENGTH + RATE)
    assert len(hz) == 501
    assert not hz[:100].any()
    assert hz[110] == pytest.approx(220, rel=1e-5)
    assert hz[210] == pytest.approx(220 * 2 ** (2 / 12), rel=1e-5)
    assert hz[148] == 0


def test_the_voice_says_what_it_sings() -> None:
    stem, _, sung = sing(LINE, LENGTH, np.random.default_rng(3), tuning_semitones=0.3)
    for second in (0.3, 1.8, 3.3):
        at = int(second * RATE)
        piece = stem[at - 2048 : at + 2048] * np.hanning(4096)
        lags = np.fft.irfft(np.abs(np.fft.rfft(piece, 8192)) ** 2)
        expected = RATE / (440 * 2 ** ((sung[at // HOP] - 69) / 12))
        low, high = int(expected / 1.2), int(expected * 1.2)
        assert low + np.argmax(lags[low:high]) == pytest.approx(expected, rel=0.03)


def test_breath_is_far_below_the_tone_and_silent_in_short_pauses() -> None:
    air = breath(LINE, LENGTH, np.random.default_rng(0))
    assert 0.001 < loudness(air) < 0.1
    assert np.isfinite(air).all()


@pytest.mark.parametrize("solo_db", [-6.0, 0.0, 6.0])
def test_a_solo_stands_where_it_is_put_against_all_others(solo_db: float) -> None:
    rng = np.random.default_rng(1)
    tones = [
        np.sin(2 * np.pi * hz * np.arange(LENGTH) / RATE).astype(np.float32)
        for hz in (60, 300, 700)
    ]
    stems = list(zip(("bass", "comping", "solo"), (0.0, 0.0, 0.0), tones, strict=True))
    _, gains = sum_stems(stems, Sounds(), rng, solo_db=solo_db)
    others = 10 * np.log10(10 ** (gains[0] / 10) + 10 ** (gains[1] / 10))
    # Equalisers stand between the gains and the levels.
    assert gains[2] - others == pytest.approx(solo_db, abs=5)


def test_a_consonant_without_voice_has_no_pitch_and_no_tone() -> None:
    rows = [(0.2 + 0.4 * i, 0.6 + 0.4 * i, 60 + i % 3, 100) for i in range(9)]
    silent = sounding = 0

    def tone(piece: NDArray[np.float32]) -> float:
        return float(np.abs(np.convolve(piece, np.ones(60) / 60, "valid")).max())

    for seed in range(6):
        stem, _, sung = sing(notes(rows), 4 * RATE, np.random.default_rng(seed))
        for start, *_ in rows[1:]:
            at = int((start - 0.012) * RATE)
            if np.isnan(sung[at // HOP]):
                silent += 1
                assert tone(stem[at - 400 : at]) < 0.3 * tone(stem[at + 4000 :][:400])
            else:
                sounding += 1
    assert silent > 10
    assert sounding > 10
