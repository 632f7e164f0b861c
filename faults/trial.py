"""A batch of short recordings on trial: it is started with faults; what is right of it is known.

Results that can be seen are compared with those of a batch that nothing disturbed, and recordings
that are begun with those that the journal has called done.
"""

from __future__ import annotations

import functools
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

import lausch.cli
from lausch.batches.collection import collected
from lausch.batches.layout import FOLDER
from lausch.batches.states import DONE
from lausch.cli import job
from lausch.corpora import workers
from lausch.errors import JournalError

RATE = 44100
SONGS = 20
PROCESSES = 2
WORDS = (
    "analyze in -o out -j 2 -q --only onsets --model superflux --format onsets,json --timeout 30"
)
WAITING_SECONDS = 20.0
Fault = Callable[[], None]


def songs(folder: Path) -> None:
    """Short recordings, of which no two are alike."""
    folder.mkdir()
    noise = np.random.default_rng(0).normal(0, 0.3, (SONGS, RATE // 3)).astype(np.float32)
    for number, samples in enumerate(noise):
        samples[: 2000 + 500 * number] = 0
        soundfile.write(folder / f"{number:02}.wav", samples, RATE)


def start(place: Path, faults: dict[str, Fault], *words: str) -> int:
    """Begin a batch in a process of its own, which leads a group; recordings begun are logged."""
    process = os.fork()
    if process:
        with suppress(OSError):  # it may have done so, or even have ended
            os.setpgid(process, process)
        return process
    code = 70
    try:
        os.setpgid(0, 0)
        os.chdir(place)
        said = os.open("said.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        begun = os.open("begun.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(said, 1)
        os.dup2(said, 2)
        analyse = job.run

        def run(work: Any, *rest: Any) -> Any:
            os.write(begun, f"{work.path.stem}\n".encode())
            faults.get(work.path.stem, lambda: None)()
            return analyse(work, *rest)

        job.run = run
        # Forked, processes begin in milliseconds, so that faults meet work and not its beginning.
        workers.work_through = functools.partial(workers.work_through, forked=True)
        sys.argv = ["lausch", *WORDS.split(), *words]
        lausch.cli.main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.stdout.flush()
        os._exit(code)


def end(process: int) -> int:
    """Wait for a batch: its exit code, or minus the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def results(out: Path) -> dict[str, bytes]:
    """The results that can be seen."""
    paths = (path for path in out.rglob("*") if path.is_file() and FOLDER not in path.parts)
    return {str(path.relative_to(out)): path.read_bytes() for path in paths}


class Place:
    """A folder with recordings, of whose batch it is known what comes out."""

    def __init__(self, place: Path, right: dict[str, bytes]) -> None:
        self.place, self.out = place, place / "out"
        self.right = right
        self.done: set[str] = set()
        self.before: set[str] = set()
        self.seen = 0

    @property
    def begun(self) -> list[str]:
        path = self.place / "begun.txt"
        return path.read_text().split() if path.exists() else []

    @property
    def said(self) -> str:
        return (self.place / "said.txt").read_text()

    def wait(self, count: int) -> None:
        """Until so many recordings have been begun since `seen`."""
        deadline = time.monotonic() + WAITING_SECONDS
        while len(self.begun) < self.seen + count and time.monotonic() < deadline:
            time.sleep(0.003)

    def wrong(self) -> str:
        """What is wrong in the midst of a batch; "" for nothing."""
        for name, data in results(self.out).items():
            hidden = Path(name).name.startswith(".lausch-")
            if not hidden and name != "failed.tsv" and data != self.right[name]:
                return f"torn: {name}"
        with suppress(JournalError):  # it is not begun, and the next batch says otherwise
            for each in (each for each in collected(self.out) if each.state == DONE):
                self.done.add(Path(each.path).stem)
                if len(each.results) != 2 or not all(path.exists() for _, path in each.results):
                    return f"lost: {each.path}"
        return ""

    def twice(self) -> str:
        """What was begun after the journal called it done; asked after each batch."""
        since, self.seen = self.begun[self.seen :], len(self.begun)
        twice = sorted(self.before & set(since))
        self.before = set(self.done)
        return f"done twice: {twice}" if twice else ""

    def finished(self, *, kills: int = 0, without: str = "") -> str:
        """What is wrong at the end."""
        expected = {n: d for n, d in self.right.items() if Path(n).name.split(".")[0] != without}
        found = results(self.out)
        found.pop("failed.tsv", None)
        if found != expected:
            return f"at the end: {sorted(found.keys() ^ expected.keys()) or 'other contents'}"
        again = sum(Counter(self.begun).values()) - SONGS
        if again > kills * PROCESSES:
            return f"{again} begun again after {kills} kills"
        return self.wrong() or self.twice()

    def last(self, *words: str, kills: int = 0) -> str:
        """Start again and let it end; what is wrong."""
        code = end(start(self.place, {}, *words))
        return self.finished(kills=kills) or ("" if code == 0 else f"exit {code}: {self.said}")
