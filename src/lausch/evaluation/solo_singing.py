"""Why a network that was never given a person's voice is behind a formula on real singing."""

from __future__ import annotations

from lausch.annotation import note_name
from lausch.evaluation.tables import difference, score
from lausch.evaluation.solo_evidence import SoloEvidence
from lausch.evaluation.bootstrap import mean, paired

REAL, SYNTHESISED = "mir1k", "sung"
LOW = 48.0
PITCH, RECALL = "raw pitch accuracy", "voicing recall"


def singing(evidence: SoloEvidence) -> str:
    """The account; empty where Melodia is not ahead, or was not tried."""
    name = evidence.subject(REAL) if {REAL, SYNTHESISED} <= set(evidence.sets) else ""
    if name not in evidence.models or "melodia" not in evidence.ranked(REAL):
        return ""
    ours = evidence.of(REAL, name)
    behind = paired(ours, evidence.of(REAL, "melodia"), PITCH)
    if behind is None or behind.value >= 0:
        return ""
    here, there = ours, evidence.of(SYNTHESISED, name)
    lines = [
        f"On real singing `{name}` is behind Melodia ({PITCH} {difference(behind)}). What the "
        "numbers of this page say of why:",
        "",
        "- It is the voice that is strange to it, not the task: on songs of a synthesised singer "
        f"its {PITCH} is {score(mean(there, PITCH))}, on MIR-1K {score(mean(here, PITCH))}.",
        "- Where a person sings it often hears nothing that leads: voicing recall is "
        f"{score(mean(there, RECALL))} there and {score(mean(here, RECALL))} here.",
    ]
    formulas = [each for each in evidence.models if each not in evidence.cards]
    for formula in formulas:
        found = paired(ours, evidence.of(REAL, formula), PITCH)
        if found is not None and found.value < 0:
            lines.append(
                f"- `{formula}` of lausch, which has learnt nothing, is ahead as well "
                f"({PITCH} {difference(found)}): a formula asks for harmonics alone, the network "
                "also that what leads sounds like what led in its training."
            )
    low = [row for row in ours if evidence.heights.get(row.key, LOW) < LOW]
    if low:
        lines.append(f"- In lines under {note_name(LOW)} its {PITCH} is {score(mean(low, PITCH))}.")
    lines += [
        "",
        "What would mend it are recordings of singers with known f0 under a licence that lets "
        "weights ship; none was at hand. For singing, take `--model salience`, or Melodia.",
    ]
    return "\n".join(lines)
