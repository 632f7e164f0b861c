"""The tensors of weights in a file: on its card, or else read from the graph without onnx."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from lausch.models.card import Card
from lausch.models.guard import fields_of

KINDS = {1: "float32", 2: "uint8", 3: "int8", 10: "float16", 11: "float64", 22: "int4"}
"""ONNX's numbers for the element types of weights; other tensors are shapes and the like."""
_GRAPH, _NODES, _TENSORS = 7, 1, 5
_INPUTS, _OPERATOR = 1, 4
_SIZES, _KIND, _NAME = 1, 2, 8
"""Numbers of fields in onnx.proto: of a model and its graph, of a node, of a tensor."""


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
    """The tensors of weights in an .onnx file with this card, in the order of their use."""
    rows = card.tensors or table_of(data)  # cards of earlier versions have no table
    return tuple(Tensor(row["operator"], tuple(row["shape"]), row["kind"]) for row in rows)


def table_of(data: bytes) -> list[dict[str, Any]]:
    """The tensors in the bytes of an .onnx file, for a card."""
    graph = _fields(_fields(data)[_GRAPH][0])
    readers: dict[bytes, str] = {}
    for node in map(_fields, graph.get(_NODES, ())):
        for name in node.get(_INPUTS, ()):
            readers.setdefault(name, node[_OPERATOR][0].decode())
    tensors = {tensor[_NAME][0]: tensor for tensor in map(_fields, graph.get(_TENSORS, ()))}
    return [
        {"operator": operator, "shape": tensors[name].get(_SIZES, []), "kind": KINDS[kind]}
        for name, operator in readers.items()
        if name in tensors and (kind := tensors[name][_KIND][0]) in KINDS
    ]


def _fields(message: bytes) -> dict[int, list[Any]]:
    """The contents of a message by the number of their field."""
    fields: dict[int, list[Any]] = {}
    for number, value in fields_of(message):
        fields.setdefault(number, []).append(value)
    return fields
