"""Confidence of a match: whether it is right, or the recording is not in the collection.

A logistic regression on how well the query fits, how much worse it fits the next best recording,
how long it is, and how many transpositions and tempi were tried. `studies/search_confidence.py`
fits it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from lausch.retrieval.matching import Match

NAMES = (
    "constant",
    "score",
    "root margin",
    "root margin x log seconds",
    "log seconds",
    "log variants",
)
COEFFICIENTS = (-25.75, 22.77, 15.83, 6.85, 0.19, -0.04)
"""In the order of `NAMES`, from `studies/search_confidence.py --kinds jazz,pop --queries 18` on 263
recordings analysed by earlier weights of solo2026, before those with an output of voicing. On songs
that it was not fitted to, the calibration error was .039:
.051 for queries as played, .058 with a fifth of the notes wrong, .082 sung, .075 below 6 s. On the
real singing of MIR-1K it was .080. With the coefficients before, which were fitted to queries as
played alone, these were .077, .030, .093, .151, .056, and .089. With today's weights of solo2026
(7528f36cea32) these coefficients have .030, .035, .044, .075, .074, and .073."""
LIKELY = 0.5
"""Below this the recording is probably not in the collection."""


def features(score: float, margin: float, seconds: float, variants: int) -> tuple[float, ...]:
    """Inputs of the regression, in the order of `NAMES`.

    They are the score of the best match, its margin over the next best recording, the length of the
    query in seconds, and the number of transpositions times that of tempi. The margin counts by its
    root, with its sign: its first hundredths say the most, and the more the longer the query is.
    """
    root, length = math.copysign(math.sqrt(abs(margin)), margin), math.log(seconds)
    return 1.0, score, root, root * length, length, math.log(variants)


def probability(score: float, margin: float, seconds: float, variants: int) -> float:
    """Probability that the best match is the recording sought; parameters as in `features`."""
    values = features(score, margin, seconds, variants)
    total = sum(a * b for a, b in zip(COEFFICIENTS, values, strict=True))
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


def with_confidence(matches: Sequence[Match], seconds: float, variants: int) -> list[Match]:
    """The matches, best first, with their confidence.

    The best is compared with the second, and every other one with the best, so that at most one is
    likely. The margin of a single recording is 0.
    """
    if not matches:
        return []
    best = matches[0].score
    second = matches[1].score if len(matches) > 1 else best
    return [
        replace(
            match,
            confidence=probability(
                match.score, match.score - (best if rank else second), seconds, variants
            ),
        )
        for rank, match in enumerate(matches)
    ]
