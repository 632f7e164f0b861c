"""One estimate held against one annotation: scores, and the metrical level that was followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from lausch.annotation import Beats
from lausch.corpora.track import Track
from lausch.metrics.beats import metrical_level
from lausch.tasks import BeatTracking, DownbeatTracking

MEASURES = ("beat F", "CMLt", "AMLt", "downbeat F")

GROUPS: dict[str, tuple[str, ...]] = {
    "right": ("right",),
    "half": ("half",),
    "double": ("double",),
    "third, triple": ("third", "triple"),
    "2:3, 3:4": ("2:3", "3:2", "3:4", "4:3"),
    "off-beat": ("off-beat",),
    "none": ("none",),
}
"""Metrical levels as tables group them; "off-beat" is the right tempo, half a beat late."""


@dataclass(frozen=True)
class Measured:
    """What one system made of one track.

    Parameters
    ----------
    system : the model or rival.
    corpus, track, song, style : of the recording.
    seconds : of sound.
    tempo_bpm : annotated; 0 where fewer than two beats are.
    estimate_bpm : found; 0 likewise.
    scores : by the names in `MEASURES`; downbeats only where both sides number their beats.
    level : a name in `lausch.metrics.beats.LEVELS`, or "none".
    """

    system: str
    corpus: str
    track: str
    song: str
    style: str
    seconds: float
    tempo_bpm: float
    estimate_bpm: float
    scores: dict[str, float]
    level: str

    @property
    def group(self) -> str:
        """The name in `GROUPS` of the level."""
        return next(name for name, levels in GROUPS.items() if self.level in levels)

    @property
    def key(self) -> tuple[str, str]:
        """Which recording it is, the same for every system."""
        return self.corpus, self.track

    def to_json(self) -> dict[str, Any]:
        """Plain values; `Measured(**values)` is the inverse."""
        return asdict(self)


def measure(system: str, corpus: str, track: Track, reference: Beats, estimate: Beats) -> Measured:
    """Score an estimate, untrimmed, as its task does.

    Parameters
    ----------
    system, corpus : names for tables.
    track : whose annotation the reference is.
    reference, estimate : positions decide whether downbeats are scored.

    Raises
    ------
    MissingExtraError : mir_eval is not installed.
    """
    task = BeatTracking() if estimate.positions is None else DownbeatTracking()
    return Measured(
        system=system,
        corpus=corpus,
        track=track.name,
        song=track.song,
        style=track.style,
        seconds=track.duration,
        tempo_bpm=reference.tempo_bpm or 0.0,
        estimate_bpm=estimate.tempo_bpm or 0.0,
        scores=task.score(reference, estimate),
        level=metrical_level(reference.times, estimate.times),
    )


def common(rows: Sequence[Measured]) -> list[Measured]:
    """The rows of those recordings that every system in `rows` was measured on."""
    systems = {row.system for row in rows}
    heard_by: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        heard_by.setdefault(row.key, set()).add(row.system)
    return [row for row in rows if heard_by[row.key] == systems]
