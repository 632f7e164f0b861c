"""A model as the analysis needs it, and how one is opened by its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeAlias, runtime_checkable

from lausch.audio import Audio, Recording
from lausch.errors import ModelError
from lausch.files import printable
from lausch.formulas import WEIGHTLESS, open_formula
from lausch.frames import Frames
from lausch.models.model import load_model, shipped


@runtime_checkable
class Runner(Protocol):
    """A model as `analyze` needs it; `lausch.models.model.Model` is one.

    `decode` returns Beats, a Melody if `layers` has the solo, a BassLine if it has the bass, or a
    Form if it has sections. Its options are `min_bpm`, `max_bpm` and `meters` for beats, `beats`
    (times) for the bass, and `sections`, `sensitivity` and `features` (of `structure_of`) for
    sections.
    """

    @property
    def name(self) -> str: ...
    @property
    def digest(self) -> str: ...
    @property
    def rate(self) -> int: ...
    @property
    def layers(self) -> tuple[str, ...]: ...
    def activations(self, recording: Recording | Audio) -> Frames: ...
    def decode(self, activations: Frames, **options: Any) -> Any: ...


Named: TypeAlias = "str | Path | Runner"
Load: TypeAlias = "Callable[[str | Path], Runner]"


def load(name: str | Path) -> Runner:
    """Open a shipped model, a formula or a weights file; raises ModelError."""
    if isinstance(name, str) and name in WEIGHTLESS:
        return open_formula(name)
    model: Runner = load_model(name)
    return model


def opened(name: str | Path) -> Runner:
    """`load`, once in each process; a file that has changed since is opened again."""
    path = Path(name)
    return _opened(name, path.stat().st_mtime_ns if path.is_file() else 0)


@cache
def _opened(name: str | Path, changed: int) -> Runner:
    return load(name)


def load_shipped(name: str) -> Runner:
    """Open a shipped model or a formula that is named in a file, such as an index or an analysis.

    Raises ModelError for any other name: such files must not choose weights files.
    """
    check_shipped(name)
    return load(name)


def check_shipped(name: str) -> None:
    """Raise ModelError unless this is the name of a shipped model or a formula."""
    if name not in (*shipped(), *WEIGHTLESS):
        raise ModelError(
            f"{printable(name)!r} is not a shipped model; name its weights file with --model"
        )


def open_all(models: Named | Sequence[Named] | None, load: Load = load) -> list[Runner]:
    """One or several models, some of them by name or path, opened."""
    if models is None:
        return []
    several = (models,) if isinstance(models, (str, Path, Runner)) else models
    return [load(each) if isinstance(each, (str, Path)) else each for each in several]
