"""The result of one system on one track, from which all tables and CSV files are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Result:
    """Scores of one system on one track.

    Parameters
    ----------
    system : name of the model, formula or rival.
    corpus, track, song : names; takes of one song share its name.
    seconds : length of the recording.
    scores : by measure; measures that do not apply are absent.
    cpu_seconds : processor time of the system without decoding the file; NaN if not measured.
    facts : plain values that are no scores, such as a tempo, a style or counts of peaks.
    """

    system: str
    corpus: str
    track: str
    song: str
    seconds: float
    scores: Mapping[str, float]
    cpu_seconds: float = float("nan")
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        """The recording."""
        return self.corpus, self.track

    def to_json(self) -> dict[str, Any]:
        """Plain values; `Result(**values)` is the inverse."""
        return asdict(self)


def of(results: Iterable[Result], system: str) -> list[Result]:
    """The results of one system."""
    return [result for result in results if result.system == system]


def within(results: Iterable[Result], corpora: Iterable[str]) -> list[Result]:
    """The results on some corpora."""
    names = set(corpora)
    return [result for result in results if result.corpus in names]


def grouped(results: Iterable[Result], fact: str) -> dict[str, list[Result]]:
    """Results by the value of a fact, in the order of first appearance."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(str(result.facts.get(fact) or "unknown"), []).append(result)
    return groups


def same_files(results: Sequence[Result], partial: Iterable[str] = ()) -> list[Result]:
    """Results on the recordings for which every system has one, except systems in `partial`."""
    systems = {result.system for result in results}
    narrowing = systems - set(partial) or systems
    tried: dict[tuple[str, str], set[str]] = {}
    for result in results:
        tried.setdefault(result.key, set()).add(result.system)
    return [result for result in results if narrowing <= tried[result.key]]
