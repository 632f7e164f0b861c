"""Weights files as strangers may write them: a shipped one with another card, graph or tensor."""

from __future__ import annotations

import json

from lausch.models.card import METADATA_KEY
from lausch.models.guard import fields_of
from lausch.models.model import read_weights

SHIPPED = "abesser2017m1"
_GRAPH, _METADATA = 7, 14


def field(number, content) -> bytes:
    """One field of a protocol buffer: bytes, a text, a number or other fields."""
    if isinstance(content, int):
        return _varint(number << 3) + _varint(content)
    data = content.encode() if isinstance(content, str) else content
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _varint(value) -> bytes:
    data = bytearray()
    while value > 127:
        data.append(value & 127 | 128)
        value >>= 7
    return bytes([*data, value])


def card(name=SHIPPED) -> dict:
    """The card of a shipped model."""
    entries = [value for number, value in fields_of(read_weights(name)) if number == _METADATA]
    pairs = [dict(fields_of(entry)) for entry in entries]
    return json.loads(next(each[2] for each in pairs if each[1] == METADATA_KEY.encode()))


def model(values=None, *, graph=b"", name=SHIPPED) -> bytes:
    """A shipped model with another card, and with more fields in its graph."""
    made = b""
    for number, value in fields_of(read_weights(name)):
        if number == _GRAPH:
            value += graph
        if number != _METADATA:
            made += field(number, value)
    text = json.dumps(card(name) if values is None else values)
    return made + field(_METADATA, field(1, METADATA_KEY) + field(2, text))
