"""What systems score here, from the csv files beside the reports."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from lausch.corpora.band.kinds import KINDS

REPORTS = Path(__file__).parents[2] / "reports"
MEASURES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("beats", ("beat F", "downbeat F")),
    ("cepstroid", ("beat F",)),
    ("rhythm", ("tempo Acc1", "tempo Acc2")),
    ("bars", ("downbeat F",)),
    ("drum_bars", ("downbeat F",)),
    ("metres", ("metre", "downbeat F")),
    ("onsets", ("onset F",)),
    ("structure", ("coarse F 0.5 s", "coarse F 3 s")),
    ("chords", ("majmin",)),
    ("solo", ("raw pitch accuracy", "overall accuracy")),
    ("bass", ("beat accuracy",)),
    ("tags", ("tags AUC",)),
    ("tags_raw", ("tags AUC",)),
    ("deepbelief", ("tags AUC",)),
)
"""For each report the measures that are shown of it."""
LEAST = 6
"""A mean of fewer recordings is no figure."""


class Figure(NamedTuple):
    """The mean score of a system on recordings of a kind, and the best mean on the same ones."""

    system: str
    measure: str
    recordings: str
    value: float
    best: str
    report: str

    def row(self) -> str:
        """A row of a table in Markdown, for pages in docs/."""
        return (
            f"| {self.system} | {self.measure} | {self.recordings} | {self.value:.3f} "
            f"| {self.best} | [{self.report}](../reports/{self.report}.md) |"
        )


def figures_of(systems: Sequence[str]) -> str:
    """The table of some systems as Markdown; raises ValueError for one that no report has."""
    figures = [each for report, measures in MEASURES for each in _of(report, measures, systems)]
    missing = set(systems) - {each.system for each in figures}
    if missing:
        raise ValueError(f"no report has scores of {', '.join(sorted(missing))}")
    head = "| system | measure | recordings | here | best mean there | report |\n"
    return head + "|---|---|---|--:|---|---|\n" + "\n".join(each.row() for each in figures) + "\n"


def _of(report: str, measures: Sequence[str], systems: Sequence[str]) -> Iterator[Figure]:
    for kind, scores in _scores(report, measures).items():
        for measure in measures:
            means = {name: _mean(each[measure]) for name, each in scores.items() if each[measure]}
            for system in systems:
                tracks = len(scores[system][measure]) if system in scores else 0
                if tracks < LEAST:
                    continue
                rivals = {n: m for n, m in means.items() if len(scores[n][measure]) == tracks}
                best = max(rivals, key=lambda name: rivals[name])
                shown = f"{best} {rivals[best]:.3f}"
                yield Figure(system, measure, f"{tracks} {kind}", means[system], shown, report)


def _scores(report: str, measures: Sequence[str]) -> dict[str, dict[str, dict[str, list[float]]]]:
    """Scores by kind of recording, system and measure."""
    scores: dict[str, dict[str, dict[str, list[float]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    rendered = {kind.name for kind in KINDS}
    path = REPORTS / f"{report}.csv"
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row.get("split", "test") == "test":
                kind = "rendered" if row["corpus"] in rendered else "real"
                for measure in measures:
                    if row.get(measure):
                        scores[kind][row["system"]][measure].append(float(row[measure]))
    return scores


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
