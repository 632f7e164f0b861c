"""Pop songs (POP909) with their own melodies, arranged anew."""

from __future__ import annotations

from pathlib import Path
from random import Random

from lausch.corpora.band.kind import Kind
from lausch.corpora.band.playing.score import Score
from lausch.corpora.band.sources.pop909 import SOURCE, read_song, song_titles
from lausch.corpora.band.writing.songs import arranged


def arrange(data: Path, title: str, rng: Random) -> Score:
    """Song `title` in a style drawn by `rng`."""
    return arranged(read_song(data, title), rng, key=f"pop909-{title}")


KIND = Kind(
    name="pop",
    about="POP909 songs, re-orchestrated, with and without drums",
    source=SOURCE,
    titles=song_titles,
    arranger=arrange,
    leads=("vocal", "melody"),
)
