"""What a deep belief network learns from beats: schmidt2013 against its parts, on known beats.

    python studies/deepbelief_beats.py --corpora RENDERED [--work WORK] [--out FILE]

Each variant is trained three times. The table goes to reports/deepbelief_beats.json, which
studies/deepbelief.py reads.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from deepbelief_features import HELD_OUT, SEEDS, Examples, filled, of_held_out, split, write
from deepbelief_scores import Floats, compared
from torch import nn

from lausch.networks.dbn import DBN
from lausch.representations import Stack
from lausch.representations.part import Part
from lausch.system import Pretraining, System
from lausch.systems.schmidt2013 import BEATS_TOGETHER, REPRESENTATION, SYSTEM, TASK, UNITS
from lausch.training.cache import Cache, open_spectra
from lausch.training.calibrate import activations
from lausch.training.excerpts import Example
from lausch.training.export import with_head
from lausch.training.loop import train

UNTAUGHT = "without pre-training"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("runs"))
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--out", type=Path, default=Path("reports/deepbelief_beats.json"))
    options = parser.parse_args()
    torch.set_num_threads(1)
    tracks = split(options.corpora, SYSTEM)
    examples = filled(Cache(options.work / "cache", REPRESENTATION), tracks, SYSTEM)
    judge = of_held_out(examples, tracks, TASK.tags)
    every = range(len(REPRESENTATION.parts))
    alone = {"strokes alone": (0,), "chroma alone": (1,)}
    untaught = replace(SYSTEM, recipe=replace(SYSTEM.recipe, pretraining=Pretraining(epochs=0)))
    estimates: dict[str, list[Floats]] = {}
    for name, system, places in (
        (SYSTEM.name, SYSTEM, every),
        (UNTAUGHT, untaught, every),
        *((name, of_parts(places), places) for name, places in alone.items()),
    ):
        own = examples if places is every else cut(examples, options.work / "cut" / name, places)
        runs = [
            tagged(system, own, options.work / f"{name}-{seed}", seed)
            for seed in range(options.seeds)
        ]
        estimates[name] = runs
        write(compared(judge, estimates), options.out)


def of_parts(places: Sequence[int]) -> System:
    """The system on some of its parts."""
    parts: tuple[Part, ...] = tuple(REPRESENTATION.parts[place] for place in places)
    columns = sum(len(part.columns) for part in parts)

    def network(dropout: float) -> nn.Module:
        return DBN(
            columns,
            len(TASK.outputs),
            before=0,
            together=BEATS_TOGETHER,
            units=UNITS,
            saturating=True,
            dropout=dropout,
        )

    return replace(SYSTEM, representation=Stack(parts), network=network)


def cut(examples: Examples, folder: Path, places: Sequence[int]) -> Examples:
    """The examples with the columns of some parts, in files of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    found: Examples = {}
    for own, each in examples.items():
        found[own] = []
        for example in each:
            values = open_spectra(example.spectra)
            columns = [values[:, REPRESENTATION.splits[place]] for place in places]
            path = folder / example.spectra.name
            np.save(path, np.concatenate(columns, axis=1))
            found[own].append(Example(path, example.truth))
    return found


def tagged(system: System, examples: Examples, folder: Path, seed: int) -> Floats:
    """Mean outputs (held-out recordings, tags) of a network that is trained with a seed."""
    network, _ = train(
        system, examples["train"], examples["validation"], folder, seed=seed, resume=True
    )
    whole = with_head(network, system)
    every = [
        activations(whole, system, example).values for own in HELD_OUT for example in examples[own]
    ]
    return np.array([values.mean(axis=0) for values in every], dtype=np.float64)


if __name__ == "__main__":
    main()
