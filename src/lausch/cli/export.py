"""`lausch corpus export`: the mixes that are scored, as files for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from lausch.corpora.corpus import Corpus
    from lausch.corpora.track import Split


def export(
    corpora: list[Corpus], out: Path, split: Split, minutes: float | None, seed: int
) -> None:
    """Write a draw of each corpus into `out` and say what was written."""
    from lausch.evaluation.draw import draw
    from lausch.evaluation.mixes import write_mixes

    chosen = []
    for corpus in corpora:
        drawn = draw(corpus.split(split), minutes=minutes, seed=seed)
        chosen += drawn
        length = sum(track.duration for track in drawn) / 60
        click.echo(f"{corpus.name}: {len(drawn)} {split} tracks, {length:.1f} min")
    for _ in write_mixes(chosen, out):
        pass
    click.echo(f"{len(chosen)} files of 44.1 kHz mono in {out}")
