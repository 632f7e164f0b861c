"""Which metrical level estimates follow, and at which tempi they follow a wrong one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from lausch.evaluation.measured import GROUPS, Measured

BANDS_BPM = (0.0, 70.0, 100.0, 140.0, 190.0, 250.0, float("inf"))


def grouped(rows: Iterable[Measured], field: str) -> dict[str, list[Measured]]:
    """Rows by one of their fields, in the order of first appearance."""
    found: dict[str, list[Measured]] = {}
    for row in rows:
        found.setdefault(str(getattr(row, field)) or "unknown", []).append(row)
    return found


def shares(rows: Sequence[Measured]) -> dict[str, float]:
    """The share of tracks in each of `GROUPS`; all zero without tracks."""
    counted = Counter(row.group for row in rows)
    return {group: counted[group] / max(1, len(rows)) for group in GROUPS}


def by_tempo(rows: Sequence[Measured]) -> dict[str, list[Measured]]:
    """Rows by band of the annotated tempo; bands without rows are left out."""
    found: dict[str, list[Measured]] = {}
    for low, high in pairwise(BANDS_BPM):
        inside = [row for row in rows if low <= row.tempo_bpm < high and row.tempo_bpm > 0]
        if inside:
            found[_name(low, high)] = inside
    return found


def _name(low: float, high: float) -> str:
    if low == 0:
        return f"< {high:g}"
    return f"≥ {low:g}" if np.isinf(high) else f"{low:g}-{high:g}"
