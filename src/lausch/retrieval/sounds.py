"""The table of an index that keeps how its recordings sound, one row for each.

Indexes of older versions have none. It is made when something is added; rows without a recording
are those of a writer that died, and are not looked at.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from lausch.errors import IndexDamagedError
from lausch.retrieval.database import create_tables, present_tables
from lausch.retrieval.sound import Sound
from lausch.retrieval.tables import SOUNDS

if TYPE_CHECKING:
    import pyarrow


class Sounds:
    """The sounds in a database by the ids of their recordings; the table may be missing."""

    def __init__(self, uri: str, database: Any) -> None:
        self._uri = uri
        self._database = database
        self._opened: Any = None

    def digests(self) -> dict[int, str]:
        """For each id the digest of the model that its sound is by."""
        if (table := self.table()) is None:
            return {}
        columns = table.search().select(["id", "digest"]).to_arrow()
        return dict(zip(columns["id"].to_pylist(), columns["digest"].to_pylist(), strict=True))

    def read(self) -> dict[int, Sound]:
        """All sounds; raises IndexDamagedError for a row that is not as it was written."""
        sounds = {}
        for row in self._rows():
            if _checksum(row) != row["crc"]:
                raise IndexDamagedError(
                    f"{self._uri}: the sound of a recording is damaged (the checksum is wrong); "
                    "`lausch index check --repair` takes it out, then add the recording again"
                )
            sounds[row["id"]] = _sound(row)
        return sounds

    def damaged(self) -> list[int]:
        """Ids whose sounds are not as they were written."""
        return [row["id"] for row in self._rows() if _checksum(row) != row["crc"]]

    def put(self, sounds: Mapping[int, Sound]) -> None:
        """Write sounds; each replaces an older one with its id."""
        import pyarrow as pa

        if not sounds:
            return
        table = self.table()
        if table is None:
            create_tables(self._database, {SOUNDS: _schema()}, SOUNDS)
            table = self.table()
        rows = pa.Table.from_pylist([_row(*each) for each in sounds.items()], schema=_schema())
        merge = table.merge_insert("id").when_matched_update_all()
        merge.when_not_matched_insert_all().execute(rows)

    def remove(self, numbers: Collection[int]) -> None:
        """Remove the sounds with these ids, as far as there are any."""
        table = self.table()
        some = sorted(numbers)
        for at in range(0, len(some) if table is not None else 0, 500):
            table.delete(f"id IN ({', '.join(map(str, some[at : at + 500]))})")

    def table(self) -> Any:
        """The table as LanceDB has it, or None."""
        if self._opened is None and SOUNDS in present_tables(self._database):
            self._opened = self._database.open_table(SOUNDS)
        return self._opened

    def _rows(self) -> list[dict[str, Any]]:
        table = self.table()
        rows: list[dict[str, Any]] = [] if table is None else table.search().to_list()
        return rows


def _schema() -> pyarrow.Schema:
    import pyarrow as pa

    kinds = {
        "id": pa.int64(),
        "model": pa.string(),
        "digest": pa.string(),
        "embedding": pa.binary(),
        "tags": pa.string(),
        "chances": pa.binary(),
        "crc": pa.uint32(),
    }
    return pa.schema([pa.field(name, kind, nullable=False) for name, kind in kinds.items()])


def _row(number: int, sound: Sound) -> dict[str, Any]:
    row = {
        "id": number,
        "model": sound.model,
        "digest": sound.digest,
        "embedding": sound.embedding.astype("<f2").tobytes(),
        "tags": json.dumps(sound.tags),
        "chances": sound.chances.astype("<f4").tobytes(),
    }
    return row | {"crc": _checksum(row)}


def _checksum(row: Mapping[str, Any]) -> int:
    words = "\0".join(str(row[name]) for name in ("id", "model", "digest", "tags"))
    return zlib.crc32(row["chances"], zlib.crc32(row["embedding"], zlib.crc32(words.encode())))


def _sound(row: Mapping[str, Any]) -> Sound:
    return Sound(
        row["model"],
        row["digest"],
        np.frombuffer(row["embedding"], "<f2"),
        tuple(json.loads(row["tags"])),
        np.frombuffer(row["chances"], "<f4"),
    )
