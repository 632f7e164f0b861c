"""A job of files elsewhere, done here: its recording is fetched first, its results are put last."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lausch import stores
from lausch.files import is_address, printable

if TYPE_CHECKING:
    from lausch.cli.job import Job


@contextmanager
def staged(job: Job) -> Iterator[Job]:
    """The job with files of this machine for those at addresses; raises StoreError.

    What it has written is put into its store at the end of the block, unless there was an error.
    """
    remote = {kind: path for kind, path in job.places if is_address(path)}
    if not remote and not is_address(job.path):
        yield job
        return
    with tempfile.TemporaryDirectory(prefix="lausch-") as name:
        folder = Path(name)
        local = job
        if is_address(job.path):
            path = folder / job.path.name
            stores.fetch(job.path, path)
            local = replace(local, path=path, name=printable(job.path))
        here = {kind: folder / "results" / path.name for kind, path in remote.items()}
        files = tuple((kind, here.get(kind, path)) for kind, path in job.files)
        extras = {kind: here.get(kind, path) for kind, path in job.extras.targets.items()}
        yield replace(local, files=files, extras=job.extras.at(extras))
        for kind, path in remote.items():
            stores.put(here[kind], path)


@contextmanager
def fetched(path: Path) -> Iterator[Path]:
    """A file of this machine with what is at a path or an address; raises StoreError."""
    if not is_address(path):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="lausch-") as name:
        local = Path(name) / path.name
        stores.fetch(path, local)
        yield local
