"""Which statistics to pool, and at which lengths of window: small networks on validation.

All variants of `hamel2011` are trained on its own features, of which they see some columns, and all
of `hamel2012` likewise. Needs torch; the features are those in the folder of `lausch train`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lausch.annotation.tags import INSTRUMENTS, Tags
from lausch.evaluation.tables import number, table
from lausch.metrics.tags import of_tags

if TYPE_CHECKING:
    from lausch.corpora.track import Track
    from lausch.system import System

NAME = "tags_poolings.json"
SEEDS = (0, 1)
POOLINGS = (
    "mean", "mean deviation", "max", "min", "mean deviation max min",
    "mean deviation third fourth", "mean deviation max min third fourth",
)  # fmt: skip
HEAD = ("variant", "columns", "AUC", "of instruments")
EPOCHS, BATCH, UNITS = 4, 512, 400
NOUNS = ("validation", "instruments")


def ablation(rows: Any) -> str:
    """The table of the page; empty where the file is missing."""
    if not rows:
        return ""
    shown = [
        (
            row["name"],
            f"{row['columns']:,}",
            _spread(row["validation"]),
            _spread(row["instruments"]),
        )
        for row in rows
    ]
    windows = _WINDOWS if any(row["name"].startswith("window") for row in rows) else ""
    return f"{_TEXT}{windows}\n\n{table(HEAD, shown)}"


_TEXT = """\
Mean AUC over tags of the validation tracks, of networks after four epochs over all training frames:
the mean of two seeds, and in brackets the lower and the higher. Statistics are pooled as in
`hamel2011`. No test track was looked at."""
_WINDOWS = " Lengths of window, and changes, are those of `hamel2012`, alone and together."


def _spread(values: Sequence[float]) -> str:
    return f"{number(float(np.mean(values)))} [{number(min(values))}, {number(max(values))}]"


def chosen(columns: Sequence[str], words: Sequence[str]) -> list[int]:
    """The places of columns of some statistics."""
    return [n for n, name in enumerate(columns) if name.split(": ")[1].split(" of ")[0] in words]


def variants() -> list[tuple[str, System, list[int]]]:
    """The name of each variant, its system and its columns."""
    from lausch.systems import system

    pooled, scaled = system("hamel2011"), system("hamel2012")
    every = pooled.representation.columns
    rows = [(name, pooled, chosen(every, name.split())) for name in POOLINGS]
    rows.append((f"{POOLINGS[-1]}, and changes", pooled, list(range(len(every)))))
    for part, split in zip(scaled.representation.parts, scaled.representation.splits, strict=True):
        window, _, seconds = part.label.partition(" in ")
        name = f"window of {1000 * int(window) / part.clock.rate:.0f} ms"
        if seconds:
            name = f"changes in {seconds}"
        rows.append((name, scaled, list(range(split.start, split.stop))))
    rows.append(("all scales together", scaled, list(range(len(scaled.representation.columns)))))
    return rows


@dataclass(frozen=True)
class Frames:
    """All frames of some tracks: features, targets and weights, and the truth of each track."""

    features: np.ndarray
    targets: np.ndarray
    weights: np.ndarray
    track: np.ndarray
    truths: list[Tags]


def frames_of(found: System, tracks: Sequence[Track], work: Path) -> Frames:
    """The cached features of tracks, and what a network should say of them."""
    from lausch.training.cache import Cache, open_spectra

    paths = Cache(work / "cache", found.representation).fill(tracks, jobs=1)
    truths = [track.read("tags") for track in tracks]
    features = [np.array(open_spectra(path), dtype=np.float32) for path in paths]
    clock, task = found.representation.clock, found.task
    pairs = list(zip(truths, map(len, features), strict=True))
    return Frames(
        np.concatenate(features),
        np.concatenate([task.encode(truth, clock, count).values for truth, count in pairs]),
        np.concatenate([task.weights(truth, clock, count) for truth, count in pairs]),
        np.repeat(np.arange(len(pairs)), [count for _, count in pairs]),
        truths,
    )


def trained(found: System, frames: Frames, columns: list[int], seed: int) -> Any:
    """A perceptron on some columns, or the system's own network on all, after `EPOCHS`."""
    import torch
    from torch import nn

    from lausch.networks.ends import Standardize
    from lausch.networks.fnn import Perceptron

    torch.manual_seed(seed)
    values = torch.from_numpy(frames.features[:, columns])
    targets, weights = torch.from_numpy(frames.targets), torch.from_numpy(frames.weights)
    outputs, dropout = len(found.task.outputs), found.recipe.dropout
    whole = len(columns) == len(found.representation.columns)
    inner = (
        found.network(dropout)
        if whole
        else Perceptron(len(columns), outputs, units=UNITS, dropout=dropout)
    )
    first = Standardize(len(columns))
    first.set(values.mean(0), values.std(0))
    network = nn.Sequential(first, inner)
    optimizer = torch.optim.Adam(
        network.parameters(), lr=found.recipe.learning_rate, weight_decay=found.recipe.weight_decay
    )
    for _ in range(EPOCHS):
        for chosen in torch.randperm(len(values)).split(BATCH):
            logits = network(values[None, chosen])[0]
            loss = nn.functional.binary_cross_entropy_with_logits(
                logits, targets[chosen], weight=weights[chosen]
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return network.eval()


def measured(
    found: System, network: Any, frames: Frames, columns: list[int]
) -> tuple[float, float]:
    """Mean AUC over all tags and over those of instruments."""
    import torch

    from lausch import frames as clocks

    with torch.inference_mode():
        chances = torch.sigmoid(network(torch.from_numpy(frames.features[None][..., columns])))[0]
    task, clock = found.task, found.representation.clock
    estimates = [
        task.decode(clocks.Frames(chances.numpy()[frames.track == n], clock, task.outputs))
        for n in range(len(frames.truths))
    ]
    scores = of_tags(frames.truths, estimates)
    instruments = [row["AUC"] for name, row in scores.items() if name in INSTRUMENTS]
    return float(np.mean([row["AUC"] for row in scores.values()])), float(np.mean(instruments))


def main(corpora: Path, work: Path, out: Path) -> None:
    """Train and measure every variant, and write the rows."""
    from lausch.corpora.registry import open_corpus
    from lausch.training.components import learnt

    every = [
        corpus
        for name in ("jazz", "pop", "charts", "drums", "bands")
        for corpus in open_corpus(name, rendered=corpora)
    ]
    training = [track for corpus in every for track in corpus.split("train")]
    held_out = [track for corpus in every for track in corpus.split("validation")]
    parts: dict[str, tuple[Frames, Frames]] = {}
    rows = []
    for name, found, columns in variants():
        if found.name not in parts:
            ready = learnt(found, training, work / "cache", jobs=1)
            parts[found.name] = frames_of(ready, training, work), frames_of(ready, held_out, work)
        seen, unseen = parts[found.name]
        row: dict[str, Any] = {"name": name, "columns": len(columns)}
        pairs = [
            measured(found, trained(found, seen, columns, seed), unseen, columns) for seed in SEEDS
        ]
        row |= {noun: [float(each[n]) for each in pairs] for n, noun in enumerate(NOUNS)}
        rows.append(row)
        print(json.dumps(row), flush=True)
        out.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    import argparse

    parser = argparse.ArgumentParser(description=__doc__)
    for option in ("--corpora", "--work", "--out"):
        parser.add_argument(option, type=Path, required=True)
    main(**vars(parser.parse_args()))
