"""Whether the best answer is right, or the recording is not in the collection at all.

A logistic regression on how well the query fits, how much worse it fits the next best recording,
how long it is, and how many transpositions and tempi were tried. `benchmarks/verdict.py` fits it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from lausch.retrieval.match import Match

NAMES = ("constant", "score", "margin", "log seconds", "log variants")
COEFFICIENTS = (-19.3, 18.59, 109.35, -0.52, -0.21)
"""In the order of `NAMES`, from `benchmarks/verdict.py --queries 8` on every third of 456
rendered solos as solo2026 hears them; on players that it was not fitted on the calibration error
was .030."""
SURE = 0.5
"""Less, and the recording is rather not in the collection."""


def features(score: float, margin: float, seconds: float, variants: int) -> tuple[float, ...]:
    """What the regression sees, in the order of `NAMES`.

    Parameters
    ----------
    score : of the best match.
    margin : by which it exceeds the next best recording's.
    seconds : of the query.
    variants : transpositions times tempi that were tried.
    """
    return 1.0, score, margin, math.log(seconds), math.log(variants)


def probability(score: float, margin: float, seconds: float, variants: int) -> float:
    """That the best match is the recording sought, 0 to 1."""
    values = features(score, margin, seconds, variants)
    total = sum(a * b for a, b in zip(COEFFICIENTS, values, strict=True))
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


def judged(matches: Sequence[Match], seconds: float, variants: int) -> list[Match]:
    """Matches, the best first, with how sure each is.

    The best is held against the second, and every other one against the best, so that at most one
    is likely. A single recording has nothing to exceed.
    """
    if not matches:
        return []
    best = matches[0].score
    second = matches[1].score if len(matches) > 1 else best
    return [
        replace(
            match,
            sure=probability(
                match.score, match.score - (best if rank else second), seconds, variants
            ),
        )
        for rank, match in enumerate(matches)
    ]
