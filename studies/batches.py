"""How fast batches of short recordings are, what the journal costs, and whether memory stays flat.

    python studies/batches.py [--count 1000] [--work FOLDER] [--out reports/batches.md]

Recordings of ten seconds are pieces of an example, no two alike. They are analysed by the command
line as a user would. Seconds of the processor, of a batch with all its processes, do not depend on
what else the machine does; seconds on the clock do. The journal of a million recordings is written
here, without their files, and then opened as a batch that goes on opens it.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import soundfile
from batches_journal import Opened, journal_seconds, restarted
from batches_plan import plan

from lausch import __version__
from lausch.audio import load_audio
from lausch.evaluation.tables import table
from lausch.models.model import DEFAULT, load_model

ROOT = Path(__file__).parents[1]
SECONDS = 10
RATE = 44100
PAIRED = 40
"""Recordings of the comparison of one worker with two."""
ROUNDS = 3
SETTLED = 0.1
"""Memory is compared with that after this share of the recordings: 1,000 of 10,000."""
ROWS = 1_000_000
THREATS = """
## What might make this invalid

- **Pieces of one example.** Other music has more or fewer beats to decode, and other formats take
longer to read; recordings as short as these say nothing of memory for long ones.
- **Files were in memory** when they were read, or nearly: they had just been written. A share over
a network is slower, and there reading ahead matters.
- **Ten thousand are extrapolated** from the rate of fewer. Nothing in a batch depends on their
number but the journal, whose size is looked at apart.
- **Other work on the machine** makes seconds on the clock longer, and those of the processor a
little: caches are shared. The ratio of two workers is that of the best round of each.
- **A journal of a million rows has been written at once**, and so lies well on the disk.
"""


@dataclass
class Ran:
    """A batch: recordings, seconds on the clock and of the processor, megabytes along the way."""

    count: int
    workers: int
    clock: float
    processor: float
    first: float
    megabytes: list[float] = field(default_factory=list)


def recordings(folder: Path, count: int) -> None:
    """Write so many recordings of ten seconds, no two of which are alike."""
    folder.mkdir(parents=True)
    song = load_audio(ROOT / "examples" / "vibe_ace.ogg", rate=RATE).samples
    dice = np.random.default_rng(0)
    for number in range(count):
        start = dice.integers(len(song) - SECONDS * RATE)
        piece = song[start : start + SECONDS * RATE] * dice.uniform(0.4, 0.95)
        soundfile.write(folder / f"{number:05}.wav", piece, RATE)


def resident(process: int) -> float:
    """Megabytes of a process and its children, shared pages counted once a process."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    total = 0.0
    for each in (process, *map(int, children)):
        try:
            pages = int(Path(f"/proc/{each}/statm").read_text().split()[1])
        except OSError:
            continue
        total += pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return total


def analysed(source: Path, out: Path | None, workers: int, *, look: int = 0) -> Ran:
    """Analyse a folder; `look` is after how many recordings memory is looked at."""
    words = ["analyze", str(source), "-j", str(workers), "-q", "--json", "--format", "json,beats"]
    words += [] if out is None else ["-o", str(out)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "lausch", *words], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    done, first, sizes = 0, 0.0, []
    for line in process.stdout:
        if json.loads(line)["event"] == "done":
            done += 1
            first = first or time.monotonic() - begun
            if look and done % look == 0:
                sizes.append(resident(process.pid))
    process.wait()
    clock = time.monotonic() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Ran(done, workers, clock, spent, first, sizes)


@contextmanager
def work_folder(named: Path | None) -> Iterator[Path]:
    if named is None:
        with tempfile.TemporaryDirectory(prefix="lausch-") as name:
            yield Path(name)
    else:
        named.mkdir(parents=True, exist_ok=True)
        yield named


def rate(ran: Ran) -> float:
    """Recordings a second on the clock, from the first one done on: without the beginning."""
    return (ran.count - 1) / (ran.clock - ran.first)


def flat(ran: Ran) -> tuple[float, float, float]:
    """Megabytes once it has settled, and the least and greatest share of them afterwards."""
    at = max(1, round(SETTLED * len(ran.megabytes)))
    base = float(np.median(ran.megabytes[at - 1 : at + 2]))
    rest = np.array(ran.megabytes[at:]) / base
    return base, float(rest.min()), float(rest.max())


def page(
    whole: Ran,
    ones: Sequence[Ran],
    twos: Sequence[Ran],
    journal: tuple[float, float],
    again: Opened,
) -> str:
    """The page in Markdown."""
    clock, processor = journal
    each = whole.processor / whole.count
    base, least, most = flat(whole)
    one, two = max(map(rate, ones)), max(map(rate, twos))
    spent = (
        min(ran.processor / ran.count for ran in ones),
        min(ran.processor / ran.count for ran in twos),
    )
    minutes = 10_000 / rate(whole) / 60
    ideal = 10_000 * each / 2 / 60
    share = processor / each
    rows = [
        ("10,000 recordings of 10 s, two workers", "≤ 25 minutes", f"{minutes:.1f} minutes",
         minutes <= 25),
        ("the same, if both processors did nothing else", "≤ 25 minutes", f"{ideal:.1f} minutes",
         ideal <= 25),
        ("memory after the first tenth", "± 5 %", f"{least - 1:+.1%} to {most - 1:+.1%}",
         max(1 - least, most - 1) <= 0.05),
        ("two workers against one, on the clock", "≥ 1.9 ×", f"{two / one:.2f} ×",
         two / one >= 1.9),
        ("the same by seconds of the processor", "≥ 1.9 ×", f"{2 * spent[0] / spent[1]:.2f} ×",
         2 * spent[0] / spent[1] >= 1.9),
        ("journal, of the processor's time for a recording", "≤ 1 %", f"{share:.2%}",
         share <= 0.01),
        ("a journal of 1,000,000 recordings is opened, and counted", "< 2 s",
         f"{again.opened + again.counted:.2f} s", again.opened + again.counted < 2),
        ("the same, and 100 recordings more are looked up", "< 2 s",
         f"{again.opened + again.newcomers:.2f} s", again.opened + again.newcomers < 2),
    ]  # fmt: skip
    cells = [(*words, "yes" if good else "no") for *words, good in rows]
    model = load_model(DEFAULT)
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    date = datetime.datetime.now(tz=datetime.UTC).date()
    return f"""# Batches of short recordings

Written by `python studies/batches.py --count {whole.count}`, {date}, lausch {__version__}, Python
{platform.python_version()}, {model.name} ({model.digest}); {machine}, beside other work.

## Targets

{table(("target", "wanted", "measured", "reached"), cells)}
## What was measured

{whole.count:,} recordings of {SECONDS} s in {whole.clock:.0f} s on the clock with {whole.workers}
workers, {each * 1000:.0f} ms of the processor each; {base:.0f} MB of all processes once settled.
The targets of ten thousand are extrapolated from them, from the first result on.

{PAIRED} recordings with one worker and with two, in turn, {ROUNDS} times; the best of each counts:
{one:.2f} and {two:.2f} a second, {spent[0] * 1000:.0f} and {spent[1] * 1000:.0f} ms of the
processor for each.

A recording goes through the journal in {clock * 1000:.2f} ms on the clock, with the disk, and
{processor * 1000:.2f} ms of the processor. It is flushed to the disk once for sixteen recordings,
or each second.

The journal of {ROWS:,} recordings with two results each has {again.megabytes:.0f} MB. Opening it
takes {again.opened:.2f} s, what `lausch status` says {again.counted:.2f} s, and
{again.newcomers:.2f} s to see that 100 recordings are new and none of the others. A recording that
is known is compared in {again.known * 1e6:.0f} µs, with three looks at the disk: a batch of a
million that is started again needs {again.known * ROWS / 60:.1f} minutes for that, which a share
over a network makes longer.
{plan(each, processor, clock)}{THREATS}"""


def main() -> None:
    """Measure, print and write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=1000, help="recordings of ten seconds")
    parser.add_argument("--work", type=Path, help="folder for them, by default a temporary one")
    parser.add_argument("--out", type=Path, default=ROOT / "reports" / "batches.md")
    options = parser.parse_args()
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with work_folder(options.work) as folder:
        recordings(folder / "few", PAIRED)
        ones, twos = [], []
        for turn in range(ROUNDS):
            ones.append(analysed(folder / "few", folder / f"one{turn}", 1))
            twos.append(analysed(folder / "few", folder / f"two{turn}", 2))
            print(rate(ones[-1]), rate(twos[-1]), file=sys.stderr, flush=True)
        journal = journal_seconds(folder / "rows")
        again = restarted(folder / "million", ROWS)
        print(journal, again, file=sys.stderr, flush=True)
        recordings(folder / "many", options.count)
        look = max(1, options.count // 50)
        whole = analysed(folder / "many", folder / "out", 2, look=look)
        text = page(whole, ones, twos, journal, again)
    print(text, end="")
    options.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
