"""Training that starts from an exported file instead of from random weights."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import nn

from lausch.errors import ModelError

Values = NDArray[np.float32]

# In the file, the network is the first module, before its head: see `export.with_head`.
_PREFIX = "0."
_UNNAMED = "onnx::"
"""Weights that the exporter has transposed or joined lose their names."""
_GATES = (0, 2, 3, 1)
"""The gates i, f, g, o of torch among those of ONNX: i, o, f, g."""


def take_over(network: nn.Module, data: bytes) -> None:
    """Copy the tensors of an exported model into those of the same name in `network`.

    Tensors that the model lacks stay random. A vector over columns (mean, deviation) that is longer
    here takes the model's values for its first columns. Weights of LSTM and dense layers have no
    names in the file; they are taken in the order of the layers.

    Raises ModelError when a weight of the model is missing here or has another shape: its
    architecture is another one.
    """
    graph = onnx.load_from_string(data).graph
    arrays = {
        name.removeprefix(_PREFIX): values
        for name, values in _tensors(graph).items()
        if not name.startswith(_UNNAMED)
    }
    arrays |= dict(_recurrent(network, graph)) | dict(_dense(network, graph))
    state = network.state_dict()
    lost = [name for name, values in arrays.items() if name not in state and values.ndim > 1]
    if lost:
        raise ModelError(
            f"{len(lost)} weights of the model, such as {lost[0]}, are missing in this network: "
            "training can start only from weights of the same architecture"
        )
    with torch.no_grad():
        for name in set(state) & set(arrays):
            target, values = state[name], torch.from_numpy(arrays[name])
            longer = target.ndim == values.ndim == 1 and len(target) > len(values)
            if target.shape != values.shape and not longer:
                raise ModelError(
                    f"{name} has the shape {tuple(values.shape)} in the model and "
                    f"{tuple(target.shape)} here: training can start only from weights of the "
                    "same architecture"
                )
            target[: len(values)].copy_(values)


def _tensors(graph: onnx.GraphProto) -> dict[str, Values]:
    return {each.name: np.array(numpy_helper.to_array(each)) for each in graph.initializer}


def _recurrent(network: nn.Module, graph: onnx.GraphProto) -> Iterator[tuple[str, Values]]:
    """The weights of every LSTM by their names in `network`."""
    tensors = _tensors(graph)
    nodes = [node for node in graph.node if node.op_type == "LSTM"]
    layers = [
        (name, layer)
        for name, module in network.named_modules()
        if isinstance(module, nn.LSTM)
        for layer in range(module.num_layers)
    ]
    if len(nodes) != len(layers):
        raise ModelError(
            f"the model has {len(nodes)} LSTM layers and this network {len(layers)}: training can "
            "start only from weights of the same architecture"
        )
    for node, (name, layer) in zip(nodes, layers, strict=True):
        for way, ending in enumerate(("", "_reverse")):
            inputs, states, biases = (tensors[each][way] for each in node.input[1:4])
            own, recurrent = np.split(biases, 2)
            for word, values in (
                ("weight_ih", inputs),
                ("weight_hh", states),
                ("bias_ih", own),
                ("bias_hh", recurrent),
            ):
                gates = values.reshape(4, -1, *values.shape[1:])[list(_GATES)]
                yield f"{name}.{word}_l{layer}{ending}", gates.reshape(values.shape)


def _dense(network: nn.Module, graph: onnx.GraphProto) -> Iterator[tuple[str, Values]]:
    """The weights of every linear layer by their names in `network`."""
    tensors = _tensors(graph)
    weights = [
        tensors[node.input[1]].T
        for node in graph.node
        if node.op_type == "MatMul" and node.input[1].startswith(_UNNAMED)
    ]
    names = [name for name, module in network.named_modules() if isinstance(module, nn.Linear)]
    for name, values in zip(names, weights, strict=False):
        yield f"{name}.weight", np.ascontiguousarray(values)
