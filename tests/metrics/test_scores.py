"""Scores of small estimates, to the digit; each misses its reference in a few known ways."""

from __future__ import annotations

import numpy as np
import pytest
from goldens import Cases, check, noise

from lausch.annotation import (
    BassLine,
    BeatPitches,
    Beats,
    Contour,
    Drums,
    Form,
    Notes,
    Onsets,
    Sections,
    Tempo,
)
from lausch.metrics import bass, beats, drums, melody, notes, onsets, sections, tempo

TIMES = np.arange(24) * 0.5 + 0.3
EVERY = np.arange(24)
LATE = TIMES + 0.12 * (noise(1, 24) - 0.3)
MISSED = np.delete(LATE, [4, 5, 13])


def numbered(times: np.ndarray, meter: int) -> Beats:
    return Beats(times, np.arange(len(times)) % meter + 1)


def metrical_levels() -> list[str]:
    """References at the metrical levels of the estimate, and between them."""
    doubled = np.interp(np.arange(47) / 2, EVERY, TIMES)
    tripled = np.interp(np.arange(70) / 3, EVERY, TIMES)
    quadrupled = np.interp(np.arange(93) / 4, EVERY, TIMES)
    estimates = [
        TIMES,
        TIMES[1:] - 0.25,
        doubled,
        TIMES[::2],
        TIMES[1::2],
        tripled,
        TIMES[::3],
        TIMES[2::3],
        tripled[::2],
        doubled[::3],
        quadrupled[::3],
        tripled[::4],
        TIMES + 0.1,
        TIMES[:1],
        TIMES[:13],
        TIMES[:12],
        TIMES[:2],
    ]
    short = [TIMES[:n] for n in (0, 2, 3, 4)]
    return [beats.tactus(TIMES, each) for each in estimates] + [
        beats.tactus(each, each) for each in short
    ]


def matches() -> list[object]:
    pairs = [
        ([1.0, 2.0, 3.0], [1.25, 2.25, 3.25]),
        ([1, 1.2], [1.1]),
        ([1.0], []),
        ([], [1.0]),
        ([1.0, 1.3, 2.0], [0.9, 1.05, 1.1, 2.3]),
        ([5.0], [1.0, 2.0, 5.25, 5.26]),
    ]
    return [beats.matched_events(*pair, 0.25) for pair in pairs]


STEPS = np.arange(60) * 0.02
SUNG = Contour(
    STEPS,
    440 * 2 ** (np.repeat([0, 2, 4, 5, 7, 9], 10) / 12),
    noise(2, 60) > 0.2,
    noise(3, 60),
)
OFF = Contour(
    STEPS[::2] + 0.013,
    SUNG.hz[::2]
    * 2 ** (np.round(2.2 * noise(4, 30) - 1.1, 2) / 12)
    * np.where(EVERY[:10].repeat(3) == 4, 2, 1),
    noise(5, 30) > 0.3,
)
PLAYED = Notes(
    [0.0, 0.2, 0.4, 0.7, 1.0, 1.3], [0.2, 0.35, 0.6, 0.9, 1.25, 1.6], [40, 43, 45, 45, 47.4, 52]
)
GUESSED = Notes(
    [0.04, 0.26, 0.4, 0.7, 1.0, 1.31],
    [0.2, 0.4, 0.66, 0.97, 1.2, 1.8],
    [40, 43, 45.4, 57, 47.5, 52],
)
BASS_TIMES = np.array([0.0, 0.3, 0.6, 0.9, 1.2, 1.5])
TRUTH = BeatPitches(BASS_TIMES, [40, 43, 0, 45, 47, 0])
ESTIMATE = BeatPitches(BASS_TIMES, [40, 55, 0, 33, 48, 40])


def lines() -> list[object]:
    reference = BassLine(notes=PLAYED, beats=TRUTH)
    walked = Contour(
        np.arange(70) * 0.025,
        440 * 2 ** ((np.repeat([40, 43, 57, 45, 47, 52, 50], 10) - 69) / 12),
        noise(6, 70) > 0.1,
    )
    silent = BeatPitches(BASS_TIMES, [0] * 6)
    positions, roots = np.array([1, 2, 1, 1, 1, 1]), np.array([4, 7, 2, 9, 10, -1])
    return [
        bass.score(reference, BassLine(walked, GUESSED, ESTIMATE)),
        bass.score(reference, BassLine(walked, GUESSED, BeatPitches())),
        bass.score(BassLine(notes=PLAYED), BassLine(notes=GUESSED)),
        bass.beat_accuracy(TRUTH, ESTIMATE),
        bass.beat_accuracy(silent, ESTIMATE),
        bass.root_accuracy(ESTIMATE, positions, roots),
        bass.root_accuracy(TRUTH, positions, roots),
        bass.root_accuracy(TRUTH, positions, np.full(6, -1)),
        bass.sounding(PLAYED, np.array([-0.1, 0.0, 0.2, 0.34, 0.35, 0.4, 0.65, 1.1, 1.59, 1.6])),
        bass.sounding(Notes(), BASS_TIMES),
        bass.sparsity(np.float32(noise(8, 5, 9) ** 4)),
        bass.sparsity(np.float32([[1, 0, 0, 0], [1, 1, 1, 1], [0, 0, 0, 0], [0.5, -0.5, 0, 0]])),
    ]


def melodies() -> list[object]:
    silent = Contour(STEPS, SUNG.hz, np.zeros(60, dtype=bool))
    loud = Contour(STEPS, SUNG.hz)
    asked = np.array([-0.03, -0.02, 0.0, 0.009, 0.011, 0.5, 1.18, 1.2, 1.21])
    return [
        melody.score(SUNG, OFF),
        melody.score(OFF, SUNG),
        melody.score(silent, OFF),
        melody.score(loud, OFF),
        melody.score(SUNG, Contour()),
        melody.score(Contour(), SUNG),
        melody.at(SUNG, asked[2:]),
        melody.at(Contour(), asked[2:4]),
        melody.nearest(SUNG, asked),
        melody.nearest(Contour([0.5], [440.0]), np.array([0.4, 0.5, 0.6])),
    ]


FORM = Sections([0, 10, 20.4, 30, 41, 50], list("ABABC"))
NEAR = Sections([0, 10.5, 22.9, 30.6, 44.1, 52], list("ABACB"))
FEW = Sections([0, 20.0, 50], list("AB"))
ONE = Sections([0, 50.0], ["A"])


def forms() -> list[object]:
    pairs = [
        (FORM, NEAR),
        (NEAR, FORM),
        (FORM, FEW),
        (FEW, ONE),
        (ONE, ONE),
        (FORM, Sections()),
        (Sections(), FORM),
        (Sections(), Sections()),
        (Sections([0, 0.9], ["A"]), ONE),
        (Sections([0, 1.0], ["A"]), FEW),
        (Sections(FORM.boundaries), NEAR),
    ]
    long = [Sections(each.boundaries * 20, each.labels) for each in (FORM, NEAR)]
    return [
        [sections.score_scale(*pair) for pair in pairs],
        sections.label_scores(*long),
        [sections.boundary_f(FORM, NEAR, tolerance) for tolerance in (0.4, 0.5, 0.6, 2.6, 3.2)],
        sections.score(Form(FORM, NEAR), Form(NEAR, FORM)),
        list(sections.score(Form(FORM, NEAR), Form(NEAR))),
    ]


def speeds() -> list[object]:
    one, two = Tempo([100], [1]), Tempo([100, 60], [0.7, 0.3])
    guesses = [96, 95.9, 104, 104.1, 50, 51.9, 52.1, 33.5, 200, 208.1, 300, 312.1, 150]
    return [
        [tempo.score(one, Tempo([bpm], [1])) for bpm in guesses],
        [tempo.score(two, Tempo([bpm, 60], [1, 0])) for bpm in (92, 91.9, 108, 200)],
        [tempo.score(two, Tempo([bpm], [1])) for bpm in (60, 100)],
        [tempo.score(one, Tempo()), tempo.score(Tempo(), one)],
        [tempo.p_score(Tempo([100, 50], [0, 0]), Tempo([bpm], [1])) for bpm in (100, 50, 70)],
        [tempo.accuracy(Tempo(), one), tempo.p_score(Tempo(), one), tempo.p_score(one, Tempo())],
    ]


def kits() -> list[object]:
    """Strokes late by up to 60 ms, some missed, some of another instrument, one too many."""
    names = ["kick", "hi-hat", "snare", "hi-hat", "tom", "hi-hat"] * 4
    late = TIMES + np.round(0.12 * noise(7, 24) - 0.06, 3)
    guessed = ["snare" if at == 12 else name for at, name in enumerate(names)]
    kept = np.flatnonzero(EVERY % 7 != 3)
    reference = Drums(TIMES, names)
    estimates = [
        Drums(late, guessed),
        Drums(late[kept], [guessed[at] for at in kept]),
        Drums([*TIMES, 20.0], [*names, "cymbal"]),
        Drums(),
    ]
    near = [Drums(TIMES + each, names) for each in (-0.051, -0.049, 0.049, 0.051)]
    return [
        [drums.score(reference, each) for each in [*estimates, *near]],
        [drums.score(each, reference) for each in estimates],
        [drums.instrument_f(reference, estimates[2], name) for name in ("kick", "cymbal")],
        [drums.TOLERANCE, drums.MEASURES],
    ]


CASES: Cases = {
    "drums": kits,
    "tempo: words": lambda: [
        [tempo.ratio_word(bpm, each * bpm) for each in (0.32, 0.34, 0.34667, 0.48, 0.52, 0.521)]
        + [tempo.ratio_word(bpm, each * bpm) for each in (0.96, 0.959, 1.04, 1.041, 2, 3, 3.13)]
        for bpm in (100.0, 0.0, -1.0)
    ],
    "beats": lambda: [
        beats.score(numbered(TIMES, 4), numbered(LATE, 4)),
        beats.score(numbered(TIMES, 4), numbered(MISSED, 3)),
        beats.score(Beats(TIMES), numbered(TIMES[::2], 2)),
        beats.score(numbered(TIMES, 3), Beats(TIMES[1:] - 0.25)),
        beats.score(Beats(TIMES), Beats(TIMES[:3])),
        beats.score(Beats(TIMES[:2]), Beats()),
    ],
    "beats: F within 70 ms": lambda: [
        beats.event_f([1.0, 2.0], [1 + late, 2.0]) for late in (-0.071, -0.069, 0.069, 0.071)
    ],
    "beats: none or few": lambda: [
        [beats.event_f(*pair), beats.continuity(*pair)]
        for pair in [([], []), ([], [1.0]), ([1.0], []), ([1.0], [1.0]), ([1, 2.0], [1, 2.0])]
    ],
    "beats: continuity within 17.5 %": lambda: [
        beats.continuity(TIMES, TIMES + late) for late in (0.08, 0.087, 0.088, 0.25)
    ],
    "beats: metrical levels": metrical_levels,
    "beats: matched events": matches,
    "onsets": lambda: [
        onsets.score(Onsets(TIMES), Onsets(LATE)),
        onsets.score(Onsets(TIMES), Onsets(MISSED)),
        onsets.score(Onsets(), Onsets(MISSED)),
        onsets.score(Onsets(), Onsets()),
        [onsets.onset_f([1.0], [1 + late]) for late in (0.0499, 0.0501)],
        [onsets.onset_f([1.0], [1 + late], 0.025) for late in (0.0249, 0.0251)],
    ],
    "tempo": speeds,
    "melody": melodies,
    "notes": lambda: [
        notes.score(PLAYED, GUESSED),
        notes.score(GUESSED, PLAYED),
        notes.score(Notes(), PLAYED),
        notes.score(PLAYED, Notes()),
        notes.notes_at_f0(Notes([0.0, 0.21, 0.5, 1.1], [0.2, 0.4, 0.75, 1.11], [9] * 4), SUNG),
        notes.notes_at_f0(PLAYED, Contour(STEPS, SUNG.hz * 60)),
    ],
    "bass": lines,
    "bass: roots of C and none": lambda: [
        bass.root_accuracy(
            BeatPitches([0, 1, 2.0], [36, 40, 0]), np.array([1, 1, 1]), np.array(roots)
        )
        for roots in ([0, 0, 0], [-1, 4, -1], [0, -1, 0])
    ],
    "beats: the fewest for a metrical level": lambda: [
        beats.tactus(TIMES[:n], TIMES[:n:2]) for n in (3, 4, 5)
    ],
    "tempo: more than two": lambda: [
        tempo.score(Tempo([100, 60, 30], [0.5, 0.25, 0.25]), Tempo([bpm], [1])) for bpm in (100, 60)
    ],
    "sections": forms,
}


@pytest.mark.parametrize("name", CASES)
def test_scores_are_those_of_the_file(name):
    check(__file__, name, CASES)
