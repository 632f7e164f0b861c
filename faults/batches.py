"""Batches that are killed, whose processes die, hang or swell, whose disk is full: what is lost.

Each input is a batch of twenty short recordings, in two processes, that meets one fault and is then
started again. *fine* means that nothing was lost, torn or done twice: every result that can be seen
is that of an undisturbed batch, what the journal calls done was not begun again, at most one
recording for each process was, everything is there at the end, nothing else is, and what went wrong
was said in words. Where a disk of its own cannot be mounted, its errors come from the writer.
"""

from __future__ import annotations

import functools
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import tally
from disks import disk_full, read_only
from trial import SONGS, WAITING_SECONDS, Place, end, results, songs, start

from lausch.analysis.runner import opened

BAD = "07"
"""The recording that does something to its process: one of twenty."""
KILLS = 8
"""So often a batch is killed."""


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
        while time.monotonic() < deadline:  # without their parent processes end a recording first
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
