"""Names of pitches read back."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.annotation import note_name, pitch_of
from lausch.errors import AnnotationError


@pytest.mark.parametrize(
    ("pitch", "name"), [(60, "C4"), (70, "Bb4"), (66, "F#4"), (0, "C-1"), (69.25, "A4+25")]
)
def test_names(pitch: float, name: str) -> None:
    assert note_name(pitch) == name
    assert pitch_of(name) == pytest.approx(pitch)


def test_every_pitch_reads_back() -> None:
    for pitch in np.round(np.linspace(0, 127, 500), 4):
        assert pitch_of(note_name(pitch)) == pytest.approx(pitch, abs=1e-4)


@pytest.mark.parametrize(("name", "pitch"), [("A#4", 70), ("C♭4", 59), (" e3 ", 52)])
def test_other_spellings(name: str, pitch: float) -> None:
    assert pitch_of(name) == pitch


@pytest.mark.parametrize("name", ["H4", "A", "A10", "440", ""])
def test_what_is_no_pitch_is_refused(name: str) -> None:
    with pytest.raises(AnnotationError, match="named as in A4"):
        pitch_of(name)
