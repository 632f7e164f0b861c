"""An ablation of a boundary network: variants with one change each.

    python studies/structure_ablation.py --rendered RENDERED [--cache CACHE] [--only NAME ...]

Every variant of `ullrich2014` is one network trained for the same few steps; its threshold is
chosen on validation tracks, and test tracks are scored. The table goes to
reports/structure_ablation.json, which `studies/structure.py` reads. Variants in that file are not
measured again without --again.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import nn

from lausch.annotation import Form
from lausch.corpora.registry import open_corpus
from lausch.corpora.track import Track
from lausch.evaluation.bootstrap import mean_over_songs
from lausch.frames import Frames
from lausch.metrics.sections import boundary_f
from lausch.networks.patch import PatchShape
from lausch.representations import Pooled, Stack
from lausch.system import System
from lausch.systems.ullrich2014 import MEL, SYSTEM
from lausch.tasks import SectionFinding
from lausch.training.cache import Cache
from lausch.training.calibrate import activations, calibrate
from lausch.training.excerpts import Example
from lausch.training.export import with_head
from lausch.training.loop import train

EPOCHS = 3
TOLERANCES = (0.5, 3.0)
BASE = replace(
    SYSTEM,
    members=1,
    int4=False,
    recipe=replace(SYSTEM.recipe, epochs=EPOCHS, patience=EPOCHS),
)


@dataclass(frozen=True)
class Variant:
    """One row of the table: a change, and its name."""

    what: str
    name: str
    system: System
    seeds: tuple[int, ...] = (0,)
    share: float = 1.0
    note: str = ""


def shaped(shape: PatchShape, **recipe: Any) -> System:
    """The base with a network of another shape."""

    def network(dropout: float) -> nn.Module:
        from lausch.networks.boundaries import Boundaries

        return Boundaries(shape, dropout)

    system = replace(BASE, network=network, margin_frames=shape.margin)
    return replace(system, recipe=replace(BASE.recipe, **recipe))


def longer(epochs: int) -> System:
    """The base, trained for more epochs."""
    return replace(BASE, recipe=replace(BASE.recipe, epochs=epochs, patience=epochs))


def with_task(**task: Any) -> System:
    """The base with other settings of the task."""
    return replace(BASE, task=replace(SectionFinding(), **task))


def with_pooling(frames: int, **recipe: Any) -> System:
    """The base pooled over another number of frames, and so with another context."""
    system = replace(BASE, representation=Stack((Pooled(MEL, frames),)))
    return replace(system, recipe=replace(BASE.recipe, **recipe))


def variants() -> list[Variant]:
    """The base first; each other one differs in one thing."""
    slide = PatchShape(pool=(3, 3), pool_stride=(1, 1))
    again = partial(replace, BASE.recipe)
    return [
        Variant("base", "16 s, stride 3 x 6, valid, 1.5 s, weighted", BASE),
        Variant("one network or several", "another seed", BASE, (1,)),
        Variant("one network or several", "bag of 3", BASE, (0, 1, 2)),
        Variant("training excerpts", "whole stretches of 60 s",
                replace(BASE, recipe=again(excerpt_seconds=60.0, batch=2, excerpts_per_epoch=400,
                                           near_events=0.0))),
        Variant("training excerpts", "single patches",
                replace(BASE, recipe=again(excerpt_seconds=0.15, batch=64,
                                           excerpts_per_epoch=12800))),
        Variant("training excerpts", "8 s from anywhere",
                replace(BASE, recipe=again(near_events=0.0))),
        Variant("pooling stride", "1 x 1, pool 3 x 3 (the slide)",
                shaped(slide, excerpt_seconds=1.0, epochs=1),
                note="excerpts of 1 s, as a step takes 2 s"),
        Variant("pooling stride", "3 x 6, likewise",
                replace(BASE, recipe=again(excerpt_seconds=1.0, epochs=1))),
        Variant("convolution", "same (in frequency)", shaped(PatchShape(same=True))),
        Variant("target width", "0.5 s", with_task(width_seconds=0.5)),
        Variant("target width", "3 s", with_task(width_seconds=3.0)),
        Variant("target width", "6 s", with_task(width_seconds=6.0)),
        Variant("loss weighting", "none", with_task(weighted=False)),
        Variant("context and pooling", "8 s, pooled by 3", with_pooling(3, excerpt_seconds=4.0)),
        Variant("context and pooling", "32 s, pooled by 12",
                with_pooling(12, excerpt_seconds=16.0)),
        Variant("beyond the ends", "pink noise at -70 dB", replace(BASE, margin="noise")),
        Variant("annotation", "fine scale, scored on it", with_task(scale="fine")),
        Variant("annotation", "both scales, coarse scored",
                replace(shaped(PatchShape(outputs=2)), task=SectionFinding(two_scales=True))),
        Variant("normalisation", "none", shaped(PatchShape(even=False))),
        Variant("normalisation", "none; momentum .9 at a rate of .1",
                shaped(PatchShape(even=False), optimizer="sgd", learning_rate=0.1)),
        Variant("training steps", "a third", longer(EPOCHS // 3)),
        Variant("training steps", "three times as many", longer(3 * EPOCHS)),
        Variant("training data", "an eighth", BASE, share=0.125),
        Variant("training data", "a quarter", BASE, share=0.25),
        Variant("training data", "a half", BASE, share=0.5),
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rendered", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=Path("runs/cache"))
    parser.add_argument("--work", type=Path, default=Path("runs/ablation"))
    parser.add_argument("--out", type=Path, default=Path("reports/structure_ablation.json"))
    parser.add_argument("--only", nargs="*", help="groups to run")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    rows = json.loads(options.out.read_text("utf-8")) if options.out.exists() else []
    for variant in variants():
        done = {(row["what"], row["name"]) for row in rows}
        if options.only and variant.what not in options.only:
            continue
        if (variant.what, variant.name) in done and not options.again:
            continue
        began = time.perf_counter()
        row = measure(variant, options.rendered, options.cache, options.work)
        kept = [each for each in rows if (each["what"], each["name"]) != (row["what"], row["name"])]
        rows = [*kept, row]
        options.out.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
        print(f"{variant.what}: {variant.name}", row["measures"], time.perf_counter() - began)


def measure(variant: Variant, rendered: Path, cache: Path, work: Path) -> dict[str, Any]:
    """Train, calibrate and score one variant."""
    system = variant.system
    corpora = [c for name in system.recipe.corpora for c in open_corpus(name, rendered=rendered)]
    tracks = {
        split: [track for corpus in corpora for track in corpus.split(split)]
        for split in ("train", "validation", "test")
    }
    learnt = tracks["train"][:: round(1 / variant.share)]
    store = Cache(cache, system.representation)
    examples = partial(_examples, system, store)
    held_out = examples(tracks["validation"])
    heads = [
        with_head(
            train(
                system,
                examples(learnt),
                held_out,
                work / f"{_plain(variant)}-{seed}",
                seed=seed,
                resume=True,
            )[0],
            system,
        )
        for seed in variant.seeds
    ]
    whole = _Mean(heads).eval()
    task, _ = calibrate(whole, system, held_out)
    wide, _ = calibrate(whole, _forgiving(system), held_out)
    scores: dict[str, list[float]] = {f"F {each:g}": [] for each in TOLERANCES}
    for example in examples(tracks["test"]):
        frames = activations(whole, system, example)
        for tolerance, chosen in zip(TOLERANCES, (task, wide), strict=True):
            scores[f"F {tolerance:g}"].append(_f(chosen, frames, example.truth, tolerance))
    songs = [track.song for track in tracks["test"]]
    means = {name: mean_over_songs(values, songs) for name, values in scores.items()}
    return {
        "what": variant.what,
        "name": variant.name,
        "measures": {name: [each.value, each.low, each.high] for name, each in means.items()},
        "parameters": sum(p.numel() for p in heads[0].parameters()),
        "hours": round(sum(track.duration for track in learnt) / 3600, 2),
        "steps": system.recipe.epochs * (system.recipe.excerpts_per_epoch // system.recipe.batch),
        "tracks": len(songs),
        "note": variant.note,
    }


class _Mean(nn.Module):
    def __init__(self, heads: Sequence[nn.Module]) -> None:
        super().__init__()
        self.heads = nn.ModuleList(heads)

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        return torch.stack([head(values) for head in self.heads]).mean(0)


def _examples(system: System, store: Cache, tracks: Sequence[Track]) -> list[Example]:
    paths = store.fill(tracks, jobs=1)
    task: Any = system.task
    return [Example(path, task.read(track)) for path, track in zip(paths, tracks, strict=True)]


def _forgiving(system: System) -> System:
    """The threshold for 3 s is chosen by what 3 s forgive, as the paper does."""
    assert isinstance(system.task, SectionFinding)
    return replace(system, task=replace(system.task, tolerance_seconds=3.0))


def _f(task: Any, frames: Frames, truth: Form, tolerance: float) -> float:
    scale = "fine" if task.scale == "fine" else "coarse"
    expected = truth.scales.get(scale, truth.coarse)
    return boundary_f(expected, task.decode(frames).coarse, tolerance)


def _plain(variant: Variant) -> str:
    words = f"{variant.what} {variant.name}" if variant.system is not BASE else f"{variant.share}"
    return "".join(letter if letter.isalnum() else "-" for letter in words)


if __name__ == "__main__":
    main()
