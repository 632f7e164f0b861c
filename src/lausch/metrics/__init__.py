"""Scores of an estimate against a reference, one file for each task, as in mir_eval.

Functions that need mir_eval (Raffel et al., ISMIR 2014) raise MissingExtraError without it.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from lausch.errors import MissingExtraError


def mir_eval(task: str) -> ModuleType:
    """The measures of one task: `mir_eval.beat`, `mir_eval.melody` ..."""
    try:
        return import_module(f"mir_eval.{task}")
    except ImportError as error:
        raise MissingExtraError(
            "scores are computed by mir_eval, which is not installed: pip install 'lausch[eval]'"
        ) from error
