"""An analysis in a notebook: its summary, a player and a picture."""

from __future__ import annotations

import io
from base64 import b64encode
from html import escape
from pathlib import Path

import lausch
from lausch.annotation.analysis import Analysis
from lausch.audio import Recording, open_again
from lausch.cli.summary import rows
from lausch.errors import LauschError, MissingExtraError
from lausch.files import printable

LARGEST_BYTES = 5_000_000
"""A larger recording has no player: a notebook keeps all of it as text."""
LONGEST_SECONDS = 600
"""A longer recording has neither, which would keep a cell waiting."""
PLAYED = {
    ".aac": "audio/aac",
    ".flac": "audio/flac",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
}
"""Types of files that browsers play, by suffix."""


def html(analysis: Analysis) -> str:
    """A table of what was found and, for files that are still there, a player and a picture.

    A small file is embedded in the player. The picture needs matplotlib. Both are left out if the
    file has other samples than those that were analysed.

    Examples
    --------
    >>> import lausch
    >>> from lausch.annotation import Tempo
    >>> from lausch.annotation.analysis import Analysis
    >>> "120.0 bpm" in lausch.html(Analysis(tempo=Tempo([120.0], [1.0])))
    True
    """
    cells = "".join(
        f'<tr><th style="text-align:left">{escape(name)}</th>'
        f'<td style="text-align:left">{escape(printable(value))}</td></tr>'
        for name, value in rows(analysis)
    )
    title = "" if analysis.provenance is None else escape(printable(analysis.provenance.name))
    text = f"<table><caption>{title}</caption>{cells}</table>"
    if analysis.duration is None or analysis.duration > LONGEST_SECONDS:
        return text
    try:
        recording = open_again(analysis.provenance)
    except (LauschError, OSError):
        return text
    return text + _player(Path(recording.name)) + _picture(recording, analysis)


def _player(path: Path) -> str:
    kind = PLAYED.get(path.suffix.lower())
    if kind is None or path.stat().st_size > LARGEST_BYTES:
        return ""
    data = b64encode(path.read_bytes()).decode("ascii")
    return f'<audio controls src="data:{kind};base64,{data}"></audio>'


def _picture(recording: Recording, analysis: Analysis) -> str:
    try:
        figure = lausch.figure(recording, analysis)
    except MissingExtraError:
        return ""
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=72)
    data = b64encode(file.getvalue()).decode("ascii")
    return f'<br><img alt="the analysis as a picture" src="data:image/png;base64,{data}">'
