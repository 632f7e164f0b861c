"""Pop songs (POP909) with their melodies sung, the f0 of the voice known."""

from __future__ import annotations

from pathlib import Path
from random import Random

from lausch.corpora.band.kind import Kind
from lausch.corpora.band.playing.score import Score
from lausch.corpora.band.sources.pop909 import SOURCE, read_song, song_titles
from lausch.corpora.band.writing.songs import arranged

LEAD_DB = 6.0


def arrange(data: Path, title: str, seed: int) -> Score:
    """Song `title` in a style drawn from `seed`, with a singer in front.

    Raises
    ------
    CorpusError : when the song's files are missing under `data`.
    """
    rng = Random(f"sung/{title}/{seed}")
    song, level = read_song(data, title), rng.uniform(-LEAD_DB, LEAD_DB)
    name, key = f"sung-{title}-{seed}", f"pop909-{title}"
    return arranged(song, rng, name=name, key=key, sung_db=level)


KIND = Kind(
    name="sung",
    about="POP909 songs with their melodies sung, and the f0 of that",
    source=SOURCE,
    titles=song_titles,
    arrange=arrange,
    leads=("solo",),
)
