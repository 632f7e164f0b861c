"""Damaged and forged indexes: an answer, or words.

    python faults/indexes.py --seed 0

damages every file of an index in every way, and forges what it says of its model. Each is listed,
searched and checked. It needs LanceDB.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import tally
from models import ODD

from lausch.errors import LauschError


def an_index(folder: Path) -> None:
    """A valid index of three recordings."""
    from lausch.retrieval import Index
    from lausch.retrieval.entry import Entry
    from lausch.retrieval.sound import Sound, sound_model

    index = Index.create(folder / "valid.index")
    dice = np.random.default_rng(1)
    for name in "abc":
        chroma, chances = dice.integers(0, 255, (400, 12), np.uint8), dice.random(2)
        sound = Sound("x", sound_model().digest, chances.astype("<f2"), ("a", "b"), chances)
        index.put([Entry(f"/{name}.flac", 63 * "0" + name, 40.0, chroma, sound=sound)])


def damages(folder: Path) -> Iterator[tuple[str, Callable[[Path], object]]]:
    """What may happen to each file of an index."""
    for path in sorted(each for each in (folder / "valid.index").rglob("*") if each.is_file()):
        name = path.relative_to(folder / "valid.index")
        data = path.read_bytes()
        half = len(data) // 2
        contents = {
            "empty": b"",
            "half": data[:half],
            "zeros": bytes(len(data)),
            "ones": b"\xff" * len(data),
            "text": b"not found\n",
            "hole": data[: half // 2] + bytes(64) + data[half // 2 + 64 :],
            "longer": data + data,
            "end": data[-40:],
        }
        for content in contents.values():
            yield "index, a file", partial(_written, name=name, data=content)
        yield "index, a file", lambda index, name=name: (index / name).unlink()
        yield "index, a file", partial(_in_its_place, name=name)


def _written(index: Path, name: Path, data: bytes) -> None:
    (index / name).write_bytes(data)


def _in_its_place(index: Path, name: Path) -> None:
    (index / name).unlink()
    (index / name).mkdir()


def bindings() -> Iterator[tuple[str, bytes]]:
    """What an index may say of its model."""
    values = {"model": "solo2026", "digest": 64 * "0", "version": 2}
    for name in values:
        for odd in ODD:
            yield "index, its model", json.dumps({**values, name: odd}).encode()
        yield (
            "index, its model",
            json.dumps({key: values[key] for key in values if key != name}).encode(),
        )
    for data in (b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"a": 1}', b"1e999"):
        yield "index, its model", data


def tried_index(change: Callable[[Path], object] | bytes, valid: Path, folder: Path) -> None:
    """An index is listed, searched and checked."""
    from lausch.annotation import Notes
    from lausch.retrieval import Index, tables

    path = folder / "stranger.index"
    shutil.rmtree(path, ignore_errors=True)
    if isinstance(change, bytes):
        import lancedb

        database = lancedb.connect(str(path))
        for name, schema in tables.schemas(tables.Binding("solo2026", "0")).items():
            try:
                database.create_table(name, schema=schema.with_metadata({tables.KEY: change}))
            except ValueError:  # metadata that LanceDB itself does not write
                return
    else:
        shutil.copytree(valid / "valid.index", path)
        change(path)
    times = 0.5 * np.arange(20)
    query = Notes(times, times + 0.4, 60 + np.arange(20) % 7)

    def opened() -> Index:
        return Index.open(path)

    uses: tuple[Callable[[], object], ...] = (
        lambda: opened().recordings(),
        lambda: len(opened()),
        lambda: opened().entries(),
        lambda: opened().search(query),
        lambda: opened().alike((np.zeros(22050, np.float32), 22050)),
        lambda: opened().runner(),
        lambda: opened().check(),
    )
    refusal: LauschError | None = None
    for use in uses:
        try:
            use()
        except LauschError as error:
            refusal = error
    if refusal is not None:
        raise refusal


def main() -> int:
    options = tally.options(__doc__, 10_000, "indexes; all are made by default")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        child = os.fork()  # LanceDB starts threads, which no fork survives
        if child == 0:
            code = 1
            try:
                an_index(folder)
                code = 0
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        if status:
            return 1
        attempts = [*damages(folder), *bindings()]
        random.Random(options.seed).shuffle(attempts)
        options.count = min(options.count, len(attempts))

        def outcome(number: int) -> str:
            return tally.called(lambda: tried_index(attempts[number][1], folder, folder))

        return tally.run(options, lambda number: attempts[number][0], outcome, chunk=50)


if __name__ == "__main__":
    sys.exit(main())
