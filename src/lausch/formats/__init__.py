"""Files of annotations: a table of formats by name and suffix.

Reading inverts writing for the layers a format holds. `read` and `write` go through here; the
format modules only turn an `Analysis` into text (MIDI: into bytes) and back.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError
from lausch.files import printable, replacing
from lausch.formats.content import bytes_of, text_of
from lausch.formats.registry import FORMATS as FORMATS
from lausch.formats.registry import Format as Format

_TEXT = ("utf-8", "backslashreplace")
"""Names of files need not be text, and are escaped."""
_PIECE = 1 << 22


def format_of(path: str | os.PathLike[str], name: str | None = None) -> Format:
    """The format of a name, or else of the longest suffix that a path ends in.

    Raises
    ------
    FormatError
        When there is no such format.
    """
    if name is not None:
        if name not in FORMATS:
            raise FormatError(f"format {name!r} is unknown; choose from {', '.join(FORMATS)}")
        return FORMATS[name]
    suffix = Path(path).suffix.lower()
    whole = Path(path).name.lower()
    fitting = [entry for entry in FORMATS.values() if whole.endswith(entry.suffix)]
    if fitting:
        return max(fitting, key=lambda entry: len(entry.suffix))
    known = ", ".join(f"{entry.suffix} ({entry.name})" for entry in FORMATS.values())
    raise FormatError(
        f"{printable(path)}: the suffix {suffix!r} names no format; known are {known}; "
        "or say which with --format"
    )


def encode(analysis: Analysis, name: str) -> str | bytes:
    """The content of a file: text, or bytes where the format is binary.

    Raises
    ------
    FormatError
        When the format holds nothing of what the analysis has.

    Examples
    --------
    >>> import lausch
    >>> from lausch.annotation import Beats
    >>> from lausch.annotation.analysis import Analysis
    >>> analysis = Analysis(beats=Beats([0.5, 1.0, 1.5], [1, 2, 1]))
    >>> lausch.encode(analysis, "beats").split()
    ['0.500', '1', '1.000', '2', '1.500', '1']
    """
    entry = format_of("", name)
    if analysis.layers and set(entry.holds).isdisjoint(analysis.layers):
        raise FormatError(
            f"the format {name} holds {' and '.join(entry.holds)}, but the analysis has only "
            f"{' and '.join(analysis.layers)}; choose {' or '.join(holding(analysis.layers))}"
        )
    return entry.encode(analysis)


def encoded(analysis: Analysis, name: str) -> bytes:
    """The bytes of a file; raises FormatError as `encode` does."""
    content = encode(analysis, name)
    return content.encode(*_TEXT) if isinstance(content, str) else content


def holding(layers: Iterable[str]) -> list[str]:
    """Names of the formats that hold any of these layers."""
    return [entry.name for entry in FORMATS.values() if set(entry.layers) & set(layers)]


def write(analysis: Analysis, path: str | os.PathLike[str], name: str | None = None) -> None:
    """Write a file: all of it or, after an error, nothing.

    Parameters
    ----------
    path : an existing file is replaced.
    name : the format; by default what the suffix says.

    Raises
    ------
    FormatError
        For an unknown format, or one that holds none of the layers.
    OSError
        When the folder is missing, full or protected.

    Examples
    --------
    >>> import lausch
    >>> from lausch.annotation import Beats
    >>> from lausch.annotation.analysis import Analysis
    >>> analysis = Analysis(beats=Beats([0.5, 1.0, 1.5], [1, 2, 1]))
    >>> lausch.write(analysis, "song.beats")
    >>> lausch.write(analysis, "song.xml", "rekordbox")
    """
    content = encode(analysis, format_of(path, name).name)
    with replacing(path) as temporary, temporary.open("wb") as file:
        for start in range(0, len(content), _PIECE):  # texts of hours are large
            piece = content[start : start + _PIECE]
            file.write(piece.encode(*_TEXT) if isinstance(piece, str) else piece)


def read(path: str | os.PathLike[str], name: str | None = None) -> Analysis:
    """Read a file that lausch, or another program, wrote.

    Raises
    ------
    FormatError
        For an unknown format, or text that breaks its rules, with the line and the likely cause.

    Examples
    --------
    >>> from pathlib import Path
    >>> import lausch
    >>> _ = Path("corrected.beats").write_text("0.5 1\\n1.0 2\\n1.5 1\\n")
    >>> lausch.read("corrected.beats").downbeats
    array([0.5, 1.5])
    """
    entry = format_of(path, name)
    shown = printable(path)
    data = bytes_of(Path(path), largest=entry.largest_bytes)
    return entry.decode(data if entry.binary else text_of(data, shown), shown)
