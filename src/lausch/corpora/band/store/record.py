"""What is known of a rendered piece besides its samples."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from lausch.annotation import Beats, Drums, Form, Onsets
from lausch.corpora.band.playing.harmony import Harmony
from lausch.corpora.band.playing.score import SoundingPart


@dataclass(frozen=True)
class Record:
    """The annotation of one rendered piece.

    Parameters
    ----------
    name : file name without ending.
    kind : which arranger made it.
    title : what the arranger was asked for.
    song, performer : never in two splits.
    style, tags : for tables.
    seed : arranged and mixed the piece.
    duration : seconds of audio.
    pcm_sha256 : checksum of the 16-bit samples, little-endian.
    cast : who played, one label per part.
    beats : with positions in the bar.
    parts : the pitched ones, with their notes.
    form : coarse and fine parts, when the piece is about them.
    harmony : the chord and the key at every beat; None where the arranger knows none, and in files
        of older versions, which have the roots alone.
    onsets : of all parts where they can be heard; None in files of older versions.
    drums : the strokes of the kit that can be heard; None in files of older versions.
    """

    name: str
    kind: str
    title: str
    song: str
    performer: str
    style: str
    tags: tuple[str, ...]
    seed: int
    duration: float
    pcm_sha256: str
    cast: tuple[str, ...]
    beats: Beats
    parts: tuple[SoundingPart, ...] = ()
    form: Form | None = None
    harmony: Harmony | None = None
    onsets: Onsets | None = None
    drums: Drums | None = None

    def entry(self) -> dict[str, Any]:
        """Everything but the annotations, as plain JSON: the line of a manifest."""
        heavy = ("beats", "parts", "form", "harmony", "onsets", "drums")
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in heavy}
