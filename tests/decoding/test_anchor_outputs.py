"""What the bar pointer makes of beats that a user names, on small fixed inputs, to the digit."""

from __future__ import annotations

import numpy as np
import pytest
from goldens import Cases, check, noise, tried

from lausch.decoding import anchors as anchored
from lausch.decoding.anchors import Anchors
from lausch.decoding.bar_pointer import BarPointer
from lausch.decoding.evidence import Evidence
from lausch.decoding.meter_tracker import MeterTracker
from lausch.decoding.renumbering import numbered, rotated, rotation
from lausch.decoding.rephasing import rephased

FPS = 50.0
FRAMES = 700
TRACKER = BarPointer(min_bpm=50, max_bpm=250, tempi=14, break_even=0.3)
METRES = MeterTracker(min_bpm=50, max_bpm=250, tempi=14, break_even=0.15, change=1e-3)
BEATS = 12.3 + np.cumsum([24.6, 25.3, 25.0, 24.4] * 6 + [26.0, 27.1])


def pulses(places: np.ndarray, height: float, seed: int) -> np.ndarray:
    """Peaks of about three frames and uneven heights at these frames, over noise."""
    away = np.abs(np.arange(FRAMES)[:, None] - places)
    heights = height * (0.5 + 0.5 * noise(seed, len(places)))
    return np.clip(
        (heights * np.exp(-(away**2))).max(axis=1) + 0.03 * noise(seed + 1, FRAMES), 0, 1
    )


BEAT = pulses(BEATS, 0.9, 51)
DOWN = np.minimum(pulses(BEATS[1::4], 0.7, 53), BEAT)
NAMED: list[tuple[float | list[float], float | list[float]]] = [
    ([], []),
    (BEATS[4] / FPS + 0.03, []),
    ((BEATS[6] + 12) / FPS, []),
    ([(BEATS[6] + 11) / FPS, BEATS[18] / FPS], []),
    ([BEATS[2] / FPS, (BEATS[9] + 13) / FPS, (BEATS[13] + 12) / FPS, BEATS[21] / FPS], []),
    ([BEATS[8] / FPS, (BEATS[8] + 12.5) / FPS], []),
    ([BEATS[8] / FPS, (BEATS[8] + 16.7) / FPS, (BEATS[8] + 33.4) / FPS], []),
    ([BEATS[8] / FPS, (BEATS[8] + 8.3) / FPS, (BEATS[8] + 16.6) / FPS], []),
    ([0.0, 0.26], []),
    ([13.4, 13.9], []),
    ([], BEATS[7] / FPS),
    ([], BEATS[[3, 10]] / FPS),
    ([], BEATS[[3, 10, 14]] / FPS),
    (BEATS[5] / FPS, (BEATS[12] + 12) / FPS),
    ([3.0, 3.1], []),
    ([3.0, 3.16], []),
]


def beats() -> list[object]:
    return [tried(TRACKER.beats, BEAT, FPS, Anchors(*each)) for each in NAMED]


def bars(tracker: BarPointer, metres: tuple[int, ...]) -> list[object]:
    return [
        tried(tracker.bars, BEAT, DOWN, FPS, meters=metres, anchors=Anchors(*each))
        for each in NAMED
    ]


def moved() -> list[object]:
    """Other evidence for beats that stand elsewhere, by its frames and heights."""
    found = []
    evidences = (Evidence.of_beats(BEAT, FPS), Evidence.of_bars(BEAT, DOWN, FPS))
    for shortest in (5.0, 12.0, 14.0):
        for beats, _ in NAMED:
            at = np.atleast_1d(beats) * FPS
            for evidence in evidences if shortest == 5.0 else evidences[:1]:
                if len(at):
                    other = rephased(evidence, BEATS, at, shortest)
                    same = other is evidence
                    places = np.flatnonzero(other.either > 0.3)
                    found.append(
                        [same] if same else [places, other.either[places], other.down[places]]
                    )
    for at in ([30.0], [-5.0, 20.0], [690.0], [660.0, 685.0], [200.0, 212.0, 300.0]):
        for count in (0, 1, 2, 5, 26):
            evidence = evidences[0]
            other = rephased(evidence, BEATS[:count], np.array(at), 8.0)
            found.append(np.flatnonzero(other.either > 0.3)[::5])
    return found


def numbers() -> list[object]:
    four, three = np.arange(20) % 4 + 1, (np.arange(20) + 1) % 3 + 1
    mixed = np.array([3, 4, 1, 2, 3, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2])
    times = np.arange(20) / 2
    odds = 3 * noise(55, 20) - 2
    said = [[], [1.0], [1.1, 4.6], [0.5, 2.0, 3.5], [2.0, 4.5, 9.5], [9.6], [1.0, 1.5]]
    return [
        [
            rotated(each, shift)
            for each in (four, three, mixed, four[1:4])
            for shift in range(-5, 6)
        ],
        [rotation(each, at) for each in (four, three, mixed, four[1:4]) for at in (0, 1, 2, 3, 9)],
        [numbered(times, four, Anchors(downbeats=each), (3, 4)) for each in said],
        [numbered(times, three, Anchors(downbeats=each), (2, 3, 4), odds) for each in said],
        [numbered(times, four, Anchors(downbeats=each), (2, 3), odds, 0.1) for each in said],
        [numbered(times, four, Anchors(downbeats=each), (3, 5), odds, 1e-4) for each in said],
        numbered(times[:0], four[:0], Anchors(downbeats=[1.0]), (3, 4)),
    ]


def distances() -> list[object]:
    to = np.array([1.0, 1.5, 4.0])
    named = Anchors([3.0, 1.0], 1.5)
    return [
        anchored.distances(np.array([0.0, 1.2, 1.3, 2.7, 2.8, 9.0]), to),
        [anchored.distances(to, to[:count]) for count in (0, 1, 2)],
        [named.times, bool(named), bool(Anchors()), bool(Anchors(1.0)), bool(Anchors((), 0.0))],
        named.and_downbeat(2.0).downbeats,
        named.and_downbeat(None).downbeats,
        [named.met(np.array(each)) for each in ([], [1.07, 1.571], [0.93, 2.9], [3.07])],
        named.near(np.array([0.92, 0.93, 1.07, 1.08, 3.0])),
        [tried(named.check_inside, each) for each in (2.9, 3.0, 3.1)],
        [tried(Anchors, each) for each in (-1e-9, 86400.0, 86400.1, "a", [[1.0]], float("nan"))],
        [
            tried(lambda n=n: len(Anchors(np.arange(n), 0.5).times))
            for n in (anchored.MOST - 1, anchored.MOST)
        ],
    ]


CASES: Cases = {
    "beats": beats,
    "bars": lambda: bars(TRACKER, (3, 4)),
    "bars of several metres": lambda: bars(METRES, (2, 3, 4)),
    "other phases": moved,
    "numbers in the bar": numbers,
    "distances": distances,
}


@pytest.mark.parametrize("name", CASES)
def test_outputs_are_those_of_the_file(name):
    check(__file__, name, CASES)
