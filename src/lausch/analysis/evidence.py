"""What a layer was found in, frame by frame, where nothing else in an analysis keeps it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from lausch.analysis.finders import Run
from lausch.annotation import Chords
from lausch.frames import Frames
from lausch.tasks.key import KeyFinding


def _nothing(run: Run) -> None:
    """The analysis, or the annotation itself, has the activations of this layer."""


def _outputs(run: Run) -> Frames:
    """The output of the model; nothing where nothing sounds."""
    return run.activations


def _keys(run: Run) -> Frames:
    """P(key), shape (frames, 24): where chords are known those while each lasts, else the output.

    Those of chords have the settings of `KeyFinding`, as `key-successions` has.
    """
    frames, task = run.activations, KeyFinding()
    chords: Chords | None = run.annotations.get("chords")
    if chords is None:
        return frames
    spans, shares = task.by_chords(chords)
    values = np.zeros((len(frames), len(task.outputs)), np.float32)
    for (start, end), row in zip(frames.clock.frames(spans).tolist(), shares, strict=True):
        values[start:end] = row
    return Frames(values, frames.clock, task.outputs)


Evidence = Callable[[Run], Frames | None]
EVIDENCE: dict[str, Evidence] = {
    **dict.fromkeys(("beats", "downbeats", "tempo", "solo", "bass", "sections", "tags"), _nothing),
    "key": _keys,
}
"""Layers whose evidence is not the output of their model; of some it is kept elsewhere."""


def evidence_of(layer: str) -> Evidence:
    """The function that gives what a layer was found in, in half precision; None for nothing."""
    find = EVIDENCE.get(layer, _outputs)

    def halved(run: Run) -> Frames | None:
        frames = find(run)
        if frames is None:
            return None
        return replace(frames, values=frames.values.astype(np.float16).astype(np.float32))

    return halved
