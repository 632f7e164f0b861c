"""Every error that lausch raises on purpose. Messages say value, rule, likely cause, way out."""

from __future__ import annotations


class LauschError(Exception):
    """The parent of all deliberate errors: catching it catches every one of them."""


class AudioError(LauschError):
    """A recording cannot be read, or what was read is not sound."""


class AnnotationError(LauschError, ValueError):
    """An annotation breaks a rule of its kind (times that do not increase, a negative tempo)."""


class FormatError(LauschError, ValueError):
    """A file is not of the format its name promises, or the format is unknown."""


class ModelError(LauschError):
    """A weights file cannot be opened, or its card does not describe it."""


class CorpusError(LauschError):
    """A corpus is missing, incomplete, or does not match its checksums."""


class MissingExtraError(LauschError, ImportError):
    """A feature needs an optional dependency that is not installed."""


class OptionError(LauschError, ValueError):
    """An option's value is outside its rule."""


class SearchIndexError(LauschError):
    """An index is missing, was made by another model, or is of a newer form."""


class IndexDamagedError(SearchIndexError):
    """What an index holds is not what was written to it."""
