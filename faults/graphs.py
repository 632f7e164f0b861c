"""Weights files with graphs that grow, repeat themselves, or are wrong, written field by field.

Numbers of fields are those of onnx.proto.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

sys.path.append(str(Path(__file__).parents[1] / "tests" / "models"))
from strangers import card, field

FEATURES, OUTPUTS = 200, 40
INT64, FLOAT = 7, 1


def node(operator: str, inputs: str, outputs: str, *attributes: bytes, domain: str = "") -> bytes:
    """A node; names are separated by blanks."""
    parts = [field(1, name) for name in inputs.split()]
    parts += [field(2, name) for name in outputs.split()]
    parts += [field(4, operator), *(field(5, each) for each in attributes), field(7, domain)]
    return field(1, b"".join(parts))


def tensor(name: str, values: Any, number: int = 5) -> bytes:
    """A tensor of int64 or float32 (with the number of another field: of an attribute)."""
    array = np.asarray(values)
    array = array.astype(np.int64 if array.dtype.kind == "i" else np.float32)
    parts = [field(1, size) for size in array.shape]
    parts += [field(2, INT64 if array.dtype.kind == "i" else FLOAT), field(8, name)]
    return field(number, b"".join([*parts, field(9, array.tobytes())]))


def graph(*nodes: bytes, last: str = "grown", kind: int = FLOAT, opset: int = 17) -> bytes:
    """A model whose activations are zeros, plus the scalar `grown` of other nodes."""
    shape = field(
        2, field(1, field(2, "b")) + field(1, field(2, "t")) + field(1, field(1, FEATURES))
    )
    inner = [
        *nodes,
        node("MatMul", "features weights", "zeros"),
        node("Add", f"zeros {last}", "activations"),
        field(2, "g"),
        tensor("weights", np.zeros((FEATURES, OUTPUTS))),
        field(11, field(1, "features") + field(2, field(1, field(1, FLOAT) + shape))),
        field(12, field(1, "activations") + field(2, field(1, field(1, kind)))),
    ]
    metadata = field(1, "lausch") + field(2, json.dumps(card()))
    return (
        field(1, 8)
        + field(7, b"".join(inner))
        + field(8, field(1, "") + field(2, opset))
        + field(14, metadata)
    )


def ints(name: str, *values: int) -> bytes:
    """An attribute of whole numbers."""
    return field(1, name) + b"".join(field(8, value) for value in values) + field(20, 7)


def number(name: str, value: int) -> bytes:
    """An attribute of one whole number."""
    return field(1, name) + field(3, value) + field(20, 2)


def graphs() -> Iterator[tuple[str, bytes]]:
    """Graphs that grow, repeat themselves, or are wrong."""
    least = node("ReduceMax", "large", "grown", number("keepdims", 0))
    one = node("ReduceMax", "features", "one", number("keepdims", 0))
    for size in (10**6, 4 * 10**8, 10**10, 2**40, 2**62):
        shape = tensor("shape", [1, size])
        yield "a constant", graph(shape, node("ConstantOfShape", "shape", "large"), least)
        yield "expand", graph(shape, one, node("Expand", "one shape", "large"), least)
        yield (
            "tile",
            graph(
                shape,
                node("ReduceMax", "features", "small", ints("axes", 0)),
                node("Squeeze", "small axis", "row"),
                tensor("axis", [0]),
                node("Tile", "row shape", "large"),
                least,
            ),
        )
        limits = tensor("from", 0.0), tensor("to", float(size)), tensor("step", 1.0)
        yield "range", graph(*limits, node("Range", "from to step", "large"), least)
        yield (
            "pad",
            graph(
                tensor("pads", [0, 0, 0, 0, size, 0]), node("Pad", "features pads", "large"), least
            ),
        )
        yield (
            "resize",
            graph(
                tensor("sizes", [1, size, 1]),
                tensor("none", np.zeros(0)),
                node("Resize", "features none none sizes", "large"),
                least,
            ),
        )
        yield (
            "one hot",
            graph(
                tensor("which", [1, 2, 3]),
                tensor("depth", size),
                tensor("values", [0.0, 1.0]),
                node("OneHot", "which depth values", "large"),
                least,
            ),
        )
        yield "random", graph(node("RandomNormal", "", "large", ints("shape", size)), least)
        yield (
            "deconvolution",
            graph(
                tensor("kernel", np.ones((FEATURES, 1, 1))),
                node("Transpose", "features", "maps", ints("perm", 0, 2, 1)),
                node("ConvTranspose", "maps kernel", "large", ints("strides", min(size, 2**40))),
                least,
            ),
        )
        yield (
            "convolution",
            graph(
                tensor("kernel", np.ones((1, FEATURES, 1))),
                node("Transpose", "features", "maps", ints("perm", 0, 2, 1)),
                node("Conv", "maps kernel", "large", ints("pads", size, size)),
                least,
            ),
        )
    for times in (10, 22, 26, 30, 60):
        names = ["features", *(f"twice{number}" for number in range(times))]
        doublings = [node("Concat", f"{a} {a}", b, number("axis", 1)) for a, b in pairwise(names)]
        yield (
            "doubling",
            graph(*doublings, node("ReduceMax", names[-1], "grown", number("keepdims", 0))),
        )
        constants = [tensor("twice", np.ones((1, 64))), *doublings[1:]]
        constants.insert(1, node("Concat", "twice twice", names[1], number("axis", 1)))
        yield (
            "doubling of constants",
            graph(*constants, node("ReduceMax", names[-1], "grown", number("keepdims", 0))),
        )
    turned = node("Transpose", "features", "turned", ints("perm", 0, 2, 1))
    yield "outer product", graph(turned, node("MatMul", "features turned", "large"), least)
    yield (
        "broadcast",
        graph(
            node("Unsqueeze", "features axis", "tall"),
            tensor("axis", [2]),
            node("Add", "tall features", "large"),
            least,
        ),
    )
    for operator in ("Loop", "Scan", "SequenceMap", "If", "NoSuch", "Optional", "SequenceAt", ""):
        yield "operators", graph(node(operator, "features", "grown"))
        yield "operators", graph(node(operator, "features", "grown", domain="com.microsoft"))
        yield "operators", graph(node(operator, "features", "grown", domain="own"))
    one_way = node("Identity", "a", "b"), node("Identity", "b", "a")
    yield "wrong", graph(*one_way, node("Identity", "a", "grown"))
    for last in ("nowhere", "features", "zeros"):
        yield "wrong", graph(last=last)
    for opset in (0, 1, 7, 9999, 2**40):
        yield "wrong", graph(tensor("grown", 0.0), opset=opset)
    for kind in (0, 2, 7, 8, 10, 16, 99):
        yield "wrong", graph(tensor("grown", 0.0), kind=kind)
    for value in (float("nan"), float("inf"), -float("inf"), 1e38, -1e38, 1.0, 0.5, -1.0):
        yield "odd activations", graph(tensor("grown", value))
    for values in (
        np.zeros(7),
        np.zeros((3, 1, 1)),
        np.zeros((2, 2, 2, 2)),
        np.zeros((0, 1)),
        [1, 2],
    ):
        yield "wrong shapes", graph(tensor("grown", values))
    for dims in ((2**62, 2**62), (2**63,), (2**64 - 1,), (10**9,), (0, 10**18)):
        sizes = b"".join(field(1, size) for size in dims)
        yield "wrong sizes", graph(field(5, sizes + field(2, FLOAT) + field(8, "grown")))
        data = field(9, bytes(16))
        yield "wrong sizes", graph(field(5, sizes + field(2, FLOAT) + field(8, "grown") + data))
    for place in ("weights.bin", "/etc/passwd", "/dev/zero", "../a", "*/_ORT_MEM_ADDR_/*"):
        outside = field(13, field(1, "location") + field(2, place))
        sizes = field(1, 4) + field(2, FLOAT) + field(8, "grown")
        yield "elsewhere", graph(field(5, sizes + outside + field(14, 1)))
        yield "elsewhere", graph(field(5, sizes + outside))
