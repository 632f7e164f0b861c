"""Training that goes on from an exported file instead of from random weights."""

from __future__ import annotations

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from lausch.errors import ModelError

# Inside the file the network stands before its head: see `export.with_head`.
_PREFIX = "0."


def take_over(network: nn.Module, data: bytes) -> None:
    """Copy every tensor that an exported model has under the same name into `network`.

    A path that the model did not have keeps its random start. A vector over columns (mean,
    deviation) that has become longer takes the model's values for its first columns.

    Raises
    ------
    ModelError : a weight of the model has no place here, or another shape: it is of another
        architecture, or a recurrent one, whose weights an exported file keeps in another order.
    """
    stored = {
        tensor.name.removeprefix(_PREFIX): np.array(numpy_helper.to_array(tensor))
        for tensor in onnx.load_from_string(data).graph.initializer
    }
    state = network.state_dict()
    lost = [name for name, values in stored.items() if name not in state and values.ndim > 1]
    if lost:
        raise ModelError(
            f"{len(lost)} weights of the model, such as {lost[0]}, have no place in this network: "
            "training can go on only from convolutional or dense weights of the same system"
        )
    with torch.no_grad():
        for name in set(state) & set(stored):
            target, values = state[name], torch.from_numpy(stored[name])
            longer = target.ndim == values.ndim == 1 and len(target) > len(values)
            if target.shape != values.shape and not longer:
                raise ModelError(
                    f"{name} has the shape {tuple(values.shape)} in the model and "
                    f"{tuple(target.shape)} here: training can go on only from weights of the "
                    "same architecture"
                )
            target[: len(values)].copy_(values)
