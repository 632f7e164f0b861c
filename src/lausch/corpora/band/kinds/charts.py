"""Songs of the Billboard charts: their real harmony and form under tunes that lausch makes up."""

from __future__ import annotations

from pathlib import Path
from random import Random

from lausch.corpora.band.kind import Kind
from lausch.corpora.band.playing.score import Score
from lausch.corpora.band.sources.billboard import SOURCE, chart_titles, read_chart
from lausch.corpora.band.writing.chartsong import composition, song_of
from lausch.corpora.band.writing.songs import arranged


def arrange(data: Path, title: str, rng: Random) -> Score:
    """Chart `title` in a style, and with a tune, drawn by `rng`."""
    chart = read_chart(data, title)
    return arranged(song_of(chart, rng), rng, key=composition(chart))


KIND = Kind(
    name="charts",
    about="McGill Billboard harmony and form under made-up tunes",
    source=SOURCE,
    titles=chart_titles,
    arranger=arrange,
)
