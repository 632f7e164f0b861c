"""The recordings in a file, one after the other, each decoded separately."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lausch.audio.mp3 import Part, mp3_parts
from lausch.audio.ogg import Link, ogg_links
from lausch.audio.sniff import id3_bytes
from lausch.audio.source import FileSource

LATE = (
    "MP3 without a gapless tag: the padding of its encoder is unknown, so all "
    "times may be late by about 0.025 s (offset_applied is 0)"
)
_LEAST_LOST = 0.005


@dataclass(frozen=True)
class Portion:
    """A file, or a part of one with one recording.

    Parameters
    ----------
    source : the bytes for a decoder.
    notes : remarks on the bytes, for any decoder.
    guessed : whether its length is unknown.
    holed : whether its times need the clock of its container.
    encoder_delay : see `Provenance`.
    """

    source: FileSource
    notes: tuple[str, ...] = ()
    guessed: bool = False
    holed: bool = False
    encoder_delay: float = 0.0


def portions(source: FileSource) -> list[Portion]:
    """The recordings of a file, mostly one; raises AudioError if it cannot be opened."""
    with source.open() as file:
        head = file.read(10)
        file.seek(0)
        if head.startswith(b"OggS"):
            links = ogg_links(file)
            return [_of_link(source, link, len(links)) for link in links] or [Portion(source)]
        parts = mp3_parts(file)
    alone = len(parts) == 1 and parts[0].begin == id3_bytes(head)
    return [_of_part(source, part, alone) for part in parts] or [Portion(source)]


def _of_link(source: FileSource, link: Link, count: int) -> Portion:
    notes = []
    if not link.whole:
        notes.append("the last page of the Ogg stream is missing: the file was cut off")
    if link.holes:
        notes.append(f"pages of the Ogg stream that are missing or damaged: {link.holes}")
    piece = source if count == 1 else replace(source, begin=link.begin, end=link.end)
    return Portion(piece, tuple(notes), holed=link.holes > 0)


def _of_part(source: FileSource, part: Part, alone: bool) -> Portion:
    piece = source if alone else replace(source, begin=part.begin, end=part.end)
    notes, delay = tuple(_remarks(part)), part.encoder_delay
    return Portion(piece, notes, guessed=not part.tagged, encoder_delay=delay)


def _remarks(part: Part) -> Iterator[str]:
    if part.padding is None:
        yield LATE
    if part.seconds_lost > _LEAST_LOST:
        yield (
            f"{part.lost} bytes between MP3 frames are damaged: about {part.seconds_lost:.2f} s "
            "are missing, and what follows is early by as much"
        )
