"""Tables in Parquet hold what those in CSV hold."""

import csv

import pyarrow.parquet
import pytest

from lausch.batches import sinks
from lausch.batches.sinks import sink


@pytest.mark.parametrize("group", [1, 3, 50_000])
def test_rows_come_back_in_every_size_of_group(tmp_path, monkeypatch, group):
    monkeypatch.setattr(sinks, "ROWS", group)
    columns = {"id": int, "name": str, "time_s": float}
    rows = [(n, None if n % 2 else f"é{n}", n / 4) for n in range(7)]
    for suffix in (".csv", ".parquet"):
        with sink(tmp_path / f"all{suffix}") as tables:
            tables.add("recordings", columns, [])
            for row in rows:
                tables.add("beats", columns, [row])
    table = pyarrow.parquet.read_table(tmp_path / "all.beats.parquet")
    assert [tuple(row.values()) for row in table.to_pylist()] == rows
    assert pyarrow.parquet.read_table(tmp_path / "all.parquet").num_rows == 0
    with (tmp_path / "all.beats.csv").open(newline="") as file:
        assert [int(row["id"]) for row in csv.DictReader(file)] == list(range(7))


def test_after_an_error_there_is_no_file(tmp_path):
    def broken():
        yield (1,)
        raise ZeroDivisionError

    for suffix in (".csv", ".sqlite", ".parquet"):
        with pytest.raises(ZeroDivisionError), sink(tmp_path / f"all{suffix}") as tables:
            tables.add("recordings", {"id": int}, broken())
    assert list(tmp_path.iterdir()) == []
