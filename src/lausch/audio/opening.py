"""Sources of sound, opened as a recording or loaded as samples."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from numpy.typing import NDArray

from lausch.audio.libsndfile import sndfile_stream
from lausch.audio.provenance import Provenance
from lausch.audio.recording import LOAD_HOURS, Audio, Recording
from lausch.audio.source import ArraySource, FileSource, array_source, checked_rate, file_source
from lausch.audio.stream import UndecodableError
from lausch.errors import AudioError
from lausch.files import printable

AudioSource: TypeAlias = (
    str | os.PathLike[str] | bytes | BinaryIO | tuple[NDArray[Any], int] | Audio | Recording
)


def open_audio(source: AudioSource, rate: int = 44100, *, name: str | None = None) -> Recording:
    """Open a recording to read it block by block; nothing is decoded yet.

    Raises AudioError for a source that does not exist or cannot contain sound.

    Parameters
    ----------
    source : path, bytes, an open binary file (read to its end), (samples, rate) with samples of
        shape (n,) or (channels, n) as in librosa, an `Audio` or a `Recording`.
    rate : sample rate of the result, Hz.
    name : name for errors and results; by default the path.
    """
    rate = checked_rate(rate, "wanted")
    if isinstance(source, Recording):
        return replace(source, rate=rate, _provenance=None)
    if isinstance(source, Audio):
        return Recording(array_source(source.samples, source.rate, source.name), rate)
    reader: FileSource | ArraySource
    if isinstance(source, tuple):
        if len(source) != 2:
            raise AudioError(f"samples come as (samples, rate), not as a tuple of {len(source)}")
        reader = array_source(*source)
    else:
        reader = file_source(source)
    if name is not None:
        object.__setattr__(reader, "name", name)
    return Recording(reader, rate)


def load_audio(source: AudioSource, *, rate: int = 44100, max_hours: float = LOAD_HOURS) -> Audio:
    """All samples of a recording: mono, float32, at `rate`.

    Raises AudioError when it cannot be read, has no samples, or lasts longer than `max_hours` or a
    day: a few megabytes may contain a day of silence. For sources see `open_audio`.

    Examples
    --------
    >>> import lausch
    >>> import numpy as np
    >>> lausch.load_audio((np.zeros((2, 44100), dtype="int16"), 44100), rate=22050).duration
    1.0
    """
    return open_audio(source, rate).load(max_hours=max_hours)


def header_seconds(path: str | os.PathLike[str]) -> float | None:
    """The length that the header of a file promises, in seconds, in milliseconds of time.

    None if libsndfile does not read it, or only guesses. What is decoded may differ by a little.
    """
    try:
        stream = sndfile_stream(file_source(path))
    except (AudioError, UndecodableError):
        return None
    stream.close()
    return None if stream.promised is None else stream.promised / stream.rate


def open_again(provenance: Provenance | None) -> Recording:
    """The file with this provenance, opened again and read to its end.

    Raises AudioError for a recording that was no file, is not there, or has other samples now.
    """
    if provenance is None or not Path(provenance.name).is_file():
        name = "the recording" if provenance is None else printable(provenance.name)
        raise AudioError(
            f"{name}: no file of this name is here to be read again; name the recording, as in "
            "analysis.plot(source)"
        )
    recording = open_audio(provenance.name, provenance.rate).shared()
    for _ in recording.blocks():
        pass
    if recording.provenance.sha256_pcm != provenance.sha256_pcm:
        raise AudioError(
            f"{printable(provenance.name)}: other samples than those that were analysed; was the "
            "file replaced? Analyse it again, or name the recording, as in analysis.plot(source)"
        )
    return recording
