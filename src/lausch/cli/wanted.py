"""What a batch is asked for, as digests to compare with those of results that exist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from lausch.batches.making import Making, joined, making

if TYPE_CHECKING:
    from lausch.analysis.choice import Choice
    from lausch.cli.job import Job


class Wanted(NamedTuple):
    """What a batch is asked for: the making of each kind of file, and what is done again."""

    choice: Choice
    makings: Mapping[str, Making]
    overwrite: bool = False
    retry: bool = False

    @property
    def making(self) -> str:
        """What makes all files of a recording."""
        return joined(self.makings.values())


def makings_of(jobs: Sequence[Job], choice: Choice) -> dict[str, Making]:
    """What makes each kind of file that jobs of the same options write."""
    from lausch.annotation.layers import layer_names
    from lausch.formats.registry import FORMATS
    from lausch.sonify import clicks, tones

    if not jobs:
        return {}
    layers: Mapping[str, Iterable[str]] = {
        "click": clicks.SOUNDS,
        "sonify": tones.VOICES,
        "plot": layer_names(),
        "activations": choice.beat_options.layers,
    }
    makings: dict[str, Making] = {}
    job = jobs[0]
    for kind, _ in job.places:
        if kind in FORMATS:
            entry = FORMATS[kind]
            settings = {"activations": job.options.activations} if entry.tells else {}
            makings[kind] = making(kind, entry.holds, choice, whole=entry.tells, **settings)
        else:
            makings[kind] = making(kind, layers[kind], choice, beside=job.extras.beside)
    return makings
