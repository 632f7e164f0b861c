import numpy as np
import pytest

from lausch.annotation import Chords
from lausch.annotation.vocabulary import CLASSES, TRIADS
from lausch.frames import Clock, Frames
from lausch.tasks.deepchroma import TONES, DeepChroma, paper_triad

CLOCK = Clock(44100, 4410)
TASK = DeepChroma()
TUNE = Chords([[0.5, 4.0], [4.0, 6.0], [6.0, 7.0], [7.0, 9.0]], ["A:min7", "D:7", "X", "N"])


@pytest.mark.parametrize(
    ("label", "triad"),
    [
        ("C:maj", "C:maj"),
        ("F#:7/3", "F#:maj"),
        ("Bb:min7", "Bb:min"),
        ("B:hdim7", "B:min"),
        ("D:dim7", "D:min"),
        ("E:aug", "E:maj"),
        ("A:sus4", "A:maj"),
        ("G:7(#9)", "G:maj"),
        ("N", "N"),
        ("X", "N"),
    ],
)
def test_chords_with_a_minor_third_are_minor_and_all_others_major(label, triad):
    assert TRIADS[paper_triad(label)] == triad


def test_targets_are_the_tones_of_the_chord_and_its_triad():
    targets = TASK.encode(TUNE, CLOCK, 90).values
    assert targets.shape == (90, TONES + 25)
    assert np.flatnonzero(targets[10, :TONES]).tolist() == [0, 4, 7, 9]
    assert TRIADS[int(targets[10, TONES:].argmax())] == "A:min"
    assert not targets[80, :TONES].any()
    assert targets[80, -1] == 1


def test_frames_without_a_known_chord_have_no_weight():
    weights = TASK.weights(TUNE, CLOCK, 95).ravel()
    assert np.flatnonzero(weights == 0).tolist() == [*range(5), *range(60, 70), *range(90, 95)]


def test_a_transposed_excerpt_has_transposed_targets():
    moved = TASK.moved(TUNE, start=2.0, rate=1.0, seconds=5.0, semitones=3)
    there = TASK.encode(moved, CLOCK, 40).values
    here = TASK.encode(TUNE, CLOCK, 60).values[20:]
    np.testing.assert_array_equal(there[:, :TONES], np.roll(here[:, :TONES], 3, axis=1))


def test_sevenths_follow_from_tones_and_the_classifier_outweighs_them():
    values = np.full((100, TONES + 25), 0.02, np.float32)
    values[:, [0, 4, 7, 10]] = 0.9
    values[:, TONES] = 0.9
    assert TASK.decode(Frames(values, CLOCK, TASK.outputs)).labels == ("C:7",)
    values[:, TONES:] = 0.001
    values[:, TONES + 5] = 0.976
    stubborn = TASK.tuned("classifier", 50.0)
    assert stubborn.decode(Frames(values, CLOCK, TASK.outputs)).labels[0].startswith("F")


def test_the_decoder_has_its_settings_too():
    assert TASK.tuned("weight", 2.0).decoder.weight == 2.0
    assert TASK.tuned("classifier", 2.0).classifier == 2.0


def test_classes_may_stand_beside_the_tones():
    task = DeepChroma(classes="classes")
    targets = task.encode(TUNE, CLOCK, 90)
    assert targets.columns == task.outputs
    assert targets.values.shape == (90, TONES + 121)
    assert CLASSES[int(targets.values[10, TONES:].argmax())] == "A:min7"
    fifth = Chords([[0.0, 9.0]], ["C:5"])
    assert not task.encode(fifth, CLOCK, 90).values[:, TONES:].any()
    found = task.decode(Frames(0.9 * targets.values + 0.001, CLOCK, task.outputs))
    assert found.labels[1:3] == ("A:min7", "D:7")
