"""Batches of excerpts from random places in the training tracks, augmented and encoded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from lausch.frames import FloatArray
from lausch.representations import Stack
from lausch.system import Augment, System
from lausch.training.augment import draw_shift, draw_tempo, resample_frames, vary
from lausch.training.cache import open_spectra
from lausch.training.margin import margin_row


@dataclass(frozen=True)
class Example:
    """A track for training: its cached spectra, and the annotation that the task has read."""

    spectra: Path
    truth: Any


@dataclass(frozen=True)
class Excerpt:
    """Part of a track, or a batch of such parts, which is then the first axis of every array.

    Parameters
    ----------
    features : (margin + frames + margin, columns), with the margin of the system.
    targets : (frames, outputs).
    mask : (frames,), 0 beyond the end of the recording.
    weights : weights of the targets, (frames, outputs) or (frames, 1), 0 where the mask is.
    """

    features: FloatArray
    targets: FloatArray
    mask: FloatArray
    weights: FloatArray


def training_batches(
    system: System, examples: Sequence[Example], random: Generator
) -> Iterator[Excerpt]:
    """One epoch; a track is drawn with a probability proportional to the root of its length."""
    recipe = system.recipe
    spectra = [open_spectra(example.spectra) for example in examples]
    lengths = np.array([len(each) for each in spectra])
    weights = np.sqrt(lengths) / np.sqrt(lengths).sum()
    for _ in range(recipe.excerpts_per_epoch // recipe.batch):
        chosen = random.choice(len(examples), size=recipe.batch, p=weights)
        yield _collate(
            [excerpt(system, examples[n], recipe.augment, random, spectra[n]) for n in chosen]
        )


def validation_batches(system: System, examples: Sequence[Example]) -> Iterator[Excerpt]:
    """One excerpt of each track, not augmented, always from a third of the way in."""
    size = system.recipe.batch
    for start in range(0, len(examples), size):
        yield _collate(
            [excerpt(system, example, None, None) for example in examples[start : start + size]]
        )


def excerpt(
    system: System,
    example: Example,
    augment: Augment | None,
    random: Generator | None,
    opened: NDArray[np.float16] | None = None,
) -> Excerpt:
    """An excerpt of the recipe's length: from anywhere, or without `random` a third of the way in.

    Beyond the ends of the recording, a system with a margin has copies of `margin_row`. Repeated
    calls for one example are faster with its spectra, `opened` once.
    """
    representation: Stack = system.representation
    clock, recipe = representation.clock, system.recipe
    seconds = recipe.excerpt_seconds if random else recipe.validation_seconds
    count = int((seconds or recipe.excerpt_seconds) * clock.fps)
    margin = system.margin_frames
    source = open_spectra(example.spectra) if opened is None else opened
    row = margin_row(system) if margin else None
    step = draw_tempo(augment, random) if augment and random else 1.0
    lead = representation.reach_frames
    room = max(len(source) - int(np.ceil((count + lead) * step)) - 1, 0)
    start = _start(system, example.truth, room, count, random) if random else room // 3
    begin = start - round(margin * step)
    whole = count + lead + 2 * margin
    values = _read(source, begin, int(np.ceil(whole * step)) + 1, row)
    available = min(count + lead, int((len(source) - start - 1) / step) + 1) if len(source) else 0
    values = resample_frames(values, step, whole)
    shift = 0
    if augment and random:
        shift = draw_shift(augment, random)
        values = vary(values, representation, augment, random, semitones=shift)
    features = representation.finish(values)[lead : lead + count + 2 * margin]
    inside = max(available - lead, 0)
    if not margin:
        features[inside:] = 0
    mask = np.zeros(count, dtype=np.float32)
    mask[:inside] = 1
    task = system.task
    truth = task.moved(
        example.truth,
        start=float(clock.seconds(begin) + clock.seconds(lead) * step),
        rate=step,
        seconds=float(clock.seconds(count + 2 * margin)),
        semitones=shift,
    )
    within = slice(margin, margin + count)
    encoded = task.encode(truth, clock, count + 2 * margin).values
    targets = widen(encoded, recipe.widen_frames)[within]
    weights = task.weights(truth, clock, count + 2 * margin)
    own = mask[:, None] if weights is None else mask[:, None] * weights[within]
    return Excerpt(features, targets, mask, own)


def _read(source: Any, start: int, count: int, row: FloatArray | None) -> FloatArray:
    """`count` frames from `start` on; beyond the recording `row`, by default 0."""
    values = np.zeros((count, source.shape[1]), dtype=np.float32)
    if row is not None:
        values[:] = row
    first, last = max(start, 0), min(start + count, len(source))
    if last > first:
        values[first - start : last - start] = source[first:last]
    return values


def _start(system: System, truth: Any, room: int, count: int, random: Generator) -> int:
    """A random first frame; a share of excerpts is the beginning, a share contains an event."""
    recipe = system.recipe
    anywhere = int(random.integers(0, room + 1))
    if random.random() < recipe.beginnings:
        return 0
    if recipe.near_events and random.random() < recipe.near_events:
        events = system.representation.clock.frames(system.task.events(truth))
        event = int(events[random.integers(len(events))]) if len(events) else anywhere
        return int(np.clip(event - random.integers(0, count), 0, room))
    return anywhere


def widen(targets: FloatArray, frames: int) -> FloatArray:
    """Targets that fall linearly from each 1 to 0 over `frames` + 1 frames on both sides."""
    out = targets.copy()
    for distance in range(1, frames + 1):
        share = np.float32(1 - distance / (frames + 1))
        out[distance:] = np.maximum(out[distance:], share * targets[:-distance])
        out[:-distance] = np.maximum(out[:-distance], share * targets[distance:])
    return out


def _collate(items: list[Excerpt]) -> Excerpt:
    names = ("features", "targets", "mask", "weights")
    return Excerpt(*(np.stack([getattr(item, name) for item in items]) for name in names))
