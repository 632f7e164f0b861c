"""Weights in 8 bits: large layers are rounded before export, and stored as what they are."""

from __future__ import annotations

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from torch import nn

SMALLEST = 10_000
"""Layers of fewer weights are left alone."""


def round_weights(network: nn.Module) -> None:
    """Round every large weight to one of 255 levels of its output channel, in place.

    What is measured, calibrated and exported afterwards is then the network as it will be stored.
    """
    with torch.no_grad():
        for parameter in network.parameters():
            if parameter.ndim > 1 and parameter.numel() >= SMALLEST:
                values, scale = levels(parameter.numpy())
                parameter.copy_(torch.from_numpy(values.astype(np.float32) * scale))


def levels(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Integers of -127 to 127 and the scale of each output channel, the first axis."""
    rest = tuple(range(1, weights.ndim))
    largest = np.abs(weights).max(axis=rest, keepdims=True)
    scale = (np.maximum(largest, 1e-12) / 127).astype(np.float32)
    return np.rint(weights / scale).astype(np.int8), scale


def store_small(graph: onnx.ModelProto) -> None:
    """Replace the large initializers by 8 bit integers that the runtime scales when it opens."""
    kept = []
    nodes = []
    for tensor in graph.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.ndim < 2 or values.size < SMALLEST:
            kept.append(tensor)
            continue
        whole, scale = levels(values)
        kept += [
            numpy_helper.from_array(whole, f"{tensor.name}.levels"),
            numpy_helper.from_array(scale.reshape(-1), f"{tensor.name}.scale"),
        ]
        parts = [f"{tensor.name}.levels", f"{tensor.name}.scale"]
        nodes.append(helper.make_node("DequantizeLinear", parts, [tensor.name], axis=0))
    del graph.graph.initializer[:]
    graph.graph.initializer.extend(kept)
    others = list(graph.graph.node)
    del graph.graph.node[:]
    graph.graph.node.extend([*nodes, *others])
