"""What is looked at: a recording, or an analysis that was made before with its recording."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PureWindowsPath

from lausch import formats
from lausch.annotation.analysis import Analysis
from lausch.audio import AudioSource, open_again
from lausch.errors import AudioError, FormatError
from lausch.files import printable
from lausch.formats.grids import read_beats

ANALYSES = (".json", ".jams")
"""Suffixes of analyses; everything else is a recording."""


def is_analysis(path: Path) -> bool:
    """Whether a file is an analysis by its name."""
    return path.suffix.lower() in ANALYSES


def recording_of(analysis: Analysis, path: Path) -> AudioSource:
    """The recording of an analysis: where it was, or beside the file of the analysis.

    Raises AudioError when it is not there, or has other samples now.
    """
    provenance = analysis.provenance
    if provenance is None:
        raise AudioError(
            f"{printable(path)}: it does not say which recording it is of; name it with --sound"
        )
    name = PureWindowsPath(provenance.name).name  # paths of either system
    for place in (Path(provenance.name), path.parent / name):
        if place.is_file():
            return open_again(replace(provenance, name=str(place)))
    raise AudioError(
        f"{printable(path)}: its recording {printable(provenance.name)} is not here; name it with "
        "--sound"
    )


def read_reference(path: Path) -> Analysis:
    """What is known to be true, from any file that lausch reads.

    Raises FormatError when it cannot be read, or has nothing in it.
    """
    try:
        analysis = formats.read(path)
    except FormatError:
        if any(path.name.lower().endswith(each.suffix) for each in formats.FORMATS.values()):
            raise
        analysis = Analysis(beats=read_beats(path))  # a table of another name
    if not analysis.layers:
        raise FormatError(f"{printable(path)}: no annotation in it that a lane could show")
    return analysis
