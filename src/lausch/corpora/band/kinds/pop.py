"""Pop songs (POP909) with their own melodies, arranged anew: excerpts, sung ones, whole songs.

`popform` has the form as two people annotated it. Fine: phrases, mostly of 4 or 8 bars, where
either annotator begins one (the first annotator's boundaries, and those of the second that lie at
least three bars from them; the two often differ only in whether eight bars are one phrase or two).
Coarse: phrases of one letter in a row are one section, and connecting bars (fewer than four) belong
to the section before them. Equal letters are the same music: i and o are intro and outro, x and X
occur once, other small letters are phrases without a singer.

The change at boundaries is drawn: in a quarter of the variants only the song itself changes; in the
others players rest, enter, move an octave or pass the lead on, alike in all sections of a letter.
In 7 of 10 variants the drummer's patterns follow the sections, else the phrases.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

from lausch.corpora.band.kind import Kind
from lausch.corpora.band.playing.score import Score
from lausch.corpora.band.sources.pop909 import SOURCE, read_phrases, read_song, song_titles
from lausch.corpora.band.writing.layout import Marks, joined, labelled, refined, runs
from lausch.corpora.band.writing.song import cropped
from lausch.corpora.band.writing.songs import arranged

LEAD_DB = 6.0
FEWEST_BARS = 4
APART_BARS = 3


def form_marks(first: Marks, second: Marks) -> tuple[Marks, Marks, int]:
    """Coarse parts and fine phrases of two annotations in bars, and the bar after the last."""
    phrases = tuple(mark for mark in first if mark[1] != "end")
    end = max([bar for bar, label in first if label == "end"] or [phrases[-1][0] + FEWEST_BARS])
    parts = runs(joined(runs(phrases), end, FEWEST_BARS))
    ours = refined(parts, [bar for bar, _ in phrases], end, 1)
    edges: Marks = tuple((bar, "") for bar in ours)
    theirs = [bar for bar, label in second if label != "end" and bar < end]
    return parts, labelled(refined(edges, theirs, end, APART_BARS), phrases), end


def _played(data: Path, title: str, rng: Random) -> Score:
    return arranged(read_song(data, title), rng, key=f"pop909-{title}")


def _sung(data: Path, title: str, rng: Random) -> Score:
    level = rng.uniform(-LEAD_DB, LEAD_DB)
    return arranged(read_song(data, title), rng, key=f"pop909-{title}", sung_db=level)


def _whole(data: Path, title: str, rng: Random) -> Score:
    song = read_song(data, title)
    parts, phrases, end = form_marks(*read_phrases(data, title))
    sections = parts if rng.random() < 0.7 else phrases
    song = replace(song, sections=sections, parts=parts, phrases=phrases)
    song = cropped(song, parts[0][0], min(end, len(song.pulse) // 4))
    return arranged(song, rng, key=f"pop909-{title}")


POP = Kind(
    "pop",
    "POP909 songs, re-orchestrated, with and without drums",
    SOURCE,
    song_titles,
    _played,
    leads=("vocal", "melody"),
)
SUNG = Kind(
    "sung",
    "POP909 songs with their melodies sung, and the f0 of that",
    SOURCE,
    song_titles,
    _sung,
    leads=("solo",),
)
POPFORM = Kind(
    "popform",
    "whole POP909 songs with sections and phrases",
    SOURCE,
    song_titles,
    _whole,
    has_form=True,
)
