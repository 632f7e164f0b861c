"""Results that exist: whether they are what would be made now."""

from __future__ import annotations

import json
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

from lausch import formats
from lausch.audio.opening import header_seconds
from lausch.files import printable

if TYPE_CHECKING:
    from lausch.analysis.choice import Choice
    from lausch.cli.job import Job
    from lausch.formats.origins import Origin

MODEL, OPTIONS, RECORDING = "of another model", "with other options", "of another recording"
LEAST_SECONDS = 1.0
"""Headers of sound promise lengths that differ a little from what is decoded."""


def is_stale(job: Job) -> bool:
    """Whether a result is older than its recording; it may be of another one of the same name."""
    try:
        made = min(path.stat().st_mtime_ns for path in job.targets)
        return made < job.path.stat().st_mtime_ns
    except OSError:  # one of them has gone meanwhile
        return False


def difference(job: Job, choice: Choice) -> str:
    """How the results of a job differ from those that it would write now; "" if nothing says so.

    The first of its files that tells its origin counts. `choice` is that of the job's options.
    """
    for name, path in job.files:
        try:
            origin = formats.format_of("", name).origin(path)
        except OSError:
            continue
        if origin is not None:
            return _difference(origin, choice) or _other_recording(origin, job.path)
    return ""


def _difference(origin: Origin, choice: Choice) -> str:
    layers = {**choice.layers, **choice.helpers}
    for layer, model in layers.items():
        if layer in origin.digests and origin.digests[layer] != model.digest:
            return MODEL
    lacking = origin.whole and not choice.layers.keys() <= origin.digests.keys()
    # As JSON has them: tuples are lists.
    same = json.loads(json.dumps(dict(choice.options))) == origin.options
    return OPTIONS if lacking or not same else ""


def _other_recording(origin: Origin, path: Path) -> str:
    """RECORDING if the path has another name, or may be another path, to sound of another length.

    The same relative path may be named from two folders. The header of the sound, which takes
    milliseconds, is not read for the same absolute path.
    """
    name = printable(path)
    if not origin.name or (origin.name == name and path.is_absolute()):
        return ""
    if PureWindowsPath(origin.name).name != PureWindowsPath(name).name:  # paths of either system
        return RECORDING
    seconds = header_seconds(path)
    if seconds is None or origin.duration is None:
        return ""
    return RECORDING if abs(seconds - origin.duration) > LEAST_SECONDS else ""
