"""Scores of a tempo against an annotation.

Accuracy 1 and 2 are those of Gouyon et al. (IEEE TASLP 14(5), 2006): whether the strongest tempo is
right within 4 %, and whether it is right or half, a third, twice or three times the annotated
tempo. The P-score is MIREX's (McKinney et al., Journal of New Music Research 36(1), 2007), by
mir_eval: the weights of the annotated tempi that one of two estimates meets within 8 %.
"""

from __future__ import annotations

import numpy as np

from lausch.annotation import Tempo
from lausch.metrics import mir_eval

MEASURES = ("tempo Acc1", "tempo Acc2", "tempo P")
TOLERANCE = 0.04
RATIOS = {"right": 1.0, "half": 1 / 2, "double": 2.0, "third": 1 / 3, "triple": 3.0}
"""What a tempo is of the annotated one, by words."""


def score(reference: Tempo, estimate: Tempo) -> dict[str, float]:
    """Scores by the names in `MEASURES`; none without an annotated tempo, 0 without an estimate."""
    if not len(reference):
        return {}
    values = (accuracy(reference, estimate), accuracy(reference, estimate, tuple(RATIOS.values())))
    return dict(zip(MEASURES, (*values, p_score(reference, estimate)), strict=True))


def accuracy(reference: Tempo, estimate: Tempo, factors: tuple[float, ...] = (1.0,)) -> float:
    """Whether the strongest estimate is within 4 % of a multiple of the strongest tempo."""
    if not (len(reference) and len(estimate)):
        return 0.0
    right = reference.bpm[0] * np.array(factors)
    return float((np.abs(estimate.bpm[0] - right) <= TOLERANCE * right).any())


def ratio_word(bpm: float, estimated: float) -> str:
    """The word of `RATIOS` whose multiple an estimate meets within 4 %, or "none"."""
    ratios = RATIOS.items()
    words = (
        name for name, ratio in ratios if abs(estimated - bpm * ratio) <= TOLERANCE * bpm * ratio
    )
    return next(words, "none") if bpm > 0 else "none"


def p_score(reference: Tempo, estimate: Tempo) -> float:
    """The weight of the annotated tempi, two at most, that are estimated within 8 %."""
    if not (len(reference) and len(estimate)):
        return 0.0
    total = sum(reference.weights[:2])
    weight = reference.weights[0] / total if total else 1.0
    p, _, _ = mir_eval("tempo").detection(_two(reference), weight, _two(estimate))
    return float(p)


def _two(tempo: Tempo) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Two tempi as in mir_eval: 0 if there is no second."""
    return np.array([*tempo.bpm, 0.0][:2])
