"""Why a network may be behind Melodia on real singing, in figures."""

from __future__ import annotations

import math
from collections.abc import Sequence

from solo_scores import PITCH, RECALL

from lausch.annotation import note_name
from lausch.evaluation.bootstrap import mean, paired
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.result import Result
from lausch.evaluation.tables import difference, score

REAL, SYNTHESISED, SPOKEN = "mir1k", "sung", "voices"
LOW = 48.0


def singing(evidence: Evidence) -> str:
    """Figures on a network that is behind Melodia on real singing; otherwise empty."""
    name = evidence.subject(REAL) if {REAL, SYNTHESISED} <= set(evidence.sets) else ""
    if name not in evidence.models or "melodia" not in evidence.ranked(REAL):
        return ""
    here, there = evidence.of(REAL, name), evidence.of(SYNTHESISED, name)
    behind = paired(here, evidence.of(REAL, "melodia"), PITCH)
    if behind is None or behind.value >= 0:
        return ""
    lines = [
        f"On real singing `{name}` is behind Melodia ({PITCH} {difference(behind)}). What the "
        "numbers of this page say of why:",
        "",
        f"- On songs of a synthesised singer its {PITCH} is {score(mean(there, PITCH))}, on MIR-1K "
        f"{score(mean(here, PITCH))}. {_strange(there, here)}",
        f"- Its voicing recall is {score(mean(there, RECALL))} there and "
        f"{score(mean(here, RECALL))} here.",
    ]
    if spoken := evidence.of(SPOKEN, name) if SPOKEN in evidence.sets else []:
        lines.append(
            f"- Of people who spoke and whom a vocoder makes sing its {PITCH} is "
            f"{score(mean(spoken, PITCH))}, its voicing recall {score(mean(spoken, RECALL))}."
        )
    ahead_of_it = ["Melodia"]
    for formula in (each for each in evidence.models if each not in evidence.cards):
        ahead = paired(here, evidence.of(REAL, formula), PITCH)
        if ahead is not None and ahead.value < 0:
            ahead_of_it.append(f"`--model {formula}`")
            lines.append(
                f"- `{formula}` of lausch, which has learnt nothing, is ahead as well "
                f"({PITCH} {difference(ahead)}): a formula asks for harmonics alone, the network "
                "also that what leads sounds like what led in its training."
            )
    low = [result for result in here if result.facts.get("height", LOW) < LOW]
    if low:
        lines.append(f"- In lines under {note_name(LOW)} its {PITCH} is {score(mean(low, PITCH))}.")
    lines += [
        "",
        "What would mend it are recordings of singers with known f0 under a licence that lets "
        f"weights ship; none was at hand. For singing, take {' or '.join(ahead_of_it)}.",
    ]
    return "\n".join(lines)


def _strange(synthesised: Sequence[Result], real: Sequence[Result]) -> str:
    """A conclusion from the intervals of two pitch scores."""
    there, here = mean(synthesised, PITCH), mean(real, PITCH)
    if there is None or here is None or math.isnan(there.low) or math.isnan(here.high):
        return "Without intervals that says nothing of what is strange to it."
    if there.low > here.high:
        return (
            "So it can follow a voice; what is strange to it is the singer, the karaoke around "
            "the singer, or both, which these numbers do not tell apart."
        )
    return "The intervals meet: these numbers do not say that singers are what is strange to it."
