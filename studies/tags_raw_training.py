"""Tags from samples: learnt filters against fixed bands, and depths, at equal size.

    python studies/tags_raw_training.py --rendered RENDERED [--cache CACHE] [--only WORD ...]

Networks of a group see the same excerpts by the recipe of the system, are calibrated on
validation tracks, and tag the test tracks. The table goes to reports/tags_raw.json, which
`studies/tags_raw.py` reads. Rows in that file are not measured again without --again.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, get_args

import numpy as np
import torch
from tags_raw_scores import scores
from torch import nn

from lausch.annotation import Tags
from lausch.corpora.registry import open_corpus
from lausch.corpora.track import Split, Track
from lausch.frames import FloatArray
from lausch.networks.endtoend import EndToEnd
from lausch.networks.samples import Compressed, Mel, Strided
from lausch.networks.verydeep import DEPTHS, VeryDeep
from lausch.representations import Stack
from lausch.representations.filterbank import mel_filterbank
from lausch.system import System
from lausch.systems import dai2017, dieleman2014
from lausch.training.cache import Cache
from lausch.training.calibrate import activations, calibrate
from lausch.training.excerpts import Example, validation_batches
from lausch.training.export import with_head
from lausch.training.loop import train
from lausch.training.losses import binary_cross_entropy

STRIDES = ((1024, 1024), (256, 256))
"""Windows and hops in samples, as in the table of Dieleman and Schrauwen (2014)."""
SHARES = "none: the shares of tags alone"
CHANNELS = dieleman2014.FILTERS
_DATA: dict[Stack, tuple[dict[str, list[Track]], dict[str, list[Example]]]] = {}


@dataclass(frozen=True)
class Variant:
    """One row of a table: its group and name, and the system that is trained."""

    what: str
    name: str
    system: System


def variants() -> list[Variant]:
    """What learns from samples, and its controls."""
    rows = []
    for window, hop in reversed(STRIDES):
        size, bank = f"{window}/{hop}", _mel(window)
        learnt = partial(Strided, CHANNELS, window, hop)
        rows += [
            Variant("front end", f"samples, {size}", shaped(learnt, CHANNELS, hop)),
            Variant("front end", f"log-mel bands, {size}", shaped(bands(bank, hop), CHANNELS, hop)),
        ]
    window, hop = STRIDES[-1]
    bins = np.eye(window // 2 + 1, dtype=np.float32)
    squares = partial(Compressed, CHANNELS, window, hop)
    plain = partial(bands, compressed=False)
    rows += [
        Variant("knowledge", "samples, squares and logarithm", shaped(squares, CHANNELS, hop)),
        Variant("knowledge", "linear spectrum", shaped(plain(bins, hop), len(bins), hop)),
        Variant("knowledge", "log spectrum", shaped(bands(bins, hop), len(bins), hop)),
        Variant("knowledge", "mel bands", shaped(plain(_mel(window), hop), CHANNELS, hop)),
    ]
    return [*rows, *(Variant("depth", name, deep(name)) for name in DEPTHS)]


def _mel(window: int) -> FloatArray:
    return mel_filterbank(dieleman2014.SAMPLES.rate, window, CHANNELS, 0.0, 8000.0)


def bands(bank: FloatArray, hop: int, *, compressed: bool = True) -> Callable[[], nn.Module]:
    """A front end that learns nothing, on windows as long as the spectrum of the bank."""
    window = 2 * (len(bank) - 1)
    return lambda: Mel(torch.from_numpy(bank.copy()), window, hop, compressed=compressed)


def shaped(front: Callable[[], nn.Module], channels: int, hop: int) -> System:
    """The system of 2014, and its recipe, with a front end."""

    def network(dropout: float) -> nn.Module:
        count = len(dieleman2014.TASK.outputs)
        return EndToEnd(front(), channels, hop, count, frame=dieleman2014.FRAME, dropout=dropout)

    return replace(dieleman2014.SYSTEM, network=network)


def deep(name: str) -> System:
    """The system of 2017, and its recipe, with another depth."""

    def network(dropout: float) -> nn.Module:
        depth, count = DEPTHS[name].divided(dai2017.DIVIDED), len(dai2017.TASK.outputs)
        return VeryDeep(depth, count, frame=dai2017.FRAME, dropout=dropout)

    return replace(dai2017.SYSTEM, network=network)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rendered", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=Path("runs/cache"))
    parser.add_argument("--work", type=Path, default=Path("runs/tags_raw"))
    parser.add_argument("--out", type=Path, default=Path("reports/tags_raw.json"))
    parser.add_argument("--only", nargs="*", help="words in the rows to run")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--seeds", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(1)
    rows = json.loads(options.out.read_text("utf-8")) if options.out.exists() else []
    if not any(row["name"] == SHARES for row in rows):
        rows = [shares(options.rendered, options.cache), *rows]
    for variant in variants():
        done = {(row["what"], row["name"]) for row in rows}
        if options.only and not any(w in f"{variant.what}: {variant.name}" for w in options.only):
            continue
        if (variant.what, variant.name) in done and not options.again:
            continue
        row = measure(variant, options)
        kept = [each for each in rows if (each["what"], each["name"]) != (row["what"], row["name"])]
        rows = [*kept, row]
        options.out.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
        print(variant.what, variant.name, row["measures"], row["loss"], flush=True)


def shares(rendered: Path, cache: Path) -> dict[str, Any]:
    """What knows only how many of the training tracks have each tag, on the same tracks."""
    system = dieleman2014.SYSTEM
    tracks, examples = data(system, rendered, cache)
    names = system.task.outputs
    known = [[e.truth.pairs[name] for e in examples["train"] if name in e.truth.names]
             for name in names]  # fmt: skip
    chances = np.clip([np.mean(own) if own else 0.0 for own in known], 0.003, 0.997)
    found = Tags(names, chances)
    logits = torch.logit(torch.tensor(chances, dtype=torch.float32))
    losses, weights = [], []
    for batch in validation_batches(system, examples["validation"]):
        targets, own = torch.from_numpy(batch.targets), torch.from_numpy(batch.weights)
        losses.append(float(binary_cross_entropy(logits.expand_as(targets), targets, own)))
        weights.append(float(batch.mask.sum()))
    truths = [e.truth for e in examples["test"]]
    return {
        "what": "front end",
        "name": SHARES,
        "measures": scores(truths, [[found] * len(truths)], [t.song for t in tracks["test"]]),
        "loss": round(float(np.average(losses, weights=weights)), 3),
        "parameters": len(names),
        "windows": system.recipe.epochs * system.recipe.excerpts_per_epoch,
        "hours": round(sum(track.duration for track in tracks["train"]) / 3600, 2),
        "tracks": len(truths),
        "seeds": 1,
    }


def measure(variant: Variant, options: argparse.Namespace) -> dict[str, Any]:
    """Train, calibrate and score one variant."""
    system = variant.system
    tracks, examples = data(system, options.rendered, options.cache)
    runs, losses = [], []
    for seed in range(options.seeds):
        network, progress = train(
            system,
            examples["train"],
            examples["validation"],
            options.work / f"{_plain(variant)}-{seed}",
            seed=seed,
            resume=True,
        )
        whole = with_head(network, system)
        task, _ = calibrate(whole, system, examples["validation"])
        losses.append(progress.best_loss)
        runs.append([task.decode(activations(whole, system, e)) for e in examples["test"]])
    return {
        "what": variant.what,
        "name": variant.name,
        "measures": scores(
            [e.truth for e in examples["test"]], runs, [t.song for t in tracks["test"]]
        ),
        "loss": round(float(np.mean(losses)), 3),
        "parameters": sum(p.numel() for p in network.parameters()),
        "windows": system.recipe.epochs * system.recipe.excerpts_per_epoch,
        "hours": round(sum(track.duration for track in tracks["train"]) / 3600, 2),
        "tracks": len(tracks["test"]),
        "seeds": options.seeds,
    }


def data(
    system: System, rendered: Path, cache: Path
) -> tuple[dict[str, list[Track]], dict[str, list[Example]]]:
    """The tracks of each split and their examples, which systems of one input share."""
    if system.representation not in _DATA:
        corpora = [
            corpus
            for name in system.recipe.corpora
            for corpus in open_corpus(name, rendered=rendered)
        ]
        tracks = {
            split: [track for corpus in corpora for track in corpus.split(split)]
            for split in get_args(Split)
        }
        store = Cache(cache, system.representation)
        examples = {split: _examples(system, store, own) for split, own in tracks.items()}
        _DATA[system.representation] = (tracks, examples)
    return _DATA[system.representation]


def _examples(system: System, store: Cache, tracks: Sequence[Track]) -> list[Example]:
    paths = store.fill(tracks, jobs=1)
    return [Example(path, system.task.read(t)) for path, t in zip(paths, tracks, strict=True)]


def _plain(variant: Variant) -> str:
    words = f"{variant.what} {variant.name}"
    return "".join(letter if letter.isalnum() else "-" for letter in words)


if __name__ == "__main__":
    main()
