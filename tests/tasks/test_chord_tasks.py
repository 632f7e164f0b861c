"""Chords and keys: what is encoded is decoded, transposed, and followed through noise."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.annotation import Beats, Chords, Key
from lausch.annotation.pitch import NAMES
from lausch.annotation.vocabulary import CLASSES, TRIADS
from lausch.errors import OptionError
from lausch.frames import Clock, Frames
from lausch.metrics import chords as chord_metrics
from lausch.tasks.chords import ChordRecognition
from lausch.tasks.key import KeyFinding

CLOCK = Clock(44100, 4410)
EDGES = np.append(0.5 + 2.0 * np.arange(10), 20.5)
LABELS = ("C:maj7", "A:7", "D:min7", "G:7", "C:maj", "A:min", "D:hdim7", "G:7", "C:maj", "N")
CHORDS = Chords(np.stack([EDGES[:-1], EDGES[1:]], axis=1), LABELS)
TASKS = {
    "chroma": ChordRecognition(),
    "chroma triads": ChordRecognition(vocabulary="triads"),
    "triads": ChordRecognition("triads", "triads"),
    "classes": ChordRecognition("classes"),
}


@pytest.mark.parametrize("name", TASKS)
def test_what_is_encoded_is_decoded(name):
    task = TASKS[name]
    targets = task.encode(CHORDS, CLOCK, 210)
    assert targets.columns == task.outputs
    back = task.decode(Frames(0.9 * targets.values + 0.05, CLOCK, task.outputs))
    assert min(task.judge(CHORDS, back).values()) > 0.97
    assert ((back.confidence > 0.01) & (back.confidence < 1)).all()


@pytest.mark.parametrize("name", TASKS)
def test_it_is_found_in_noise(name):
    task = TASKS[name]
    rng = np.random.default_rng(0)
    targets = task.encode(CHORDS, CLOCK, 210)
    noise = 0.5 * targets.values + rng.uniform(0, min(0.5, 2 / targets.values.shape[1]), (210, 1))
    noise = noise + rng.uniform(0, 4 / targets.values.shape[1], targets.values.shape)
    back = task.decode(Frames(noise.astype(np.float32), CLOCK, task.outputs))
    assert task.judge(CHORDS, back)["majmin"] > 0.85
    assert len(back) < 20


def test_chords_begin_on_beats_when_these_are_known():
    task = TASKS["chroma"]
    targets = task.encode(CHORDS, CLOCK, 210)
    times = 0.47 + 0.5 * np.arange(40)
    beats = Beats(times, np.arange(40) % 4 + 1)
    back = task.decode(Frames(targets.values, CLOCK, task.outputs), beats=beats)
    away = np.abs(back.starts[:, None] - np.append(0, times)).min(axis=1)
    assert (away < 0.051).all()
    assert task.judge(CHORDS, back)["majmin"] > 0.97


def test_silence_has_no_chords():
    for task in TASKS.values():
        for frames in (0, 1, 300):
            silent = np.zeros((frames, len(task.outputs)), np.float32)
            assert len(task.decode(Frames(silent, CLOCK, task.outputs))) == 0


def test_roots_are_spelled_in_the_key():
    labels = ("F:maj", "Bb:7", "C:7", "F:maj", "Bb:7", "F:maj", "C:7", "F:maj")
    edges = 2.0 * np.arange(9)
    truth = Chords(np.stack([edges[:-1], edges[1:]], axis=1), labels)
    task = TASKS["chroma"]
    assert task.decode(task.encode(truth, CLOCK, 160)).labels == labels
    sharps = tuple({"F": "E", "Bb": "A", "C": "B"}[each.split(":")[0]] + ":" + each.split(":")[1]
                   for each in labels)  # fmt: skip
    lower = task.moved(truth, start=0, rate=1, seconds=16, semitones=-1)
    assert task.decode(task.encode(lower, CLOCK, 160)).labels == sharps


def test_excerpts_are_moved():
    part = TASKS["chroma"].moved(CHORDS, start=1.5, rate=2.0, seconds=3.0, semitones=3)
    np.testing.assert_allclose(part.intervals, [(0, 0.5), (0.5, 1.5), (1.5, 2.5), (2.5, 3.0)])
    assert part.labels == ("Eb:maj7", "C:7", "F:min7", "Bb:7")


def test_what_is_not_known_has_no_weight():
    truth = Chords([(0, 1), (1, 2), (2, 3)], ["C:maj", "X", "C:5"])
    for name, expected in (("chroma", [1, 0, 1, 0]), ("classes", [1, 0, 0, 0])):
        weights = TASKS[name].weights(truth, CLOCK, 40)
        np.testing.assert_array_equal(weights[5::10, 0], expected)
    assert TASKS["chroma"].encode(truth, CLOCK, 40).columns == NAMES


@pytest.mark.parametrize("arguments", [("tones",), ("chroma", "sixths"), ("triads", "classes")])
def test_targets_and_vocabularies_fit(arguments):
    with pytest.raises(OptionError):
        ChordRecognition(*arguments)


def test_labels_are_those_of_the_vocabulary():
    assert [len(task.outputs) for task in TASKS.values()] == [12, 12, len(TRIADS), len(CLASSES)]
    scores = chord_metrics.score(CHORDS, CHORDS)
    assert scores["majmin"] == 1.0


# ---- keys ----

KEY = Key("C:maj", 1.0, [(0, 60), (60, 100)], ["C:maj", "Eb:maj"])


def test_a_key_and_its_regions_are_decoded():
    task = KeyFinding()
    targets = task.encode(KEY, CLOCK, 1000)
    rng = np.random.default_rng(0)
    noise = 0.6 * targets.values + rng.uniform(0, 0.4, targets.values.shape)
    back = task.decode(Frames(noise.astype(np.float32), CLOCK, task.outputs))
    assert (back.name, back.labels) == ("C:maj", ("C:maj", "Eb:maj"))
    np.testing.assert_allclose(back.intervals, KEY.intervals, atol=0.2)
    assert 0 < back.confidence < 1
    assert task.score(KEY, back)["weighted"] == 1.0


def test_a_short_excursion_is_no_region():
    task = KeyFinding()
    truth = Key("C:maj", 1.0, [(0, 20), (20, 23), (23, 50)], ["C:maj", "G:maj", "C:maj"])
    assert task.decode(task.encode(truth, CLOCK, 500)).labels == ("C:maj",)


def test_chords_tell_the_key():
    task = KeyFinding()
    nothing = Frames(np.zeros((0, 24), np.float32), CLOCK, task.outputs)
    assert task.decode(nothing, chords=CHORDS).name == "C:maj"
    edges = 2.0 * np.arange(9)
    labels = ["A:min", "D:min", "E:7", "A:min", "F:maj", "E:7", "A:min", "A:min"]
    minor = Chords(np.stack([edges[:-1], edges[1:]], axis=1), labels)
    assert task.decode(nothing, chords=minor).name == "A:min"
    assert task.decode(nothing).name == ""
    assert task.decode(nothing, chords=Chords()).name == ""


def test_keys_are_moved():
    part = KeyFinding().moved(KEY, start=50, rate=1.0, seconds=15, semitones=2)
    assert part.labels == ("D:maj", "F:maj")
    np.testing.assert_allclose(part.intervals, [(0, 10), (10, 15)])
    weights = KeyFinding().weights(Key(), CLOCK, 5)
    assert not weights.any()
