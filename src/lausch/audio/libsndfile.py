"""Decoding by libsndfile: WAV, FLAC, MP3, Ogg, Opus, AIFF, CAF and forty more."""

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
    """Open with libsndfile; `guessed` says that it can only guess the length.

    Raises UndecodableError for an unknown format or an invalid header.
    """
    import soundfile

    file = source.open()
    # By its descriptor, a file may have a name that is no UTF-8 or ends in .raw.
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
        if stream.promised == 0:  # the header was written before the sound and never corrected
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
    """The share of an MP3 that libsndfile did not read, after a wrong guess of its length."""
    position = os.lseek(file.fileno(), 0, os.SEEK_CUR) if whole else file.tell()
    size = file.seek(0, os.SEEK_END)
    return 1 - position / max(1, size)


def _reason(error: Exception) -> str:
    text = getattr(error, "error_string", None) or str(error)
    if "not a regular file" in text:  # libsndfile's message for an MP3 without a frame
        return "no MP3 frame was found"
    return str(text).rstrip(".")
