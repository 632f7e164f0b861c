"""What numbers a weights file holds: the table that its card has, or that onnx reads from it."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from lausch.errors import MissingExtraError, ModelError
from lausch.models.card import Card

if TYPE_CHECKING:
    from onnx import ModelProto

KINDS = {1: "float32", 2: "uint8", 3: "int8", 10: "float16", 11: "float64", 22: "int4"}
"""ONNX's numbers for the element types of weights; other tensors hold shapes and the like."""


@dataclass(frozen=True)
class Tensor:
    """One tensor of weights.

    Parameters
    ----------
    operator : operator of ONNX that reads it first: Conv, MatMul, LSTM ...
    shape : its sizes.
    kind : float32, int8 ...
    """

    operator: str
    shape: tuple[int, ...]
    kind: str

    @property
    def size(self) -> int:
        return math.prod(self.shape)


def tensors_of(data: bytes, card: Card) -> tuple[Tensor, ...]:
    """The tensors of weights in an .onnx file, in the order in which they are used.

    Parameters
    ----------
    data : the file.
    card : card of the same file; what lausch exported before it wrote the table is read by onnx.

    Raises
    ------
    MissingExtraError : the card has no table, and onnx is not installed.
    ModelError : the bytes are not of that format.
    """
    if card.tensors:
        return tuple(Tensor(**{**entry, "shape": tuple(entry["shape"])}) for entry in card.tensors)
    try:
        import onnx
    except ImportError as error:
        raise MissingExtraError(
            f"the card of {card.name} has no table of its tensors, and to read them from the file "
            "needs onnx: pip install 'lausch[train]'"
        ) from error
    try:
        tensors = read_tensors(onnx.load_model_from_string(data))
    except Exception as error:  # of whatever protobuf is installed
        raise ModelError("not an .onnx file, or cut off") from error
    if not tensors:
        raise ModelError("not an .onnx file, or cut off: it holds no weights")
    return tensors


def read_tensors(model: ModelProto) -> tuple[Tensor, ...]:
    """The tensors of weights in a graph, in the order in which they are used."""
    readers: dict[str, str] = {}
    for node in model.graph.node:
        for name in node.input:
            readers.setdefault(name, node.op_type)
    weights = {each.name: each for each in model.graph.initializer if each.data_type in KINDS}
    return tuple(
        Tensor(operator, tuple(weights[name].dims), KINDS[weights[name].data_type])
        for name, operator in readers.items()
        if name in weights
    )


def table_of(model: ModelProto) -> list[dict[str, Any]]:
    """The tensors as a card holds them."""
    return [{**asdict(each), "shape": list(each.shape)} for each in read_tensors(model)]
