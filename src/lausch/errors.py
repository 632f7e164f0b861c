"""All errors that lausch raises on purpose. Messages give value, rule, likely cause and way out."""

from __future__ import annotations


class LauschError(Exception):
    """The base class of all errors here."""


class AudioError(LauschError):
    """A recording cannot be read, or holds no sound."""


class AnnotationError(LauschError, ValueError):
    """An annotation breaks a rule of its kind (times that do not increase, a negative tempo)."""


class FormatError(LauschError, ValueError):
    """A file is not of the format that its name promises, or the format is unknown."""


class ModelError(LauschError):
    """A weights file cannot be opened, or its card does not describe it."""


class CorpusError(LauschError):
    """A corpus is missing, incomplete, or does not match its checksums."""


class MissingExtraError(LauschError, ImportError):
    """A feature needs an optional dependency that is not installed."""


class OptionError(LauschError, ValueError):
    """The value of an option is invalid."""


class SearchIndexError(LauschError):
    """An index is missing, was made by another model, or is of another version."""


class IndexDamagedError(SearchIndexError):
    """An index does not hold what was written to it."""
