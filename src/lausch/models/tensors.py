"""The tensors of weights in a file, by the table on its card, or by the graph."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

from lausch.errors import ModelError
from lausch.models.card import Card
from lausch.models.guard import bytes_of, fields_of, numbers_of

_GRAPH, _NODE, _TENSOR = 7, 1, 5
_INPUT, _OPERATOR = 1, 4
_DIMS, _KIND, _NAME = 1, 2, 8

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

    Raises ModelError for bytes of another format.
    """
    if card.tensors:
        return tuple(Tensor(**{**entry, "shape": tuple(entry["shape"])}) for entry in card.tensors)
    tensors = read_tensors(data)
    if not tensors:
        raise ModelError("not an .onnx file, or cut off: it holds no weights")
    return tensors


def read_tensors(data: bytes) -> tuple[Tensor, ...]:
    """The tensors of weights in a graph, in the order of their use; see `tensors_of`."""
    try:
        graph = next((bytes_of(value) for field, value in fields_of(data) if field == _GRAPH), b"")
        parts = list(fields_of(graph))
        readers: dict[str, str] = {}
        for node in (list(fields_of(bytes_of(value))) for at, value in parts if at == _NODE):
            operator = next((bytes_of(value).decode() for at, value in node if at == _OPERATOR), "")
            for name in (bytes_of(value).decode() for at, value in node if at == _INPUT):
                readers.setdefault(name, operator)
        weights: dict[str, tuple[tuple[int, ...], str]] = {}
        for tensor in (list(fields_of(bytes_of(value))) for at, value in parts if at == _TENSOR):
            kind = next((value for at, value in tensor if at == _KIND), 0)
            name = next((bytes_of(value).decode() for at, value in tensor if at == _NAME), "")
            if kind in KINDS:
                sizes = [numbers_of(value) for at, value in tensor if at == _DIMS]
                weights[name] = (tuple(size for each in sizes for size in each), KINDS[int(kind)])
    except (IndexError, ValueError) as error:
        raise ModelError("not an .onnx file, or cut off") from error
    return tuple(Tensor(readers[name], *weights[name]) for name in readers if name in weights)


def table_of(data: bytes) -> list[dict[str, Any]]:
    """The tensors of an .onnx file for its card."""
    return [{**asdict(each), "shape": list(each.shape)} for each in read_tensors(data)]
