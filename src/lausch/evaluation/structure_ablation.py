"""The section on what decides whether a boundary network reaches its figures."""

from __future__ import annotations

from collections.abc import Sequence

from lausch.evaluation.page import MISSING, score, table
from lausch.evaluation.songs import Mean
from lausch.evaluation.structure_evidence import StructureEvidence


def ablation(evidence: StructureEvidence) -> str:
    """What each choice does to `ullrich2014`: one change at a time."""
    if not evidence.ablation:
        return ""
    rows = []
    for row in evidence.ablation:
        measured = (score(_mean(row["measures"].get(name))) for name in ("F 0.5", "F 3"))
        parameters = f"{row['parameters']:,}" if row.get("parameters") else MISSING
        hours = f"{row['hours']:g}" if row.get("hours") else MISSING
        steps = f"{row['steps']:,}" if row.get("steps") else MISSING
        rows.append(
            (row["what"], row["name"], *measured, parameters, hours, steps, row.get("note", ""))
        )
    tracks = {row["tracks"] for row in evidence.ablation if row.get("tracks")}
    return (
        "By `benchmarks/structure_ablation.py`: each variant of `ullrich2014` is one network, "
        "trained for few steps, far fewer than the shipped one; its threshold is chosen on "
        "validation tracks for either tolerance, and "
        f"{' or '.join(map(str, sorted(tracks))) or 'the'} test tracks are scored. One seed each: "
        "differences within the intervals may be luck.\n\n"
        + table(("what", "variant", "F 0.5 s", "F 3 s", "weights", "hours", "steps", "note"), rows)
        + _apart(evidence)
    )


def _apart(evidence: StructureEvidence) -> str:
    """Which changes move F within 0.5 s so far that the base lies outside their interval."""
    base = next((row for row in evidence.ablation if row["what"] == "base"), None)
    if base is None:
        return ""
    middle = base["measures"]["F 0.5"][0]
    lines = []
    for word, edge, sign in (("Worse", 2, 1), ("Better", 1, -1)):
        found = [
            f"{row['what']}: {row['name']}"
            for row in evidence.ablation
            if sign * (middle - row["measures"]["F 0.5"][edge]) > 0
        ]
        lines.append(f"{word} than the base: {'; '.join(found) or 'none'}.")
    return (
        "\nBy F within 0.5 s, where the base lies outside a variant's interval:\n\n"
        + "\n".join(f"- {line}" for line in lines)
        + "\n"
    )


def _mean(values: Sequence[float] | None) -> Mean | None:
    return None if not values else Mean(values[0], values[1], values[2], 0, 0)
