"""Variants of `ullrich2014` with one change each, as structure_ablation.py measured them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lausch.errors import FormatError
from lausch.evaluation.bootstrap import Mean
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.tables import MISSING, score, table

ABLATION = "structure_ablation.json"


def read_ablation(path: Path) -> list[dict[str, Any]]:
    """The rows of structure_ablation.py, if the file exists; FormatError for other contents."""
    if not path.is_file():
        return []
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        for row in rows:
            if not (isinstance(row["what"], str) and isinstance(row["name"], str)):
                raise ValueError("a row has the words `what` and `name`")
            if any(len(values) != 3 for values in row["measures"].values()):
                raise ValueError("a measure has a mean, a low and a high edge")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FormatError(
            f"{path} is not what studies/structure_ablation.py writes: {error}"
        ) from error
    return list(rows)


def ablation(evidence: Evidence) -> str:
    """Scores of variants of `ullrich2014` with one change each."""
    variants: Sequence[Mapping[str, Any]] = evidence.inputs.get(ABLATION, ())
    if not variants:
        return ""
    rows = []
    for row in variants:
        cells = (score(_mean(row["measures"].get(name))) for name in ("F 0.5", "F 3"))
        parameters = f"{row['parameters']:,}" if row.get("parameters") else MISSING
        hours = f"{row['hours']:g}" if row.get("hours") else MISSING
        steps = f"{row['steps']:,}" if row.get("steps") else MISSING
        rows.append(
            (row["what"], row["name"], *cells, parameters, hours, steps, row.get("note", ""))
        )
    tracks = sorted({row["tracks"] for row in variants if row.get("tracks")})
    return (
        "By `studies/structure_ablation.py`: each variant of `ullrich2014` is one network, "
        "trained for few steps, far fewer than the shipped one; its threshold is chosen on "
        "validation tracks for either tolerance, and "
        f"{' or '.join(map(str, tracks)) or 'the'} test tracks are scored. One seed each: "
        "differences within the intervals may be luck.\n\n"
        + table(("what", "variant", "F 0.5 s", "F 3 s", "weights", "hours", "steps", "note"), rows)
        + _apart(variants)
    )


def _apart(rows: Sequence[Mapping[str, Any]]) -> str:
    """The changes whose interval of F within 0.5 s excludes the base."""
    base = next((row for row in rows if row["what"] == "base"), None)
    if base is None:
        return ""
    middle = base["measures"]["F 0.5"][0]
    lines = []
    for word, edge, sign in (("Worse", 2, 1), ("Better", 1, -1)):
        names = [
            f"{row['what']}: {row['name']}"
            for row in rows
            if sign * (middle - row["measures"]["F 0.5"][edge]) > 0
        ]
        lines.append(f"- {word} than the base: {'; '.join(names) or 'none'}.")
    text = "By F within 0.5 s, where the base lies outside a variant's interval:"
    return f"\n{text}\n\n" + "\n".join(lines) + "\n"


def _mean(values: Sequence[float] | None) -> Mean | None:
    return None if not values else Mean(values[0], values[1], values[2], 0, 0)
