"""The bar from drum patterns: the shipped network's design against controls, on held-out drummers.

    python studies/drum_bars_training.py --data DATA [--work WORK] [--split validation] [--out FILE]

Each variant is trained three times, calibrated on validation takes, and counts the known beats of
takes by other drummers; rules count them too. The table goes to reports/drum_bars.json, which
`studies/drum_bars.py` reads.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, get_args

import numpy as np
import torch
from drum_bars_rules import RULES, Rule, scores
from torch import nn

from lausch.corpora.takes import groove
from lausch.corpora.track import Split, Track
from lausch.evaluation.bootstrap import mean_over_songs
from lausch.networks.dbn import DBN
from lausch.system import Pretraining, System
from lausch.systems.battenberg2012 import BEATS_BEFORE, REPRESENTATION, SYSTEM, TASK, UNITS
from lausch.training.cache import Cache
from lausch.training.calibrate import activations, calibrate
from lausch.training.excerpts import Example
from lausch.training.export import with_head
from lausch.training.loop import train

SEEDS = (0, 1, 2)


@dataclass(frozen=True)
class Variant:
    """A row of the table: its name and the system that is trained."""

    name: str
    system: System


def shaped(**shape: Any) -> System:
    """The system with a network of another shape."""

    def network(dropout: float) -> nn.Module:
        settings = {"before": BEATS_BEFORE, "units": UNITS, **shape}
        columns = len(REPRESENTATION.columns)
        return DBN(columns, len(TASK.outputs), dropout=dropout, **settings)

    return replace(SYSTEM, network=network)


def variants() -> list[Variant]:
    """The shipped design first; each other one differs in one thing."""
    alone = replace(SYSTEM.recipe, pretraining=Pretraining(epochs=0))
    return [
        Variant("battenberg2012", SYSTEM),
        Variant("without pre-training", replace(SYSTEM, recipe=alone)),
        Variant("without condition", shaped(before=0)),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("runs/drum_bars"))
    parser.add_argument("--out", type=Path, default=Path("reports/drum_bars.json"))
    parser.add_argument("--split", choices=get_args(Split), default="test")
    options = parser.parse_args()
    torch.set_num_threads(1)
    corpus = groove(options.data)
    tracks = {
        split: [track for track in corpus.split(split) if TASK.admits(track)]
        for split in get_args(Split)
    }
    store = Cache(options.work / "cache", REPRESENTATION)
    examples = {split: examples_of(store, own) for split, own in tracks.items()}
    judged = tracks[options.split]
    rows = [rule(name, RULES[name], judged, examples[options.split]) for name in RULES]
    for variant in variants():
        rows.append(measure(variant, examples, judged, options.split, options.work))
        print(rows[-1]["name"], rows[-1]["measures"], flush=True)
    options.out.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def rule(
    name: str,
    count: Rule,
    tracks: Sequence[Track],
    examples: Sequence[Example],
) -> dict[str, Any]:
    """The scores of a rule."""
    each = [
        scores(track.read("beats"), count(np.load(example.spectra).astype(np.float32)))
        for track, example in zip(tracks, examples, strict=True)
    ]
    return row(name, [each], tracks)


def measure(
    variant: Variant,
    examples: dict[Split, list[Example]],
    judged: Sequence[Track],
    split: Split,
    work: Path,
    seeds: Sequence[int] = SEEDS,
) -> dict[str, Any]:
    """Train a variant with each seed, calibrate, and score."""
    runs, single = [], []
    for seed in seeds:
        system = variant.system
        folder = work / f"{variant.name.replace(' ', '-')}-{seed}"
        network, _ = train(
            system, examples["train"], examples["validation"], folder, seed=seed, resume=True
        )
        whole = with_head(network, system)
        task, _ = calibrate(whole, system, examples["validation"])
        every = [activations(whole, system, example) for example in examples[split]]
        truths = [track.read("beats") for track in judged]
        runs.append(
            [
                scores(truth, task.decode(frames).positions)
                for truth, frames in zip(truths, every, strict=True)
            ]
        )
        single.append(
            [
                scores(truth, frames.values.argmax(axis=1) + 1)["accuracy"]
                for truth, frames in zip(truths, every, strict=True)
            ]
        )
    found = row(variant.name, runs, judged)
    songs = [track.song for track in judged]
    alone = mean_over_songs(np.mean(single, axis=0).tolist(), songs)
    found["measures"]["accuracy of single beats"] = [alone.value, alone.low, alone.high]
    return found


def row(
    name: str, runs: Sequence[Sequence[dict[str, float]]], tracks: Sequence[Track]
) -> dict[str, Any]:
    """Means over takes of the mean over runs, with intervals, and the mean of each run."""
    songs = [track.song for track in tracks]
    found: dict[str, Any] = {"name": name, "takes": len(tracks), "measures": {}, "runs": {}}
    for measure in runs[0][0]:
        table = np.array([[each[measure] for each in run] for run in runs])
        mean = mean_over_songs(table.mean(axis=0).tolist(), songs)
        found["measures"][measure] = [mean.value, mean.low, mean.high]
        found["runs"][measure] = table.mean(axis=1).round(4).tolist()
    return found


def examples_of(store: Cache, tracks: Sequence[Track]) -> list[Example]:
    """What is learnt from each track, with its cached features."""
    learnt = partial(TASK.learnt, clock=REPRESENTATION.clock)
    return [
        Example(path, learnt(TASK.read(track)))
        for path, track in zip(store.fill(tracks, jobs=1), tracks, strict=True)
    ]


if __name__ == "__main__":
    main()
