"""The tables of the report on solos, each from the evidence alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lausch.annotation.pitch import note_name
from lausch.corpora.track import SPLITS
from lausch.evaluation.leakage import sharing, trained_on_these
from lausch.evaluation.line_rivals import LINE_SETTINGS
from lausch.evaluation.lines import FURTHER_MEASURES, Followed
from lausch.evaluation.page import difference, number, score, table
from lausch.evaluation.solo_evidence import ALL_RENDERED, SoloEvidence
from lausch.evaluation.songs import mean, paired
from lausch.metrics.melody import MEASURES as LINE_MEASURES

TARGETS = (
    ("solos", "raw pitch accuracy", 0.85),
    ("solos", "overall accuracy", 0.80),
    (ALL_RENDERED, "raw pitch accuracy", 0.85),
    (ALL_RENDERED, "overall accuracy", 0.80),
)
OVER_MELODIA = (("solos", 0.08), (ALL_RENDERED, 0.08), ("mir1k", 0.0))
"""By how much overall and raw pitch accuracy should be above essentia's Melodia."""

ENHANCEMENT = 150.0
"""Seconds of sound that a second of one core should enhance."""

LEVEL_EDGES = (-3.0, 0.0, 3.0)
HEIGHT_EDGES = (48.0, 55.0, 62.0, 69.0)


@dataclass(frozen=True)
class _Bands:
    """Recordings by a number that each has: under the first edge, between, from the last on."""

    values: Mapping[tuple[str, str], float]
    edges: tuple[float, ...]
    said: Callable[[float], str]

    def of(self, rows: Sequence[Followed]) -> dict[str, list[Followed]]:
        """Rows by the name of their band."""
        return {
            self._name(low, high): [
                row for row in rows if low <= self.values.get(row.key, math.nan) < high
            ]
            for low, high in pairwise((-math.inf, *self.edges, math.inf))
        }

    def _name(self, low: float, high: float) -> str:
        if low == -math.inf:
            return f"under {self.said(high)}"
        if high == math.inf:
            return f"from {self.said(low)} up"
        return f"{self.said(low)} to {self.said(high)}"

    def table(self, evidence: SoloEvidence, measure: str, text: str) -> str:
        """Means of a measure by system and band; empty where no recording has a number."""
        rows = []
        for title in evidence.sets:
            for name in evidence.ranked(title):
                bands = self.of(evidence.of(title, name))
                if any(bands.values()):
                    means = (mean(inside, measure) for inside in bands.values())
                    rows.append((title, _bold(evidence, name), *map(score, means)))
        if not rows:
            return ""
        found = self.of(list({row.key: row for row in evidence.rows}.values()))
        counts = ", ".join(f"{len(inside)} {name}" for name, inside in found.items())
        head = ("corpus", "system", *found)
        return f"{text} Tracks in all: {counts}.\n\n{table(head, rows)}"


def targets(evidence: SoloEvidence) -> str:
    """What the default was to reach, and what it reached."""
    rows = []
    for title, measure, wanted in TARGETS:
        if title in evidence.sets and (name := evidence.subject(title)) in evidence.models:
            found = mean(evidence.of(title, name), measure)
            if found is not None:
                verdict = "yes" if found.value >= wanted else "no"
                aim = f"≥ {number(wanted)}"
                rows.append((f"{title}, {measure}", aim, name, score(found), verdict))
    for title, wanted in OVER_MELODIA:
        if title not in evidence.sets or "melodia" not in evidence.ranked(title):
            continue
        if (name := evidence.subject(title)) not in evidence.models:
            continue
        theirs = evidence.of(title, "melodia")
        for measure in ("raw pitch accuracy", "overall accuracy"):
            found = paired(evidence.of(title, name), theirs, measure)
            if found is not None:
                verdict = "yes" if found.value >= max(wanted, 1e-9) else "no"
                aim = f"≥ +{number(wanted)}" if wanted else "> 0"
                what = f"{title}, {measure} minus Melodia's"
                rows.append((what, aim, name, difference(found), verdict))
    if not rows:
        return ""
    return "They were set before anything was trained.\n\n" + table(
        ("target", "wanted", "model", "found", "reached"), rows
    )


def scores(evidence: SoloEvidence) -> str:
    """One table for each set."""
    licences = {corpus.name: f" ({corpus.licence})" for corpus in evidence.corpora}
    parts = []
    for title in evidence.sets:
        rows = [
            _row(_bold(evidence, name), evidence.of(title, name)) for name in evidence.ranked(title)
        ]
        head = ("system", "tracks", "songs", *LINE_MEASURES)
        parts.append(f"#### {title}{licences.get(title, '')}\n\n{table(head, rows)}")
    return "\n".join(parts)


def differences(evidence: SoloEvidence) -> str:
    """Our default (the best of all, where we have none) minus every other system."""
    rows = []
    for title in evidence.sets:
        best = evidence.subject(title)
        ours = evidence.of(title, best)
        for other in evidence.ranked(title):
            if other != best:
                theirs = evidence.of(title, other)
                found = (difference(paired(ours, theirs, measure)) for measure in LINE_MEASURES)
                rows.append((title, f"{best} minus {other}", *found))
    if not rows:
        return "There is nobody to compare with."
    bold = "Track by track; bold where the interval leaves out zero.\n\n"
    return bold + table(("corpus", "difference", *LINE_MEASURES), rows)


def further(evidence: SoloEvidence) -> str:
    """Average precision of activations and F of notes, of the systems that have them."""
    rows = []
    for title in evidence.sets:
        for name in evidence.ranked(title):
            found = [mean(evidence.of(title, name), measure) for measure in FURTHER_MEASURES]
            if any(each is not None for each in found):
                rows.append((title, _bold(evidence, name), *map(score, found)))
    if not rows:
        return ""
    text = (
        "Average precision is over all cells of the 120 semitones ten times a second, against the "
        "pitch that sounds at each frame's time. A note is right when its onset is within 50 ms "
        "and its pitch within 50 cents of what sounds; with offsets, when its end is also within "
        "20 % of its length (at least 50 ms). Rivals gave lines only.\n\n"
    )
    return text + table(("corpus", "system", *FURTHER_MEASURES), rows)


def ceilings(evidence: SoloEvidence) -> str:
    """What the annotation itself would score if it were said as coarsely as systems speak."""
    rows = []
    for title, corpora in evidence.sets.items():
        here = [row for row in evidence.ceilings if row.corpus in corpora]
        for name in dict.fromkeys(row.system for row in here):
            found = (
                score(mean([row for row in here if row.system == name], measure))
                for measure in ("raw pitch accuracy", "overall accuracy")
            )
            rows.append((title, name, *found))
    if not rows:
        return ""
    text = (
        "The annotation, read at the times and rounded to the pitches of a coarser system and "
        "scored as an estimate: with such points nobody can do better than about this.\n\n"
    )
    return text + table(("corpus", "points", "raw pitch accuracy", "overall accuracy"), rows)


def levels(evidence: SoloEvidence) -> str:
    """Overall accuracy by how far the solo stands over the other pitched parts."""
    bands = _Bands(evidence.levels, LEVEL_EDGES, lambda db: f"{db:+g} dB" if db else "0 dB")
    return bands.table(
        evidence,
        "overall accuracy",
        "Overall accuracy by the level of the solo over the sum of the other pitched parts, as "
        "mixed; drums are not counted.",
    )


def heights(evidence: SoloEvidence) -> str:
    """Raw pitch accuracy by how high the line lies."""
    bands = _Bands(evidence.heights, HEIGHT_EDGES, note_name)
    return bands.table(
        evidence,
        "raw pitch accuracy",
        "Raw pitch accuracy by the median pitch of the line.",
    )


def performers(evidence: SoloEvidence) -> str:
    """The subject of each corpus and the best other system, player by player."""
    rows = []
    for corpus in evidence.corpora:
        if corpus.name not in evidence.sets:
            continue
        who = {track.name: track.performer for track in corpus.tracks}
        best = evidence.subject(corpus.name)
        others = [name for name in evidence.ranked(corpus.name) if name not in evidence.models]
        for system in dict.fromkeys((best, *others[:1])):
            for name in sorted({each for each in who.values() if each}):
                rows_here = evidence.of(corpus.name, system)
                found = [row for row in rows_here if who[row.track] == name]
                if found:
                    rows.append((corpus.name, name, *_row(_bold(evidence, system), found)))
    if not rows:
        return ""
    return table(("corpus", "performer", "system", "tracks", "songs", *LINE_MEASURES), rows)


def speed(evidence: SoloEvidence) -> str:
    """Seconds of sound in a second of work, measured while the report was made."""
    rows = []
    for name in evidence.models:
        timed = [r for r in evidence.rows if r.system == name and not math.isnan(r.worked)]
        if timed:
            times = sum(row.seconds for row in timed) / sum(row.worked for row in timed)
            rows.append((_bold(evidence, name), f"{times:.0f}"))
    rows += [(name, f"{times:.0f}") for name, times in evidence.speeds.items()]
    if not rows:
        return ""
    text = (
        f"On one core, over all tracks of this page; wanted: {ENHANCEMENT:.0f} times real time. Of "
        "ours the seconds are those of the processor, and the file is decoded before; of rivals "
        "they are those of the clock, with other work on the same machine, decoding included.\n\n"
    )
    return text + table(("system", "times real time"), rows)


def leakage(evidence: SoloEvidence) -> str:
    """Counted over all rendered corpora together, and checked against the cards."""
    rendered = [corpus for corpus in evidence.corpora if corpus.use == "ship"]
    if not rendered:
        return ""
    found = sharing(rendered)
    rows = [
        (noun, *(f"{counts[split]}" for split in SPLITS), f"{len(found.shared[noun])}")
        for noun, counts in found.counts.items()
    ]
    text = "Only test tracks were measured; settings were chosen on validation tracks.\n\n"
    text += table(("different", *SPLITS, "in two splits or more"), rows)
    for name, card in evidence.cards.items():
        for corpus, same in trained_on_these(card, rendered).items():
            verdict = "are those of its card" if same else "are **not** those of its card"
            text += f"\n- `{name}`: today's training tracks of {corpus} {verdict}."
    return text


def rivals(evidence: SoloEvidence) -> str:
    """Who else was tried, and how."""
    here = dict.fromkeys(row.system for row in evidence.rows)
    text = "\n".join(
        f"- `{name}`: {LINE_SETTINGS[name]}." for name in here if name in LINE_SETTINGS
    )
    if not text:
        return "None were given (`--rivals`)."
    return f"{text}\n\nVersions: {evidence.versions}." if evidence.versions else text


def _row(name: str, rows: Sequence[Followed]) -> tuple[str, ...]:
    songs = len({(row.corpus, row.song) for row in rows})
    found = (score(mean(rows, measure)) for measure in LINE_MEASURES)
    return (name, f"{len(rows)}", f"{songs}", *found)


def _bold(evidence: SoloEvidence, name: str) -> str:
    return f"**{name}**" if name in evidence.models else name
