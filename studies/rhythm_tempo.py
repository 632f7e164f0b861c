"""How near a tempo is: octave errors, and the accuracy where the annotated tempo is steady."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from lausch.annotation import Beats
from lausch.evaluation import sections
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.tables import percent, table
from lausch.metrics import tempo

NEAR_BPM = 0.1
STEADY = f"steady tempo within {NEAR_BPM:g} bpm"
STEADY_SECONDS = 0.05
"""No annotated beat of a steady recording is farther from the line through all of them."""
FEWEST = 8
LEVELS = (*tempo.RATIOS, "none")


def tempo_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What the estimated tempo is of the annotated one, in words."""
    return {"tempo level": tempo.ratio_word(float(facts["bpm"]), float(facts["found bpm"]))}


def steady_score(reference: Beats, facts: Mapping[str, Any]) -> dict[str, float]:
    """Whether the tempo is within 0.1 bpm; none where the annotated one is not steady."""
    if not is_steady(reference):
        return {}
    return {STEADY: float(abs(facts["found bpm"] - facts["bpm"]) <= NEAR_BPM)}


def is_steady(beats: Beats) -> bool:
    """Whether one line passes near every beat, of which there are eight at least."""
    if len(beats) < FEWEST:
        return False
    numbers = np.arange(len(beats))
    slope, start = np.polyfit(numbers, beats.times, 1)
    return bool(np.abs(beats.times - start - slope * numbers).max() <= STEADY_SECONDS)


def levels(evidence: Evidence) -> str:
    """What the strongest tempo is of the annotated one, and how near it is where it is steady."""
    rows = []
    for title in evidence.sets:
        for system in evidence.ranked(title):
            here = [each for each in evidence.of(title, system) if each.facts["bpm"] > 0]
            if not here:
                continue
            words = [each.facts["tempo level"] for each in here]
            cells = (percent(words.count(level) / len(words)) for level in LEVELS)
            steady = [each.scores[STEADY] for each in here if STEADY in each.scores]
            near = f"{sum(steady):.0f} of {len(steady)}" if steady else ""
            rows.append((title, sections.bold(evidence, system), f"{len(here)}", *cells, near))
    head = ("set", "system", "tracks", *LEVELS, f"steady ones within {NEAR_BPM:g} bpm")
    return (
        "What the strongest tempo is of the annotated one, within 4 %. The tempo of an annotation "
        "is the one that prevails among its beats; of a recording whose tempo changes no single "
        f"number is right.\n\n{table(head, rows)}"
    )
