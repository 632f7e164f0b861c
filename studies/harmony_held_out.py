"""Bits that the next chord costs in songs to validate, by tables of `studies/harmony.py`.

    python studies/harmony_held_out.py --data DATA src/lausch/decoding/harmony.json OTHER.json

Songs are those of POP909-CL, in their keys, and the charts of McGill Billboard. With POP909-CL in
the table for POP909, its own songs cost 3.952 bits a chord instead of 3.962, and charts 4.164
instead of 4.159: what ships stays as it was measured.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import numpy as np
from harmony import charts, corrected_songs
from harmony_pop909cl import Piece

from lausch.annotation.vocabulary import CLASSES, NONE
from lausch.corpora.band.sources import billboard
from lausch.decoding import harmony as decoding


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder with symbolic/")
    parser.add_argument("tables", type=Path, nargs="+")
    options = parser.parse_args()
    symbolic = options.data / "symbolic"
    every = list(charts(symbolic))
    splits = billboard.SOURCE.split(every, symbolic)
    held_out = {
        "POP909-CL": list(corrected_songs(symbolic, "validation")),
        "Billboard": [
            piece for piece, split in zip(every, splits, strict=True) if split == "validation"
        ],
    }
    for path in options.tables:
        known = table(path)
        for name, pieces in held_out.items():
            count, bits = cost(known, pieces)
            print(f"{path.name}, {name}: {len(pieces)} songs, {count} changes, {bits:.3f} bits")


def table(path: Path) -> decoding.Harmony:
    """The probabilities by a table."""
    decoding.harmony.cache_clear()
    package = SimpleNamespace(joinpath=lambda _: path)
    with patch.object(decoding, "files", lambda _: package):
        return decoding.harmony(CLASSES)


def cost(known: decoding.Harmony, pieces: Sequence[Piece]) -> tuple[int, float]:
    """The number of changes of chord within known keys, and their mean cost in bits."""
    chances = [
        known.following[key, before, after]
        for piece in pieces
        for before, after, key in zip(
            piece.classes[:-1], piece.classes[1:], piece.keys[1:], strict=True
        )
        if before != after and key >= 0 and NONE not in (before, after)
    ]
    return len(chances), float(-np.log2(chances).mean())


if __name__ == "__main__":
    main()
