"""`lausch corpus export`: the mixes that are scored, as files for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
import numpy as np
import soundfile

from lausch.corpora.draw import draw
from lausch.errors import CorpusError
from lausch.files import replacing

if TYPE_CHECKING:
    from lausch.corpora.corpus import Corpus
    from lausch.corpora.track import Split, Track

RATE = 44100


def export(
    corpora: list[Corpus], out: Path, split: Split, minutes: float | None, seed: int
) -> None:
    """Write a draw of each corpus into `out` and say what was written."""
    mixes = []
    for corpus in corpora:
        drawn = draw(corpus.split(split), minutes=minutes, seed=seed)
        mixes += drawn
        length = sum(track.duration for track in drawn) / 60
        click.echo(f"{corpus.name}: {len(drawn)} {split} tracks, {length:.1f} min")
    for _ in write_mixes(mixes, out):
        pass
    click.echo(f"{len(mixes)} files of 44.1 kHz mono in {out}")


def write_mixes(tracks: Iterable[Track], folder: Path) -> Iterator[Path]:
    """Write each track's mono mix as 24-bit FLAC, FOLDER/<name>.flac; yield what is written.

    Files that are there already are left as they are. A sum of stems that exceeds full scale is
    turned down as a whole, for FLAC would clip it. Raises CorpusError when two tracks have one
    name, and AudioError when a recording cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names: set[str] = set()
    for track in tracks:
        if track.name in names:
            raise CorpusError(
                f"two tracks are named {track.name!r}, and one file would replace the other: "
                "export the corpora into folders of their own"
            )
        names.add(track.name)
        path = folder / f"{track.name}.flac"
        if not path.exists():
            samples = track.load(RATE).samples
            samples = samples / max(1.0, float(np.abs(samples).max()))
            with replacing(path) as temporary:
                soundfile.write(temporary, samples, RATE, format="FLAC", subtype="PCM_24")
        yield path
