"""Two of the tables of an index as LanceDB keeps them, and the rows of recordings.

Shingles are written first; a recording counts once its row is in `recordings`. An interrupted
writer leaves shingles without a recording, which no search looks at.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from lausch.analysis.runner import Runner
from lausch.errors import IndexDamagedError, SearchIndexError
from lausch.files import printable
from lausch.retrieval.chroma import BINS
from lausch.retrieval.entry import Entry, Stamp
from lausch.retrieval.shingles import SIZE

if TYPE_CHECKING:
    import pyarrow

RECORDINGS, SHINGLES, SOUNDS = "recordings", "shingles", "sounds"
KEY = b"lausch"
VERSION = 2
"""Version of the tables and of their shingles. A reader refuses every other."""
TABLES = (RECORDINGS, SHINGLES, SOUNDS)
PLACES = ["id", "path", "sha256", "size", "modified", "seconds", "frames"]


@dataclass(frozen=True)
class Binding:
    """The model that an index is bound to: chroma of two models must not be compared."""

    model: str
    digest: str
    version: int = VERSION

    def encoded(self) -> dict[bytes, bytes]:
        """The binding as metadata of a table."""
        return {KEY: json.dumps(vars(self)).encode()}

    @classmethod
    def decoded(cls, data: bytes, name: str) -> Binding:
        """The inverse of `encoded`; raises SearchIndexError for another version."""
        try:
            fields = json.loads(data)
            kinds = {key: type(fields[key]) for key in ("model", "digest", "version")}
        except (ValueError, KeyError, TypeError, RecursionError):
            kinds = {}
        if kinds != {"model": str, "digest": str, "version": int}:
            raise SearchIndexError(
                f"{name}: a database, but it does not say which model of lausch made it; was it "
                "edited by hand?"
            )
        if fields["version"] < VERSION:
            raise SearchIndexError(
                f"{name}: an index of form {fields['version']} by an older lausch, but this one "
                f"reads form {VERSION}: make it anew with `lausch index create`"
            )
        if fields["version"] > VERSION:
            raise SearchIndexError(
                f"{name}: an index of form {fields['version']}, but this lausch reads form "
                f"{VERSION}: use the newer lausch that made it"
            )
        return cls(fields["model"], fields["digest"], fields["version"])

    def require_same(self, other: Binding, name: str, into: str) -> None:
        """Raise SearchIndexError if an index called `name` is of another model than `into`."""
        if self.digest != other.digest:
            raise SearchIndexError(
                f"{name} was made by {self.model} ({self.digest[:12]}), but {into} by "
                f"{other.model} ({other.digest[:12]}), whose activations differ: only indexes of "
                "one model can be merged"
            )

    def require(self, runner: Runner, name: str) -> None:
        """Raise SearchIndexError for any other model; `name` is that of the index."""
        if runner.digest != self.digest:
            raise SearchIndexError(
                f"{name} was made by {self.model} ({self.digest[:12]}), but this is {runner.name} "
                f"({runner.digest[:12]}), whose activations differ: name the first one's file with "
                "--model, or make a new index"
            )


@dataclass(frozen=True)
class Place:
    """A recording of an index without its chroma.

    `number` is the id of its row, `frames` the length of its chroma; the others are those of
    `Entry`.
    """

    number: int
    path: str
    sha256: str
    seconds: float
    stamp: Stamp
    frames: int


def spelled(path: str) -> str:
    """A path as tables hold it, in UTF-8: what is none becomes NUL and four digits.

    Names of files are bytes, and Python's text has a lone surrogate for each that is no UTF-8.
    """
    return re.sub("[\ud800-\udfff]", lambda match: f"\0{ord(match[0]):04x}", path)


def unspelled(text: str) -> str:
    """The inverse of `spelled`."""
    return re.sub("\0([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)


def schemas(binding: Binding) -> dict[str, pyarrow.Schema]:
    """Columns of both tables. Shingles come first: see the module's words on crashes."""
    import pyarrow as pa

    def column(name: str, kind: pa.DataType) -> pa.Field:
        return pa.field(name, kind, nullable=False)

    vector = pa.list_(pa.field("item", pa.float16(), nullable=False), SIZE)
    shingles = [column("id", pa.int64()), column("start", pa.int32()), column("vector", vector)]
    recordings = [
        column("id", pa.int64()),
        column("path", pa.string()),
        column("sha256", pa.string()),
        column("size", pa.int64()),
        column("modified", pa.int64()),
        column("seconds", pa.float64()),
        column("frames", pa.int32()),
        column("chroma", pa.binary()),
        column("shingles", pa.int32()),
        column("shingles_crc", pa.uint32()),
        column("crc", pa.uint32()),
    ]
    return {
        SHINGLES: pa.schema(shingles, metadata=binding.encoded()),
        RECORDINGS: pa.schema(recordings, metadata=binding.encoded()),
    }


def recording_row(number: int, entry: Entry, vectors: np.ndarray) -> dict[str, Any]:
    """A row of `recordings`."""
    row = {
        "id": number,
        "path": spelled(entry.path),
        "sha256": entry.sha256,
        "size": entry.stamp.size,
        "modified": entry.stamp.modified,
        "seconds": entry.seconds,
        "frames": len(entry.values),
        "chroma": entry.values.tobytes(),
        "shingles": len(vectors),
        "shingles_crc": zlib.crc32(vectors.tobytes()),
    }
    return row | {"crc": checksum(row)}


def recording_table(rows: list[dict[str, Any]], binding: Binding) -> pyarrow.Table:
    """Rows of `recordings` for the table."""
    import pyarrow as pa

    return pa.Table.from_pylist(rows, schema=schemas(binding)[RECORDINGS])


def checksum(row: dict[str, Any]) -> int:
    """CRC-32 of a row without its own checksum."""
    fields = {name: value for name, value in row.items() if name not in ("chroma", "crc")}
    head = json.dumps(fields, sort_keys=True).encode()
    return zlib.crc32(row["chroma"], zlib.crc32(head))


def shingle_rows(
    numbers: Sequence[int],
    starts: Sequence[np.ndarray],
    vectors: Sequence[np.ndarray],
    binding: Binding,
) -> pyarrow.Table:
    """Rows of `shingles` for several recordings; vectors are float16 (n, SIZE)."""
    import pyarrow as pa

    schema = schemas(binding)[SHINGLES]
    flat = pa.array(np.concatenate([np.zeros((0, SIZE), np.float16), *vectors]).reshape(-1))
    counts = [len(each) for each in vectors]
    columns = [
        pa.array(np.repeat(np.array(numbers, np.int64), counts)),
        pa.array(np.concatenate([np.zeros(0, np.int32), *starts])),
        pa.FixedSizeListArray.from_arrays(flat, type=schema.field("vector").type),
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def places(table: pyarrow.Table) -> Iterator[Place]:
    """Recordings from the columns `PLACES`, in the order of their paths."""
    for row in table.select(PLACES).sort_by("path").to_pylist():
        stamp = Stamp(row["size"], row["modified"])
        path = unspelled(row["path"])
        yield Place(row["id"], path, row["sha256"], row["seconds"], stamp, row["frames"])


def entry(row: dict[str, Any]) -> Entry:
    """The entry in a whole row of `recordings`.

    Raises IndexDamagedError when the row is not as it was written.
    """
    chroma, path = row["chroma"], unspelled(row["path"])
    if checksum(row) != row["crc"] or len(chroma) != BINS * row["frames"]:
        raise IndexDamagedError(
            f"{printable(path)}: its row in the index is damaged (the checksum is wrong); "
            "`lausch index check --repair` takes it out, then add the recording again"
        )
    values = np.frombuffer(chroma, np.uint8).reshape(-1, BINS)
    stamp = Stamp(row["size"], row["modified"])
    return Entry(path, row["sha256"], row["seconds"], values, stamp)
