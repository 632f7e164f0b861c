"""What the tasks of bars, strokes and tempi make of small truths and activations, to the digit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from goldens import Cases, check, noise, places, tried

from lausch.annotation import Beats, Drums, Tempo
from lausch.annotation.drums import INSTRUMENTS
from lausch.annotation.rhythm import bar_lengths
from lausch.decoding.bar_pointer import BarPointer
from lausch.frames import Clock, Frames
from lausch.tasks import (
    BarStates,
    BarTracking,
    BeatTracking,
    DownbeatTracking,
    DrumTranscription,
    SpecialistBeats,
    TempoEstimation,
    to_card,
)
from lausch.tasks.on_beats import held
from lausch.tasks.options import BeatOptions
from lausch.tasks.tempo import tempo_of

CLOCK = Clock(1000, 20)
TICKS = Clock(2, 1)
EXCERPT = {"start": 1.0, "rate": 2.0, "seconds": 3.0, "semitones": 2.0}
"""Second 1 to 7 of a recording, played twice as fast."""
TIMES = np.array([0.5, 1.0, 1.9, 3.04, 4.06, 6.99, 7.0, 9.0])
TRUTH = Beats(TIMES, [4, 1, 2, 3, 1, 2, 3, 1])


class Track:
    """A recording with these annotations."""

    def __init__(self, **annotations: object) -> None:
        self.annotations = annotations

    def has(self, name: str) -> bool:
        return name in self.annotations

    def read(self, name: str) -> object:
        return self.annotations[name]


def pulsing(columns: tuple[str, ...], seed: int = 1, first: int = 11) -> Frames:
    """Six seconds of which the first column has a peak every 0.46 s."""
    values = 0.5 * noise(seed, 300, len(columns)) ** 2
    values[first::23, 0] = 0.6 + 0.3 * noise(seed + 1, len(values[first::23]))
    return Frames(np.float32(values), CLOCK, columns)


def at_the_edges(task: BarTracking | BarStates) -> tuple[np.ndarray, np.ndarray, Frames]:
    """Outputs at beats of which one is in the first frame and one in the last."""
    finder = pulsing(("beat", "downbeat"), first=0)
    beats = np.arange(14) * 23.0
    outputs = np.float32(noise(14, len(beats), len(task.outputs)) ** 3)
    outputs[[0, -1]] = np.float32(noise(15, 2, len(task.outputs)))
    return outputs, beats, finder


def of_bars() -> list[object]:
    found: list[object] = []
    for task in (BarTracking(), BarTracking(("a", "b", "c"), meters=(2, 3)), BarStates()):
        finder = pulsing(("beat", "downbeat"))
        beats = task.beats_in(finder)
        outputs = np.float32(noise(3, len(beats), len(task.outputs)))
        placed = task.placed(outputs, beats, finder)
        learnt = task.learnt(TRUTH, TICKS)
        alone = Frames(np.float32(noise(4, 9, len(task.outputs))), TICKS, task.outputs)
        found += [
            [task.outputs, task.output_summary, task.beats_by_model, task.layers, task.choices],
            beats,
            [placed.columns, placed.values[5:40:3]],
            task.taken(placed.values)[5:40:3],
            task.placed(outputs[:0], beats[:0], finder).values[:2],
            task.chances(outputs)[:4],
            [
                task.decode(placed),
                task.decode(placed, meters=(3,)),
                task.decode(placed, max_bpm=99),
            ],
            [task.decode(alone), task.decode(replace(alone, values=0 * alone.values))],
            task.decode(Frames(placed.values[:0], CLOCK, placed.columns)),
            [learnt, task.encode(learnt, TICKS, 6).values],
            places(task.encode(TRUTH, CLOCK, 340).values),
            [task.admits(Track(beats=each)) for each in (TRUTH, Beats(TIMES))],
            task.admits(Track(drums=Drums())),
            task.moved(TRUTH, **EXCERPT),
            task.decode(task.placed(*at_the_edges(task))),
        ]
    numbers = [[1], [2], [2, 3], [2, 1], [3, 1, 2, 3, 4, 1, 2], [1, 2, 3, 1, 2, 3, 4], [1, 1, 1]]
    learnt_weights = {
        "net.chain.follow": np.float32(noise(5, 4, 4)),
        "net.chain.slip": np.float32([-3.14155]),
    }
    return [
        *found,
        [bar_lengths(np.array(each, dtype=np.int64)) for each in [[], *numbers]],
        BarStates().completed(learnt_weights).decoder,
        held(np.float32([[1], [2], [3]]), np.array([1.0, 2.0, 4.5]), 7),
    ]


def of_strokes() -> list[object]:
    task = DrumTranscription()
    names = ["kick", "snare", "hi-hat", "kick", "tom", "cymbal", "kick", "snare"]
    truth = Drums(TIMES, names, np.linspace(0.1, 0.8, 8), np.linspace(1, 0.3, 8))
    values = noise(6, 120, 10) ** 3
    values[:, 5:] = 1.4 * noise(7, 120, 5) - 0.2
    values[50, 0] = 1.3
    low = task.tuned("snare", 0.05)
    activations = Frames(np.float32(values), Clock(1000, 10), task.outputs)
    return [
        [task.outputs, task.output_summary, task.choices],
        task.moved(truth, **EXCERPT),
        task.encode(truth, Clock(1000, 500), 15).values,
        task.weights(truth, Clock(1000, 500), 6),
        task.events(truth),
        [task.decode(activations), low.decode(activations).of("snare")],
        task.decode(Frames(activations.values[:0], CLOCK, task.outputs)),
        task.score(truth, task.decode(activations)),
        task.judge(truth, replace_times(truth, 0.03)),
        task.judge(truth, Drums(TIMES, names[::-1])),
    ]


def replace_times(drums: Drums, late: float) -> Drums:
    return Drums(drums.times + late, drums.instruments)


def of_tempi() -> list[object]:
    task = TempoEstimation()
    activations = pulsing(("beat",), 8)
    steady = Beats(np.arange(12) * 0.5)
    limits = [{}, {"min_bpm": 100.0}, {"max_bpm": 100.0}, {"min_bpm": 70, "max_bpm": 140}]
    guesses = [Tempo([bpm], [1.0]) for bpm in (120, 60, 240, 40, 360, 124.7, 124.9, 90)]
    return [
        [task.outputs, task.choices],
        [task.decode(activations, **each) for each in limits],
        tried(task.decode, activations, decoder="peaks"),
        tried(task.decode, activations, min_bpm=250.0),
        [tempo_of(each) for each in (steady, Beats(), Beats([1.0]), Beats([1.0, 1.7]))],
        [[task.score(steady, each), task.judge(steady, each)] for each in guesses],
        [task.facts(steady, each) for each in [*guesses, Tempo()]],
        task.facts(Beats(), Tempo()),
        places(task.encode(TRUTH, CLOCK, 340).values),
    ]


def of_beats() -> list[object]:
    found: list[object] = []
    for task in (BeatTracking(), DownbeatTracking()):
        activations = pulsing(task.outputs, 10)
        found += [task.decode(activations, decoder=name) for name in ("peaks", "dbn", "tracker")]
        found += [
            task.decode(activations, decoder="autocorrelation", min_bpm=low, max_bpm=high)
            for low, high in [(None, None), (100.0, None), (None, 90.0)]
        ]
    special = SpecialistBeats(("jazz", "pop"), BarPointer(break_even=0.4, tempi=30))
    activations = pulsing(special.outputs, 12)
    chosen = special.chosen(activations)
    near = activations.values[:, :1] + [[0, 0.1, -0.2]]
    return [
        *found,
        [special.outputs, special.output_summary, to_card(special.member)],
        [chosen.followed, special.chosen(replace(activations, values=np.float32(near))).followed],
        [special.decode(each) for each in (activations, chosen)],
        special.decode(chosen, decoder="peaks", max_bpm=150.0),
        special.encode(TRUTH, Clock(1000, 500), 14).values,
    ]


CASES: Cases = {
    "bars": of_bars,
    "strokes": of_strokes,
    "tempi": of_tempi,
    "beats by other decoders": of_beats,
    "settings": lambda: [
        [to_card(task), task.choices]
        for task in (
            BarTracking(),
            BarStates(),
            DrumTranscription(),
            TempoEstimation(),
            SpecialistBeats(),
        )
    ],
    "options": lambda: [
        [BeatOptions(decoder=name).pairs for name in ("dbn", "peaks", "tracker")],
        tried(BeatOptions, decoder="drum"),
        INSTRUMENTS,
    ],
}


@pytest.mark.parametrize("name", CASES)
def test_outputs_are_those_of_the_file(name):
    check(__file__, name, CASES)
