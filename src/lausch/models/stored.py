"""What numbers a weights file holds, read from the file itself (ONNX is a protocol buffer)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from lausch.errors import ModelError

# Field numbers of onnx.proto.
_GRAPH, _NODE, _INITIALIZER = 7, 1, 5
_INPUT, _OPERATOR = 1, 4
_DIMS, _KIND, _NAME = 1, 2, 8
KINDS = {1: "float32", 2: "uint8", 3: "int8", 10: "float16", 11: "float64", 22: "int4"}
"""Element types of weights; other tensors hold shapes and the like."""


@dataclass(frozen=True)
class Stored:
    """One tensor of weights.

    Parameters
    ----------
    operator : of ONNX that reads it first: Conv, MatMul, LSTM ...
    shape : its sizes.
    kind : float32, int8 ...
    """

    operator: str
    shape: tuple[int, ...]
    kind: str

    @property
    def size(self) -> int:
        return math.prod(self.shape)


def stored(data: bytes) -> tuple[Stored, ...]:
    """The tensors of weights in an .onnx file, in the order in which they are used.

    Raises
    ------
    ModelError
        When the bytes are not of that format.
    """
    try:
        graph = next(value for field, value in _fields(data) if field == _GRAPH)
        return _tensors(_bytes(graph))
    except (IndexError, StopIteration, ValueError) as error:
        raise ModelError("not an .onnx file, or cut off") from error


def _tensors(graph: bytes) -> tuple[Stored, ...]:
    readers: dict[str, str] = {}
    shapes: dict[str, tuple[tuple[int, ...], str]] = {}
    for field, value in _fields(graph):
        if field == _NODE:
            parts = list(_fields(_bytes(value)))
            operator = next((_bytes(v).decode() for f, v in parts if f == _OPERATOR), "")
            for name in (_bytes(v).decode() for f, v in parts if f == _INPUT):
                readers.setdefault(name, operator)
        elif field == _INITIALIZER:
            parts = list(_fields(_bytes(value)))
            kind = next((v for f, v in parts if f == _KIND), 0)
            name = next((_bytes(v).decode() for f, v in parts if f == _NAME), "")
            if kind in KINDS:
                shapes[name] = (_dims(parts), KINDS[int(str(kind))])
    used = [name for name in readers if name in shapes]
    return tuple(Stored(readers[name], *shapes[name]) for name in used)


def _dims(parts: list[tuple[int, int | bytes]]) -> tuple[int, ...]:
    """Sizes, packed into one field or each in its own."""
    found: list[int] = []
    for field, value in parts:
        if field == _DIMS and isinstance(value, int):
            found.append(value)
        elif field == _DIMS:
            at = 0
            while at < len(_bytes(value)):
                size, at = _varint(_bytes(value), at)
                found.append(size)
    return tuple(found)


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Numbers and contents of the fields of one message."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        wire = key & 7
        if wire == 0:
            value, at = _varint(data, at)
            yield key >> 3, value
            continue
        length, at = _varint(data, at) if wire == 2 else ({1: 8, 5: 4}.get(wire, -1), at)
        if length < 0 or at + length > len(data):
            raise ValueError("a field that does not fit")
        yield key >> 3, data[at : at + length]
        at += length


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def _bytes(value: int | bytes) -> bytes:
    if isinstance(value, int):
        raise ValueError("a number where a message is expected")
    return value
