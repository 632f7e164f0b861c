"""Frames in JSON: an object with a clock, names of columns, and the values in base64."""

from __future__ import annotations

import math
from base64 import b64decode, b64encode
from typing import Any

import numpy as np

from lausch.frames import Clock, Frames

LARGEST_CLOCK = 10_000_000
"""Of a sample rate in Hz, and of a hop in samples."""


def frames_to_json(frames: Frames | None, *, half: bool = False) -> dict[str, Any] | None:
    """An object with clock, columns and values in base64: float32 (<f4) or, if `half`, <f2."""
    if frames is None:
        return None
    data = frames.values.astype("<f2" if half else "<f4").tobytes()
    return {
        "rate": frames.clock.rate,
        "hop": frames.clock.hop,
        "columns": list(frames.columns),
        "frames": len(frames),
        **({"tuning": frames.tuning} if frames.tuning else {}),
        **({"followed": frames.followed} if frames.followed else {}),
        "float16_base64" if half else "float32_base64": b64encode(data).decode("ascii"),
    }


def frames_from_json(value: dict[str, Any] | None) -> Frames | None:
    """The inverse of `frames_to_json`; raises KeyError, TypeError or ValueError."""
    if value is None:
        return None
    columns = tuple(str(column) for column in value["columns"])
    kind, size = ("float16", 2) if "float16_base64" in value else ("float32", 4)
    data = b64decode(value[f"{kind}_base64"], validate=True)
    shape = (int(value["frames"]), len(columns))
    if len(data) != size * math.prod(shape):
        raise ValueError(
            f"activations have {len(data)} bytes where {shape} needs {size} for each value"
        )
    values = np.frombuffer(data, dtype=f"<f{size}").reshape(shape).astype(np.float32)
    clock = Clock(value["rate"], value["hop"])
    if max(clock.rate, clock.hop) > LARGEST_CLOCK:
        raise ValueError(f"rate and hop are at most {LARGEST_CLOCK}, not {clock.rate}, {clock.hop}")
    tuning, followed = float(value.get("tuning", 0)), str(value.get("followed", ""))
    return Frames(values, clock, columns, tuning, followed)
