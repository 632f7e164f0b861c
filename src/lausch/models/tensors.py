"""The tensors of weights in a file, by the table that export writes on its card."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from lausch.errors import MissingExtraError
from lausch.models.card import Card

KINDS = {1: "float32", 2: "uint8", 3: "int8", 10: "float16", 11: "float64", 22: "int4"}
"""ONNX's numbers for the element types of weights; other tensors are shapes and the like."""


@dataclass(frozen=True)
class Tensor:
    """One tensor of weights: the first operator that reads it (Conv, LSTM ...), shape and type."""

    operator: str
    shape: tuple[int, ...]
    kind: str

    @property
    def size(self) -> int:
        return math.prod(self.shape)


def tensors_of(data: bytes, card: Card) -> tuple[Tensor, ...]:
    """The tensors of weights in an .onnx file with this card, in the order of their use.

    Cards of earlier versions have no table: raises MissingExtraError if there is no onnx either.
    """
    rows = card.tensors or _read(data)
    return tuple(Tensor(row["operator"], tuple(row["shape"]), row["kind"]) for row in rows)


def table_of(graph: Any) -> list[dict[str, Any]]:
    """The tensors of an onnx.GraphProto for a card."""
    readers: dict[str, str] = {}
    for node in graph.node:
        for name in node.input:
            readers.setdefault(name, node.op_type)
    weights = {each.name: each for each in graph.initializer if each.data_type in KINDS}
    return [
        {"operator": operator, "shape": list(tensor.dims), "kind": KINDS[tensor.data_type]}
        for name, operator in readers.items()
        if (tensor := weights.get(name)) is not None
    ]


def _read(data: bytes) -> list[dict[str, Any]]:
    try:
        import onnx
    except ImportError as error:
        raise MissingExtraError(
            "the card has no table of tensors, and the file is read by onnx: "
            "pip install 'lausch[train]'"
        ) from error
    return table_of(onnx.load_from_string(data).graph)
