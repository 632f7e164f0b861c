"""Bars of two to seven beats, and metres that change within a piece.

See reports/metres.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from lausch.annotation import Beats
from lausch.corpora.track import Track
from lausch.decoding.meter_tracker import MeterTracker
from lausch.evaluation import sections
from lausch.evaluation.bootstrap import mean
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.figures import forest
from lausch.evaluation.report import INTERVALS
from lausch.evaluation.result import Result, of
from lausch.evaluation.run import Procedure, opened
from lausch.evaluation.session import Estimate, Scores, Session, System
from lausch.evaluation.study import Figure, Section, Study
from lausch.evaluation.tables import score, table
from lausch.metrics import beats
from lausch.models.model import Model
from lausch.tasks import MeterTracking

SUBJECT = "holzapfel2016"
MEASURES = ("metre", "downbeat F", "beat F")
METERS = (2, 3, 4, 5, 6, 7)
USUAL = (3, 4)
CHANGING = "changing"
COLUMNS = (*map(str, METERS), CHANGING)
RENDERED = ("meters", "bands", "charts", "drums")
FORCED = ("lausch2026", "krebs2016")
"""Systems of three beats and four, which are asked for two to seven, too."""


def has_bars(track: Track) -> bool:
    """Whether two bars or more are annotated."""
    return track.has("beats") and len(track.read("beats").downbeats) > 2


def bar_lengths(annotation: Beats) -> list[tuple[float, float, int]]:
    """Beginning and end (s) of each complete bar, and its number of beats."""
    if annotation.positions is None:
        return []
    ones = np.flatnonzero(annotation.positions == 1)
    return [
        (float(annotation.times[first]), float(annotation.times[last]), int(last - first))
        for first, last in pairwise(ones)
    ]


def metre_share(reference: Beats, estimate: Beats) -> float:
    """The share of annotated bars in whose middle an estimated bar has as many beats."""
    expected, found = bar_lengths(reference), bar_lengths(estimate)
    right = [
        any(begin <= (start + end) / 2 < stop and count == size for begin, stop, size in found)
        for start, end, count in expected
    ]
    return float(np.mean(right)) if right else 0.0


def metre_of(session: Session) -> dict[str, Any]:
    """The number of beats of all bars but the odd one, or that they change."""
    lengths = [count for _, _, count in bar_lengths(session.track.read("beats"))]
    common, share = max(
        ((each, lengths.count(each) / len(lengths)) for each in set(lengths)),
        key=lambda pair: pair[1],
    )
    return {"metre": str(common) if share > 0.95 else CHANGING, "style": session.track.style}


def scored(reference: Beats, estimate: Beats) -> Scores:
    """The measures of the page."""
    return Scores(
        {
            MEASURES[0]: metre_share(reference, estimate),
            MEASURES[1]: beats.event_f(reference.downbeats, estimate.downbeats),
            MEASURES[2]: beats.event_f(reference.times, estimate.times),
        }
    )


def scores(session: Session, system: System, estimate: Estimate) -> Scores:
    """Those of what a system finds."""
    return scored(session.track.read("beats"), estimate.annotation)


def other_metres(session: Session) -> dict[str, Scores]:
    """Systems that are asked for other metres than theirs, and the tracker without changes."""
    truth, found = session.track.read("beats"), {}
    for name in FORCED:
        system = opened(name)
        frames = system.activations(session.sound(system.rate))
        found[f"{name}, two to seven"] = scored(truth, system.decode(frames, meters=METERS))
    subject = opened(SUBJECT)
    if isinstance(subject, Model) and isinstance(subject.task, MeterTracking):
        frames = subject.activations(session.sound(subject.rate))
        found[f"{SUBJECT}, three or four"] = scored(truth, subject.decode(frames, meters=USUAL))
        decoder = subject.task.decoder
        assert isinstance(decoder, MeterTracker)
        still = replace(subject.task, decoder=replace(decoder, change=0.0))
        found[f"{SUBJECT}, one metre"] = scored(truth, still.decode(frames))
    return found


def by_metre(evidence: Evidence, *, measure: str) -> str:
    """A row for each system, a column for each metre, over all rendered tracks."""
    rows = [
        (f"**{name}**" if name in evidence.models else name, *cells(results, measure))
        for name, results in _systems(evidence)
    ]
    counts = _counts(evidence)
    head = ("system", *(f"{each} ({counts.get(each, 0)})" for each in COLUMNS), "all")
    return TEXTS[measure] + "\n\n" + table(head, rows)


TEXTS = {
    MEASURES[0]: "The share of annotated bars in whose middle an estimated bar has as many beats. "
    "Columns are the beats in a bar, with the number of pieces; *changing* are pieces of several "
    "metres. Rows in plain type are the same networks, asked for other metres than they have by "
    "themselves; *one metre* is the same tracker without changes.",
    MEASURES[1]: "F of downbeats within 70 ms.",
    MEASURES[2]: "F of beats within 70 ms.",
}


def cells(results: Sequence[Result], measure: str) -> list[str]:
    """Means by metre, then that of all."""
    groups = [[r for r in results if r.facts.get("metre") == each] for each in COLUMNS]
    return [score(mean(each, measure)) for each in (*groups, results)]


def _systems(evidence: Evidence) -> list[tuple[str, list[Result]]]:
    every = [*evidence.results, *evidence.others]
    rendered = [result for result in every if result.corpus in RENDERED]
    return [(name, of(rendered, name)) for name in dict.fromkeys(r.system for r in rendered)]


def _counts(evidence: Evidence) -> dict[str, int]:
    first = next(iter(_systems(evidence)), ("", []))[1]
    metres = [str(result.facts.get("metre")) for result in first]
    return {each: metres.count(each) for each in COLUMNS}


def _section(measure: str) -> Callable[[Evidence], str]:
    return partial(by_metre, measure=measure)


STUDY = Study(
    layer="downbeats",
    title="Metres of two to seven beats",
    reading=f"""\
`{SUBJECT}` keeps bars of two to seven beats alive and lets one metre follow another; the other
systems count three or four beats to the end of a recording. The pieces of `meters` are charts in
every metre but six, half of them with changes at bar lines; `bands` are Freedoom's.
{INTERVALS}
""",
    corpora=("mdb_drums", *RENDERED),
    columns=("corpus", "track", "song", "metre", "system"),
    measures=MEASURES,
    main=MEASURES[1],
    admits=has_bars,
    procedure=Procedure(scores=scores, facts=metre_of, others=other_metres),
    sets={"all rendered": RENDERED},
    figures=(
        Figure(
            "scores",
            "Scores on the same files, with 95 % intervals",
            partial(forest, measures=MEASURES[:2]),
        ),
    ),
    sections=(
        Section("The metre, by metre", _section(MEASURES[0])),
        Section("Downbeats, by metre", _section(MEASURES[1])),
        Section("Beats, by metre", _section(MEASURES[2])),
        Section("Scores", sections.scores, "scores"),
        Section("Differences", sections.differences),
        Section("Speed", sections.speed),
        Section("Leakage", sections.leakage),
        Section("What might make this invalid", sections.threats),
    ),
    threats=Path(__file__).parent / "threats" / "metres.md",
    again="""\
```console
lausch corpus render --data DATA --out RENDERED --kinds meters --hours 4 --test-hours 0.6
lausch corpus render --data DATA --out RENDERED --kinds bands,charts,drums --hours 2.5
{command}
```

Every track: [{csv}]({csv}).
""",
)
