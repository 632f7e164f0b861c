"""Sections that compare: scores on the same files, paired differences, real tracks one by one."""

from __future__ import annotations

from collections.abc import Sequence

from lausch.evaluation.beat_evidence import Evidence, of, within
from lausch.evaluation.measured import MEASURES, Measured
from lausch.evaluation.tables import MISSING, difference, number, score, table
from lausch.evaluation.beat_rivals import RANGE_BPM
from lausch.evaluation.bootstrap import mean, paired

TARGETS = (
    ("all real", "beat F", 0.96),
    ("all real", "downbeat F", 0.88),
    ("all rendered", "beat F", 0.92),
)
"""Set before anything was trained."""


def targets(evidence: Evidence) -> str:
    """What the default was to reach, and what it reached on all test tracks of the draw."""
    rows = []
    for title, measure, wanted in TARGETS:
        corpora = evidence.sets.get(title)
        if corpora is None:
            continue
        found = mean(of(within(evidence.test, corpora), evidence.default), measure)
        if found is not None:
            reached = "yes" if found.value >= wanted else "no"
            rows.append((f"{title}, {measure}", f"≥ {number(wanted)}", score(found), reached))
    return table(("target", "wanted", evidence.default, "reached"), rows)


def scores(evidence: Evidence) -> str:
    """One table for each set, on the files that everybody was tried on."""
    parts = []
    for title, corpora in evidence.sets.items():
        parts.append(_scores(evidence, title, evidence.same_files(corpora)))
    return "\n".join(parts)


def in_their_range(evidence: Evidence) -> str:
    """The same for the tracks whose annotated tempo the rivals' decoders consider."""
    low, high = RANGE_BPM
    parts = []
    for title, corpora in evidence.sets.items():
        rows = evidence.same_files(corpora)
        inside = [row for row in rows if low <= row.tempo_bpm <= high]
        if 0 < len(inside) < len(rows):
            parts.append(_scores(evidence, f"{title}, {low:g}-{high:g} bpm", inside))
    return "\n".join(parts) or "Every track of the comparison lies in that range.\n"


def differences(evidence: Evidence) -> str:
    """Default minus each other system, track by track."""
    rows = []
    for title, corpora in evidence.sets.items():
        same = evidence.same_files(corpora)
        ours = of(same, evidence.default)
        for other in evidence.systems:
            theirs = of(same, other)
            if other == evidence.default or not theirs:
                continue
            found = [paired(ours, theirs, measure) for measure in MEASURES]
            tracks = "" if found[0] is None else f"{found[0].tracks}"
            rows.append((title, other, tracks, *map(difference, found)))
    if not rows:
        return "There is nobody to compare with.\n"
    return table(("set", f"{evidence.default} minus", "tracks", *MEASURES), rows)


def draw_scores(evidence: Evidence) -> str:
    """The models on every test track of the draws, rivals or not."""
    rows = []
    for title, corpora in evidence.sets.items():
        for model in evidence.models:
            rows.append((title, *_row(model, of(within(evidence.test, corpora), model))))
    return table(("set", "system", "tracks", "songs", *MEASURES), rows)


def real_tracks(evidence: Evidence) -> str:
    """Beat and downbeat F of every system on every real recording."""
    names = [corpus.name for corpus in evidence.real]
    measured = within((*evidence.test, *evidence.theirs), names)
    systems = [name for name in evidence.systems if of(measured, name)]
    cells = {(row.key, row.system): row for row in measured}
    rows = []
    for key in dict.fromkeys(row.key for row in measured):
        tempo = next(row.tempo_bpm for row in measured if row.key == key)
        found = [_cell(cells.get((key, system))) for system in systems]
        rows.append((f"{key[0]}/{key[1]}", f"{tempo:.0f}", *found))
    if not rows:
        return "No real recording was measured.\n"
    return table(("track", "bpm", *systems), rows)


def _scores(evidence: Evidence, title: str, rows: Sequence[Measured]) -> str:
    body = []
    for system in evidence.systems:
        name = f"**{system}**" if system == evidence.default else system
        if of(rows, system):
            body.append(_row(name, of(rows, system)))
    return f"#### {title}\n\n" + table(("system", "tracks", "songs", *MEASURES), body)


def _row(name: str, rows: Sequence[Measured]) -> tuple[str, ...]:
    songs = len({(row.corpus, row.song) for row in rows})
    found = (score(mean(rows, measure)) for measure in MEASURES)
    return (name, f"{len(rows)}", f"{songs}", *found)


def _cell(row: Measured | None) -> str:
    if row is None:
        return MISSING
    text = number(row.scores["beat F"])
    if "downbeat F" in row.scores:
        text += f" / {number(row.scores['downbeat F'])}"
    return text if row.level == "right" else f"{text} ({row.level})"
