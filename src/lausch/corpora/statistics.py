"""Statistics of a corpus: hours, tempi, metres, styles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from lausch.corpora.track import Track

TEMPO_STEP_BPM = 20


@dataclass
class Statistics:
    """Counts over tracks. Metre, tempo and style are weighted by hours.

    Parameters
    ----------
    hours : by split.
    tracks : by split.
    songs : how many differ.
    beats, downbeats : annotated, in all.
    tempi : hours by the lower edge of a 20 bpm bin.
    metres : hours by beats per bar; 0 where there is no complete bar.
    styles : hours by style.
    """

    hours: defaultdict[str, float] = field(default_factory=partial(defaultdict, float))
    tracks: defaultdict[str, int] = field(default_factory=partial(defaultdict, int))
    songs: int = 0
    beats: int = 0
    downbeats: int = 0
    tempi: defaultdict[int, float] = field(default_factory=partial(defaultdict, float))
    metres: defaultdict[int, float] = field(default_factory=partial(defaultdict, float))
    styles: defaultdict[str, float] = field(default_factory=partial(defaultdict, float))


def count(tracks: Iterable[Track]) -> Statistics:
    """Read every annotation and count."""
    counts = Statistics()
    songs = set()
    for track in tracks:
        hours = track.duration / 3600
        counts.hours[track.split] += hours
        counts.tracks[track.split] += 1
        counts.styles[track.style or "unknown"] += hours
        songs.add(track.song)
        if not track.has("beats"):
            continue
        beats = track.read("beats")
        counts.beats += len(beats)
        counts.downbeats += len(beats.downbeats)
        if beats.tempo_bpm is not None:
            edge = int(beats.tempo_bpm // TEMPO_STEP_BPM) * TEMPO_STEP_BPM
            counts.tempi[edge] += hours
        counts.metres[beats.beats_per_bar or 0] += hours
    counts.songs = len(songs)
    return counts
