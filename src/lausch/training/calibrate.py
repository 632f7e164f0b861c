"""The decoder's settings for one network, chosen on validation tracks and stored in the card.

Networks differ in how low their activations are off the beat. So does the activation that is
evidence neither for nor against a beat. The settings are therefore chosen by training.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import torch
from torch import nn

from lausch.frames import Frames
from lausch.system import System
from lausch.tasks import Task
from lausch.training.cache import open_spectra
from lausch.training.excerpts import Example

Row = dict[str, float]


def calibrate(
    whole: nn.Module, system: System, validation: Sequence[Example]
) -> tuple[Task, list[Row]]:
    """The task with the settings that score best, and a table of all settings that were tried.

    The settings are tried one after the other, each with the best values of those before. The
    score is the mean of `Task.judge` over tracks: at most `Task.calibration_tracks`, evenly spaced
    in `validation`. What a task fits by itself comes after that, by `Task.fitted`. `whole` is the
    network from features to activations, in evaluation mode.
    """
    most = system.task.calibration_tracks
    chosen = validation[:: max(1, -(-len(validation) // most))]
    tracks = [(activations(whole, system, example), example.truth) for example in chosen]
    task, table = system.task, []
    for setting, values in system.task.choices.items():
        task, rows = _best(task, setting, values, tracks)
        table += rows
    return task.fitted(tracks), table


def activations(whole: nn.Module, system: System, example: Example) -> Frames:
    """Activations of a whole track from its cached spectra."""
    spectra = np.asarray(open_spectra(example.spectra), dtype=np.float32)
    features = torch.from_numpy(system.representation.finish(spectra))
    with torch.inference_mode():
        values = whole(features[None])[0].numpy()
    return system.task.chosen(Frames(values, system.representation.clock, system.task.outputs))


def _best(
    task: Task, setting: str, values: Iterable[float], tracks: list[tuple[Frames, Any]]
) -> tuple[Task, list[Row]]:
    rows = []
    tasks: list[tuple[float, Task]] = []
    for value in values:
        candidate = task.tuned(setting, value)
        scores = [candidate.judge(truth, candidate.decode(frames)) for frames, truth in tracks]
        means = {name: float(np.mean([each[name] for each in scores])) for name in scores[0]}
        rows.append({setting: value, **means})
        tasks.append((float(np.mean(list(means.values()))), candidate))
    return max(tasks, key=lambda each: each[0])[1], rows
