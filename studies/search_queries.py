"""Queries as people make them: as played, with wrong notes, and sung, in other keys and tempi."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from retrieval_queries import wrong
from search_melodies import excerpt

from lausch.annotation import Contour, Notes, hertz
from lausch.corpora.registry import open_corpus
from lausch.retrieval import Index

SECONDS = (25, 20, 15, 10, 5, 3)
SHORTEST_SECONDS = 1.5
STEP = 0.01
LARGEST_RATIO = 1.25
CLIP = "MIR-1K"
CLIP_SECONDS = (np.inf, 5.0, 3.0)


@dataclass(frozen=True)
class Solo:
    """A recording of an index with its notes, or with the pitch that is sung in it.

    `test` says that its song is not in the training split.
    """

    path: str
    test: bool
    notes: Notes
    sung: Contour | None = None


def solos(rendered: Path, kinds: list[str], index: Index) -> list[Solo]:
    """The melodies that are in both an index and rendered corpora, of songs that are there once."""
    paths = _paths(index)
    corpora = [(kind, each) for kind in kinds for each in open_corpus(kind, rendered=rendered)]
    tracks = [(kind, track) for kind, corpus in corpora for track in corpus.tracks]
    tracks = [(kind, track) for kind, track in tracks if (kind, track.name) in paths]
    counts = Counter(track.song for _, track in tracks)
    return [
        Solo(paths[kind, track.name], track.split != "train", track.read("notes"))
        for kind, track in tracks
        if counts[track.song] == 1 and len(track.read("notes"))
    ]


def clips(data: Path, index: Index) -> list[Solo]:
    """The clips of MIR-1K in an index of their mixes."""
    paths = _paths(index)
    tracks = [track for corpus in open_corpus("mir1k", data=data) for track in corpus.tracks]
    return [
        Solo(paths["mir1k", track.name], True, Notes(), track.read("contour"))
        for track in tracks
        if ("mir1k", track.name) in paths
    ]


def _paths(index: Index) -> dict[tuple[str, str], str]:
    """Paths by the names of their folder and of their file."""
    paths = [Path(place.path) for place in index.recordings()]
    return {(path.parent.name, path.stem): str(path) for path in paths}


def hummed(notes: Notes, random: np.random.Generator) -> Contour:
    """A melody as it is sung: out of tune, gliding, with vibrato, late, and with notes left out."""
    times = np.arange(0.0, float(notes.offsets.max()) + 0.1, STEP)
    pitch = np.zeros(len(times))
    drift = 0.0
    for onset, offset, midi in zip(notes.onsets, notes.offsets, notes.pitches, strict=True):
        drift = 0.9 * drift + random.normal(0, 0.15)
        if random.random() < 0.1:
            continue
        begin = max(0.0, onset + random.normal(0, 0.05))
        inside = (times >= begin) & (times < max(offset, begin + 0.08))
        since = times[inside] - begin
        glide = random.normal(0, 1.5) * np.exp(-since / 0.04)
        vibrato = 0.3 * np.sin(2 * np.pi * 5.5 * since) * (since > 0.25)
        pitch[inside] = midi + random.normal(0, 0.25) + drift + glide + vibrato
    voiced = pitch > 0
    return Contour(times, np.where(voiced, hertz(np.where(voiced, pitch, 60.0)), 0.0), voiced)


KINDS: dict[str, Callable[[Notes, np.random.Generator], Notes | Contour]] = {
    "as played": lambda notes, random: notes,
    "20 % errors": lambda notes, random: wrong(notes, 0.2, random),
    "sung": hummed,
}
"""What is made of an excerpt."""


def performed(notes: Notes, options: dict[str, Any], random: np.random.Generator) -> Notes:
    """In another key and at another tempo, where these are searched for."""
    up = int(random.integers(-5, 7)) if "transpose" in options else 0
    ratio = random.uniform(-1, 1) * np.log(LARGEST_RATIO) if "tempo" in options else 0.0
    stretch, pitches = float(np.exp(ratio)), np.clip(notes.pitches + up, 0, 127)
    return Notes(notes.onsets * stretch, notes.offsets * stretch, pitches)


def excerpts(
    solos: list[Solo], count: int, random: np.random.Generator
) -> Iterator[tuple[Solo, str, Notes]]:
    """Excerpts of every length, `count` of each, with their recordings and kinds in turn."""
    for seconds in SECONDS:
        for number in range(count):
            solo = solos[random.integers(len(solos))]
            notes = excerpt(solo.notes, seconds, random)
            if notes is not None and notes.offsets.max() - notes.onsets[0] >= SHORTEST_SECONDS:
                yield solo, tuple(KINDS)[number % len(KINDS)], notes


def parts_of(clip: Solo, random: np.random.Generator) -> Iterator[Contour]:
    """What is sung in a clip, whole and in short parts."""
    assert clip.sung is not None
    times = clip.sung.times
    for seconds in CLIP_SECONDS:
        start = random.uniform(0, max(1e-3, times[-1] - seconds))
        inside = (times >= start) & (times < start + seconds)
        part = Contour(times[inside] - start, clip.sung.hz[inside], clip.sung.voiced[inside])
        if part.voiced.mean() * (part.times[-1] - part.times[0]) >= SHORTEST_SECONDS:
            yield part
