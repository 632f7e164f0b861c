"""Counts the chords of annotated music: how they follow one another in a key, when they change.

    python studies/harmony.py --data DATA [--corrected] [--out FILE]

Writes src/lausch/decoding/harmony.json from the training splits of three sources: the charts of
McGill Billboard (CC0), POP909 (MIT) and the Weimar Jazz Database (ODbL; see the notice in the
file). Songs to validate and to test are left out, as in the rendered corpora. Each style counts
half: popular music and jazz. Chords are reduced to the vocabulary, and chords and keys are moved to
the tonic C. A chart says no mode: it is minor where most chords on its tonic are. With --corrected
POP909 has the chords and keys of POP909-CL; `studies/harmony_held_out.py` compares both tables.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from harmony_pop909cl import FOLDER, Piece, corrected

from lausch.annotation.harte import Symbol
from lausch.annotation.key import key_name, key_number
from lausch.annotation.vocabulary import CLASSES, NONE, class_of_symbol, moved
from lausch.corpora.band.kind import Source
from lausch.corpora.band.kinds.charts import composition
from lausch.corpora.band.sources import billboard, pop909, wjd
from lausch.corpora.band.sources.chord import Chord
from lausch.errors import AnnotationError

LONGEST = 16
"""Beats; longer chords count as so long."""
STYLES = ("pop", "jazz")
FEWEST = 2
"""A succession that is rarer is not written down."""
OUT = Path(__file__).parents[1] / "src" / "lausch" / "decoding" / "harmony.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with symbolic/")
    parser.add_argument("--corrected", action="store_true", help="POP909-CL for POP909")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    symbolic = options.data / "symbolic"
    pop = corrected_songs if options.corrected else songs
    counts = {style: Counts() for style in STYLES}
    for style, source, every in (
        ("pop", billboard.SOURCE, list(charts(symbolic))),
        ("pop", pop909.SOURCE, list(pop(symbolic))),
        ("jazz", wjd.SOURCE, list(solos(symbolic))),
    ):
        for piece in trained(source, every, symbolic):
            counts[style].add(piece)
    options.out.write_text(document(counts, options.corrected), encoding="utf-8")
    print(
        {style: each.pieces for style, each in counts.items()}, options.out.stat().st_size, "bytes"
    )


def trained(source: Source, every: list[Piece], symbolic: Path) -> Iterator[Piece]:
    splits = source.split(every, symbolic)
    return (piece for piece, split in zip(every, splits, strict=True) if split == "train")


class Counts:
    """What is counted of one style."""

    def __init__(self) -> None:
        self.pieces = 0
        self.lengths: Counter[int] = Counter()
        self.places: Counter[tuple[int, int, bool]] = Counter()
        self.successions: Counter[tuple[int, int, int]] = Counter()
        self.moves: Counter[tuple[int, int]] = Counter()

    def add(self, piece: Piece) -> None:
        self.pieces += 1
        begin = 0
        classes = piece.classes
        for beat in range(1, len(classes)):
            changes = classes[beat] != classes[beat - 1]
            self.places[piece.meter, piece.places[beat], changes] += 1
            if piece.keys[beat] >= 0 and piece.keys[beat - 1] >= 0:
                self.moves[relation(piece.keys[beat - 1], piece.keys[beat])] += 1
            if not changes:
                continue
            self.lengths[min(beat - begin, LONGEST)] += 1
            begin = beat
            key = piece.keys[beat]
            if key >= 0 and NONE not in classes[beat - 1 : beat + 1]:
                both = (to_tonic(each, key) for each in classes[beat - 1 : beat + 1])
                self.successions[key // 12, *both] += 1


def to_tonic(number: int, key: int) -> int:
    """A class moved so that the tonic is C; no chord stays what it is."""
    return number if number == len(CLASSES) - 1 else moved(number, -key % 12)


def relation(before: int, after: int) -> tuple[int, int]:
    """A change of key: its mode before, and the key after it, seen from a tonic of C."""
    return before // 12, 12 * (after // 12) + (after - before) % 12


def charts(symbolic: Path) -> Iterator[Piece]:
    for title in billboard.chart_titles(symbolic):
        chart = billboard.read_chart(symbolic, title)
        tonics = [chord for chord in chart.chords if chord and chord.root == chart.key]
        minor = 2 * sum(chord.minor for chord in tonics) > len(tonics)
        key = chart.key + 12 * minor
        classes = numbers(chart.chords)
        places = [beat % 4 for beat in range(len(classes))]
        yield Piece(composition(chart), "", classes, [key] * len(classes), places, 4)


def songs(symbolic: Path) -> Iterator[Piece]:
    for title in pop909.song_titles(symbolic):
        song = pop909.read_song(symbolic, title)
        classes = numbers(song.chords)
        name = (symbolic / "pop909" / title / "analyzed_key.txt").read_text("utf-8").split()
        places = [beat % 4 for beat in range(len(classes))]
        key = key_number(key_name(name[0])) if len(name) == 1 else -1
        yield Piece(f"pop909-{title}", "", classes, [key] * len(classes), places, 4)


def corrected_songs(symbolic: Path, split: str = "train") -> Iterator[Piece]:
    titles = pop909.song_titles(symbolic)
    names = [Piece(f"pop909-{title}", "", [], [], [], 4) for title in titles]
    splits = pop909.SOURCE.split(names, symbolic)
    for title, own in zip(titles, splits, strict=True):
        path = symbolic / FOLDER / f"{title}.mid"  # some of the 909 are missing
        if own == split and path.is_file() and (piece := corrected(path, f"pop909-{title}")):
            yield piece


def solos(symbolic: Path) -> Iterator[Piece]:
    rows = list(wjd.table_rows(symbolic, "beats"))
    for meta in wjd.table_rows(symbolic, "meta"):
        own = [row for row in rows if row["melid"] == meta["melid"]]
        chords = [wjd.read_jazz(row["chord"]) for row in own]
        keys = [local_key(row["local_key"]) for row in own]
        places = [int(row["beat"]) - 1 for row in own]
        song = f"wjd-{meta['title']}"
        yield Piece(song, meta["performer"], numbers(chords), keys, places, int(own[0]["period"]))


def local_key(name: str) -> int:
    try:
        return key_number(key_name(name))
    except AnnotationError:
        return -1


def numbers(chords: list[Chord | None] | tuple[Chord | None, ...]) -> list[int]:
    return [
        len(CLASSES) - 1
        if chord is None
        else class_of_symbol(
            Symbol(chord.root, frozenset(tone % 12 for tone in chord.tones), chord.bass)
        )
        for chord in chords
    ]


def document(counts: dict[str, Counts], corrected: bool = False) -> str:
    source = "POP909-CL (MIT; arXiv 2510.06528), after POP909" if corrected else "POP909"
    table = {
        "notice": (
            "Counts made by studies/harmony.py. jazz: contains information from the Weimar Jazz "
            "Database (Jazzomat Research Project), which is made available under the ODbL 1.0 "
            "(opendatacommons.org/licenses/odbl); these counts are a derivative database under the "
            "same licence. pop: McGill Billboard (CC0; Burgoyne, Wild, Fujinaga, ISMIR 2011) and "
            f"{source} (MIT; Wang et al., ISMIR 2020)."
        ),
        "classes": list(CLASSES),
        **{
            style: {
                "lengths": [each.lengths[beats] for beats in range(1, LONGEST + 1)],
                "places": {
                    str(meter): [
                        [each.places[meter, place, changes] for changes in (False, True)]
                        for place in range(meter)
                    ]
                    for meter in (3, 4)
                },
                "moves": [[each.moves[mode, after] for after in range(24)] for mode in (0, 1)],
                "successions": [
                    [*pair, count]
                    for pair, count in sorted(each.successions.items())
                    if count >= FEWEST
                ],
            }
            for style, each in counts.items()
        },
    }
    lines = json.dumps(table, separators=(",", ":"))
    return (
        lines.replace("],[", "],\n[").replace('"pop":', '\n"pop":').replace('"jazz":', '\n"jazz":')
        + "\n"
    )


if __name__ == "__main__":
    main()
