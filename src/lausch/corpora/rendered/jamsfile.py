"""The annotation beside a rendered recording: a JAMS file with beats and how it was made."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lausch.annotation import Beats
from lausch.errors import CorpusError


@dataclass(frozen=True)
class Record:
    """What is known of one rendered piece.

    Parameters
    ----------
    name : file name without ending.
    kind : which arranger made it.
    title : what the arranger was asked for.
    song, performer : what may never stand in two splits.
    style, tags : for tables.
    seed : arranged and mixed the piece.
    duration : seconds of audio.
    pcm_sha256 : checksum of the 16-bit samples, little-endian.
    cast : who played, one label per part.
    beats : with positions in the bar.
    """

    name: str
    kind: str
    title: str
    song: str
    performer: str
    style: str
    tags: tuple[str, ...]
    seed: int
    duration: float
    pcm_sha256: str
    cast: tuple[str, ...]
    beats: Beats

    def entry(self) -> dict[str, Any]:
        """Everything but the beats, as plain JSON: the line of a manifest."""
        return {
            "name": self.name,
            "kind": self.kind,
            "title": self.title,
            "song": self.song,
            "performer": self.performer,
            "style": self.style,
            "tags": list(self.tags),
            "seed": self.seed,
            "duration": self.duration,
            "pcm_sha256": self.pcm_sha256,
            "cast": list(self.cast),
        }


def write_record(path: Path, record: Record) -> None:
    """Write a JAMS 0.3 file (namespace `beat`, value = number in the bar), all or nothing."""
    positions = record.beats.positions
    assert positions is not None
    data = [
        {"time": float(time), "duration": 0.0, "value": int(value), "confidence": 1.0}
        for time, value in zip(record.beats.times, positions, strict=True)
    ]
    annotation = {
        "namespace": "beat",
        "data": data,
        "time": 0.0,
        "duration": record.duration,
        "annotation_metadata": {
            "curator": {"name": "", "email": ""},
            "annotator": {},
            "version": "",
            "corpus": f"lausch rendered {record.kind}",
            "annotation_tools": "",
            "annotation_rules": "beats of the score that was rendered",
            "validation": "",
            "data_source": "program",
        },
        "sandbox": {},
    }
    document = {
        "annotations": [annotation],
        "file_metadata": {
            "title": record.song,
            "artist": record.performer,
            "release": "",
            "duration": record.duration,
            "identifiers": {},
            "jams_version": "0.3.4",
        },
        "sandbox": {"lausch": record.entry()},
    }
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_text(json.dumps(document), encoding="utf-8")
    part.replace(path)


def read_record(path: Path) -> Record:
    """Read what `write_record` wrote.

    Raises
    ------
    CorpusError
        The file is not of this form (a JAMS file from elsewhere, or a damaged one).
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        entry = dict(document["sandbox"]["lausch"])
        rows = document["annotations"][0]["data"]
        beats = Beats([row["time"] for row in rows], [row["value"] for row in rows])
        for name in ("tags", "cast"):
            entry[name] = tuple(entry[name])
        return Record(beats=beats, **entry)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise CorpusError(
            f"{path} is not an annotation written by `lausch corpus render` ({error}); "
            "delete it and render again"
        ) from error
