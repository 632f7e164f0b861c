"""The last value that a setting may have, and the first that it may not; defaults by the papers."""

from __future__ import annotations

import pytest

from lausch.decoding.bar_pointer import BarPointer
from lausch.decoding.bass import BassDecoder
from lausch.decoding.boundaries import BoundaryPicker
from lausch.decoding.contour import ContourDecoder
from lausch.decoding.labelling import Labeller
from lausch.decoding.laplacian import Decomposition
from lausch.decoding.notes import NoteSettings
from lausch.decoding.onsets import OnsetPicker
from lausch.errors import OptionError

BOUNDS = [
    (BassDecoder, "threshold", [0.0, 0.999], [-0.001, 1.0]),
    (BassDecoder, "share", [0.0, 1.0], [-0.001, 1.001]),
    (BassDecoder, "tie", [0.0, 1.0], [-0.001, 1.001]),
    (BassDecoder, "semitone", [0.0, 99.0], [-0.001]),
    (BassDecoder, "leap", [0.0, 99.0], [-0.001]),
    (BassDecoder, "margin", [0.0, 99.0], [-0.001]),
    (BassDecoder, "shortest_seconds", [0.0, 99.0], [-0.001, float("nan")]),
    (BassDecoder, "subdivisions", [(1,), [12, 1]], [(), (0,), (13,), (1.5,)]),
    (ContourDecoder, "break_even", [0.001, 0.999], [0.0, 1.0]),
    (ContourDecoder, "semitone", [0.0, 99.0], [-0.001]),
    (ContourDecoder, "leap", [0.0, 99.0], [-0.001]),
    (ContourDecoder, "voicing", [0.0, 99.0], [-0.001]),
    (ContourDecoder, "independent_fps", [0.001], [0.0]),
    (NoteSettings, "hysteresis_semitones", [0.0, 99.0], [-0.001]),
    (NoteSettings, "change_seconds", [0.0, 99.0], [-0.001]),
    (NoteSettings, "apart_semitones", [0.0, 99.0], [-0.001]),
    (NoteSettings, "dip", [0.0, 0.999], [-0.001, 1.0]),
]


@pytest.mark.parametrize(("settings", "name", "allowed", "refused"), BOUNDS)
def test_settings_have_bounds(settings, name, allowed, refused):
    for value in allowed:
        settings(**{name: value})
    for value in refused:
        with pytest.raises(OptionError):
            settings(**{name: value})


DEFAULTS = [
    BassDecoder(0.2, 0.2, 0.5, 0.0, 0.0, (1, 2, 3), 0.1, 0.07, 1.0),
    BarPointer(30.0, 340.0, 80, 100.0, 16.0, 1 / 16, 0.03, 0.05, 120.0, 1.0, 90.0),
    BoundaryPicker(0.2, 6.0, 12.0, 6.0, 1.0),
    ContourDecoder(1.5, 8.0, 0.5, 5.0, 50.0, 0.7),
    Decomposition(3, 2.0, 6, 9, 9),
    Labeller(0.35, 0.5, 0.3, 2.0, 1.0),
    NoteSettings(0.2, 0.06, 0.6, 0.5, 0.05, False),
    OnsetPicker(0.1, 0.3, 50.0, 0.01, 0.01, 0.0, 0.0, 0.03),
]


@pytest.mark.parametrize("settings", DEFAULTS, ids=lambda each: type(each).__name__)
def test_a_system_without_settings_gets_those_of_the_papers(settings):
    assert type(settings)() == settings
