"""The first rung: libsndfile reads WAV, FLAC, MP3, Ogg, Opus, AIFF, CAF and forty more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lausch.audio.silence import quiet
from lausch.audio.source import MAX_CHANNELS, FileSource, checked_rate
from lausch.audio.stream import PIECE_SAMPLES, Stream, UndecodableError
from lausch.frames import FloatArray

UNKNOWN_LENGTH = (1 << 63) - 1


def sndfile_stream(source: FileSource) -> Stream:
    """Open with libsndfile.

    Raises
    ------
    UndecodableError
        When libsndfile does not know the format or the header is senseless.
    """
    import soundfile

    file = source.open()
    # The descriptor and not the path: names that are no UTF-8, or end in .raw, open like others.
    handle: Any = file if source.path is None else file.fileno()
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
    try:
        if not 1 <= stream.channels <= MAX_CHANNELS:
            raise UndecodableError(f"the header says {stream.channels} channels")
        checked_rate(stream.rate, source.name)
        if sound.format == "MP3" and source.lacks_gapless_tag():
            stream.notes.append(
                "MP3 without a gapless tag: how much its encoder put in front is unknown, so all "
                "times may be late by about 0.025 s (offset_applied is 0)"
            )
    except BaseException:
        sound.close()
        file.close()
        raise

    def pieces() -> Iterator[FloatArray]:
        with file, sound:
            while True:
                try:
                    with quiet():
                        piece = sound.read(PIECE_SAMPLES, dtype="float32", always_2d=True)
                except (soundfile.LibsndfileError, RuntimeError) as error:
                    raise UndecodableError(_reason(error)) from error
                if len(piece) == 0:
                    return
                yield piece

    stream.pieces = pieces()
    return stream


def _reason(error: Exception) -> str:
    text = getattr(error, "error_string", None) or str(error)
    if "not a regular file" in text:  # libsndfile's words for an MP3 without a single frame
        return "no MP3 frame was found"
    return str(text).rstrip(".")
