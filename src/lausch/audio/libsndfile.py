"""The first rung: libsndfile reads WAV, FLAC, MP3, Ogg, Opus, AIFF, CAF and forty more."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, BinaryIO

from lausch.audio.promises import MUCH_UNREAD, remarks
from lausch.audio.source import MAX_CHANNELS, FileSource, checked_rate
from lausch.audio.stream import PIECE_SAMPLES, HeaderOnlyError, Stream, UndecodableError
from lausch.files import quiet
from lausch.frames import FloatArray

UNKNOWN_LENGTH = (1 << 63) - 1


def sndfile_stream(source: FileSource, *, guessed: bool = False) -> Stream:
    """Open with libsndfile.

    Parameters
    ----------
    source : what to open.
    guessed : whether the length in the header would only be libsndfile's guess.

    Raises
    ------
    UndecodableError
        When libsndfile does not know the format or the header is senseless.
    """
    import soundfile

    file = source.open()
    # The descriptor and not the path: names that are no UTF-8, or end in .raw, open like others.
    handle: Any = file.fileno() if source.whole else file
    try:
        with quiet():
            sound = soundfile.SoundFile(handle, closefd=False)
    except (soundfile.LibsndfileError, RuntimeError, TypeError) as error:
        file.close()
        raise UndecodableError(_reason(error)) from error
    stream = Stream(
        decoder="libsndfile",
        version=soundfile.__libsndfile_version__,
        codec=f"{sound.format} {sound.subtype}",
        rate=sound.samplerate,
        channels=sound.channels,
        promised=sound.frames if 0 <= sound.frames < UNKNOWN_LENGTH else None,
        pieces=iter(()),
    )

    def close() -> None:
        with quiet():
            sound.close()
        file.close()

    try:
        if not 1 <= stream.channels <= MAX_CHANNELS:
            raise UndecodableError(f"the header says {stream.channels} channels")
        if stream.promised == 0:  # a header written before the sound and never corrected
            raise HeaderOnlyError("the header says 0 samples")
        checked_rate(stream.rate, source.name)
        if sound.format == "MP3":
            if guessed:
                stream.promised = None
        elif stream.promised is not None:
            stream.notes.extend(remarks(source, stream.promised, stream.rate))
    except BaseException:
        close()
        raise

    def pieces() -> Iterator[FloatArray]:
        try:
            while True:
                try:
                    with quiet():
                        piece = sound.read(PIECE_SAMPLES, dtype="float32", always_2d=True)
                except (soundfile.LibsndfileError, RuntimeError) as error:
                    raise UndecodableError(_reason(error)) from error
                if len(piece) == 0:
                    if guessed and _unread_share(file, source.whole) > MUCH_UNREAD:
                        raise UndecodableError("libsndfile has guessed its length wrongly")
                    return
                yield piece
        finally:
            close()

    stream.close = close
    stream.pieces = pieces()
    return stream


def _unread_share(file: BinaryIO, whole: bool) -> float:
    """The share of an MP3 that libsndfile left unread because it guessed its length."""
    position = os.lseek(file.fileno(), 0, os.SEEK_CUR) if whole else file.tell()
    size = file.seek(0, os.SEEK_END)
    return 1 - position / max(1, size)


def _reason(error: Exception) -> str:
    text = getattr(error, "error_string", None) or str(error)
    if "not a regular file" in text:  # libsndfile's words for an MP3 without a single frame
        return "no MP3 frame was found"
    return str(text).rstrip(".")
