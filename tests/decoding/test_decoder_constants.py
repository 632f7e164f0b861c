"""Numbers that are not settings: of papers, released code and fits, and what pages say of them.

Systems that are shipped, and every page about them, were made with these.
"""

from __future__ import annotations

import pytest

from lausch.decoding import (
    agreement,
    alternation,
    anchors,
    bar_pointer,
    blending,
    chords,
    confidence,
    contour,
    evidence,
    harmony,
    key_profiles,
    periodicity,
    pianoroll,
    recounting,
    renumbering,
    rephasing,
    snapping,
    state_space,
    tags,
    tatums,
    tempo,
    viterbi,
)
from lausch.frames import Clock

CONSTANTS = {
    agreement: {"SMALLEST": 1e-3, "REACH_FRAMES": 2},
    alternation: {
        "WINDOW": 32,
        "CONSTANT": -4.44,
        "CONTRAST": 17.02,
        "OCTAVES": 0.61,
        "PROBABLE": 0.65,
        "FEWEST": 16,
        "LEAST_OCTAVES": 0.1,
    },
    anchors: {"TOLERANCE_SECONDS": 0.07, "MOST": 10_000},
    bar_pointer: {"STEADY_RANGE": 1.35, "HALF_RANGE": 1.2, "STEADY_LOSS": 1.0},
    blending: {"HALF_SECONDS": 20.0, "TAPER": 0.5},
    chords: {"CLEAREST": 10.0, "CONFIDENCE": (0.303, -0.991)},
    confidence: {"SMALLEST": 0.01, "BEATS_AROUND": 8, "METRES": (3, 4)},
    contour: {"SMALLEST": 1e-3},
    evidence: {"SMALLEST": 1e-3, "PEAK_REACH": 2},
    harmony: {"KEYS": 24},
    key_profiles: {"LEAST_SHARE": 1e-3, "ROUNDS": 50},
    periodicity: {
        "SMOOTH_SECONDS": 0.09,
        "HISTOGRAM_WINDOW": 7,
        "LOOK_ASIDE": 0.2,
        "QUIET": 0.05,
    },
    pianoroll: {"LOW_MIDI": 4, "SEMITONES": 120, "ROLL_CLOCK": Clock(22050, 2205)},
    recounting: {
        "AROUND": 16,
        "UNSTEADY": 0.08,
        "STEADY": 4,
        "SAME_TEMPO": 0.05,
        "WHOLE": 0.25,
        "COST": 10.0,
    },
    renumbering: {"SLIP": 1e3, "IRREGULAR": 20.0, "LACK": 1e6},
    rephasing: {
        "OFF_BEAT": 0.3,
        "NEIGHBOURS": 0.8,
        "FASTER": (2.0, 1.5, 3.0),
        "FEWEST": 0.6,
        "CERTAIN": 0.9,
        "DOUBTFUL": 0.05,
    },
    snapping: {"BEYOND_SECONDS": 1.0},
    state_space: {"NEGLIGIBLE": 1e-8},
    tags: {"CLEAREST": 1e-6, "MOST_FPS": 2.0},
    tatums: {"SHARE": 0.2},
    tempo: {
        "COMB_FEEDBACK": 0.79,
        "SMOOTH_SECONDS": 0.14,
        "HISTOGRAM_WINDOW": 9,
        "SAME_TEMPO": 0.08,
        "LONGEST_FRAMES": 3000,
        "SAME_OCTAVE": 0.085,
        "RATIOS": (1 / 2, 2 / 3, 3 / 2, 2.0),
    },
    viterbi: {"STRETCH_FRAMES": 8192, "KEEP_BYTES": 96_000_000},
}


@pytest.mark.parametrize("module", CONSTANTS, ids=lambda each: each.__name__.rpartition(".")[2])
def test_numbers_stay(module):
    assert {name: getattr(module, name) for name in CONSTANTS[module]} == CONSTANTS[module]


def test_the_key_of_chords_changes_less_often_than_they_do():
    assert chords.TRACKER.change == 2e-3
