"""Many inputs are tried in processes that may fail, hang, swell or die; what came of each is
counted. Every input has a number, from which it is made, so that `--only N` tries it again.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import sys
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lausch.errors import LauschError
from lausch.files import replacing

FINE, TYPED = "fine", "typed"
MOST_BYTES = 1 << 30
LONGEST_SECONDS = 60.0
"""Of processor time."""
WAITING = 5
"""So many times as long may pass on the clock: other work may be going on."""
_OUT_OF_TIME = (signal.SIGALRM, signal.SIGPROF)


@dataclass
class Tally:
    """What came of the inputs of one kind."""

    fine: int = 0
    typed: int = 0
    hang: int = 0
    killed: int = 0
    untyped: Counter[str] = field(default_factory=Counter)

    @property
    def counts(self) -> tuple[int, ...]:
        """Tried, fine, typed, untyped, hang, killed."""
        parts = (self.fine, self.typed, self.untyped.total(), self.hang, self.killed)
        return sum(parts), *parts

    def add(self, outcome: str) -> bool:
        """Count an outcome; False if it is a failure."""
        if outcome in (FINE, TYPED, "hang", "killed"):
            setattr(self, outcome, getattr(self, outcome) + 1)
        else:
            self.untyped[outcome] += 1
        return outcome in (FINE, TYPED)


def options(about: str | None, count: int, noun: str) -> argparse.Namespace:
    """The command line of a generator."""
    parser = argparse.ArgumentParser(description=(about or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=count, help=f"Number of {noun}.")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--minutes", type=float, help="Stop after this time.")
    parser.add_argument("--only", type=int, metavar="N", help="Try input N alone.")
    parser.add_argument("--resume", type=Path, help="File of counts, to stop and go on.")
    return parser.parse_args()


def called(function: Callable[[], object]) -> str:
    """What comes of a call in this process."""
    try:
        function()
    except LauschError:
        return TYPED
    except BaseException as error:  # whatever it is, it is counted
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}: {error}"
    return FINE


def run(
    asked: argparse.Namespace,
    row: Callable[[int], str],
    outcome: Callable[[int], str],
    *,
    chunk: int,
    seconds: float = LONGEST_SECONDS,
) -> int:
    """Try inputs 0, 1, 2 ... and print the table.

    Parameters
    ----------
    asked : of `options`.
    row : kind of an input, by its number.
    outcome : FINE, TYPED, or what went wrong; it runs in another process.
    chunk : how many inputs share a process.
    seconds : of processor time for each input.

    Returns
    -------
    The exit code: 1 if anything was untyped, hung, was killed, or took more than `MOST_BYTES`.
    """
    numbers = range(asked.count) if asked.only is None else range(asked.only, asked.only + 1)
    until = None if asked.minutes is None else time.monotonic() + 60 * asked.minutes
    task = f"{Path(sys.argv[0]).name} --seed {asked.seed}"  # with a larger count it goes on
    tallies: dict[str, Tally] = {}
    peak = at = 0
    if asked.resume and asked.resume.exists():
        tallies, peak, at = _resumed(asked.resume, task)
    while at < len(numbers) and (until is None or time.monotonic() < until):
        part = numbers[at : at + chunk]
        outcomes, size = _in_a_process(part, outcome, seconds)
        for number, each in zip(part, outcomes, strict=False):
            if not tallies.setdefault(row(number), Tally()).add(each):
                print(f"{number} ({row(number)}): {each[:300]}", file=sys.stderr, flush=True)
        if size > max(peak, MOST_BYTES):
            print(f"{part}: {size / 1e6:.0f} MB", file=sys.stderr, flush=True)
        peak, at = max(peak, size), at + len(outcomes)
        if asked.resume:
            rows = {name: vars(each) for name, each in tallies.items()}
            counts = {"task": task, "rows": rows, "peak": peak, "at": at}
            with replacing(asked.resume) as temporary:
                temporary.write_text(json.dumps(counts), encoding="utf-8")
    return _table(tallies, peak)


def _resumed(path: Path, task: str) -> tuple[dict[str, Tally], int, int]:
    """Counts, largest memory and number of inputs of a run that was stopped."""
    counts = json.loads(path.read_bytes())
    if counts["task"] != task:
        raise SystemExit(f"{path}: counts of {counts['task']}, not of {task}: name another file")
    rows = {
        name: Tally(**(row | {"untyped": Counter(row["untyped"])}))
        for name, row in counts["rows"].items()
    }
    return rows, counts["peak"], counts["at"]


def _in_a_process(
    numbers: Sequence[int], outcome: Callable[[int], str], seconds: float
) -> tuple[list[str], int]:
    """Outcomes, the last of which may be how the process ended; and its largest memory in bytes."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            resource.setrlimit(resource.RLIMIT_AS, (8 * MOST_BYTES, 8 * MOST_BYTES))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            for each in _OUT_OF_TIME:
                signal.signal(each, signal.SIG_DFL)
            warnings.simplefilter("error")
            for number in numbers:
                signal.setitimer(signal.ITIMER_PROF, seconds)
                signal.setitimer(signal.ITIMER_REAL, WAITING * seconds)
                os.write(writing, f"{outcome(number)!r}\n".encode())
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as report:
        outcomes = [line[1:-2] for line in report]
    _, status, usage = os.wait4(child, 0)
    if os.WIFSIGNALED(status):
        outcomes.append("hang" if os.WTERMSIG(status) in _OUT_OF_TIME else "killed")
    elif len(outcomes) < len(numbers):
        outcomes.append("the process ended")
    return outcomes, usage.ru_maxrss * 1024


def _table(tallies: dict[str, Tally], peak: int) -> int:
    width = max(map(len, ("all", *tallies)))
    print(f"| {'':{width}} |   tried |    fine |   typed | untyped | hang | killed |")
    print(f"|{'-' * (width + 2)}|--------:|--------:|--------:|--------:|-----:|-------:|")
    rows = {name: each.counts for name, each in sorted(tallies.items())}
    total = tuple(map(sum, zip(*rows.values(), strict=True)))
    for name, counts in {**rows, "all": total}.items():
        tried, fine, typed, untyped, hang, killed = counts
        print(
            f"| {name:{width}} | {tried:7,} | {fine:7,} | {typed:7,} | {untyped:7} | {hang:4} "
            f"| {killed:6} |"
        )
    print(f"\nlargest memory: {peak / 1e6:.0f} MB")
    return int(sum(total[3:]) > 0 or peak > MOST_BYTES)
