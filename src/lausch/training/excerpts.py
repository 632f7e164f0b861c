"""Batches of excerpts: an endless choice of places in the training tracks, varied and encoded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.random import Generator

from lausch.frames import FloatArray
from lausch.representations import Stack
from lausch.system import Augment, System
from lausch.training.augment import draw_shift, draw_tempo, resample_frames, vary
from lausch.training.cache import open_spectra


@dataclass(frozen=True)
class Example:
    """A track as training sees it: its cached spectra, and what the system's task reads of it."""

    spectra: Path
    truth: Any


@dataclass(frozen=True)
class Batch:
    """Features (batch, frames, columns), targets (batch, frames, outputs), and how true they are.

    `mask` (batch, frames) is 0 where an excerpt reaches beyond its recording.
    """

    features: FloatArray
    targets: FloatArray
    mask: FloatArray


def training_batches(
    system: System, examples: Sequence[Example], random: Generator
) -> Iterator[Batch]:
    """One epoch: excerpts drawn in proportion to the square root of a track's length."""
    recipe = system.recipe
    lengths = np.array([len(open_spectra(example.spectra)) for example in examples])
    weights = np.sqrt(lengths) / np.sqrt(lengths).sum()
    for _ in range(recipe.excerpts_per_epoch // recipe.batch):
        chosen = random.choice(len(examples), size=recipe.batch, p=weights)
        yield _collate([excerpt(system, examples[n], recipe.augment, random) for n in chosen])


def validation_batches(system: System, examples: Sequence[Example]) -> Iterator[Batch]:
    """The same unvaried excerpts every time: one from each track, a third of the way in."""
    size = system.recipe.batch
    for start in range(0, len(examples), size):
        yield _collate(
            [excerpt(system, example, None, None) for example in examples[start : start + size]]
        )


def excerpt(
    system: System, example: Example, augment: Augment | None, random: Generator | None
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Features, targets and mask of one excerpt of the recipe's length."""
    representation: Stack = system.representation
    clock = representation.clock
    count = int(system.recipe.excerpt_seconds * clock.fps)
    source = open_spectra(example.spectra)
    step = draw_tempo(augment, random) if augment and random else 1.0
    lead = representation.lag_frames
    needed = int(np.ceil((count + lead) * step)) + 1
    room = max(len(source) - needed, 0)
    start = _start(room, system.recipe.beginnings, random) if random else room // 3
    values = np.asarray(source[start : start + needed], dtype=np.float32)
    known = min(count + lead, int((len(values) - 1) / step) + 1) if len(values) else 0
    values = resample_frames(values, step, known)
    shift = 0
    if augment and random:
        shift = draw_shift(augment, random)
        values = vary(values, representation, augment, random, semitones=shift)
    features = np.zeros((count, len(representation.columns)), dtype=np.float32)
    kept = max(known - lead, 0)
    features[:kept] = representation.finish(values)[lead : lead + count]
    mask = np.zeros(count, dtype=np.float32)
    mask[:kept] = 1
    task: Any = system.task
    truth = task.moved(
        example.truth,
        start=float(clock.seconds(start) + clock.seconds(lead) * step),
        rate=step,
        seconds=float(clock.seconds(count)),
        semitones=shift,
    )
    targets = smear(task.encode(truth, clock, count).values, system.recipe.smear_frames)
    return features, targets, mask


def _start(room: int, beginnings: float, random: Generator) -> int:
    anywhere = int(random.integers(0, room + 1))
    return 0 if random.random() < beginnings else anywhere


def smear(targets: FloatArray, frames: int) -> FloatArray:
    """Let every 1 fall off linearly to 0 over `frames` + 1 frames on both sides."""
    out = targets.copy()
    for distance in range(1, frames + 1):
        share = np.float32(1 - distance / (frames + 1))
        out[distance:] = np.maximum(out[distance:], share * targets[:-distance])
        out[:-distance] = np.maximum(out[:-distance], share * targets[distance:])
    return out


def _collate(items: list[tuple[FloatArray, FloatArray, FloatArray]]) -> Batch:
    features, targets, masks = zip(*items, strict=True)
    return Batch(np.stack(features), np.stack(targets), np.stack(masks))
