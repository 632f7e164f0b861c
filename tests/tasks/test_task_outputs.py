"""What tasks make of small truths and activations, to the digit, and what their options admit."""

from __future__ import annotations

import numpy as np
import pytest
from goldens import Cases, check, noise, places, tried

from lausch.annotation import Beats, Contour, Form, Notes, Onsets, Sections
from lausch.decoding.anchors import Anchors
from lausch.errors import OptionError
from lausch.frames import Clock, Frames
from lausch.tasks import (
    BassTracking,
    BeatTracking,
    DownbeatTracking,
    OnsetDetection,
    SectionFinding,
    SoloTracking,
    to_card,
)
from lausch.tasks.bass import BassTruth, beat_pitches, runs
from lausch.tasks.labels import labelled, letter, lettered
from lausch.tasks.options import BeatOptions, SectionOptions

CLOCK = Clock(1000, 100)
EXCERPT = {"start": 1.0, "rate": 2.0, "seconds": 3.0, "semitones": 2.0}
"""Second 1 to 7 of a recording, played twice as fast."""
TIMES = np.array([0.5, 1.0, 1.9, 3.04, 4.06, 6.99, 7.0, 9.0])


class Track:
    """A recording with these annotations."""

    def __init__(self, **annotations: object) -> None:
        self.annotations = annotations

    def has(self, name: str) -> bool:
        return name in self.annotations

    def read(self, name: str) -> object:
        return self.annotations[name]


def frames(seed: int, columns: tuple[str, ...], count: int = 60, clock: Clock = CLOCK) -> Frames:
    return Frames(np.float32(noise(seed, count, len(columns)) ** 2), clock, columns)


def beats() -> list[object]:
    truth = Beats(TIMES, [4, 1, 2, 3, 1, 2, 3, 1])
    early = Beats(TIMES - 0.04, [4, 1, 2, 3, 4, 1, 2, 3])
    found = []
    for task in (BeatTracking(), DownbeatTracking(meters=(2, 3))):
        clock = Clock(1000, 20)
        activations = frames(1, task.outputs, 300, clock)
        found += [
            task.moved(truth, **EXCERPT),
            places(task.encode(truth, CLOCK, 80).values),
            task.decode(activations, min_bpm=80, max_bpm=160),
            task.decode(activations, min_bpm=80, max_bpm=160, meters=(4,)),
            task.decode(frames(1, task.outputs, 0, clock)),
            task.facts(truth, early),
            task.facts(Beats(), early),
            task.judge(truth, early),
            task.judge(truth, Beats(TIMES + 0.1)),
            task.score(truth, early),
        ]
    return [*found, BeatTracking().moved(Beats(TIMES), **EXCERPT)]


def onsets() -> list[object]:
    truth = Onsets(TIMES, np.linspace(0.1, 0.8, 8))
    activations = frames(2, ("onset",), 50, Clock(1000, 10))
    plain, scaled = OnsetDetection(), OnsetDetection(half=0.5)
    return [
        plain.moved(truth, **EXCERPT),
        places(plain.encode(truth, CLOCK, 70).values),
        plain.events(truth),
        plain.decode(activations),
        scaled.decode(activations),
        scaled.decode(Frames(np.float32([[0], [1.0], [0], [0.2]]), CLOCK, ("onset",))),
        plain.judge(truth, Onsets(TIMES + 0.03)),
        plain.tuned("highest", 0.5).decoder,
    ]


FORM = Form(Sections([0, 1.0, 3.04, 5.0, 8], list("ABAC")), Sections([0, 1, 2, 3.04, 4, 5, 8]))


def sections() -> list[object]:
    clock = Clock(1000, 250)
    one, two = SectionFinding(), SectionFinding(two_scales=True, width_seconds=1.0)
    fine = SectionFinding(scale="fine", weighted=False)
    empty = Form(Sections([0, 8]))
    both = frames(3, two.outputs, 120, clock)
    found = []
    for task in (one, two, fine):
        found += [
            task.output_summary,
            task.moved(FORM, **EXCERPT),
            [task.encode(each, clock, 32).values for each in (FORM, empty)],
            [task.weights(each, clock, 32) for each in (FORM, empty)],
            task.events(FORM),
            task.events(empty),
            task.score(FORM, Form(FORM.fine)),
            task.judge(FORM, Form(Sections(FORM.coarse.boundaries + 0.3))),
            task.assess(Track(sections=FORM), FORM),
            task.decode(Frames(both.values[:0, : len(task.outputs)], clock, task.outputs)),
        ]
    alone = Frames(both.values[:, :1], clock, one.outputs)
    options = [{}, {"sections": 1}, {"sections": 3}, {"sensitivity": 0.5}, {"sensitivity": -0.4}]
    found.append([one.decode(alone, **each) for each in options])
    found.append([two.decode(both, **each) for each in options])
    return [*found, tried(one.decode, alone, sections=0)]


def voiced(midi: list[float], each: int = 20) -> Contour:
    pitches = np.repeat(midi, each)
    sounds = pitches > 0
    return Contour(np.arange(len(pitches)) * 0.01, 440 * 2 ** ((pitches - 69) / 12), sounds)


def solo() -> list[object]:
    truth = voiced([60, 60.4, 0, 62, 64, 71])
    found = []
    for task in (
        SoloTracking(low_midi=59, semitones=6),
        SoloTracking(low_midi=59, semitones=4, bins_per_semitone=3),
    ):
        activations = frames(4, task.outputs, 40, Clock(1000, 40))
        melody = task.decode(activations)
        track = Track(contour=truth, notes=Notes([0, 0.6], [0.4, 0.8], [60, 62]))
        found += [
            task.outputs,
            task.output_summary,
            task.encode(truth, Clock(1000, 50), 26).values,
            task.encode(truth, Clock(1000, 10), 130).values[::10],
            task.encode(voiced([0]), CLOCK, 2).values,
            [melody.contour, melody.notes, melody.activations.values[:5, 54:66]],
            task.assess(track, melody),
            task.assess(Track(contour=truth), melody),
            task.judge(truth, melody),
            task.judge(Contour(), melody),
        ]
    moved = SoloTracking().moved(truth, start=0.1, rate=1.25, seconds=0.3, semitones=7)
    return [*found, moved]


NOTES = Notes([0.2, 1.0, 2.05, 3.0, 6.5], [0.9, 2.0, 2.95, 3.7, 8.0], [40, 43, 28, 67, 68])
BEATS = np.array([0.2, 0.6, 1.0, 2.0, 3.0, 3.5, 3.6, 5.0])


def bass() -> list[object]:
    task = BassTracking()
    unsure = np.array([[-0.1, 0.12], [0.9, 1.31], [7.0, 9.0]])
    truth = BassTruth(NOTES, BEATS, unsure)
    activations = frames(5, task.outputs, 50, Clock(1000, 40))
    line = task.decode(activations, beats=BEATS[:4] / 3)
    low = BassTracking(low_midi=40, semitones=4)
    plain = Frames(np.float32(noise(6, 20, 4).repeat(3, axis=0)), CLOCK, low.outputs)
    quarter = Notes([0, 1.0], [0.25, 1.24], [40, 41])
    return [
        task.output_summary,
        task.outputs[:: len(task.outputs) - 1],
        vars(task.moved(truth, **EXCERPT)),
        np.argwhere(task.encode(truth, CLOCK, 70).values)[::3],
        task.weights(truth, CLOCK, 80)[:, 0],
        [line.notes, line.beats, line.contour.voiced],
        vars(task.decode(activations).notes),
        [
            {"beats": task.beats_of(truth).times},
            {} if task.beats_of(BassTruth(NOTES)) is None else 1,
        ],
        task.score(truth, line),
        task.judge(BassTruth(NOTES, BEATS[:4] / 3), line),
        task.judge(truth, line),
        task.judge(BassTruth(NOTES), line),
        [vars(low.labels(plain, confidence=each)) for each in (0.0, 0.8, 2.0)],
        low.labels(Frames(plain.values[:0], CLOCK, low.outputs), confidence=0.5).unsure,
        vars(task.read(Track(bass=NOTES, beats=Beats(BEATS)))),
        vars(task.read(Track(bass=NOTES))),
        beat_pitches(NOTES, BEATS),
        [beat_pitches(NOTES, BEATS[:n]) for n in (0, 1, 2)],
        beat_pitches(quarter, np.array([0.0, 1.0, 2.0])),
        [runs(np.array(each)) for each in ([], [1], [1, 1, 2, 2, 1])],
    ]


def labels() -> list[object]:
    columns = (*(f"chroma {n}" for n in range(3)), "cepstrum 1")
    values = np.float32(np.concatenate([noise(7, 40, 3), noise(8, 40, 1)], axis=1))
    values[10:20] = values[:10]
    values[30:] = 0
    values[30] = 1.0
    features = Frames(values, Clock(1000, 500), columns)
    form = Form(Sections([0, 5, 10, 15, 20]), Sections([0, 5, 10, 15, 15.5, 20]))
    return [
        labelled(form, features),
        lettered(form.coarse, "fine", [0, 25, 26, 27]),
        [letter(number) for number in (0, 25, 26, 51, 52, 701, 702)],
    ]


CASES: Cases = {
    "beats": beats,
    "onsets": onsets,
    "sections": sections,
    "solo": solo,
    "bass": bass,
    "labels": labels,
    "odd excerpts and clocks": lambda: [
        [
            vars(
                BassTracking().moved(
                    BassTruth(Notes([0, 1, 2, 3], [1, 2, 3, 4], [0, 1, 126, 127])),
                    start=0.0,
                    rate=1.0,
                    seconds=3.5,
                    semitones=each,
                )
            )
            for each in (0.0, 1.0, -1.0)
        ],
        BassTracking()
        .decode(Frames(np.float32(noise(9, 20, 40)), CLOCK, BassTracking().outputs, 0.25))
        .contour,
        BeatTracking().facts(Beats(TIMES), Beats()),
        SectionFinding(width_seconds=0.2).weights(FORM, Clock(1000, 100), 32)[:, 0],
        [
            SectionFinding(two_scales=True)
            .decode(frames(3, ("coarse", "fine"), 120, Clock(1000, 250)), sensitivity=each)
            .fine
            for each in (-0.9, 0.9)
        ],
        [
            SoloTracking(low_midi=59, semitones=6)
            .encode(voiced([60, 60.4, 0, 62]), clock, count)
            .values
            for clock, count in [(Clock(1000, 4), 12), (Clock(1000, 47), 17)]
        ],
        [
            SoloTracking(low_midi=60, semitones=2, bins_per_semitone=5)
            .encode(voiced([59.7, 60, 61.9, 62.1], 5), Clock(1000, 50), 4)
            .values
        ],
    ],
    "settings": lambda: [
        [to_card(task), task.choices]
        for task in (
            BeatTracking(),
            DownbeatTracking(),
            OnsetDetection(),
            SectionFinding(),
            SoloTracking(),
            BassTracking(),
        )
    ],
    "options": lambda: [
        BeatOptions().pairs,
        BeatOptions(50, 200, [3, 4.0], Anchors([2.5, 0.5], 1.5)).pairs,
        BeatOptions(rotate_bars=-6).pairs,
        BeatOptions(anchors=Anchors(downbeats=0.0)).pairs,
        SectionOptions().pairs,
        SectionOptions(7, -0.5, True).pairs,
        [SectionOptions(snap=snap).needs for snap in (None, False, True)],
        [SectionOptions(snap=snap).pairs for snap in (None, False, True)],
    ],
}


@pytest.mark.parametrize("name", CASES)
def test_outputs_are_those_of_the_file(name):
    check(__file__, name, CASES)


BOUNDS = [
    (BeatOptions, "min_bpm", [10, 1000], [9.99, 1000.01, float("nan"), float("inf")]),
    (BeatOptions, "max_bpm", [10, 1000], [9.99, 1000.01, float("nan"), float("inf")]),
    (BeatOptions, "meters", [[2], [7, 2]], [[], [1], [8], [3.5]]),
    (Anchors, "downbeats", [0.0, 86400.0], [-0.001, float("nan"), float("inf")]),
    (BeatOptions, "rotate_bars", [-6, 6], [-7, 7, 1.5]),
    (SectionOptions, "count", [1, 1000], [0, 1001, 2.5]),
    (SectionOptions, "sensitivity", [-1.0, 1.0], [-1.001, 1.001, float("nan")]),
]


@pytest.mark.parametrize(("options", "name", "allowed", "refused"), BOUNDS)
def test_options_have_bounds(options, name, allowed, refused):
    for value in allowed:
        options(**{name: value})
    for value in refused:
        with pytest.raises(OptionError):
            options(**{name: value})


def test_options_that_contradict_each_other_are_refused():
    for given in (
        {"min_bpm": 100, "max_bpm": 100},
        {"anchors": Anchors(downbeats=0.0), "rotate_bars": 1},
        {"anchors": Anchors(1.0), "decoder": "peaks"},
    ):
        with pytest.raises(OptionError):
            BeatOptions(**given)
    assert (
        BeatOptions(min_bpm=99, max_bpm=100, anchors=Anchors(1.0), rotate_bars=1).pairs[0][1] == 99
    )
