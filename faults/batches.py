"""Batches that are killed, whose processes die, hang or swell, whose disk is full: what is lost.

Each input is a batch of twenty short recordings, in two processes, that meets one fault and is then
started again. *fine* means that nothing was lost, torn or done twice: every result that can be seen
is that of an undisturbed batch, what the journal calls done was not begun again, at most one
recording for each process was, everything is there at the end, nothing else is, and what went wrong
was said in words. Where a disk of its own cannot be mounted, its errors come from the writer.
"""

from __future__ import annotations

import errno
import functools
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import tally

import lausch.cli
from lausch import formats
from lausch.analysis.runner import opened
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
BAD = "07"
"""The recording that does something to its process: one of twenty."""
WAITING_SECONDS = 20.0
KILLS = 8
"""So often a batch is killed."""
DISK_KILLS = 2
"""A disk that refuses costs as much as two kills: each process may be given the next recording."""
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
        return process
    code = 70
    try:
        os.setsid()
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


def killed(place: Place, chance: random.Random, *, group: bool) -> str:
    """Kill a batch, or only its parent, at several moments of the work that is left."""
    kills = 0
    for _ in range(KILLS):
        process = start(place.place, {})
        place.wait(chance.randint(-1, SONGS - len(place.done)))
        time.sleep(chance.uniform(0, 0.03))
        (os.killpg if group else os.kill)(process, signal.SIGKILL)
        if end(process) != -signal.SIGKILL:
            break
        kills += 1
        with (place.place.parent / "kills.txt").open("a") as file:
            file.write("kill\n")
        deadline = time.monotonic() + WAITING_SECONDS
        while not group and time.monotonic() < deadline:  # its processes end with their recording
            try:
                os.killpg(process, 0)
            except ProcessLookupError:
                break
            time.sleep(0.01)
        wrong = place.wrong() or place.twice()
        if wrong:
            return wrong
    return place.last(kills=kills)


def worker_killed(place: Place, chance: random.Random) -> str:
    """A recording always kills its process, and another one once."""
    mark = place.place / "once"

    def once() -> None:
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), chance.choice([signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT]))

    always = functools.partial(_die, signal.SIGKILL)
    code = end(start(place.place, {BAD: always, "11": once}))
    return _counted(place, code, f"{SONGS - 1} done, 1 failed (1 quarantined)", kills=1)


def _die(number: int) -> None:
    os.kill(os.getpid(), number)


def worker_hung(place: Place, chance: random.Random) -> str:
    code = end(start(place.place, {BAD: lambda: time.sleep(600)}, "--timeout", "2"))
    return _counted(place, code, f"{SONGS - 1} done, 1 failed")


def worker_swollen(place: Place, chance: random.Random) -> str:
    def swell() -> None:
        held = [bytearray(50 << 20) for _ in range(400)]
        raise AssertionError(f"{len(held)} times 50 MB were given")

    code = end(start(place.place, {BAD: swell}, "--memory", "600"))
    if "in/07.wav: out of memory" not in place.said:
        return place.said
    return _counted(place, code, f"{SONGS - 1} done, 1 failed")


def _counted(place: Place, code: int, line: str, kills: int = 0) -> str:
    said = place.said.splitlines()
    if code != 1 or "Traceback" in place.said or not said or said[-1] != line:
        return f"exit {code}: {place.said[-300:]}"
    return place.finished(kills=kills, without=BAD) or place.last("--retry-failed", kills=2)


@contextmanager
def disk(out: Path, kilobytes: int) -> Iterator[bool]:
    """A disk of this size at `out`, if one may be mounted."""
    out.mkdir()
    if not _mount(out, "-t", "tmpfs", "-o", f"size={kilobytes}k", "lausch"):
        yield False
        return
    try:
        yield True
    finally:
        subprocess.run(["umount", "-l", out], check=True)


def _mount(out: Path, *words: str) -> bool:
    command = ["mount", *words, os.fspath(out)]
    return subprocess.run(command, stderr=subprocess.DEVNULL).returncode == 0


def disk_full(place: Place, chance: random.Random) -> str:
    with disk(place.out, chance.randint(20, 330)) as mounted:
        if mounted:
            code = end(start(place.place, {}))
            _mount(place.out, "-o", "remount,size=64m")
        else:
            code = _refused(place, errno.ENOSPC, chance)
        if code not in (0, 1) or "Traceback" in place.said or (code and not place.said):
            return f"exit {code}: {place.said}"
        return place.wrong() or place.last(kills=DISK_KILLS)


def read_only(place: Place, chance: random.Random) -> str:
    with disk(place.out, 65536) as mounted:
        if mounted:
            process = start(place.place, {})
            place.wait(chance.randrange(SONGS))
            os.killpg(process, signal.SIGKILL)
            end(process)
            _mount(place.out, "-o", "remount,ro")
            code = end(start(place.place, {}))
            _mount(place.out, "-o", "remount,rw")
        else:
            code = _refused(place, errno.EROFS, chance)
        everything = place.out.exists() and results(place.out) == place.right
        if (code != 1 and not everything) or "Traceback" in place.said:
            return f"exit {code}: {place.said}"
        return place.wrong() or place.last(kills=DISK_KILLS)


def _refused(place: Place, number: int, chance: random.Random) -> int:
    """A batch whose writer fails from some recording on."""
    good = {f"{each:02}" for each in range(chance.randrange(SONGS))}
    write = formats.write

    def refuse(analysis: Any, path: Path, name: str) -> None:
        if path.name.split(".")[0] not in good:
            raise OSError(number, os.strerror(number), os.fspath(path))
        write(analysis, path, name)

    formats.write = refuse
    try:
        return end(start(place.place, {}))
    finally:
        formats.write = write


KINDS: dict[str, Callable[[Place, random.Random], str]] = {
    "batch killed": functools.partial(killed, group=True),
    "parent killed": functools.partial(killed, group=False),
    "process killed": worker_killed,
    "process hung": worker_hung,
    "out of memory": worker_swollen,
    "disk full": disk_full,
    "disk read-only": read_only,
}
ORDER = (*KINDS, *("batch killed", "parent killed", "batch killed") * 4, "batch killed")
"""What meets the batches, again and again."""


def main() -> int:
    asked = tally.options(__doc__, 70, "batches")
    with tempfile.TemporaryDirectory(prefix="lausch-faults-") as name:
        for module in ("lausch.cli.analyze", "lausch.cli.batch"):
            import_module(module)  # once, and not by each batch
        opened("superflux")
        first = Path(name) / "first"
        first.mkdir()
        songs(first / "in")
        end(start(first, {}))
        right = results(first / "out")
        assert len(right) == 2 * SONGS, (first / "said.txt").read_text()

        def outcome(number: int) -> str:
            place = Path(name) / str(number)
            place.mkdir()
            (place / "in").symlink_to(first / "in")
            chance = random.Random(f"{asked.seed}-{number}")
            wrong: list[str] = []
            kind = KINDS[ORDER[number % len(ORDER)]]
            raised = tally.called(lambda: wrong.append(kind(Place(place, right), chance)))
            subprocess.run(["rm", "-r", place], check=True)
            return raised if raised != tally.FINE else wrong[0] or tally.FINE

        code = tally.run(asked, lambda number: ORDER[number % len(ORDER)], outcome, chunk=10)
        kills = Path(name) / "kills.txt"
        count = len(kills.read_text().split()) if kills.exists() else 0
        print(f"batches were killed {count:,} times")
        return code


if __name__ == "__main__":
    sys.exit(main())
