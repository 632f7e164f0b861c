"""The decoder's settings for one network, chosen on validation tracks and stored in the card.

How far activations fall off the beat differs from network to network, and with it the activation
that speaks for a beat as much as against it. So the choice belongs to training, not to the code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import nn

from lausch.agreement import event_f
from lausch.annotation import Beats
from lausch.decoding.bar_pointer import BarPointer
from lausch.frames import Frames
from lausch.system import System
from lausch.tasks import Task
from lausch.training.cache import open_spectra
from lausch.training.excerpts import Example

BREAK_EVENS = (1 / 16, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
TEMPO_WEIGHTS = (0.0, 0.5, 1.0, 2.0)
MOST_TRACKS = 120

Row = dict[str, float]


def calibrate(
    whole: nn.Module, system: System, validation: Sequence[Example], *, most: int = MOST_TRACKS
) -> tuple[Task, list[Row]]:
    """The task with the settings that score best, and the table of all that were tried.

    First the break-even activation at the default tempo preference, then the preference. The score
    is the mean over tracks of beat F, and of downbeat F where the task has downbeats.

    Parameters
    ----------
    whole : features to activations, in evaluation mode.
    validation : tracks that were not trained on; at most `most` of them, evenly spaced, are used.
    """
    chosen = validation[:: max(1, -(-len(validation) // most))]
    heard = [(activations(whole, system, example), example.beats) for example in chosen]
    first = [replace(system.task.decoder, break_even=value) for value in BREAK_EVENS]
    best, table = _best(system.task, "break_even", first, heard)
    second = [replace(best.decoder, tempo_weight=value) for value in TEMPO_WEIGHTS]
    best, more = _best(best, "tempo_weight", second, heard)
    return best, table + more


def activations(whole: nn.Module, system: System, example: Example) -> Frames:
    """Activations of a whole track from its cached spectra."""
    spectra = np.asarray(open_spectra(example.spectra), dtype=np.float32)
    features = torch.from_numpy(system.representation.finish(spectra))
    with torch.inference_mode():
        values = whole(features[None])[0].numpy()
    return Frames(values, system.representation.clock, system.task.outputs)


def _best(
    task: Task, field: str, decoders: list[BarPointer], heard: list[tuple[Frames, Beats]]
) -> tuple[Task, list[Row]]:
    rows = []
    tasks: list[tuple[float, Task]] = []
    for decoder in decoders:
        candidate = replace(task, decoder=decoder)
        scores = np.mean([_scores(candidate, *each) for each in heard], axis=0)
        rows.append(
            {
                field: getattr(decoder, field),
                **dict(zip(("beat F", "downbeat F"), scores.tolist(), strict=False)),
            }
        )
        tasks.append((float(scores.mean()), candidate))
    return max(tasks, key=lambda each: each[0])[1], rows


def _scores(task: Task, frames: Frames, reference: Beats) -> list[float]:
    found = task.decode(frames)
    beat = event_f(reference.times, found.times)
    if found.positions is None:
        return [beat]
    return [beat, event_f(reference.downbeats, found.downbeats)]
