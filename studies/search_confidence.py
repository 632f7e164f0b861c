"""The confidence of the best answer of a search: fits `lausch.retrieval.confidence` and tests it.

    python studies/search_confidence.py --rendered RENDERED --index INDEX [--queries 40]

INDEX has solos rendered into RENDERED, analysed by a model. Queries are excerpts of their notes,
for parts of the collection of several sizes, with and without their own recording. Solos of the
test split, whose players are in no other split, are for testing only.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import logistic
import numpy as np
from numpy.typing import NDArray
from search_melodies import excerpt

from lausch.annotation import Notes
from lausch.corpora.registry import open_corpus
from lausch.errors import OptionError
from lausch.retrieval import Index, Match
from lausch.retrieval.confidence import LIKELY, NAMES, features
from lausch.retrieval.query import tempi

SECONDS = (25, 20, 15, 10, 5, 3)
ASKED = (
    (1, {}),
    (12, {"transpose": "any"}),
    (12 * len(tempi(0.9, 1.1)), {"transpose": "any", "tempo": (0.9, 1.1)}),
)
BEST = 30
"""Number of answers that nearly always contain the best two of any larger part."""
SHORTEST_SECONDS = 1.5
SHARES = (1.0, 0.4, 0.15)
"""Shares of the other recordings, for collections of several sizes."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """The best answer to one query.

    Parameters
    ----------
    score, margin, seconds, variants : see `lausch.retrieval.confidence.features`.
    right : whether it is the recording sought.
    """

    score: float
    margin: float
    seconds: float
    variants: int
    right: bool


def fitted(cases: Sequence[Case]) -> tuple[float, ...]:
    """Coefficients of a logistic regression, in the order of `confidence.NAMES`.

    Raises
    ------
    OptionError
        When all cases are right, or none is.
    """
    values, right = _arrays(cases)
    if right.all() or not right.any():
        raise OptionError("a verdict is fitted on right and on wrong answers, not on one kind")
    return logistic.regression(values, right)


def chances(cases: Sequence[Case], coefficients: Sequence[float]) -> Floats:
    """The confidence of each best answer."""
    return _logistic(_arrays(cases)[0] @ np.array(coefficients))


def calibration_error(cases: Sequence[Case], coefficients: Sequence[float]) -> float:
    """Expected calibration error of the best answers."""
    return logistic.calibration_error(chances(cases, coefficients), _arrays(cases)[1])


def _arrays(cases: Sequence[Case]) -> tuple[Floats, Floats]:
    rows = [features(each.score, each.margin, each.seconds, each.variants) for each in cases]
    return np.array(rows), np.array([each.right for each in cases], dtype=np.float64)


def _logistic(values: Floats) -> Floats:
    result: Floats = 1 / (1 + np.exp(-np.clip(values, -50, 50)))
    return result


@dataclass(frozen=True)
class Solo:
    """A recording of the index with its notes."""

    path: str
    notes: Notes
    test: bool


def solos(rendered: Path, index: Index) -> list[Solo]:
    """The solos that are in both the index and the corpus."""
    paths = {Path(place.path).stem: place.path for place in index.recordings()}
    tracks = [t for corpus in open_corpus("solos", rendered=rendered) for t in corpus.tracks]
    return [
        Solo(paths[track.name], track.read("notes"), track.split == "test")
        for track in tracks
        if track.name in paths
    ]


def cases(
    index: Index, solos: list[Solo], count: int, random: np.random.Generator
) -> Iterator[Case]:
    """Best answers to queries of every length and kind, with and without their recording."""
    for seconds in SECONDS:
        for _ in range(count):
            solo = solos[random.integers(len(solos))]
            query = excerpt(solo.notes, seconds, random)
            length = float(query.offsets.max() - query.onsets[0]) if query else 0.0
            if length < SHORTEST_SECONDS:
                continue
            for variants, options in ASKED:
                matches = index.search(query, count=BEST, exact=True, **options)
                own = [match for match in matches if match.path == solo.path]
                others = [match for match in matches if match.path != solo.path]
                for share in SHARES:
                    size = max(2, round(share * len(others)))
                    some = [others[n] for n in random.choice(len(others), size, replace=False)]
                    for here in (own + some, some):
                        yield case(here, solo.path, length, variants)


def case(matches: list[Match], path: str, seconds: float, variants: int) -> Case:
    """The best of some answers."""
    best, second = sorted(matches, key=lambda match: -match.score)[:2]
    return Case(best.score, best.score - second.score, seconds, variants, best.path == path)


def main() -> None:
    """Fit, test and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rendered", type=Path, required=True)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--queries", type=int, default=40, help="of each length")
    options = parser.parse_args()
    index = Index.open(options.index)
    known = solos(options.rendered, index)
    random = np.random.default_rng(0)
    parts = [
        list(cases(index, [each for each in known if each.test is test], options.queries, random))
        for test in (False, True)
    ]
    coefficients = tuple(round(each, 2) for each in fitted(parts[0]))
    print(
        f"{index.binding.model}: {len(index)} recordings, {len(parts[0])} and {len(parts[1])} cases"
    )
    print(dict(zip(NAMES, coefficients, strict=True)))
    print(f"COEFFICIENTS = {coefficients}")
    print(f"calibration error: {calibration_error(parts[1], coefficients):.3f}")
    sure = chances(parts[1], coefficients) >= LIKELY
    for seconds in SECONDS:
        near = [abs(each.seconds - seconds) < 2.5 for each in parts[1]]
        here = [(each.right, yes) for each, yes, n in zip(parts[1], sure, near, strict=True) if n]
        right = [yes for truth, yes in here if truth]
        wrong = [yes for truth, yes in here if not truth]
        print(f"{seconds:3} s: of right answers {np.mean(right):.2f} are believed,", end=" ")
        print(f"of wrong ones {np.mean(wrong):.2f} ({len(right)} and {len(wrong)})")


if __name__ == "__main__":
    main()
