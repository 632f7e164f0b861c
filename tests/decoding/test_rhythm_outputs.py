"""What the decoders of beats without bars, of numbers in the bar, of tempi and of strokes make of
small fixed inputs, to the digit, beside tests by known answers."""

from __future__ import annotations

import numpy as np
import pytest
from goldens import Cases, check, noise, tried

from lausch.decoding import confidence, warping
from lausch.decoding.bar_field import BarField, states, steps
from lausch.decoding.bar_pointer import BarPointer
from lausch.decoding.bars import BarCounter, log_transitions
from lausch.decoding.bass import BassDecoder
from lausch.decoding.contour import ContourDecoder
from lausch.decoding.drums import DrumPicker
from lausch.decoding.onsets import OnsetPicker
from lausch.decoding.periodicity import (
    DECODERS,
    WITHOUT_BARS,
    BeatDetector,
    BeatTracker,
    PeakPicker,
    best_phase,
)
from lausch.decoding.tempo import CombFilters, finer_lag
from lausch.frames import Clock

CURVE = noise(31, 90) ** 4
# The lowest pitch, a rest, the highest one; then the lowest again.
LOWEST = np.float32(np.repeat([[0.9, 0.1], [0.1, 0.0], [0.2, 0.8], [0.7, 0.1]], 8, axis=0))
SPARSE = np.where(noise(32, 400) < 0.06, noise(33, 400), 0.0)


def pulses(periods: list[float], frames: int) -> np.ndarray:
    """Activations with peaks of uneven heights at these distances, over noise."""
    places = 4 + np.cumsum(periods)
    heights = 0.3 + 0.6 * noise(34, len(places))
    away = np.abs(np.arange(frames)[:, None] - places)
    return np.clip((heights * np.exp(-(away**2) / 2)).max(axis=1) + 0.04 * noise(35, frames), 0, 1)


STEADY = pulses([21.3] * 28, 640)
FASTER = pulses([30 - 0.35 * n for n in range(28)], 700)
CLICKS = np.tile([1, 0, 0, 0.3, 0, 0.1, 0.6, 0, 0.2, 0, 0, 0], 24)


def phases() -> list[object]:
    sounds = np.zeros(60)
    sounds[[3, 14, 21, 33, 39, 52]] = [0.5, 0.9, 1.0, 0.4, 0.8, 0.7]
    return [
        [best_phase(CURVE, period) for period in (2, 3, 4, 5, 9, 10, 11, 40, 89, 90, 91, 200)],
        [best_phase(sounds, period) for period in (9, 10, 12, 19)],
        [best_phase(SPARSE, period) for period in (14, 15, 31)],
        [best_phase(CURVE[:n], 3) for n in (0, 1, 2, 4)],
    ]


def detectors() -> list[object]:
    limits = ((None, None), (70.0, None), (None, 110.0), (100.0, 200.0), (30.0, 60.0))
    quiet = np.concatenate([np.full(40, 0.05), STEADY[:300], np.full(50, 0.02), [0.051]])
    found: list[object] = []
    for decoder in (BeatDetector(), BeatTracker(), BeatTracker(around_seconds=1.5)):
        for low, high in limits:
            chosen = decoder.within(low, high)
            found.append([vars(chosen), chosen.beats(STEADY, 50.0), chosen.beats(FASTER, 50.0)])
        found += [
            decoder.beats(STEADY[:200], 30.0),
            decoder.beats(np.repeat(FASTER, 2), 100.0),
            decoder.beats(quiet, 50.0),
            [decoder.beats(STEADY[:n], 50.0) for n in (0, 1, 3, 24, 25, 60)],
            decoder.beats(np.full(100, 0.05), 50.0),
            decoder.beats(SPARSE, 100.0),
        ]
    detector = BeatDetector()
    # Of periods at either end of the range, the one that there is and the next outside.
    for lag in (2, 3, 19, 40):
        values, bpm = np.tile([1.0, *[0.0] * (lag - 1)], 30), 60 * 50.0
        found.append(
            [detector.within(20, bpm / each).period(values, 50.0) for each in (lag + 0.9, lag + 1)]
            + [detector.within(bpm / each, 3000).period(values, 50.0) for each in (lag, lag - 0.99)]
        )
    found.append(
        [
            [detector.within(low, high).period(values, fps) for low, high in limits]
            for values in (STEADY, FASTER, CURVE, SPARSE)
            for fps in (20.0, 43.07, 100.0)
        ]
    )
    return found


def peaks() -> list[object]:
    picker = PeakPicker()
    return [
        [picker.beats(CURVE, fps) for fps in (5.0, 12.0, 25.0, 50.0, 100.0)],
        [picker.within(30.0, high).beats(CURVE, 50.0) for high in (None, 200.0, 1000.0, 5000.0)],
        [vars(picker.within(10.0, high)) for high in (None, 200.0)],
        [
            picker.within(None, 60 / each).beats([0, 1, *[0] * 7, 0.9, 0, 0], 1.0)
            for each in (7.9, 8, 8.9)
        ],
        PeakPicker(threshold=0.5).beats(CURVE, 50.0),
        [picker.beats([0, height, 0], 50.0) for height in (0.19, 0.2, 0.21)],
        [list(DECODERS), {name: vars(each) for name, each in WITHOUT_BARS.items()}],
    ]


def combs() -> list[object]:
    filters = CombFilters()
    limits = [(None, None), (60.0, None), (None, 120.0), (90.0, 180.0), (100.0, 100.0)]
    limits += [(120.0, 60.0), (None, 30.0)]
    chosen = [tried(filters.within, low, high) for low, high in limits]
    used = [each for each in chosen if isinstance(each, CombFilters)]
    curves = [(STEADY, 50.0), (FASTER, 50.0), (CLICKS, 20.0), (CURVE, 10.0), (SPARSE, 43.07)]
    return [
        chosen,
        [each.tempi(*curve) for each in used for curve in curves],
        [filters.tempi(np.full(200, level), 50.0) for level in (0.0, 1e-9, 0.5)],
        [filters.tempi(STEADY[:n], 50.0) for n in (0, 1, 5, 30)],
        [filters.tempi(np.tile([1.0, *[0.0] * n], 30), 50.0) for n in (14, 20, 24, 33)],
        [finer_lag(STEADY, lag) for lag in (20.0, 21.0, 21.4, 22.0, 10.6, 43.0)],
        [finer_lag(np.tile(STEADY, 12), lag) for lag in (21.0, 22.0)],
        [finer_lag(FASTER, lag) for lag in (24.0, 26.0, 29.0)],
        [finer_lag(values, 5.0) for values in (CURVE, CURVE[:20], CURVE[:8], np.ones(60))],
        [finer_lag(np.arange(60.0) % each, 7.0) for each in (5, 6, 7, 8)],
        [finer_lag(SPARSE, lag) for lag in (3.0, 17.0, 44.0)],
    ]


def counted() -> list[object]:
    chance = np.round(noise(36, 40) ** 2, 3)
    first = np.concatenate([np.arange(20) % 4, np.arange(21) % 3, np.arange(16) % 4]) == 0
    unsure = np.round(0.3 + 0.15 * first + 0.15 * noise(38, len(first)), 3)
    metres = [(4,), (3, 4), (4, 3), (2, 3, 5), (3, 3), (1,), (1, 16), (16, 5, 7)]
    settings = [
        {},
        {"weight": 0.3},
        {"weight": 4.0},
        {"change": 0.2},
        {"change": 0.0},
        {"change": 1.0},
        {"smallest": 0.2},
        {"smallest": 1e-9},
    ]
    certain = [1.0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1.5, 0, 0, -1, 1, 0]
    return [
        [BarCounter(**each).numbers(unsure, (3, 4)) for each in settings],
        [BarCounter(change=0.1).numbers(chance, each) for each in metres],
        [BarCounter(change=each).numbers(certain, (3, 4)) for each in (1e-7, 1e-3, 0.3)],
        [BarCounter().numbers(chance[:n], (3, 4)) for n in (0, 1, 2, 3)],
        [tried(BarCounter().numbers, chance, each) for each in [(), (0,), (1,), (16,), (17,)]],
        BarCounter(weight=0.5).path(np.log(noise(37, 30, 5)), (2, 3)),
        [log_transitions(each, 0.25) for each in ((1,), (2, 3), (1, 1, 2))],
        BarCounter().numbers(np.full(9, 0.5), (3, 4)),
    ]


def fields() -> list[object]:
    """Shares of the states of bars of two and three, nearly even ones, with a beat lost."""
    known = (2, 3)
    shares = 0.15 + 0.1 * noise(39, 40, 5)
    for beat in range(40):
        shares[beat, 2 + (beat if beat < 17 else beat + 1) % 3] += 0.25
    settings: list[dict[str, object]] = [
        {},
        {"slip": -1.0},
        {"slip": -30.0},
        {"weight": 0.2},
        {"weight": 6.0, "slip": -4.0},
        {"follow": (0.5, -0.2, -1.0, 0.1)},
        {"follow": (-9, 3, 3, -9), "slip": -6.0},
        {"smallest": 0.3},
    ]
    zeros = np.where(shares < 0.2, 0.0, shares)
    return [
        [BarField(**each).numbers(shares, known, (2, 3)) for each in settings],
        [BarField(smallest=each).numbers(zeros, known, (2, 3)) for each in (1e-6, 0.1)],
        [tried(BarField().numbers, shares, known, each) for each in [(2,), (3,), (4,), (), (3, 9)]],
        [BarField().numbers(shares[:n], known, known) for n in (0, 1, 2)],
        [BarField(**each).scores(known) for each in (settings[0], settings[5])],
        [tried(lambda n=n: BarField(follow=(0.0,) * n).scores(known)) for n in (0, 1, 2, 4, 9)],
        [tried(lambda n=n: vars(BarField(follow=range(n)))) for n in (0, 1, 2, 4, 6, 9, 10)],
        [tried(lambda n=n: BarField(follow=range(n)).scores((1, 1, 2))) for n in (4, 9)],
        [states(each) for each in ((1,), (3, 1, 2))],
        steps((1, 3)),
    ]


def levels() -> list[object]:
    """Beats of 0.5 s with pulses between them for a while, from faint to as high as the beats."""
    pointer = BarPointer(min_bpm=40, max_bpm=300, tempi=24)
    frames, found = np.arange(900), []

    def rows(period: float, first: int, last: int, height: float) -> np.ndarray:
        places = np.arange(first, last, period)
        return height * np.exp(-((frames[:, None] - places) ** 2)).max(axis=1)

    beats = rows(25, 6, 890, 0.9)
    for period, height in [(12.5, 0.15), (12.5, 0.4), (12.5, 0.85), (25 / 3, 0.3), (25 / 3, 0.8)]:
        busy = np.maximum(beats, rows(period, 306, 600, height))
        found.append(np.round(pointer.beats(busy, 50.0), 2))
    for first, period in [(200, 12.5), (450, 12.5), (700, 12.5), (450, 50), (300, 16.7)]:
        fast = np.maximum(beats * (frames < first), rows(period, first + 6, 890, 0.999))
        found.append(np.round(pointer.beats(0.999 * fast / 0.9, 50.0), 2))
    for gone in (0.0, 0.05, 0.3):
        sparse = np.maximum(beats * ~((frames > 300) & (frames < 600)), rows(50, 306, 600, 0.9))
        sparse = np.maximum(sparse, rows(50, 331, 600, gone))
        found.append(np.round(pointer.beats(sparse, 50.0), 2))
        found.append([*pointer.bars(sparse, 0.3 * sparse, 50.0, meters=(3, 4))][1])
    return found


def strokes() -> list[object]:
    picker = DrumPicker(kick=0.1, snare=0.2, hihat=0.4, tom=0.5, cymbal=0.6)
    wide = DrumPicker(reach_seconds=0.04, apart_seconds=0.08)
    pairs = []
    for apart in range(1, 7):
        values = np.zeros(20)
        values[[5, 5 + apart]] = [0.8, 0.9]
        pairs.append([each.pick(values, 0.3, 100.0) for each in (picker, wide)])
        values[[5, 5 + apart]] = [0.9, 0.8]
        pairs.append([each.pick(values, 0.3, 100.0) for each in (picker, wide)])
    return [
        [DrumPicker().thresholds, picker.thresholds, vars(DrumPicker())],
        pairs,
        [picker.pick(CURVE, each, fps) for each in picker.thresholds for fps in (50.0, 100.0)],
        [DrumPicker().pick([0, 0, 0.3, 0, 0, 0.29, 0], 0.3, 100.0)],
    ]


def short_sounds() -> list[object]:
    """Sounds that end anywhere in a period, with periods from two frames on."""
    sounds = [noise(100 + count, count) ** 3 for count in (1, 2, 3, *range(5, 120, 6))]
    trackers = [
        BeatTracker(min_bpm=60.0, max_bpm=180.0, around_seconds=each) for each in (0.5, 1.0, 4.0)
    ]
    return [
        [[each.beats(sound, 20.0) for sound in sounds] for each in trackers],
        [BeatDetector(min_bpm=100.0, max_bpm=300.0).period(sound, 2.0) for sound in sounds],
        [BeatDetector(min_bpm=40.0, max_bpm=120.0).period(sound, 20.0) for sound in sounds],
    ]


CASES: Cases = {
    "beats without bars of short sounds": short_sounds,
    "phases": phases,
    "periods": detectors,
    "peaks": peaks,
    "comb filters": combs,
    "numbers in the bar": counted,
    "states of bars": fields,
    "metrical levels": levels,
    "strokes": strokes,
    "edges": lambda: [
        confidence.heights(np.array([-0.4, 0.0, 1.0, 3.4, 9.0]), [0.1, 0.2, 0.9, 0.3]),
        [
            tried(lambda parts=parts: BassDecoder(subdivisions=parts).subdivisions)
            for parts in ((1.5,), (0,), (1,), (12,), (13,), (), (2, 3.0))
        ],
        [tried(ContourDecoder, break_even=each) for each in (0, 0.001, 0.999, 1)],
        [
            OnsetPicker(
                factor=factor, highest=0.0, mean_before_seconds=0.05, mean_after_seconds=after
            ).pick(CURVE, 100.0)
            for factor in (0.5, 1.0, 1.5)
            for after in (0.0, 0.03, 0.1)
        ],
        [
            BassDecoder(
                subdivisions=(1, 2, 4), margin=0.0, threshold=0.2, shortest_seconds=shortest
            ).notes(LOWEST, Clock(100, 10), np.array([0.0, 1.0, 2.0]), low_midi=28)
            for shortest in (0.0, 0.25, 0.26, 0.5, 0.6)
        ],
        [warping.path(LOWEST[:n] + 0.1, LOWEST + 0.1, bend=0.3) for n in (1, 2, 5)],
    ],
}


@pytest.mark.parametrize("name", CASES)
def test_outputs_are_those_of_the_file(name):
    check(__file__, name, CASES)
