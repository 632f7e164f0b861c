"""A study as a Markdown page with figures, and a CSV file of all scores."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from lausch.evaluation import sections
from lausch.evaluation.bootstrap import DRAWS, FEWEST_SONGS
from lausch.evaluation.evidence import Evidence, Settings, Through, collect
from lausch.evaluation.result import Result
from lausch.evaluation.study import Study
from lausch.evaluation.tables import written
from lausch.files import replacing

INTERVALS = f"""\
Numbers are means over tracks with 95 % intervals from {DRAWS:,} bootstrap draws of songs; below
{FEWEST_SONGS} songs there is none. The *same files* are the test tracks that every system was tried
on. Bold names are lausch's."""
_FIELDS = {field.name for field in fields(Result)}


def make_report(study: Study, settings: Settings, through: Through) -> Evidence:
    """Measure a study and write its page, figures and CSV file.

    Raises MissingExtraError when matplotlib or mir_eval is not installed.
    """
    evidence = (study.run or collect)(study, settings, through)
    out = settings.out
    out.parent.mkdir(parents=True, exist_ok=True)
    figures = {}
    for figure in study.figures:
        path = out.with_name(f"{out.stem}-{figure.name}.png")
        if figure.draw(evidence, path):
            figures[figure.name] = path.name
    tracks = out.with_suffix(".csv")
    _write(out, page(evidence, figures, tracks.name))
    _write(tracks, tracks_csv(evidence))
    return evidence


def page(evidence: Evidence, figures: Mapping[str, str], csv_name: str) -> str:
    """The page as Markdown; `figures` and `csv_name` are names of files beside it."""
    study = evidence.study
    captions = {figure.name: figure.caption for figure in study.figures}
    parts = []
    for section in study.sections:
        text = section.write(evidence)
        if section.figure in figures:
            text += f"\n\n![{captions[section.figure]}]({figures[section.figure]})\n"
        parts.append((section.heading, text))
    again = study.again.format(command=evidence.command, csv=csv_name)
    parts += [("Weights", sections.weights(evidence)), ("Again", again)]
    return written(study.title, evidence.command, study.reading, parts)


def tracks_csv(evidence: Evidence) -> str:
    """Every score of every system on every track as CSV, or the study's own table."""
    study = evidence.study
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if study.table is not None:
        writer.writerows(study.table(evidence))
        return text.getvalue()
    writer.writerow((*study.columns, *study.measures))
    for result in (*evidence.results, *evidence.validation):
        cells = (_cell(result, column) for column in study.columns)
        scores = (result.scores.get(measure) for measure in study.measures)
        writer.writerow((*cells, *("" if each is None else f"{each:.4f}" for each in scores)))
    return text.getvalue()


def _cell(result: Result, column: str) -> str:
    value = vars(result)[column] if column in _FIELDS else result.facts.get(column, "")
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def _write(path: Path, text: str) -> None:
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")
