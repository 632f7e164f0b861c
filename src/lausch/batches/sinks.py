"""Files of tables, written row by row: CSV, SQLite and Parquet."""

from __future__ import annotations

import csv
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from lausch.batches.longtables import Columns, Row
from lausch.errors import MissingExtraError, OptionError
from lausch.files import printable, replacing

RECORDINGS = "recordings"
"""The table with a row for each recording."""
ROWS = 50_000
"""So many rows of a table are one group of Parquet."""
SQL = {str: "TEXT", int: "INTEGER", float: "REAL"}


class Sink(ExitStack, ABC):
    """Where rows of several tables go; all files are whole at the end of the block, or none is."""

    @abstractmethod
    def add(self, table: str, columns: Columns, rows: Iterable[Row]) -> None:
        """Add rows to a table, which begins with the first call."""

    def finish(self) -> None:
        """Write what is left when all rows are there."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        if error is None:
            try:
                self.finish()
            except BaseException as late:
                super().__exit__(type(late), late, late.__traceback__)
                raise
        return super().__exit__(kind, error, trace)


def beside(path: Path, table: str) -> Path:
    """The file of a table: `results.csv` of recordings, and `results.beats.csv`."""
    return path if table == RECORDINGS else path.with_suffix(f".{table}{path.suffix}")


class CsvSink(Sink):
    """A CSV file for each table."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._writers: dict[str, Any] = {}

    def add(self, table: str, columns: Columns, rows: Iterable[Row]) -> None:
        if table not in self._writers:
            temporary = self.enter_context(replacing(beside(self._path, table)))
            file = temporary.open("w", encoding="utf-8", errors="surrogateescape", newline="")
            writer = csv.writer(self.enter_context(file))
            writer.writerow(columns)
            self._writers[table] = writer
        self._writers[table].writerows(rows)


class SqliteSink(Sink):
    """One database with a table of each, indexed by recording."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._tables: dict[str, str] = {}

    def __enter__(self) -> SqliteSink:
        temporary = self.enter_context(replacing(self._path))
        self._connection = sqlite3.connect(temporary)
        self.callback(self._connection.close)
        self._connection.execute("PRAGMA synchronous = OFF")  # the whole file is flushed at the end
        self._connection.execute("PRAGMA journal_mode = MEMORY")
        return self

    def add(self, table: str, columns: Columns, rows: Iterable[Row]) -> None:
        if table not in self._tables:
            words = ", ".join(f'"{name}" {SQL[kind]}' for name, kind in columns.items())
            self._connection.execute(f'CREATE TABLE "{table}" ({words})')
            marks = ", ".join("?" * len(columns))
            self._tables[table] = f'INSERT INTO "{table}" VALUES ({marks})'
        self._connection.executemany(self._tables[table], map(_text_only, rows))

    def finish(self) -> None:
        for table in self._tables:
            self._connection.execute(f'CREATE INDEX "{table}_by_id" ON "{table}" (id)')
        self._connection.commit()


def _text_only(row: Row) -> Row:
    return tuple(_text(cell) if isinstance(cell, str) else cell for cell in row)


def _text(cell: str) -> str:
    """Names of files need not be text: such bytes are escaped."""
    return cell.encode("utf-8", "backslashreplace").decode()


class ParquetSink(Sink):
    """A Parquet file for each table, compressed with Zstandard."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._columns: dict[str, Columns] = {}
        self._rows: dict[str, list[Row]] = {}
        self._writers: dict[str, Any] = {}
        try:
            import pyarrow.parquet
        except ImportError as error:
            raise MissingExtraError(
                "Parquet needs pyarrow; `pip install 'lausch[tables]'`, or write .csv or .sqlite"
            ) from error
        self._arrow, self._parquet = pyarrow, pyarrow.parquet

    def add(self, table: str, columns: Columns, rows: Iterable[Row]) -> None:
        waiting = self._rows.setdefault(table, [])
        self._columns[table] = columns
        waiting.extend(map(_text_only, rows))
        if len(waiting) >= ROWS:
            self._write(table)

    def _write(self, table: str) -> None:
        arrow, columns = self._arrow, self._columns[table]
        types = {str: arrow.string(), int: arrow.int64(), float: arrow.float64()}
        schema = arrow.schema([(name, types[kind]) for name, kind in columns.items()])
        if table not in self._writers:
            temporary = self.enter_context(replacing(beside(self._path, table)))
            writer = self._parquet.ParquetWriter(temporary, schema, compression="zstd")
            self._writers[table] = self.enter_context(writer)
        rows = self._rows[table]
        parts = zip(*rows, strict=True) if rows else [()] * len(columns)
        arrays = [arrow.array(part, field.type) for part, field in zip(parts, schema, strict=True)]
        self._writers[table].write_table(arrow.table(arrays, schema))
        rows.clear()

    def finish(self) -> None:
        for table in self._columns:
            self._write(table)


SINKS: dict[str, Callable[[Path], Sink]] = {
    ".csv": CsvSink,
    ".sqlite": SqliteSink,
    ".db": SqliteSink,
    ".parquet": ParquetSink,
}
"""By the suffix of the file."""


def sink(path: Path) -> Sink:
    """The sink of a file's suffix; raises OptionError or MissingExtraError."""
    suffix = path.suffix.lower()
    if suffix not in SINKS:
        raise OptionError(
            f"{printable(path)}: tables are written as {', '.join(SINKS)}, not "
            f"{suffix or 'without a suffix'}; name a file such as tables.sqlite"
        )
    return SINKS[suffix](path)
