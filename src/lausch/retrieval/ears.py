"""The model that an index is bound to: what two models hear must not be compared."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from lausch.analysis.choice import Listener, load
from lausch.errors import SearchIndexError
from lausch.retrieval.tables import Made


def opened(model: str | PathLike[str] | Listener) -> Listener:
    """A model by name, by path, or as it is."""
    if isinstance(model, (str, PathLike)):
        return load(model if isinstance(model, str) else Path(model))
    return model


def bound(made: Made, model: str | PathLike[str] | Listener | None, name: str) -> Listener:
    """The model that an index was made with.

    Parameters
    ----------
    made : what the index says.
    model : where it is, when it is no shipped one.
    name : of the index, for errors.

    Raises
    ------
    SearchIndexError
        When it is another one.
    """
    listener = opened(made.model if model is None else model)
    if listener.digest != made.digest:
        raise SearchIndexError(
            f"{name} was made by {made.model} ({made.digest[:12]}), but this is "
            f"{listener.name} ({listener.digest[:12]}), which hears differently: name the "
            "first one's file with --model, or make a new index"
        )
    return listener
