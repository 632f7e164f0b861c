"""The confidence of the best answer of a search: fits `lausch.retrieval.confidence` and tests it.

    python studies/search_confidence.py --rendered RENDERED --index INDEX [--kinds jazz,pop]
        [--queries 40] [--clips CLIPS --data DATA]

INDEX has recordings rendered into RENDERED, analysed by a model. Queries are excerpts of their
melodies: as played, with a fifth of the notes wrong, or sung; in other keys and tempi where these
are searched for; for parts of the collection of several sizes, with and without their recording. It
is fitted to songs of the training split, and tested on all others. CLIPS is an index of MIR-1K,
whose real singing is for testing only.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import logistic
import numpy as np
from numpy.typing import NDArray
from search_queries import (
    CLIP,
    KINDS,
    LARGEST_RATIO,
    Solo,
    clips,
    excerpts,
    parts_of,
    performed,
    solos,
)

from lausch.annotation import Contour, Notes
from lausch.errors import OptionError
from lausch.retrieval import Index, Match
from lausch.retrieval.confidence import COEFFICIENTS, NAMES, features
from lausch.retrieval.query import query_chroma, tempi

TEMPI = (1 / LARGEST_RATIO, LARGEST_RATIO)
ASKED = (
    (1, {}),
    (12, {"transpose": "any"}),
    (12 * len(tempi(*TEMPI)), {"transpose": "any", "tempo": TEMPI}),
)
"""Numbers of variants, and the options that ask for them."""
BEST = 30
"""Number of answers that nearly always contain the best two of any larger part."""
SHARES = (1.0, 0.4, 0.15)
"""Shares of the other recordings, for collections of several sizes."""
SHORT_SECONDS = 6.0
STEPS = np.arange(0, 1, 0.2)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """The best answer to one query.

    Parameters
    ----------
    score, margin, seconds, variants : see `lausch.retrieval.confidence.features`.
    right : whether it is the recording sought.
    kind : of the query.
    """

    score: float
    margin: float
    seconds: float
    variants: int
    right: bool
    kind: str = ""


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


def cases(
    index: Index, solos: list[Solo], count: int, random: np.random.Generator
) -> Iterator[Case]:
    """Best answers to queries of every length and kind, with and without their recording."""
    for solo, kind, notes in excerpts(solos, count, random):
        for asked in ASKED:
            query = KINDS[kind](performed(notes, asked[1], random), random)
            yield from answers(index, query, solo.path, kind, asked, random)


def sung_cases(index: Index, clips: list[Solo], random: np.random.Generator) -> Iterator[Case]:
    """The same of what is sung in clips, in any key."""
    for clip in clips:
        for part in parts_of(clip, random):
            yield from answers(index, part, clip.path, CLIP, ASKED[1], random)


def answers(
    index: Index,
    query: Notes | Contour,
    path: str,
    kind: str,
    asked: tuple[int, dict[str, Any]],
    random: np.random.Generator,
) -> Iterator[Case]:
    """Best answers of parts of an index to a query, with and without its recording."""
    try:
        matches = index.search(query, count=BEST, exact=True, **asked[1])
        seconds = len(query_chroma(query, None)[0]) / 10
    except OptionError:  # hardly a second of melody is left
        return
    own = [match for match in matches if match.path == path]
    others = [match for match in matches if match.path != path]
    for share in SHARES:
        size = max(2, round(share * len(others)))
        some = [others[n] for n in random.choice(len(others), size, replace=False)]
        for here in (own + some, some):
            yield case(here, path, seconds, asked[0], kind)


def case(matches: list[Match], path: str, seconds: float, variants: int, kind: str) -> Case:
    """The best of some answers."""
    best, second = sorted(matches, key=lambda match: -match.score)[:2]
    return Case(best.score, best.score - second.score, seconds, variants, best.path == path, kind)


def table(cases: Sequence[Case], coefficients: Sequence[float]) -> str:
    """How true the confidence is, for all, for short queries, and by kind."""
    groups = {"all": list(cases), "short": [c for c in cases if c.seconds < SHORT_SECONDS]}
    for each in cases:
        groups.setdefault(each.kind, []).append(each)
    rows = [
        "              cases  error  share that is right of those said to be 0-.2, .2-.4 ... .8-1"
    ]
    for name, group in groups.items():
        chance, right = chances(group, coefficients), _arrays(group)[1]
        step = np.searchsorted(STEPS, chance, side="right") - 1
        cells = [
            f"{right[step == n].mean():.2f} of {(step == n).sum()}" if (step == n).any() else "-"
            for n in range(len(STEPS))
        ]
        error = logistic.calibration_error(chance, right)
        rows.append(f"  {name:12}{len(group):5}   {error:.3f}  {', '.join(cells)}")
    return "\n".join(rows)


def main() -> None:
    """Fit, test and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rendered", type=Path, required=True)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--kinds", default="solos", help="rendered corpora, parted by commas")
    parser.add_argument("--queries", type=int, default=40, help="of each length")
    parser.add_argument("--clips", type=Path, help="an index of MIR-1K")
    parser.add_argument("--data", type=Path, help="the folder with real/mir1k")
    options = parser.parse_args()
    index = Index.open(options.index)
    everything = solos(options.rendered, options.kinds.split(","), index)
    random = np.random.default_rng(0)
    train, other = (
        list(cases(index, [s for s in everything if s.test is test], options.queries, random))
        for test in (False, True)
    )
    coefficients = tuple(round(each, 2) for each in fitted(train))
    print(f"{index.binding.model}: {len(index)} recordings, {len(train)} and {len(other)} cases")
    print(dict(zip(NAMES, coefficients, strict=True)))
    print(f"COEFFICIENTS = {coefficients}")
    tests = {"songs that it was not fitted to": other}
    if options.clips is not None:
        real = Index.open(options.clips)
        tests["real singing"] = list(sung_cases(real, clips(options.data, real), random))
    for title, group in tests.items():
        for name, each in (("these", coefficients), ("those in use", COEFFICIENTS)):
            print(f"{title}, by {name}:\n{table(group, each)}")


if __name__ == "__main__":
    main()
