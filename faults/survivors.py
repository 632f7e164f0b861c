"""What mutants said of the tests: a log of runs, and `reports/mutants.md`.

`faults/equivalents.json` lists faults that no input can show, each with the reason.
"""

from __future__ import annotations

import datetime
import json
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from places import Mutant

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "lausch"
EQUIVALENTS = Path(__file__).with_name("equivalents.json")
LOG = ROOT / "reports" / "mutants.jsonl"
PAGE = LOG.with_suffix(".md")
READING = """\
A mutant is lausch with one small fault: a comparison, a sign, a number, a keyword. Places are drawn
by chance from `decoding`, `tasks`, `formats` and `metrics`; tests that call the function with the
fault run, and a mutant survives if all of them pass. A survivor is *equivalent* if no input can
show its fault, which a person decided; it counts as a survivor in *noticed*, and is left out of
*of the others*. Intervals are Wilson's, 95 %. Wanted are .90 of the others.
"""
THREATS = """\
- **Faults of one kind.** Real mistakes are larger, and some are in what is not there.
- **A sample.** Other seeds give other figures, within the interval.
- **Who wrote the tests said which faults are equivalent.** The reasons stand in
`faults/equivalents.json`, so that they can be held against the code.
- **Survivors of earlier runs got tests.** Each run has a seed of its own, so a figure is not of
faults that tests were written for; but tests for one fault notice its neighbours, too.
- **Four rooms.** The others are larger, and have not been tried.
"""


@dataclass(frozen=True)
class Survivor:
    """A fault that no test noticed, named so that its name lasts when lines move.

    Parameters
    ----------
    file : below the package.
    line : text of the line.
    what : what was changed in it.
    nth : which of the places of this file that are alike so far, from 1.
    """

    file: str
    line: str
    what: str
    nth: int = 1

    @property
    def room(self) -> str:
        return self.file.partition("/")[0]


@dataclass(frozen=True)
class Run:
    """One line of the log: how many were drawn from each room, and which survived."""

    date: str
    commit: str
    seed: int
    places: dict[str, int]
    drawn: dict[str, int]
    survivors: list[Survivor] = field(default_factory=list)

    def counts(self, room: str | None, reasons: dict[Survivor, str]) -> tuple[int, int, int]:
        """Drawn, noticed, and equivalent ones in a room; in all of them for None."""
        drawn = self.drawn[room] if room else sum(self.drawn.values())
        alive = [each for each in self.survivors if room in (None, each.room)]
        return drawn, drawn - len(alive), sum(each in reasons for each in alive)


def equivalents() -> dict[Survivor, str]:
    """The reason of each fault that no input can show."""
    entries = json.loads(EQUIVALENTS.read_text(encoding="utf-8"))
    return {Survivor(**each["fault"]): each["reason"] for each in entries}


def runs(log: Path) -> list[Run]:
    """All lines of a log, the oldest first."""
    lines = log.read_text(encoding="utf-8").splitlines() if log.is_file() else []
    entries = [json.loads(line) for line in lines if line]
    return [
        Run(**entry | {"survivors": [Survivor(**each) for each in entry["survivors"]]})
        for entry in entries
    ]


def named(places: Sequence[Mutant]) -> dict[Mutant, Survivor]:
    """The lasting name of each place of these files."""
    alike: Counter[tuple[str, str, str]] = Counter()
    names = {}
    for each in places:
        line = each.file.read_text(encoding="utf-8").splitlines()[each.line - 1].strip()
        key = (each.file.relative_to(PACKAGE).as_posix(), line, each.what)
        alike[key] += 1
        names[each] = Survivor(*key, alike[key])
    return names


def today(seed: int, places: Sequence[Mutant], tried: Sequence[tuple[Mutant, bool]]) -> Run:
    """A run of this commit.

    Parameters
    ----------
    places : all mutants that could be drawn.
    tried : those that were, and whether they survived.
    """
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty=, changed"]
    commit = subprocess.run(command, stdout=subprocess.PIPE, text=True).stdout.strip() or "unknown"
    names = named(places)
    rooms = Counter(each.room for each in names.values())
    drawn = Counter(dict.fromkeys(rooms, 0))
    drawn.update(names[mutant].room for mutant, _ in tried)
    survivors = [names[mutant] for mutant, survival in tried if survival]
    date = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    return Run(date, commit, seed, dict(rooms), dict(drawn), survivors)


def noted(run: Run, log: Path = LOG, page: Path = PAGE) -> None:
    """Append a run to the log, and write the page anew."""
    with log.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(run), ensure_ascii=False) + "\n")
    page.write_text(text(runs(log), equivalents()), encoding="utf-8")


def interval(count: int, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    share, z = count / total, 1.96
    middle = share + z * z / (2 * total)
    width = z * (share * (1 - share) / total + (z / (2 * total)) ** 2) ** 0.5
    return (middle - width) / (1 + z * z / total), (middle + width) / (1 + z * z / total)


def share(count: int, total: int) -> str:
    """A share with its interval, such as `.813 [.74, .87]`."""
    from lausch.evaluation.tables import MISSING, number

    if not total:
        return MISSING
    low, high = (f"{value:.2f}".removeprefix("0") for value in interval(count, total))
    return f"{number(count / total)} [{low}, {high}]"


def text(history: Sequence[Run], reasons: dict[Survivor, str]) -> str:
    """The page: the last run by room, its survivors, and a line for each run."""
    from lausch.evaluation.tables import table, written  # of mutants, no file is imported before

    last = history[-1]
    by_room = []
    for room in (*last.drawn, None):
        drawn, noticed, equivalent = last.counts(room, reasons)
        places = last.places[room] if room else sum(last.places.values())
        counts = (f"{places}", f"{drawn}", f"{noticed}", f"{equivalent}")
        shares = (share(noticed, drawn), share(noticed, drawn - equivalent))
        by_room.append((room or "all", *counts, *shares))
    head = ("room", "places", "drawn", "noticed", "equivalent", "noticed", "of the others")
    alive = sorted(last.survivors, key=lambda each: (each in reasons, each.file, each.line))
    rows = [
        (each.file, f"`{each.line}`", each.what, reasons.get(each, "**not equivalent**"))
        for each in alive
    ]
    earlier = []
    for run in history:
        drawn, noticed, equivalent = run.counts(None, reasons)
        shares = (share(noticed, drawn), share(noticed, drawn - equivalent))
        earlier.append((run.date, run.commit, f"{run.seed}", f"{drawn}", *shares))
    columns = ("date", "commit", "seed", "drawn", "noticed", "of the others")
    return written(
        "Small faults that tests notice",
        f"python faults/mutants.py --most {sum(last.drawn.values())} --seed {last.seed} --log",
        READING,
        (
            ("The last run", table(head, by_room)),
            ("Its survivors", table(("file", "line", "fault", "why it lived"), rows)),
            ("All runs", table(columns, earlier)),
            ("What might make this invalid", THREATS),
        ),
    )
