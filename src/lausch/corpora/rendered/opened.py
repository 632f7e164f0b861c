"""A rendered folder as a corpus: its manifest, and the split each song and player belongs to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from lausch.annotation import Beats
from lausch.corpora.corpus import Corpus
from lausch.corpora.rendered.jamsfile import Record, read_record
from lausch.corpora.splits import GROOVE_DRUMMERS, assign, read_wjd_solos, wjd_splits
from lausch.corpora.track import Split, Track
from lausch.errors import CorpusError

WEIMAR = (
    "ODbL database in an MIT package",
    "Weimar Jazz Database (Pfleiderer, Frieler, Zaddach, Abeßer; Jazzomat Research Project)",
)
# kind -> licence and credit of the symbols it was arranged from
SOURCES = {
    "jazz": WEIMAR,
    "solos": WEIMAR,
    "pop": ("MIT", "POP909 (Wang, Chen, Jiang, Zhang, Xu, Dai, Bin, Xia, ISMIR 2020)"),
    "charts": ("CC0", "McGill Billboard annotations (Burgoyne, Wild, Fujinaga, ISMIR 2011)"),
    "drums": (
        "CC BY 4.0",
        "Groove MIDI Dataset (Gillick, Roberts, Engel, Eck, Bamman, ICML 2019; Google LLC)",
    ),
    "bands": ("BSD-3-Clause", "the contributors to the Freedoom project"),
}


def splits_of(kind: str, records: Sequence[Record], symbolic: Path) -> list[Split | None]:
    """The split of each rendered piece; None where it must not be used.

    Jazz and solos ask the split of all solos of its database, so that it does not depend on how
    many were rendered; drums follow their drummer; elsewhere the song decides.
    """
    if kind in ("jazz", "solos"):
        known = wjd_splits(read_wjd_solos(symbolic / "wjd"))
        return [known[r.song.removeprefix("wjd-"), r.performer] for r in records]
    if kind == "drums":
        return [GROOVE_DRUMMERS.get(record.performer, "train") for record in records]
    return assign([(record.song, record.performer) for record in records], f"{kind}/")


def _beats(path: Path) -> Beats:
    return read_record(path).beats


def open_rendered(folder: Path) -> Corpus:
    """The corpus in a folder that `lausch corpus render` wrote (OUT/KIND).

    Tracks that belong to no split are left out.

    Raises
    ------
    CorpusError
        There is no manifest, it cannot be read, or a file it names is missing.
    """
    path = folder / "manifest.json"
    if not path.is_file():
        raise CorpusError(
            f"{folder} has no manifest.json: it was not rendered, or rendering was stopped; "
            "run the same `lausch corpus render` again, it continues where it stopped"
        )
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        entries, kind = manifest["tracks"], str(manifest["kind"])
        sounds = "; ".join(manifest["credits"])
    except (ValueError, KeyError, TypeError) as error:
        raise CorpusError(f"{path} is damaged ({error}); render again, which is quick") from error
    tracks = []
    for entry in entries:
        if entry["split"] is None:
            continue
        flac, jams = (folder / f"{entry['name']}{ending}" for ending in (".flac", ".jams"))
        if not (flac.is_file() and jams.is_file()):
            raise CorpusError(
                f"{path} names {entry['name']}, but its .flac or .jams is missing; render again"
            )
        tracks.append(
            Track(
                name=entry["name"],
                audio=flac,
                read_beats=partial(_beats, jams),
                duration=entry["duration"],
                song=entry["song"],
                performer=entry["performer"],
                style=entry["style"],
                split=entry["split"],
                pcm_sha256=entry["pcm_sha256"],
            )
        )
    licence, credit = SOURCES.get(kind, ("unknown", ""))
    return Corpus(kind, licence, f"{credit}. Sound: {sounds}", "ship", tuple(tracks))
