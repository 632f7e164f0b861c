"""Block chords of POP909-CL as classes, and key signatures as keys."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import pytest

from lausch.annotation.vocabulary import CLASSES, NONE

sys.path.append(str(Path(__file__).parents[2] / "studies"))
CORRECTED = import_module("harmony_pop909cl")


@pytest.mark.parametrize(
    ("pitches", "label"),
    [
        ((48, 52, 55), "C:maj"),
        ((48, 51, 56), "Ab:maj"),  # its third is the bass
        ((48, 52, 55, 57), "C:maj"),  # a sixth, and no A:min7 over C
        ((48, 51, 54, 56), "Ab:7"),
        ((48, 53, 55), "C:sus4"),
        ((45, 52, 55, 60), "A:min7"),
        ((47, 50, 53, 57), "B:hdim7"),
    ],
)
def test_a_chord_has_its_root(pitches, label):
    assert CLASSES[CORRECTED.class_of_notes(pitches)] == label


@pytest.mark.parametrize("pitches", [(48,), (48, 55), (48, 50, 55)])
def test_what_has_no_third_is_no_chord_of_the_vocabulary(pitches):
    assert CORRECTED.class_of_notes(pitches) == NONE


@pytest.mark.parametrize(
    ("marks", "key"),
    [
        (b"\xff\x59\x02\x00\x00", 0),  # C major
        (b"\xff\x59\x02\xfa\x00", 6),  # six flats
        (b"\xff\x59\x02\xfd\x01", 12),  # C minor has three
        (b"", -1),
        (b"\xff\x59\x02\x00\x00\xff\x59\x02\x02\x00", -1),
    ],
)
def test_the_key_is_that_of_the_only_signature(marks, key):
    assert CORRECTED.key_of(marks) == key
