"""Many tracks under one licence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lausch.corpora.track import SPLITS, Split, Track
from lausch.errors import CorpusError

Use = Literal["ship", "eval"]


@dataclass(frozen=True)
class Corpus:
    """Tracks under one licence.

    Parameters
    ----------
    name : as in tables and cards.
    licence : of the material.
    credit : authors to name.
    use : "ship" when weights trained on it may ship; "eval" for scoring only.
    tracks : names differ; no song and no performer stands in two splits.
    absent : further tracks that are known, but whose sound is not here.
    recorded : whether these are recordings of people, and not rendered.
    """

    name: str
    licence: str
    credit: str
    use: Use
    tracks: tuple[Track, ...]
    absent: int = 0
    recorded: bool = False

    def __post_init__(self) -> None:
        names: set[str] = set()
        for track in self.tracks:
            if track.name in names:
                raise CorpusError(f"corpus {self.name} has two tracks named {track.name!r}")
            names.add(track.name)
        leaks = list(leaking(self.tracks))
        if leaks:
            raise CorpusError(
                f"corpus {self.name} leaks from one split into another: {leaks[0]} "
                f"({len(leaks)} in all); was its manifest edited by hand?"
            )

    def __len__(self) -> int:
        return len(self.tracks)

    @property
    def hours(self) -> float:
        """Sound in all."""
        return sum(track.duration for track in self.tracks) / 3600

    @property
    def rendered(self) -> bool:
        """Whether it is music that was made to train on."""
        return self.use == "ship" and not self.recorded

    def split(self, name: Split) -> Iterator[Track]:
        """The tracks of one split, in the corpus's order."""
        if name not in SPLITS:
            raise CorpusError(f"{name!r} is no split; {', '.join(SPLITS)} are")
        return (track for track in self.tracks if track.split == name)


def leaking(tracks: tuple[Track, ...]) -> Iterator[str]:
    """Every song or performer in two splits, as a phrase."""
    home: dict[tuple[str, str], Split] = {}
    for track in tracks:
        for noun, value in (("song", track.song), ("performer", track.performer)):
            if value and home.setdefault((noun, value), track.split) != track.split:
                yield f"{noun} {value!r} is in {home[noun, value]} and in {track.split}"
