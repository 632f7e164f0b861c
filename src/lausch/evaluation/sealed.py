"""The log of sealed test sets: each released model is scored on each of them once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from lausch import __version__
from lausch.errors import FormatError, OptionError
from lausch.evaluation.bootstrap import mean
from lausch.evaluation.result import Result
from lausch.evaluation.summary import measures_of

LOG = Path("reports") / "sealed.jsonl"


@dataclass(frozen=True)
class Opening:
    """One line of the log: who was scored on what, when, and by which version of lausch.

    Parameters
    ----------
    date : UTC, ISO 8601.
    model, sha256 : name and digest of the weights.
    corpus, tracks : name of the sealed corpus, and how many of its tracks were scored.
    scores : means over tracks by measure.
    again : why the set was opened a second time; empty for the first.
    """

    date: str
    model: str
    sha256: str
    corpus: str
    tracks: int
    scores: dict[str, float]
    lausch_version: str = __version__
    again: str = ""


def openings(log: Path) -> list[Opening]:
    """All lines of a log.

    Raises
    ------
    OptionError : there is no log.
    FormatError : a line is none.
    """
    if not log.is_file():
        raise OptionError(
            f"sealed sets are opened into a log, and {log} is not there: run this in the source "
            "of lausch, or name the log with --log"
        )
    lines = [line for line in log.read_text(encoding="utf-8").splitlines() if line]
    try:
        return [Opening(**json.loads(line)) for line in lines]
    except (TypeError, ValueError) as error:
        raise FormatError(f"{log} is damaged: {error}; was it edited by hand?") from error


def admit(log: Path, sha256: str, corpora: Sequence[str], again: str) -> None:
    """Raises OptionError if the model has been scored on one of the corpora, unless `again`."""
    for each in openings(log):
        if each.sha256 == sha256 and each.corpus in corpora and not again:
            raise OptionError(
                f"{each.model} was scored on the sealed set {each.corpus} on {each.date}: a set "
                'that is opened often is no longer sealed; --again "REASON" does it and is logged'
            )


def note(log: Path, sha256: str, results: Sequence[Result], again: str) -> None:
    """Append a line for each corpus of the results."""
    date = datetime.now(UTC).isoformat(timespec="seconds")
    with log.open("a", encoding="utf-8") as file:
        for corpus in dict.fromkeys(result.corpus for result in results):
            inside = [result for result in results if result.corpus == corpus]
            means = {name: mean(inside, name) for name in measures_of(inside)}
            scores = {name: round(each.value, 4) for name, each in means.items() if each}
            line = Opening(date, inside[0].system, sha256, corpus, len(inside), scores, again=again)
            file.write(json.dumps(asdict(line), ensure_ascii=False) + "\n")
