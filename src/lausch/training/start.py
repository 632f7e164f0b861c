"""Training that starts from an exported file instead of from random weights."""

from __future__ import annotations

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from lausch.errors import ModelError

# In the file, the network is the first module, before its head: see `export.with_head`.
_PREFIX = "0."


def take_over(network: nn.Module, data: bytes) -> None:
    """Copy the tensors of an exported model into those of the same name in `network`.

    Tensors that the model lacks stay random. A vector over columns (mean, deviation) that is longer
    here takes the model's values for its first columns.

    Raises ModelError when a weight of the model is missing here or has another shape: its
    architecture is another one, or recurrent, with its weights in another order in the file.
    """
    stored = {
        tensor.name.removeprefix(_PREFIX): np.array(numpy_helper.to_array(tensor))
        for tensor in onnx.load_from_string(data).graph.initializer
    }
    state = network.state_dict()
    lost = [name for name, values in stored.items() if name not in state and values.ndim > 1]
    if lost:
        raise ModelError(
            f"{len(lost)} weights of the model, such as {lost[0]}, are missing in this network: "
            "training can start only from convolutional or dense weights of the same system"
        )
    with torch.no_grad():
        for name in set(state) & set(stored):
            target, values = state[name], torch.from_numpy(stored[name])
            longer = target.ndim == values.ndim == 1 and len(target) > len(values)
            if target.shape != values.shape and not longer:
                raise ModelError(
                    f"{name} has the shape {tuple(values.shape)} in the model and "
                    f"{tuple(target.shape)} here: training can start only from weights of the "
                    "same architecture"
                )
            target[: len(values)].copy_(values)
