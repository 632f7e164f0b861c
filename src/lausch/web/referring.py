"""What is known to be true of a recording, sent to the server in any format, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lausch import formats
from lausch.corpora.workers import work_through
from lausch.errors import FormatError, LauschError
from lausch.files import printable
from lausch.web.compare import with_reference
from lausch.web.kept import Kept
from lausch.web.lanes import lanes_of
from lausch.web.subject import read_reference

LIMIT_SECONDS = 60.0
FRAMES = ("curves", "heat")
"""Kinds of shapes that are compared with nothing."""


@dataclass(frozen=True)
class Reading:
    """A file that was sent, and where what is in it is to be kept."""

    path: Path
    target: Path


def keep_reference(kept: Kept, path: Path, title: str, memory_bytes: int = 0) -> None:
    """Read a file in a process of its own, keep what is in it, and remove it.

    Raises FormatError when it cannot be read, or has nothing that a lane could show.
    """
    try:
        (outcome,) = work_through(
            [Reading(path, kept.reference_path)],
            read,
            explain,
            workers=1,
            seconds=LIMIT_SECONDS,
            memory_bytes=memory_bytes,
        )
    finally:
        path.unlink(missing_ok=True)
    if outcome.result is None:
        raise FormatError(f"{printable(title)}: {outcome.failure}")


def read(reading: Reading) -> bool:
    """Read what is true, and write it as JSON."""
    formats.write(read_reference(reading.path), reading.target, "json")
    return True


def explain(reading: Reading, error: BaseException) -> str:
    """Why a file is no reference, without the server's name of it."""
    text = printable(" ".join(str(error).split()))
    reason = (
        text if isinstance(error, (LauschError, OSError)) else f"{type(error).__name__}: {text}"
    )
    name = printable(reading.path)
    return reason.removeprefix(f"{name}: ").replace(name, "the file")


def comparison_of(kept: Kept) -> dict[str, dict[str, Any]]:
    """For each layer of the reference: outcomes of the shapes of its lane, itself, and the score.

    What is compared is what the user has: corrected where something was corrected.
    """
    reference = kept.reference()
    if reference is None:
        return {}
    whole = kept.whole()
    compared = {}
    for lane in lanes_of(whole):
        beside = with_reference(lane, whole, (reference,))
        if beside.reference:
            compared[lane.layer] = {
                "outcomes": [
                    shape.get("outcome") for shape in beside.shapes if shape["kind"] not in FRAMES
                ],
                "reference": list(beside.reference),
                "said": beside.said,
            }
    return compared


def put_comparison(lanes: list[dict[str, Any]], compared: dict[str, dict[str, Any]]) -> None:
    """Put a comparison into the lanes of a document."""
    for lane in lanes:
        beside = compared.get(lane["layer"])
        if beside is None:
            continue
        shown = [shape for shape in lane["shapes"] if shape["kind"] not in FRAMES]
        for shape, outcome in zip(shown, beside["outcomes"], strict=True):
            if outcome is not None:
                shape["outcome"] = outcome
        lane["reference"], lane["said"] = beside["reference"], beside["said"]
