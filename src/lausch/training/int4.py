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
SHORTEST, LONGEST = 16, 32
"""A last axis shorter than the first, as of kernels in time, is no block: the weights of an output
are cut into blocks of at most the second."""
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
                size = values.shape[-1] // scale.shape[-1]
                rounded = values * np.repeat(scale, size, axis=-1)
                parameter.copy_(torch.from_numpy(rounded.reshape(parameter.shape)))


def quantized(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Integers of -7 to 7, and the scale of each block along the last axis.

    A block is the whole last axis, of which there is one scale; or, where that is short, the
    weights of an output become one axis of several blocks.
    """
    values, size = weights, weights.shape[-1]
    if size < SHORTEST:
        values = weights.reshape(len(weights), -1)
        count = values.shape[1]
        size = next(each for each in range(LONGEST, 0, -1) if count % each == 0)
    blocks = values.reshape(*values.shape[:-1], -1, size)
    largest = np.abs(blocks).max(axis=-1)
    scale = (np.maximum(largest, 1e-12) / LARGEST).astype(np.float32)
    return np.rint(blocks / scale[..., None]).astype(np.int8).reshape(values.shape), scale


def store_int4(graph: onnx.ModelProto) -> onnx.ModelProto:
    """The graph with large initializers as 4 bit integers, which the runtime scales on opening."""
    graph = version_converter.convert_version(graph, OPSET)
    # A product with frames has its weights the other way round: outputs are the last axis.
    turned = {node.input[1] for node in graph.graph.node if node.op_type == "MatMul"}
    tensors, nodes = [], []
    for tensor in graph.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.ndim < 2 or values.size < SMALLEST:
            tensors.append(tensor)
            continue
        whole, scale = quantized(values.T if tensor.name in turned else values)
        parts = [f"{tensor.name}.integers", f"{tensor.name}.scale"]
        tensors += [_packed(whole, parts[0]), numpy_helper.from_array(scale, parts[1])]
        flat = tensor.name not in turned and whole.shape != values.shape
        halfway = f"{tensor.name}.{'flat' if flat else 'turned'}"
        nodes.append(
            helper.make_node(
                "DequantizeLinear",
                parts,
                [halfway if flat or tensor.name in turned else tensor.name],
                axis=whole.ndim - 1,
                block_size=whole.shape[-1] // scale.shape[-1],
            )
        )
        if flat:
            shape = numpy_helper.from_array(np.array(values.shape), f"{tensor.name}.shape")
            tensors.append(shape)
            nodes.append(helper.make_node("Reshape", [halfway, shape.name], [tensor.name]))
        if tensor.name in turned:
            nodes.append(helper.make_node("Transpose", [halfway], [tensor.name], perm=[1, 0]))
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
