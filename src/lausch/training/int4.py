"""Weights in 4 bits: those of large layers are rounded before export and stored as integers."""

from __future__ import annotations

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper, version_converter
from torch import nn

SMALLEST = 10_000
"""Layers with fewer weights stay as they are."""
LARGEST = 7
OPSET = 21
"""The first opset with 4 bit integers in blocks."""


def round_weights(network: nn.Module) -> None:
    """Round the weights of large layers to 15 values per block, in place.

    Probe, calibration and export then have the weights that the file will hold.
    """
    with torch.no_grad():
        for parameter in network.parameters():
            if parameter.ndim > 1 and parameter.numel() >= SMALLEST:
                values, scale = quantized(parameter.numpy())
                parameter.copy_(torch.from_numpy(values.astype(np.float32) * scale))


def quantized(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Integers of -7 to 7, and the scale of each block; blocks run along the last axis."""
    largest = np.abs(weights).max(axis=-1, keepdims=True)
    scale = (np.maximum(largest, 1e-12) / LARGEST).astype(np.float32)
    return np.rint(weights / scale).astype(np.int8), scale


def store_int4(graph: onnx.ModelProto) -> onnx.ModelProto:
    """The graph with large initializers as 4 bit integers, which the runtime scales on opening."""
    graph = version_converter.convert_version(graph, OPSET)
    tensors, nodes = [], []
    for tensor in graph.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.ndim < 2 or values.size < SMALLEST:
            tensors.append(tensor)
            continue
        whole, scale = quantized(values)
        parts = [f"{tensor.name}.integers", f"{tensor.name}.scale"]
        tensors += [_packed(whole, parts[0]), numpy_helper.from_array(scale, parts[1])]
        nodes.append(
            helper.make_node(
                "DequantizeLinear",
                parts,
                [tensor.name],
                axis=values.ndim - 1,
                block_size=values.shape[-1],
            )
        )
    del graph.graph.initializer[:]
    graph.graph.initializer.extend(tensors)
    others = list(graph.graph.node)
    del graph.graph.node[:]
    graph.graph.node.extend([*nodes, *others])
    return graph


def _packed(whole: np.ndarray, name: str) -> onnx.TensorProto:
    """Two integers in a byte, the first one in the lower half."""
    flat = whole.reshape(-1).astype(np.uint8) & 0xF
    if flat.size % 2:
        flat = np.append(flat, np.uint8(0))
    packed = flat[0::2] | (flat[1::2] << 4)
    return TensorProto(
        name=name, data_type=TensorProto.INT4, dims=whole.shape, raw_data=packed.tobytes()
    )
