"""Audio and Recording: samples in memory, and samples read block by block."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np

from lausch.audio.decode import decode
from lausch.audio.downmix import Downmix
from lausch.audio.provenance import Provenance
from lausch.audio.shared import Samples
from lausch.audio.sounding import Meter, Sounding
from lausch.audio.source import ArraySource, FileSource
from lausch.audio.stream import QUALITY, Stream, recut
from lausch.errors import AudioError
from lausch.frames import FloatArray

Watch: TypeAlias = "Callable[[float, float | None], None]"
BLOCK_SAMPLES = 1 << 18
LOUDEST = 1e6  # 120 dB over full scale: no converter and no mix gives more
LOAD_HOURS = 3.0


@dataclass(frozen=True, eq=False)
class Audio:
    """Mono samples in memory.

    Parameters
    ----------
    samples : float32, shape (n,), n >= 1, finite; full scale is 1.
    rate : Hz.
    provenance : origin and decoding.
    """

    samples: FloatArray
    rate: int
    provenance: Provenance

    @property
    def name(self) -> str:
        """The path, or a word for a source without one."""
        return self.provenance.name

    @property
    def duration(self) -> float:
        """Seconds."""
        return len(self.samples) / self.rate

    def _repr_html_(self) -> str:
        from lausch.audio.player import player

        return player(self)

    def blocks(self, block_samples: int = BLOCK_SAMPLES) -> Iterator[FloatArray]:
        """The samples in consecutive blocks; see `Recording.blocks`."""
        return recut([self.samples], block_samples)


@dataclass(eq=False)
class Recording:
    """A recording that is decoded while it is read, in constant memory.

    The samples that `blocks` yields are at `rate` (Hz), and `raised_db` louder than the source's.
    `watch` is called after each block with the seconds read, and those of the whole if known.
    """

    source: FileSource | ArraySource
    rate: int
    raised_db: float = 0.0
    watch: Watch | None = field(default=None, repr=False)
    _samples: Samples | None = field(default=None, repr=False)
    _sounding: Sounding | None = field(default=None, repr=False)
    _origin: Provenance | None = field(default=None, repr=False)
    _provenance: Provenance | None = field(default=None, repr=False)
    _promised: float | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The path, or a word for a source without one."""
        return self.source.name

    @property
    def provenance(self) -> Provenance:
        """Origin and decoding; known once `blocks` has been read to the end."""
        if self._provenance is None:
            raise AudioError(f"{self.name}: its provenance is known once all blocks have been read")
        return self._provenance

    @property
    def sounding(self) -> Sounding:
        """The parts that sound; known once `blocks` has been read to the end."""
        if self._sounding is None:
            raise AudioError(f"{self.name}: its levels are known once all blocks have been read")
        return self._sounding

    def blocks(self, block_samples: int = BLOCK_SAMPLES) -> Iterator[FloatArray]:
        """Decode from the start: mono blocks, float32, finite, at `rate`; may be called again.

        There is at least one block. All have the length `block_samples`, on which the samples do
        not depend, but the last may be shorter. Raises AudioError when the recording cannot be
        decoded, has no samples, or lasts more than a day.
        """
        memory = self._samples
        if memory is not None and self.rate in memory.entries:
            pieces, self._provenance = memory.entries[self.rate]
            return self._watched(recut(self._raised(pieces), block_samples))
        original = None if memory is None else memory.original()
        if original is not None:
            pieces, self._origin = original
            mono, rate, seconds = iter(pieces), self._origin.rate, 0.0
        else:
            stream = decode(self.source)
            mono, rate = self._mono(stream), stream.rate
            self._promised = None if stream.promised is None else stream.promised / rate
            seconds = (stream.promised or 0) / rate
            if memory is not None:
                total = seconds * rate
                mono = memory.store(mono, lambda: _complete(self._origin), expected=total)
        samples = self._resampled(mono, rate)
        if memory is not None and rate != self.rate:
            total = seconds * self.rate
            samples = memory.store(samples, lambda: _complete(self._provenance), expected=total)
        return self._watched(recut(self._raised(samples), block_samples))

    def _watched(self, blocks: Iterator[FloatArray]) -> Iterator[FloatArray]:
        count = 0
        for block in blocks:
            count += len(block)
            if self.watch is not None:
                read = None if self._origin is None else self._origin.duration
                self.watch(count / self.rate, read or self._promised)
            yield block

    def _raised(self, pieces: Iterable[FloatArray]) -> Iterable[FloatArray]:
        factor = np.float32(10 ** (self.raised_db / 20))
        return (piece * factor for piece in pieces) if self.raised_db else pieces

    def at_ordinary_level(self) -> Recording:
        """The same, raised if it is very quiet; all its blocks have been read before."""
        gain = self.sounding.raise_db
        return self if gain == self.raised_db else replace(self, raised_db=gain)

    def shared(self) -> Recording:
        """The recording for several readers: decoded once, and resampled once for each rate.

        Long recordings are decoded again; see `lausch.audio.shared`.
        """
        return self if self._samples is not None else replace(self, _samples=Samples())

    def load(self, *, max_hours: float = LOAD_HOURS) -> Audio:
        """The whole recording in memory; raises AudioError for more than `max_hours`."""
        parts: list[FloatArray] = []
        size, limit = 0, max_hours * 3600 * self.rate
        for part in self.blocks():
            size += len(part)
            if size > limit:
                raise AudioError(
                    f"{self.name}: lasts more than {max_hours:g} h, each of which takes "
                    f"{self.rate * 14400 / 1e9:.1f} GB of memory; allow it with max_hours, or read "
                    "it block by block with open_audio, as analyze does"
                )
            parts.append(part)
        return Audio(np.concatenate(parts), self.rate, self.provenance)

    def _mono(self, stream: Stream) -> Iterator[FloatArray]:
        """Mono, finite samples at the recording's own rate."""
        digest = hashlib.sha256()
        count = invalid = 0
        peak = 0.0
        mixer, meter = Downmix(stream.channels), Meter(stream.rate)
        for piece in stream.pieces:
            if not np.abs(piece).max() <= LOUDEST:  # also true of NaN
                wrong = ~(np.abs(piece) <= LOUDEST)
                invalid += int(wrong.sum())
                piece = np.where(wrong, np.float32(0), piece)
            mono = np.ascontiguousarray(mixer.mix(piece))
            count += len(mono)
            peak = max(peak, float(np.abs(mono).max()))
            digest.update(mono.astype("<f4", copy=False).data)
            meter.add(mono)
            yield mono
        self._sounding = sounding = meter.sounding()
        self._origin = Provenance(
            name=self.name,
            decoder=stream.decoder,
            decoder_version=stream.version,
            codec=stream.codec,
            original_rate=stream.rate,
            original_samples=count,
            channels=stream.channels,
            rate=stream.rate,
            resampler="none",
            offset_applied=0.0,
            sha256_pcm=digest.hexdigest(),
            notes=(*stream.notes, *_remarks(mixer, invalid, peak, sounding)),
            encoder_delay=stream.encoder_delay,
        )

    def _resampled(self, mono: Iterator[FloatArray], rate: int) -> Iterator[FloatArray]:
        """Samples at `self.rate`, from those at another rate."""
        resampler = "none"
        convert: Any = None
        if rate != self.rate:
            import soxr

            resampler = f"soxr {soxr.__version__} {QUALITY}"
            convert = soxr.ResampleStream(rate, self.rate, 1, quality=QUALITY)
        count = 0
        first: float | None = None
        for piece in mono:
            first = float(piece[0]) if first is None else first
            samples = piece if convert is None else convert.resample_chunk(piece)
            count += len(samples)
            yield samples
        if convert is not None:
            tail = convert.resample_chunk(np.zeros(0, dtype=np.float32), last=True)
            count += len(tail)
            yield tail
        if count == 0:  # too short for a sample at this rate
            yield np.full(1, first or 0.0, dtype=np.float32)
        self._provenance = replace(_complete(self._origin), rate=self.rate, resampler=resampler)


def _complete(provenance: Provenance | None) -> Provenance:
    assert provenance is not None  # all pieces have been read
    return provenance


def _remarks(mixer: Downmix, invalid: int, peak: float, sounding: Sounding) -> Iterator[str]:
    if mixer.cancelled:
        yield (
            f"channels cancel (inverted phase) in {mixer.cancelled} of {mixer.pieces} pieces; "
            "the loudest channel was used there"
        )
    if invalid:
        yield f"{invalid} samples were NaN, infinite or absurdly loud and were set to 0"
    if peak > 16:
        yield f"the peak is {peak:.0f} where full scale is 1: integers stored as floats?"
    if peak == 0:
        yield "silent: every sample is 0"
    elif sounding.silent:
        yield f"silent: its loud parts are at {sounding.loud_db:.0f} dB, as the noise of 16 bits is"
    elif sounding.raise_db:
        yield (
            f"very quiet: its loud parts are at {sounding.loud_db:.0f} dB; it is analysed "
            f"{sounding.raise_db:.0f} dB louder"
        )
