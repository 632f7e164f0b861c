"""Clicks on beats and onsets, drums on drums, bells on boundaries, over the recording."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Beats, Times
from lausch.annotation.analysis import Analysis
from lausch.audio import AudioSource
from lausch.audio.channels import open_channels
from lausch.errors import OptionError
from lausch.files import printable, replacing
from lausch.frames import FloatArray

CLICK_SECONDS = 0.08
DECAY_SECONDS = 0.012
MUSIC_LEVEL = 0.6
SUFFIXES = (".flac", ".wav", ".ogg", ".mp3")


@dataclass(frozen=True)
class Rates:
    """All sample rates in a range (Hz), and some higher ones."""

    every: range
    higher: tuple[int, ...]

    def __contains__(self, rate: object) -> bool:
        return rate in self.every or rate in self.higher


RATES_HZ: Mapping[str, Container[int]] = {
    **dict.fromkeys(SUFFIXES, Rates(range(8000, 65_536), (88_200, 96_000, 176_400, 192_000))),
    ".mp3": (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000),
}
"""Sample rates that files of each suffix have."""
BLOCK_SAMPLES = 1 << 16  # libsndfile's Vorbis encoder overflows its stack on long blocks


@dataclass(frozen=True)
class Burst:
    """A sine that starts at once and decays.

    The level is that of its first sample (full scale is 1); it falls to 1/e in `decay_seconds`.
    """

    hz: float
    level: float
    seconds: float = CLICK_SECONDS
    decay_seconds: float = DECAY_SECONDS

    def samples(self, rate: int) -> FloatArray:
        """Shape (seconds * rate,)."""
        seconds = np.arange(round(self.seconds * rate)) / rate
        decay = np.exp(-seconds / self.decay_seconds)
        sound = self.level * decay * np.cos(2 * np.pi * self.hz * seconds)
        samples: FloatArray = sound.astype(np.float32)
        return samples


CLICK = Burst(1000.0, 0.45)
ACCENT = Burst(1600.0, 0.7)
TICK = Burst(3000.0, 0.3, seconds=0.03, decay_seconds=0.005)
STROKES = {
    "kick": Burst(70.0, 0.8, seconds=0.12, decay_seconds=0.03),
    "snare": Burst(400.0, 0.5, seconds=0.08, decay_seconds=0.015),
    "hi-hat": Burst(7000.0, 0.3, seconds=0.03, decay_seconds=0.006),
    "tom": Burst(150.0, 0.6, seconds=0.12, decay_seconds=0.03),
    "cymbal": Burst(5000.0, 0.3, seconds=0.2, decay_seconds=0.05),
}
"""A sound for each instrument of a kit."""
BELL = Burst(2400.0, 0.5, seconds=1.2, decay_seconds=0.25)
Events: TypeAlias = "Sequence[tuple[Times, Burst]]"
"""Times in seconds, increasing, and what sounds there."""


def beat_events(beats: Beats) -> Events:
    """A click on every beat, higher and louder on downbeats."""
    firsts = np.zeros(len(beats), bool) if beats.positions is None else beats.positions == 1
    return [(beats.times[~firsts], CLICK), (beats.times[firsts], ACCENT)]


def _of_beats(analysis: Analysis) -> Events:
    return beat_events(analysis.beats or Beats())


def _of_onsets(analysis: Analysis) -> Events:
    return [(analysis.read("onsets").times, TICK)]


def _of_drums(analysis: Analysis) -> Events:
    return [(analysis.read("drums").of(name).times, sound) for name, sound in STROKES.items()]


def _of_sections(analysis: Analysis) -> Events:
    return [] if analysis.sections is None else [(analysis.sections.coarse.inner, BELL)]


SOUNDS: dict[str, Callable[[Analysis], Events]] = {
    "beats": _of_beats,
    "downbeats": _of_beats,
    "onsets": _of_onsets,
    "drums": _of_drums,
    "sections": _of_sections,
}
"""For each layer that has moments, what sounds at them."""


def with_clicks(blocks: Iterable[FloatArray], events: Events, rate: int) -> Iterator[FloatArray]:
    """Blocks of shape (n, channels) with a sound at every event in all channels.

    A sound's first sample is the one nearest to its event. The music is lowered to `MUSIC_LEVEL`,
    and what still exceeds full scale is clipped.
    """
    clicks = [
        (np.floor(times * rate + 0.5).astype(np.int64), sound.samples(rate)[:, None])
        for times, sound in events
    ]
    begin = 0
    for block in blocks:
        end = begin + len(block)
        mix = block * np.float32(MUSIC_LEVEL)
        for start, sound in _within(clicks, begin, end):
            left, right = max(start, begin), min(start + len(sound), end)
            mix[left - begin : right - begin] += sound[left - start : right - start]
        begin = end
        yield np.clip(mix, -1, 1)


def _within(
    placed: Sequence[tuple[NDArray[np.int64], FloatArray]], begin: int, end: int
) -> Iterator[tuple[int, FloatArray]]:
    """First samples and sounds of what sounds between two samples."""
    for starts, sound in placed:
        first = np.searchsorted(starts, begin - len(sound), side="right")
        for start in starts[first : np.searchsorted(starts, end)].tolist():
            yield start, sound


def write_clicks(
    source: AudioSource,
    analysis: Analysis,
    path: str | os.PathLike[str],
) -> None:
    """Write the recording with clicks on its beats and bells where sections begin.

    It is written block by block. The first section's beginning has no bell. Stereo remains stereo,
    and the sample rate remains if files of that suffix may have it; more channels become one.

    Parameters
    ----------
    source : the recording that was analysed.
    analysis : what was found in it; each layer sounds as `SOUNDS` has it.
    path : ends in one of `SUFFIXES`; an existing file is replaced.

    Raises
    ------
    OptionError
        For another suffix.
    AudioError, OSError
        When the recording cannot be read or the file not be written.
    """
    sounding = dict.fromkeys(SOUNDS[layer] for layer in analysis.layers if layer in SOUNDS)
    events = [event for sounds in sounding for event in sounds(analysis)]
    rates = RATES_HZ[checked_suffix(path)]
    blocks, rate, channels = open_channels(source, rates, block_samples=BLOCK_SAMPLES)
    write_sound(with_clicks(blocks, events, rate), path, rate, channels)


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
    """The reason of a failed write: libsndfile says only "System error"."""
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
