"""The errors of lausch. Messages give value, rule, likely cause and way out."""

from __future__ import annotations


class LauschError(Exception):
    """The base class of these errors.

    Examples
    --------
    >>> import lausch
    >>> try:
    ...     lausch.analyze("missing.mp3")
    ... except lausch.LauschError as error:
    ...     print(error)
    missing.mp3: cannot be opened: No such file or directory
    """


class AudioError(LauschError):
    """A recording cannot be read, or has no sound."""


class AnnotationError(LauschError, ValueError):
    """An annotation is invalid (times that do not increase, a negative tempo)."""


class FormatError(LauschError, ValueError):
    """A file is not in the format of its name, or the format is unknown."""


class ModelError(LauschError):
    """A weights file cannot be opened, or its card is invalid."""


class CorpusError(LauschError):
    """A corpus is missing, incomplete, or does not match its checksums."""


class MissingExtraError(LauschError, ImportError):
    """A feature needs an optional dependency that is not installed."""


class OptionError(LauschError, ValueError):
    """The value of an option is invalid."""


class SearchIndexError(LauschError):
    """An index is missing, or of another model or version."""


class IndexDamagedError(SearchIndexError):
    """The contents of an index differ from what was written."""


class StoreError(LauschError):
    """A file at an address cannot be reached, read or written."""


class JournalError(LauschError):
    """The journal of a batch cannot be used: it is damaged, read-only or of a newer version."""
