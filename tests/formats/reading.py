"""Files made for tests of readers, and what is read of them."""

from __future__ import annotations

import re
from collections.abc import Callable

from lausch import formats
from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError


def known(analysis: Analysis) -> dict[str, object]:
    """What an analysis has, without what every one has."""
    return {
        name: value
        for name, value in vars(analysis).items()
        if value is not None and value != "" and value != () and value != {} and name[0] != "_"
    }


def read(decode: Callable[..., object], *arguments: object) -> object:
    """What is read, or "line 3" for an error that names the third line, or "refused"."""
    try:
        value = decode(*arguments)
    except FormatError as error:
        line = re.search(r"line \d+", str(error))
        return line[0] if line else "refused"
    return known(value) if isinstance(value, Analysis) else value


def texts(name: str, *many: str) -> list[object]:
    return [read(formats.FORMATS[name].decode, text, "x") for text in many]


def number(value: int) -> bytes:
    """A number of variable length, as MIDI has it."""
    parts = [value & 127]
    while value := value >> 7:
        parts.append(value & 127 | 128)
    return bytes(parts[::-1])


def track(*events: tuple[int, str], end: bool = True) -> bytes:
    """A track of events as (ticks since the last one, hexadecimal bytes)."""
    body = b"".join(number(ticks) + bytes.fromhex(event) for ticks, event in events)
    body += bytes.fromhex("00ff2f00") if end else b""
    return b"MTrk" + len(body).to_bytes(4) + body


def midi(*tracks: bytes, kind: int = 1, division: int = 96) -> bytes:
    header = b"".join(each.to_bytes(2) for each in (kind, len(tracks), division))
    return b"MThd" + (6).to_bytes(4) + header + b"".join(tracks)


def layer(points: str, dimensions: int, more: str = "", rate: str = "1000") -> str:
    return (
        f'<sv><data><model id="1" dataset="2" name="a" sampleRate="{rate}" '
        f'dimensions="{dimensions}" {more}/><dataset id="2" dimensions="{dimensions}">{points}'
        '</dataset></data><display><layer model="1" name="shown"/></display></sv>'
    )
