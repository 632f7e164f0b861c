"""What made a result, from the beginning or the end of its file: models, options, recording.

The whole file is not read, so that it can be asked of a collection of results.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HEAD_BYTES = 8192
TAIL_BYTES = 65536
_NOT_OURS = (ValueError, KeyError, TypeError, RecursionError)
_HEAD_END = re.compile(rb',\n "duration": ([0-9.e+-]+|null),\n')
_AUDIO = b'"audio": '
_SANDBOX = b'"sandbox": {\n  "lausch": '
_JAMS_DURATION = re.compile(rb'"duration": ([0-9.e+-]+),\n +"identifiers"')


@dataclass(frozen=True)
class Origin:
    """What a file says of its making.

    Parameters
    ----------
    digests : SHA-256 of the model of each layer.
    options : options of the decoders, as JSON has them.
    whole : whether every layer of the file is among `digests`.
    name : path of the recording at that time; "" if it was not read.
    duration : of the recording, in seconds; None if unknown.
    """

    digests: Mapping[str, str]
    options: Mapping[str, Any]
    whole: bool = False
    name: str = ""
    duration: float | None = None


def of_json(path: Path) -> Origin | None:
    """The origin of lausch's JSON: models and options are its head, the recording near its end.

    The recording is not seen where activations follow it. None for files of other programs, and of
    schema version 1. Raises OSError.
    """
    head, tail = _ends(path)
    end = _HEAD_END.search(head)
    try:
        document = json.loads(head[: end.start()] + b"}") if end else {}
        digests = {layer: each["sha256"] for each in document["models"] for layer in each["layers"]}
        options = dict(document["options"])
    except _NOT_OURS:
        return None
    return Origin(digests, options, True, _name(tail), _number(end))


def of_jams(path: Path) -> Origin | None:
    """The origin of JAMS by lausch, of which the sandbox at its end tells.

    None for files of other programs. Raises OSError.
    """
    _, tail = _ends(path)
    at = tail.rfind(_SANDBOX)
    making = {} if at < 0 else _object(tail, at + len(_SANDBOX))
    try:
        digests = {layer: each["sha256"] for each in making["models"] for layer in each["layers"]}
        options = dict(making["options"])
    except _NOT_OURS:
        return None
    return Origin(digests, options, True, _name(tail), _number(_JAMS_DURATION.search(tail)))


def none(path: Path) -> Origin | None:
    """None: the format has no room for it."""
    return None


def _ends(path: Path) -> tuple[bytes, bytes]:
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        file.seek(max(file.seek(0, os.SEEK_END) - TAIL_BYTES, 0))
        return head, file.read(TAIL_BYTES)


def _object(text: bytes, start: int) -> dict[str, Any]:
    """The JSON object that begins there; empty if it is none. The files are ASCII."""
    try:
        value = json.JSONDecoder().raw_decode(text[start:].decode("latin-1"))[0]
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _name(tail: bytes) -> str:
    at = tail.rfind(_AUDIO)  # a pattern would take ten times as long
    return "" if at < 0 else str(_object(tail, at + len(_AUDIO)).get("name", ""))


def _number(match: re.Match[bytes] | None) -> float | None:
    try:
        return None if match is None else float(match[1])
    except ValueError:
        return None
