"""Annotations made audible: clicks on beats and bells on boundaries, over the recording."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Beats, Sections
from lausch.audio import AudioSource, open_audio
from lausch.errors import OptionError
from lausch.files import printable, replacing
from lausch.frames import FloatArray

CLICK_SECONDS = 0.08
DECAY_SECONDS = 0.012
BEAT_HZ, BEAT_LEVEL = 1000.0, 0.45
DOWNBEAT_HZ, DOWNBEAT_LEVEL = 1600.0, 0.7
BELL_SECONDS, BELL_DECAY_SECONDS = 1.2, 0.25
BELL_HZ, BELL_LEVEL = 2400.0, 0.5
MUSIC_LEVEL = 0.6
SUFFIXES = (".flac", ".wav", ".ogg", ".mp3")
BLOCK_SAMPLES = 1 << 16  # libsndfile's Vorbis encoder overflows its stack on long blocks


def burst(
    rate: int,
    hz: float,
    level: float,
    *,
    length: float = CLICK_SECONDS,
    decay: float = DECAY_SECONDS,
) -> FloatArray:
    """A sine that starts at once and decays, shape (length * rate,); seconds."""
    seconds = np.arange(round(length * rate)) / rate
    sound = level * np.exp(-seconds / decay) * np.cos(2 * np.pi * hz * seconds)
    burst: FloatArray = sound.astype(np.float32)
    return burst


def with_clicks(
    blocks: Iterable[FloatArray], beats: Beats, rate: int, sections: Sections | None = None
) -> Iterator[FloatArray]:
    """Blocks of mono samples with a click on every beat, higher and louder on downbeats.

    A bell rings where a section begins, but for the first one. A click's first sample is the one
    nearest to its beat. The music is lowered to `MUSIC_LEVEL`, and what still exceeds full scale is
    clipped.
    """
    click = burst(rate, BEAT_HZ, BEAT_LEVEL)
    accent = burst(rate, DOWNBEAT_HZ, DOWNBEAT_LEVEL)
    bell = burst(rate, BELL_HZ, BELL_LEVEL, length=BELL_SECONDS, decay=BELL_DECAY_SECONDS)
    firsts = np.zeros(len(beats), bool) if beats.positions is None else beats.positions == 1
    pairs = [
        (beats.times[~firsts], click),
        (beats.times[firsts], accent),
        (np.zeros(0) if sections is None else sections.inner, bell),
    ]
    placed = [(np.floor(times * rate + 0.5).astype(np.int64), sound) for times, sound in pairs]
    begin = 0
    for block in blocks:
        end = begin + len(block)
        mixed = block * np.float32(MUSIC_LEVEL)
        for start, sound in _within(placed, begin, end):
            left, right = max(start, begin), min(start + len(sound), end)
            mixed[left - begin : right - begin] += sound[left - start : right - start]
        begin = end
        yield np.clip(mixed, -1, 1)


def _within(
    placed: Sequence[tuple[NDArray[np.int64], FloatArray]], begin: int, end: int
) -> Iterator[tuple[int, FloatArray]]:
    """First samples and sounds of what sounds between two samples."""
    for starts, sound in placed:
        first = np.searchsorted(starts, begin - len(sound), side="right")
        for start in starts[first : np.searchsorted(starts, end)].tolist():
            yield start, sound


def click_track(beats: Beats, seconds: float, *, rate: int = 44100) -> FloatArray:
    """Clicks alone, shape (seconds * rate,), float32; for notebooks.

    Parameters
    ----------
    beats : what to hear.
    seconds : length.
    rate : Hz.
    """
    silence = np.zeros(max(0, round(seconds * rate)), dtype=np.float32)
    (samples,) = with_clicks([silence], beats, rate)
    return samples


def write_click(
    source: AudioSource,
    beats: Beats,
    path: str | os.PathLike[str],
    *,
    sections: Sections | None = None,
    rate: int = 44100,
) -> None:
    """Write the recording with clicks over it, block by block.

    Parameters
    ----------
    source : the recording that was analysed.
    beats : its beats.
    path : ends in one of `SUFFIXES`; an existing file is replaced.
    sections : a bell rings where they begin.
    rate : Hz.

    Raises
    ------
    OptionError
        For another suffix.
    AudioError, OSError
        When the recording cannot be read or the file not be written.
    """
    blocks = open_audio(source, rate).blocks(BLOCK_SAMPLES)
    write_sound(with_clicks(blocks, beats, rate, sections), path, rate, 1)


def write_sound(
    blocks: Iterable[FloatArray], path: str | os.PathLike[str], rate: int, channels: int
) -> None:
    """Write blocks (n,) or (n, channels), of at most `BLOCK_SAMPLES`, as they come.

    Raises
    ------
    OptionError
        For a suffix that is none of `SUFFIXES`.
    OSError
        When the file cannot be written.
    """
    suffix = checked_suffix(path)
    import soundfile

    kind = {".ogg": "OGG", ".mp3": "MP3", ".wav": "WAV", ".flac": "FLAC"}[suffix]
    with replacing(path) as temporary, temporary.open("wb") as file:
        try:
            # The descriptor, not the file object: no Python runs inside libsndfile's calls.
            with soundfile.SoundFile(
                file.fileno(), "w", rate, channels, format=kind, closefd=False
            ) as sound:
                for block in blocks:
                    sound.write(block)
        except soundfile.LibsndfileError as error:
            raise _refusal(file, temporary, str(error.error_string)) from error


def _refusal(file: BinaryIO, path: Path, reason: str) -> OSError:
    """Why a file takes no more. libsndfile says "System error"; the system is asked again."""
    try:
        os.lseek(file.fileno(), 0, os.SEEK_END)
        while os.write(file.fileno(), bytes(BLOCK_SAMPLES)) < BLOCK_SAMPLES:
            pass
    except OSError as error:
        return OSError(error.errno, os.strerror(error.errno or 0), str(path))
    return OSError(errno.EIO, f"libsndfile cannot write it: {reason}", str(path))


def checked_suffix(path: str | os.PathLike[str]) -> str:
    """The suffix of a sound file that can be written, or an OptionError."""
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise OptionError(
            f"a sound file ends in one of {', '.join(SUFFIXES)}, not {printable(path)!r}"
        )
    return suffix
