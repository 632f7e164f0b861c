"""Pop songs (POP909) with their melodies sung, the f0 of the voice known."""

from __future__ import annotations

from pathlib import Path
from random import Random

from lausch.corpora.band.kind import Kind
from lausch.corpora.band.playing.score import Score
from lausch.corpora.band.sources.pop909 import SOURCE, read_song, song_titles
from lausch.corpora.band.writing.songs import arranged

LEAD_DB = 6.0


def arrange(data: Path, title: str, rng: Random) -> Score:
    """Song `title` in a style drawn by `rng`, with a singer in front."""
    level = rng.uniform(-LEAD_DB, LEAD_DB)
    return arranged(read_song(data, title), rng, key=f"pop909-{title}", sung_db=level)


KIND = Kind(
    name="sung",
    about="POP909 songs with their melodies sung, and the f0 of that",
    source=SOURCE,
    titles=song_titles,
    arranger=arrange,
    leads=("solo",),
)
