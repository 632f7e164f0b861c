"""Protection from foreign weights files that read other files, never end, or fill the memory.

ONNX is a protocol buffer; the numbers of its fields are those of onnx.proto.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from lausch.errors import ModelError
from lausch.frames import Clock

_MESSAGES: dict[str, dict[int, str]] = {
    "model": {7: "graph", 20: "training", 25: "function"},
    "training": {1: "graph", 2: "graph"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "function": {7: "node", 11: "attribute"},
    "node": {5: "attribute"},
    "attribute": dict.fromkeys((5, 10), "tensor")
    | dict.fromkeys((6, 11), "graph")
    | dict.fromkeys((22, 23), "sparse"),
    "sparse": {1: "tensor", 2: "tensor"},
}
"""The fields of each message that contain further messages, and their kind."""
_OPERATOR, _EXTERNAL_DATA, _DATA_LOCATION = 4, 13, 14
ENDLESS = (b"Loop", b"Scan")
"""Operators that repeat a part of the graph; no network of lausch has them."""

LIMITS: tuple[tuple[str, float, float], ...] = (
    ("rate", 1000, 1_000_000),
    ("hop_samples", 1, 1 << 17),
    ("_samples", 0, 1 << 17),
    ("_fps", 0.01, 1000),
    ("_bpm", 10, 1000),
    ("_hz", 0, 1_000_000),
    ("seconds", 0, 3600),
    ("factor", 0, 1e9),
    ("_lambda", 0, 1e6),
)
"""Limits of the settings on a card, by the end of their name; others have the limits `OTHER`."""
OTHER = (-1000.0, 1000.0)
MOST_FRAMES = 100_000
MOST_FPS = 1000.0
_MOST_LISTED = 1000
_DEEPEST = 16


def checked_graph(data: bytes) -> bytes:
    """The bytes of an .onnx file that contains all of its weights and no loops.

    Raises ModelError for tensors whose data are in other files or in memory, for operators that
    repeat a part of the graph, and for bytes of another format.
    """
    if data[4:8] == b"ORTM":
        raise ModelError("this is a model in the format of ONNX Runtime; an .onnx file is expected")
    messages: list[tuple[str, bytes]] = [("model", data)]
    try:
        while messages:
            kind, message = messages.pop()
            for field, value in fields_of(message):
                if kind == "tensor" and (
                    field == _EXTERNAL_DATA or (field, value) == (_DATA_LOCATION, 1)
                ):
                    raise ModelError(
                        "a tensor of this model is in another file (external data); only a file "
                        "with all of its weights is opened"
                    )
                if kind == "node" and field == _OPERATOR and value in ENDLESS:
                    raise ModelError("this model repeats a part of itself (Loop, Scan): refused")
                inner = _MESSAGES.get(kind, {}).get(field)
                if inner is not None and isinstance(value, bytes):
                    messages.append((inner, value))
    except (IndexError, ValueError) as error:
        raise ModelError("not an .onnx file, or cut off") from error
    return data


def checked_settings(noun: str, settings: Any) -> Any:
    """The settings of a representation or a task, if all numbers are within `LIMITS`.

    Raises ModelError for other numbers, and for lists or nested settings that are too large.
    """
    for depth, name, value in _walk(0, noun, settings):
        if depth > _DEEPEST or (isinstance(value, list) and len(value) > _MOST_LISTED):
            raise ModelError(f"the card's {noun} is too large")
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            continue
        low, high = next(((a, b) for end, a, b in LIMITS if name.endswith(end)), OTHER)
        if not (math.isfinite(value) and low <= value <= high):
            raise ModelError(
                f"the card's {noun} says {name} {value!r}, which should lie between {low:g} and "
                f"{high:g}"
            )
    return settings


def _walk(depth: int, name: str, value: Any) -> Iterator[tuple[int, str, Any]]:
    yield depth, name, value
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(depth + 1, str(key), inner)
    elif isinstance(value, list):
        for inner in value[: _MOST_LISTED + 1]:
            yield from _walk(depth + 1, name, inner)


def checked_clock(clock: Clock) -> None:
    """Raise ModelError for more frames a second than any network needs."""
    if clock.fps > MOST_FPS:
        raise ModelError(f"the card asks for {clock.fps:g} frames a second; at most {MOST_FPS:g}")


def checked_frames(noun: str, count: object, least: int) -> int:
    """A number of frames from a card."""
    if isinstance(count, bool) or not isinstance(count, int) or not least <= count <= MOST_FRAMES:
        raise ModelError(
            f"the card's {noun} is a whole number of {least} to {MOST_FRAMES}, not {count!r}"
        )
    return count


def fields_of(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Numbers and contents of the fields of a message; raises ValueError or IndexError."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        wire = key & 7
        if wire == 0:
            value, at = _varint(message, at)
            yield key >> 3, value
            continue
        length, at = _varint(message, at) if wire == 2 else ({1: 8, 5: 4}.get(wire, -1), at)
        if length < 0 or at + length > len(message):
            raise ValueError("a field is longer than its message")
        yield key >> 3, message[at : at + length]
        at += length


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at
        if shift > 63:
            raise ValueError("a number of more than 64 bits")
