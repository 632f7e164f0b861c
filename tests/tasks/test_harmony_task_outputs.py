"""What tasks of chords, keys, tags and paced beats make of small inputs, to the digit."""

from __future__ import annotations

import numpy as np
import pytest
from goldens import Cases, check, noise, places, tried

from lausch.annotation import Beats, Chords, Key, Tags
from lausch.decoding.bar_pointer import BarPointer
from lausch.decoding.tags import TagPooler
from lausch.frames import Clock, Frames
from lausch.tasks import PacedBeats, to_card
from lausch.tasks.chords import ChordRecognition
from lausch.tasks.deepchroma import DeepChroma, paper_triad
from lausch.tasks.key import KeyFinding
from lausch.tasks.positions import BarPositions
from lausch.tasks.tags import BeatTagging, Tagging

CLOCK = Clock(10, 2)
EXCERPT = {"start": 1.0, "rate": 2.0, "seconds": 3.0, "semitones": 2.4}
"""Second 1 to 7 of a recording, played twice as fast."""
LABELS = ["C:maj7", "A:min", "D:min7/b3", "G:7", "N", "X", "C:sus4", "B:dim", "C:aug", "F#:hdim7"]
STARTS = np.array([0.5, 1.5, 2.5, 3.4, 4.6, 5.0, 5.5, 6.5, 7.5, 9.0])
TRUTH = Chords(np.stack([STARTS, np.append(STARTS[1:], 10.0)], axis=1), LABELS)
BEATS = Beats(np.arange(0.5, 10, 0.5), np.arange(19) % 4 + 1)
CHORD_TASKS = (
    ChordRecognition(),
    ChordRecognition(vocabulary="triads"),
    ChordRecognition("triads", "triads"),
    ChordRecognition("classes"),
    DeepChroma(),
    DeepChroma(classes="classes", classifier=2.0),
)


def chords() -> list[object]:
    found: list[object] = []
    for task in CHORD_TASKS:
        targets = task.encode(TRUTH, CLOCK, 52)
        seen = np.float32(0.5 * targets.values + 0.3 * noise(61, *targets.values.shape) ** 2)
        activations = Frames(seen, CLOCK, task.outputs)
        back = task.decode(activations)
        found += [
            [task.output_summary, len(task.outputs), task.outputs[-1], len(task.labels_found)],
            places(targets.values[::5]),
            np.flatnonzero(task.weights(TRUTH, CLOCK, 52)),
            task.scores(activations)[::17, ::9],
            back,
            task.decode(activations, beats=BEATS),
            task.decode(activations, beats=Beats([1.0], [1])),
            task.decode(Frames(seen[:0], CLOCK, task.outputs)),
            task.moved(TRUTH, **EXCERPT),
            task.moved(TRUTH, start=4.7, rate=1.0, seconds=0.9, semitones=0.4),
            task.events(TRUTH),
            task.judge(TRUTH, back),
            task.judge(TRUTH, Chords()),
            to_card(task.tuned("weight", 0.5)),
        ]
    found.append(to_card(DeepChroma().tuned("classifier", 4.0)))
    found.append([paper_triad(label) for label in LABELS])
    return found


KEY = Key("C:maj", 0.7, [(0.5, 4.1), (4.1, 9.0)], ["C:maj", "Eb:min"], [0.4, 0.9])


def keys() -> list[object]:
    task = KeyFinding()
    targets = task.encode(KEY, Clock(2, 1), 20)
    seen = np.float32(0.4 * targets.values + 0.3 * noise(62, *targets.values.shape))
    seen[[0, 7, 19]] = 0
    long = Chords(np.stack([8 * STARTS, np.append(8 * STARTS[1:], 90.0)], axis=1), LABELS)
    quick = task.tuned("change", 1e-2).tuned("weight", 1.0)
    whole = Key("F#:min", 0.5)
    return [
        [task.output_summary, to_card(quick)],
        [places(task.encode(each, Clock(2, 1), 20).values) for each in (KEY, whole, Key())],
        [task.weights(each, Clock(2, 1), 3)[:, 0] for each in (KEY, whole, Key())],
        [task.moved(each, **EXCERPT) for each in (KEY, whole, Key())],
        task.moved(KEY, start=9.5, rate=1.0, seconds=2.0, semitones=-3),
        task.events(KEY),
        task.decode(Frames(seen, Clock(2, 1), task.outputs)),
        task.decode(Frames(seen, Clock(1, 30), task.outputs)),
        [each.decode(targets, chords=long) for each in (task, quick)],
        task.decode(targets, chords=Chords([(0, 1), (1, 9)], ["X", "N"])),
        task.decode(Frames(seen[:1], CLOCK, task.outputs)),
        [task.judge(KEY, each) for each in (KEY, whole, Key("G:maj"), Key("A:min"))],
    ]


NAMES = ("piano", "drums", "bebop", "slow tempo", "voice")
PLAYS = Frames(np.float32(noise(63, 40, 3) > 0.7), Clock(4, 1), ("drums", "guitar", "voice"))
TAGGED = Tags(("drums", "bebop", "slow tempo", "guitar", "voice"), [1, 0, 1, 1, 1], PLAYS)


def tags() -> list[object]:
    task = Tagging(tags=NAMES, reach_seconds=0.5)
    fit = Tagging(tags=NAMES, slopes=(0.5, 1.0, 1.5, 2.0, 0.0), offsets=(0.1, -1.0, 0.0, 0.5, -2.0))
    activations = Frames(np.float32(noise(64, 30, 5) * 1.1 - 0.05), Clock(10, 1), NAMES)
    truths = [Tags(NAMES, np.round(noise(66 + number, 5))) for number in range(8)]
    tracks = [
        (Frames(np.float32(noise(80 + number, 12, 5) ** 2), Clock(10, 1), NAMES), truth)
        for number, truth in enumerate(truths)
    ]
    on_beats = BeatTagging(pointer=BarPointer(min_bpm=60, max_bpm=240, tempi=12, break_even=0.3))
    beat = np.float32(np.clip(0.9 - 0.4 * (np.arange(120)[:, None] % 10), 0.01, 1))
    outputs = np.float32(noise(65, 6, len(on_beats.outputs)))
    placed = on_beats.placed(outputs, np.arange(5.0, 120.0, 20.0), Frames(beat, CLOCK, ("beat",)))
    known = Tags(("bebop", "drums", "swing feel", "guitar", "voice"), [1, 1, 0, 1, 1], PLAYS)
    return [
        [task.output_summary, task.outputs, to_card(fit)],
        [task.encode(TAGGED, Clock(rate, 2), 16).values for rate in (2, 4, 9)],
        task.encode(Tags(("drums",), [0.4]), Clock(1, 1), 2).values,
        task.weights(TAGGED, Clock(1, 1), 2),
        [
            task.moved(TAGGED, start=2.1, rate=rate, seconds=3.1, semitones=1)
            for rate in (0.98, 1.5)
        ],
        [task.moved(TAGGED, start=at, rate=1.03, seconds=1.0, semitones=0) for at in (-0.6, 9.6)],
        [each.decode(activations) for each in (task, fit, task.tuned("share", 0.05))],
        task.decode(Frames(activations.values[:0], CLOCK, NAMES)),
        to_card(task.fitted(tracks)),
        to_card(Tagging(tags=NAMES, decoder=TagPooler(1.0)).fitted(tracks[:2])),
        [task.facts(TAGGED, task.decode(activations)), task.score(TAGGED, TAGGED)],
        [task.judge(truth, fit.decode(each)) for each, truth in tracks[:3]],
        task.judge(Tags(), Tags()),
        [on_beats.beats_by_model, on_beats.outputs],
        on_beats.beats_in(Frames(beat, CLOCK, ("beat",))),
        placed.values[::9, ::4],
        on_beats.placed(outputs[:0], np.zeros(0), Frames(beat, CLOCK, ("beat",))),
        on_beats.decode(placed),
        on_beats.read(Track(tags=known)),
        [
            on_beats.admits(Track(**each))
            for each in (
                {"beats": BEATS, "tags": known},
                {"tags": known},
                {"beats": BEATS},
                {"beats": BEATS, "tags": Tags(("drums",), [1.0])},
            )
        ],
    ]


class Track:
    """A recording with these annotations."""

    def __init__(self, **annotations: object) -> None:
        self.annotations = annotations

    def has(self, name: str) -> bool:
        return name in self.annotations

    def read(self, name: str) -> object:
        return self.annotations[name]


def paced() -> list[object]:
    task = PacedBeats(decoder=BarPointer(min_bpm=60, max_bpm=240, tempi=12, break_even=0.1))
    beats = Beats([0.3, 0.8, 1.4, 1.5, 4.4, 5.0])
    clock = Clock(50, 1)
    found: list[object] = []
    for truth in (beats, Beats([1.0]), Beats()):
        found += [
            places(task.encode(truth, clock, 240).values),
            task.weights(truth, clock, 240)[::9],
        ]
    values = np.float32(noise(68, 600, 2) ** 4)
    values[7::29, 0] = 0.8
    activations = Frames(values, clock, task.outputs)
    found += [task.outputs, task.bpm(activations), task.decode(activations)]
    found.append(task.decode(activations, min_bpm=90, max_bpm=150))
    for low in (0.2, 0.5, 0.9, 1.4):
        values[:, 1] = low + 0.1 * noise(69, 600)
        found.append(task.bpm(Frames(values, clock, task.outputs)))
        found.append(task.decode(Frames(values, clock, task.outputs)).tempo_bpm)
    found.append(task.decode(Frames(0 * values, clock, task.outputs)))
    return found


def positions() -> list[object]:
    task = BarPositions()
    ticks = Clock(2, 1)
    truth = Beats([0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 9.0], [3, 4, 5, 1, 2, 3, 4])
    outputs = np.float32(noise(70, 20, 4))
    outputs[np.arange(20), (np.arange(20) + 1) % 4] += 0.4
    alone = Frames(outputs, ticks, task.outputs)
    return [
        [task.outputs, task.beats_by_model, task.drums_by_model, task.layers],
        places(task.encode(truth, ticks, 8).values),
        places(task.encode(Beats([0.0, 0.5]), ticks, 8).values),
        task.decode(alone),
        tried(task.decode, alone, meters=(3, 4)),
        task.decode(Frames(0 * outputs, ticks, task.outputs)),
        task.tuned("smallest", 0.2).decode(alone),
    ]


CASES: Cases = {
    "chords": chords,
    "keys": keys,
    "tags": tags,
    "paced beats": paced,
    "positions": positions,
}


@pytest.mark.parametrize("name", CASES)
def test_outputs_are_those_of_the_file(name):
    if name == "chords":
        pytest.importorskip("mir_eval")
    check(__file__, name, CASES)
