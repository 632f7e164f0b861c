"""Decoding: libsndfile first, FFmpeg for other formats and for damaged files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import numpy as np

from lausch.audio.ffmpeg import ffmpeg_stream
from lausch.audio.joined import joined
from lausch.audio.libsndfile import sndfile_stream
from lausch.audio.portions import Portion, portions
from lausch.audio.promises import remarks
from lausch.audio.sniff import is_foreign, looks_like
from lausch.audio.source import ArraySource, FileSource
from lausch.audio.stream import PIECE_SAMPLES, HeaderOnlyError, Stream, UndecodableError, recut
from lausch.errors import AudioError, MissingExtraError
from lausch.frames import FloatArray

HOURS = 24
NO_SOUND = ("it looks like a", "it looks like text", "it begins with nothing", "the file is empty")
"""Guesses at files that no other decoder would read."""


def decode(source: FileSource | ArraySource) -> Stream:
    """Open a source; its pieces are read on demand.

    Raises AudioError when no decoder reads it, it has no samples, or it is longer than a day; also
    while pieces are read, for damage that no decoder skips.
    """
    stream = _array_stream(source) if isinstance(source, ArraySource) else _file_stream(source)
    limit = HOURS * 3600 * stream.rate
    if stream.promised is not None and stream.promised > limit:
        stream.close()
        raise _too_long(source.name, stream.promised / stream.rate)
    stream.pieces = _counted(stream, stream.pieces, source.name, limit)
    return stream


def _counted(
    stream: Stream, pieces: Iterator[FloatArray], name: str, limit: int
) -> Iterator[FloatArray]:
    count = 0
    try:
        for piece in recut(pieces, PIECE_SAMPLES):
            count += len(piece)
            if count > limit:
                raise _too_long(name, count / stream.rate)
            yield piece
    except OSError as error:
        raise _unreadable(name, error) from error
    if count == 0:
        raise _no_samples(name)


def _no_samples(name: str) -> AudioError:
    return AudioError(
        f"{name}: holds no samples, only a header; was the recording or the copy cut off?"
    )


def _too_long(name: str, seconds: float) -> AudioError:
    return AudioError(
        f"{name}: lasts {seconds / 3600:.1f} h or more, and at most {HOURS} h are read; "
        "is the header damaged? otherwise cut it into parts"
    )


def _array_stream(source: ArraySource) -> Stream:
    samples = source.samples

    def pieces() -> Iterator[FloatArray]:
        kind = samples.dtype
        for start in range(0, samples.shape[1], PIECE_SAMPLES):
            part = samples[:, start : start + PIECE_SAMPLES].T
            if kind.kind == "f":
                with np.errstate(over="ignore"):  # values beyond float32 become Inf, with a note
                    yield part.astype(np.float32)
            else:
                half = 2.0 ** (8 * kind.itemsize - 1)
                yield ((part - (half if kind.kind == "u" else 0.0)) / half).astype(np.float32)

    return Stream(
        decoder="none",
        version=np.__version__,
        codec=f"array {samples.dtype}",
        rate=source.rate,
        channels=samples.shape[0],
        promised=samples.shape[1],
        pieces=pieces(),
    )


def _file_stream(source: FileSource) -> Stream:
    try:
        several = portions(source)
        if len(several) == 1:
            return _portion_stream(several[0])
        return joined(several, _portion_stream)
    except OSError as error:
        raise _unreadable(source.name, error) from error


def _unreadable(name: str, error: OSError) -> AudioError:
    return AudioError(f"{name}: cannot be read: {error.strerror or error}")


def _portion_stream(portion: Portion) -> Stream:
    source = portion.source
    if portion.holed:  # FFmpeg reads the clock, libsndfile closes the hole
        with suppress(UndecodableError, MissingExtraError):
            return _noted(ffmpeg_stream(source), portion)
    try:
        first = sndfile_stream(source, guessed=portion.guessed)
    except UndecodableError as error:
        return _noted(_second_rung(source, error), portion)
    first.pieces = _as_long_as_promised(first, _rescued(first, first.pieces, source))
    return _noted(first, portion)


def _noted(stream: Stream, portion: Portion) -> Stream:
    stream.notes.extend(portion.notes)
    stream.encoder_delay = portion.encoder_delay
    return stream


def _as_long_as_promised(stream: Stream, pieces: Iterator[FloatArray]) -> Iterator[FloatArray]:
    count = 0
    for piece in pieces:
        count += len(piece)
        yield piece
    if stream.promised is not None and 0 < count < 0.98 * stream.promised:
        stream.notes.append(
            f"ends after {count / stream.rate:.2f} s of the {stream.promised / stream.rate:.2f} s "
            "its header promises: cut off, or damaged inside?"
        )


def _second_rung(source: FileSource, first: UndecodableError) -> Stream:
    guess = looks_like(source.head())
    cause = f"; {guess}" if guess else ""
    try:
        stream = ffmpeg_stream(source)
    except UndecodableError as second:
        if isinstance(first, HeaderOnlyError):
            raise _no_samples(source.name) from second
        raise AudioError(
            f"{source.name}: no decoder reads it{cause} (libsndfile: {first}; FFmpeg: {second})"
        ) from second
    except MissingExtraError as missing:
        way = "; M4A, WMA, video and many damaged files need `pip install 'lausch[av]'`"
        silent = guess.startswith(NO_SOUND)
        raise AudioError(
            f"{source.name}: libsndfile cannot read it ({first}){cause}{'' if silent else way}"
        ) from missing
    if not is_foreign(source.head()):  # an M4A is no fault
        stream.notes.append(f"libsndfile cannot read it ({first}); read with FFmpeg")
    stream.notes.extend(remarks(source, 0, stream.rate))
    stream.pieces = _as_long_as_promised(stream, stream.pieces)
    return stream


def _rescued(
    stream: Stream, pieces: Iterator[FloatArray], source: FileSource
) -> Iterator[FloatArray]:
    count = 0
    try:
        for piece in pieces:
            count += len(piece)
            yield piece
        return
    except UndecodableError as error:
        reason = str(error)
    at = count / stream.rate
    try:
        rest = ffmpeg_stream(source)
    except UndecodableError as error:
        raise AudioError(f"{source.name}: damaged at {at:.2f} s ({reason})") from error
    except MissingExtraError as missing:
        raise AudioError(
            f"{source.name}: damaged at {at:.2f} s ({reason}); "
            "`pip install 'lausch[av]'` reads across damage"
        ) from missing
    if (rest.rate, rest.channels) != (stream.rate, stream.channels):
        raise AudioError(
            f"{source.name}: damaged at {at:.2f} s ({reason}), and FFmpeg sees {rest.channels} "
            f"channels at {rest.rate} Hz instead of {stream.channels} at {stream.rate} Hz"
        )
    stream.decoder += f", from {at:.2f} s {rest.decoder}"
    stream.version += f", {rest.version}"
    stream.notes.append(f"damaged at {at:.2f} s ({reason}); read on with FFmpeg")
    skip = count
    for piece in rest.pieces:
        yield piece[skip:]
        skip = max(0, skip - len(piece))
    stream.notes.extend(rest.notes)
