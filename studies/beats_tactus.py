"""Which metrical level is followed, in all and by tempo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from beats_tracks import ALL_RENDERED, names, systems

from lausch.evaluation.bootstrap import mean
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.figures import figure
from lausch.evaluation.result import Result, of, within
from lausch.evaluation.study import Band
from lausch.evaluation.tables import percent, score, table
from lausch.plot.saving import save

TEMPI = Band("bpm", (70.0, 100.0, 140.0, 190.0, 250.0), "beat F", "{:g} bpm".format)
TACTUS: Mapping[str, tuple[str, ...]] = {
    "right": ("right",),
    "half": ("half",),
    "double": ("double",),
    "third, triple": ("third", "triple"),
    "2:3, 3:4": ("2:3", "3:2", "3:4", "4:3"),
    "off-beat": ("off-beat",),
    "none": ("none",),
}
"""Metrical levels as tables group them; "off-beat" is the right tempo, half a beat late."""
TACTUS_COLOURS = ("#d5dbdb", "#2471a3", "#c0392b", "#7d3c98", "#b7950b", "#1e8449", "#34495e")


def shares(results: Sequence[Result]) -> dict[str, float]:
    """The share of tracks in each of `TACTUS`; all zero without tracks."""
    groups = {name: group for group, names in TACTUS.items() for name in names}
    counted = Counter(groups[result.facts["metrical level"]] for result in results)
    return {group: counted[group] / max(1, len(results)) for group in TACTUS}


def by_tempo(results: Sequence[Result]) -> dict[str, list[Result]]:
    """Results by band of the annotated tempo; bands without results are left out."""
    known = [result for result in results if result.facts["bpm"] > 0]
    return {name: inside for name, inside in TEMPI.groups(known).items() if inside}


def tactus_shares(evidence: Evidence) -> str:
    """Shares of metrical levels, in all and by tempo."""
    rows = []
    for title in evidence.sets:
        for system in systems(evidence):
            if here := evidence.of(title, system):
                cells = map(percent, shares(here).values())
                rows.append((title, system, f"{len(here)}", *cells))
    default = evidence.models[0]
    rendered = within(evidence.results, names(evidence, False))
    parts = [_by_tempo(f"{default}, every track of the draw", of(rendered, default))]
    if evidence.rivals:
        for system in (default, *evidence.rivals):
            here = evidence.of(ALL_RENDERED, system)
            parts += [_by_tempo(f"{system}, the same files", here)] if here else []
    return (
        "The reference is divided and thinned to every metrical level and phase; the one with "
        "the highest F counts, if that is at least .7, else none. *off-beat* is the right tempo "
        f"half a beat away.\n\n{table(('set', 'system', 'tracks', *TACTUS), rows)}\n"
        "### By tempo, rendered test tracks\n\n" + "\n".join(parts)
    )


def _by_tempo(title: str, results: Sequence[Result]) -> str:
    body = [
        (band, f"{len(inside)}", score(mean(inside, "beat F")),
         *map(percent, shares(inside).values()))
        for band, inside in by_tempo(results).items()
    ]  # fmt: skip
    return f"#### {title}\n\n" + table(("annotated bpm", "tracks", "beat F", *TACTUS), body)


def draw_tactus(evidence: Evidence, path: Path) -> bool:
    """Shares of metrical levels by annotated tempo: the default on rendered test tracks."""
    default = evidence.models[0]
    bands = by_tempo(of(within(evidence.results, names(evidence, False)), default))
    if not bands:
        return False
    canvas = figure(8.0, 3.2)
    panel = canvas.subplots()
    for row, results in enumerate(bands.values()):
        left = 0.0
        for colour, share in zip(TACTUS_COLOURS, shares(results).values(), strict=True):
            panel.barh(row, share, left=left, color=colour)
            left += share
    panel.set_yticks(range(len(bands)), [f"{name} (n = {len(r)})" for name, r in bands.items()])
    panel.invert_yaxis()
    panel.set_xlim(0, 1)
    panel.set_xlabel(f"share of rendered test tracks, {default}")
    for group, colour in zip(TACTUS, TACTUS_COLOURS, strict=True):
        panel.barh(0, 0, color=colour, label=group)
    canvas.legend(loc="outside upper center", ncols=len(TACTUS), frameon=False, fontsize=8)
    save([canvas], path, dpi=90)
    return True
