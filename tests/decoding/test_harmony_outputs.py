"""What decoders of chords, keys, tags and diagonals make of small fixed inputs, to the digit."""

from __future__ import annotations

import numpy as np
import pytest
from goldens import Cases, check, noise, tried

from lausch.annotation.vocabulary import CLASSES, TRIADS
from lausch.decoding import chords, key_profiles, tags
from lausch.decoding.chords import ChordDecoder
from lausch.decoding.diagonal import Diagonals
from lausch.decoding.harmony import harmony
from lausch.decoding.keys import KeyTracker
from lausch.frames import Clock

FPS = 5.0
PLAYED = ["C:maj", "A:min", "F:maj", "G:maj", "C:maj", "E:min", "N", "E:maj", "A:min", "A:maj"]
SETTINGS: list[dict[str, float]] = [
    {},
    {"weight": 0.3},
    {"weight": 2.5},
    {"succession": 0.0},
    {"succession": 1.5},
    {"length": 0.0},
    {"length": 2.0},
    {"typical_seconds": 0.6},
    {"spread": 0.2},
    {"longest_seconds": 1.0},
    {"longest_seconds": 0.1},
    {"jazz": 0.0},
    {"jazz": 1.0},
    {"sharpness": 1.0},
    {"no_chord": 4.0},
]


def scores(labels: tuple[str, ...] = TRIADS, seed: int = 41, each: int = 7) -> np.ndarray:
    """Log-likelihoods in which each chord of `PLAYED` is a little likelier for some frames."""
    values = 3 * noise(seed, len(PLAYED) * each, len(labels)) - 3
    for number, label in enumerate(PLAYED):
        values[number * each : (number + 1) * each, labels.index(label)] += 1.2
    return values


def path(decoder: ChordDecoder, values: np.ndarray, **options: object) -> list[object]:
    found = decoder.path(values, TRIADS, fps=FPS, **options)
    likeliest = np.sort(found.key_shares, axis=1)[:, -2:]
    return [found.edges, found.labels, np.round(found.confidence, 5), found.keys, likeliest]


BEATS = np.array(
    [0.2, 3.4, 7.0, 7.3, 10.6, 14.0, 17.4, 20.9, 24.5, 28.0, 31.4, 35.0, 42.1, 49.0, 69]
)
COUNTED = {"four": np.arange(15) % 4 + 1, "three": (np.arange(15) + 1) % 3 + 1}


def chord_paths() -> list[object]:
    values = scores()
    return [path(ChordDecoder(**each), values) for each in SETTINGS] + [
        path(ChordDecoder(), values[:count]) for count in (0, 1, 2, 9)
    ]


def chords_on_beats() -> list[object]:
    values = scores()
    found = []
    for each in [*SETTINGS, {"place": 0.0}, {"place": 3.0}]:
        found.append(path(ChordDecoder(**each), values, beats=BEATS, positions=COUNTED["four"]))
    found.append(path(ChordDecoder(place=2.0), values, beats=BEATS, positions=COUNTED["three"]))
    found.append(path(ChordDecoder(), values, beats=BEATS))
    found += [path(ChordDecoder(), values, beats=BEATS[:n]) for n in (0, 1, 2)]
    steady = np.repeat(np.eye(len(TRIADS))[[4]], 90, axis=0)
    many = np.arange(0.0, 89.5, 1.0)
    return [*found, path(ChordDecoder(), steady, beats=many), path(ChordDecoder(), steady)]


def of_scores() -> list[object]:
    outputs = noise(42, 4, len(TRIADS)) ** 6
    outputs[1] = 0
    outputs[2] *= 1e-3
    numbers, seconds = np.array([2, 0, 24, 7]), np.array([0.5, 1.0, 2.0, 0.1])
    gains = 9 * noise(43, 4, len(TRIADS))
    return [
        chords.class_scores(outputs)[:, ::6],
        chords.chroma_scores(noise(44, 3, 12).round(0) * 0.9999, np.eye(12)[:5]),
        chords.clarity(gains, numbers, seconds),
        chords.confidence_of(np.array([-10.0, 0.0, 3.1, 10.0])),
    ]


def of_keys() -> list[object]:
    known = harmony(CLASSES)
    names = [
        "C:maj",
        "A:min7",
        "D:min7",
        "G:7",
        "N",
        "C:maj",
        "Eb:maj7",
        "Ab:maj",
        "Bb:7",
        "Eb:maj",
    ]
    numbers = np.array([CLASSES.index(name) for name in names])
    seconds = np.array([2.0, 0.1, 1.0, 4.0, 2.0, 20.0, 2.0, 2.0, 1.0, 9.0])
    found = []
    for each in (
        {},
        {"change": 0.1},
        {"weight": 1.5},
        {"succession": 0.0},
        {"succession": 1.0},
        {"minor": 0.9},
        {"least_seconds": 0.5},
        {"least_seconds": 60.0},
    ):
        tracker = KeyTracker(**each)
        shares = tracker.posteriors(known, numbers, seconds)
        found.append([shares[::3].round(6), tracker.regions(shares, seconds)])
    shares = KeyTracker().posteriors(known, numbers, seconds)
    whole = key_profiles.of_the_whole(numbers, seconds, shares)
    found.append([key_profiles.tones(numbers, seconds), whole])
    found.append(key_profiles.turned(np.arange(12.0))[[0, 1, 11, 12, 13, 23]])
    found.append(key_profiles.log_shares(shares, seconds))
    found.append(key_profiles.agreeing(shares, seconds, whole)[::4])
    found.append(key_profiles.with_tones(numbers, seconds, shares)[::4])
    found.append(key_profiles.with_tones(numbers[:0], seconds[:0], shares[:0]))
    found.append(KeyTracker().posteriors(known, numbers[:1], seconds[:1]))
    return found


def of_harmony() -> list[object]:
    found = []
    for labels in (TRIADS, CLASSES):
        for jazz in (0.0, 0.3, 1.0):
            known = harmony(labels, jazz)
            step = len(labels) // 3
            found += [
                known.usual[[0, 5, 12, 21], ::step],
                known.following[[0, 7, 12, 20], 1 :: 2 * step, ::step],
                known.following[3, -1, ::step],
                known.log_following(np.arange(24) / 276)[::step, 2::step],
                known.lengths[:9],
                known.lengths[-1],
                known.places,
            ]
    return found


def of_tags() -> list[object]:
    values = np.float32(noise(45, 23, 4) ** 2)
    passing = np.array([True, False, True, False])
    chances = noise(46, 40)
    truth = noise(47, 40) < chances**2
    return [
        [tags.TagPooler(each).pooled(values, passing) for each in (0.01, 0.25, 0.4, 1.0)],
        [tried(tags.TagPooler, each) for each in (0.0, -1.0, 1.01, 1.0)],
        tags.log_odds(np.array([0.0, 1e-7, 0.3, 1.0])),
        tags.calibrated(chances[:5], np.array(1.5), np.array(-0.4)),
        [tags.fitted(chances, truth, ridge) for ridge in (0.0, 1.0, 20.0)],
        [tags.fitted(chances, ~truth), tags.fitted(chances, truth | True)],
        [tags.fitted(chances[:n], truth[:n]) for n in (0, 1, 3)],
        [tags.fitted(np.round(chances), truth), tags.fitted(chances, chances > 0.5, 1e-3)],
        [tags.thinned(values, Clock(100, hop)) for hop in (3, 10, 20, 49, 50, 51, 200)],
        [tags.thinned(values[:n], Clock(100, 20)) for n in (0, 1, 2, 3)],
    ]


def diagonals() -> list[object]:
    long = np.float32(noise(48, 700, 3) - 0.4)
    query = np.float32(noise(49, 90, 3) - 0.4)
    found: list[object] = []
    for longest in (90, 200, 700):
        matcher = Diagonals(long, longest)
        found += [matcher.curve(query)[::61], matcher.curves(query[:40])[:, ::97]]
    found.append(Diagonals(long[:20], 30).curve(query[:30]))
    found.append([tried(Diagonals(long, 9).curve, query[:n]) for n in (0, 10)])
    found.append(Diagonals(long, 9).curve(query[:9])[::83])
    return found


CASES: Cases = {
    "chords": chord_paths,
    "chords on beats": chords_on_beats,
    "scores of chords": of_scores,
    "keys": of_keys,
    "harmony": of_harmony,
    "tags": of_tags,
    "diagonals": diagonals,
}


@pytest.mark.parametrize("name", CASES)
def test_outputs_are_those_of_the_file(name):
    check(__file__, name, CASES)
