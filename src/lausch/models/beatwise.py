"""A network that sees a row for each beat, on beats that another network finds in the same pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import tee, zip_longest
from typing import NamedTuple

import numpy as np

from lausch.annotation import Times
from lausch.errors import ModelError
from lausch.frames import FloatArray, Frames, release
from lausch.representations import Stack, stream
from lausch.representations.patterns import strokes_in
from lausch.representations.rows import Rows
from lausch.tasks import Task

CHUNK_FRAMES, CONTEXT_FRAMES = 8192, 1024
CHUNK_SECONDS, CONTEXT_SECONDS = 160.0, 20.0
CHUNK_BEATS, CONTEXT_BEATS = 8192, 512


class Network(NamedTuple):
    """Features, task, and the function from features (frames, columns) to outputs."""

    representation: Stack
    task: Task
    infer: Callable[[FloatArray], FloatArray]


def activations_on_beats(network: Network, finder: Network, blocks: Iterable[FloatArray]) -> Frames:
    """Activations of `network` as frames of time, on beats of `finder`, from blocks of samples.

    Raises ModelError when the frames of both are not at the same times.
    """
    activations, features = side_by_side(network, finder, blocks)
    beats = network.task.beats_in(activations)
    outputs = outputs_on_beats(network, features, activations.clock.seconds(beats))
    return network.task.placed(outputs, beats, activations)


def activations_on_drums(
    network: Network, finder: Network, drummer: Network, blocks: Iterable[FloatArray]
) -> Frames:
    """As `activations_on_beats`, with rows cut from the strokes that `drummer` finds.

    Both run over the blocks side by side, so that few of them are in memory.
    """
    first, second = tee(blocks)
    found, struck = Rows(len(finder.task.outputs)), Rows(len(drummer.task.outputs))
    for of_beats, of_strokes in zip_longest(_parts(finder, first), _parts(drummer, second)):
        if of_beats is not None:
            found.add(of_beats)
        if of_strokes is not None:
            struck.add(of_strokes)
    clock, inner = finder.representation.clock, network.representation.framewise
    if inner is None:
        raise ModelError("the card's features have no rows of beats")
    activations = Frames(found.finished(), clock, finder.task.outputs)
    frames = Frames(struck.finished(), drummer.representation.clock, drummer.task.outputs)
    beats = network.task.beats_in(activations)
    strokes = strokes_in(drummer.task.decode(frames), inner.clock)
    outputs = outputs_on_beats(network, strokes, clock.seconds(beats))
    return network.task.placed(outputs, beats, activations)


def outputs_on_beats(network: Network, frames: FloatArray, times: Times) -> FloatArray:
    """Outputs (beats, outputs) at the times of beats (s), from frames that rows are cut from.

    An hour of beats at a time, with the beats around; frames in a file leave the memory.
    """
    outputs = Rows(len(network.task.outputs))
    for first in range(0, len(times), CHUNK_BEATS):
        begin = max(0, first - CONTEXT_BEATS)
        around = times[begin : first + CHUNK_BEATS + CONTEXT_BEATS]
        found = network.infer(network.representation.on_beats(frames, around))
        outputs.add(found[first - begin :][:CHUNK_BEATS])
        release(frames)
    return outputs.finished()


def _parts(network: Network, blocks: Iterable[FloatArray]) -> Iterator[FloatArray]:
    """Outputs of equally long parts of a recording, whatever the clock."""
    fps = network.representation.clock.fps
    frames, context = round(CHUNK_SECONDS * fps), round(CONTEXT_SECONDS * fps)
    for values, new in stream(network.representation, blocks, frames=frames, context=context):
        yield network.infer(values)[new]


def frames_of(representations: Sequence[Stack], samples: FloatArray) -> list[FloatArray]:
    """The frames that rows of each are cut from; what they share is computed once."""
    inner = [each.framewise.parts for each in representations if each.framewise]
    every = Stack(tuple(dict.fromkeys(part for parts in inner for part in parts)))
    values = every.finish(every.measure(samples))
    ends = np.cumsum([len(part.columns) for part in every.parts])[:-1]
    columns = dict(zip(every.parts, np.split(values, ends, axis=1), strict=True))
    return [np.concatenate([columns[part] for part in parts], axis=1) for parts in inner]


def side_by_side(
    network: Network, finder: Network, blocks: Iterable[FloatArray]
) -> tuple[Frames, FloatArray]:
    """Activations of `finder`, and the frames that rows of `network` are cut from."""
    inner = network.representation.framewise
    if inner is None or inner.clock != finder.representation.clock:
        raise ModelError("the card's features are not at the times of the model that finds beats")
    both = Stack((*finder.representation.parts, *inner.parts))
    width = len(finder.representation.columns)
    outputs, features = Rows(len(finder.task.outputs)), Rows(len(inner.columns))
    for values, new in stream(both, blocks, frames=CHUNK_FRAMES, context=CONTEXT_FRAMES):
        outputs.add(finder.infer(values[:, :width])[new])
        features.add(values[new, width:])
    activations = Frames(outputs.finished(), inner.clock, finder.task.outputs)
    return activations, features.finished()
