"""Drums: strokes by instrument in mixes, real and rendered. See reports/drums.md."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from lausch.corpora.track import Track
from lausch.evaluation import sections
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.figures import forest
from lausch.evaluation.report import INTERVALS
from lausch.evaluation.result import of
from lausch.evaluation.run import Procedure, task_scores
from lausch.evaluation.session import Estimate, Scores, Session, System
from lausch.evaluation.study import Figure, Section, Study, Target
from lausch.evaluation.tables import number, table
from lausch.metrics import drums

RENDERED = ("drums", "pop", "jazz", "charts", "bands")
SHOWN = ("kick F", "snare F", "hi-hat F")


def has_drums(track: Track) -> bool:
    """Whether the strokes are annotated by instrument."""
    return track.has("drums")


def drum_scores(session: Session, system: System, estimate: Estimate) -> Scores:
    """The scores of the task, and as facts the numbers of strokes."""
    scores = task_scores(session, system, estimate)
    truth = session.truth(system.task)
    counts = {
        name: (len(truth.of(name)), len(estimate.annotation.of(name)))
        for name in (measure.removesuffix(" F") for measure in drums.MEASURES[1:])
    }
    return Scores(scores.scores, {**scores.facts, "strokes": counts})


def every_track(evidence: Evidence) -> str:
    """The scores of every real song, with the numbers of strokes."""
    rows = []
    for model in evidence.models:
        for result in of(evidence.results, model):
            if result.corpus in {corpus.name for corpus in evidence.real}:
                cells = (_cell(result.scores.get(f"{name} F"), counts)
                         for name, counts in result.facts["strokes"].items())  # fmt: skip
                rows.append((result.track, number(result.scores["drums F"]), *cells))
    if not rows:
        return "No real recording was measured."
    names = (measure.removesuffix(" F") for measure in drums.MEASURES[1:])
    return "F, and in brackets the numbers of annotated and of estimated strokes.\n\n" + table(
        ("track", "all", *names), rows
    )


def _cell(value: float | None, counts: tuple[int, int]) -> str:
    shown = "" if value is None else f"{number(value)} "
    return f"{shown}({counts[0]}, {counts[1]})"


def amounts(evidence: Evidence) -> dict[str, object]:
    """How much the networks were trained on; None without one."""
    hours = [float(card.training["hours"]) for card in evidence.cards.values()]
    return {"hours": f"{max(hours):.1f}" if hours else None}


STUDY = Study(
    layer="drums",
    title="Drums",
    reading=f"""\
A stroke is found if an estimate of the same instrument lies within 50 ms. `drums F` counts the
strokes of all instruments together; the F of an instrument is the mean over the tracks in which it
is struck. In `mdb_drums`, seven real rock songs with all their instruments, side sticks and hand
percussion are none of the five. In rendered corpora strokes are those that are audible.
{INTERVALS}
""",
    corpora=("mdb_drums", *RENDERED),
    columns=("corpus", "track", "song", "system"),
    measures=drums.MEASURES,
    main="drums F",
    admits=has_drums,
    procedure=Procedure(scores=drum_scores),
    sets={"all rendered": RENDERED},
    words=amounts,
    targets=(
        Target("mdb_drums", "kick F", 0.80),
        Target("mdb_drums", "snare F", 0.70),
        Target("mdb_drums", "hi-hat F", 0.60),
    ),
    figures=(
        Figure(
            "scores",
            "Scores on the same files, with 95 % intervals",
            partial(forest, measures=SHOWN),
        ),
    ),
    sections=(
        Section("Targets", sections.targets),
        Section("Scores", sections.scores, "scores"),
        Section("Every real song", every_track),
        Section("Speed", sections.speed),
        Section("Leakage", sections.leakage),
        Section("What might make this invalid", sections.threats),
    ),
    threats=Path(__file__).parent / "threats" / "drums.md",
    again="""\
```console
lausch corpus render --data DATA --out RENDERED --kinds drums --hours 0.9 --test-hours 0.1
lausch corpus render --data DATA --out RENDERED --kinds pop --hours 0.6
lausch corpus render --data DATA --out RENDERED --kinds jazz --hours 0.4
lausch corpus render --data DATA --out RENDERED --kinds charts --hours 0.8
lausch corpus render --data DATA --out RENDERED --kinds bands --hours 1.2
{command}
```

Every score of every track is in [{csv}]({csv}).
""",
)
