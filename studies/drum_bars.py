"""Bars counted by drum patterns: takes of held-out drummers, then recordings.

See reports/drum_bars.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from lausch.annotation import Beats
from lausch.corpora.track import Track
from lausch.errors import FormatError
from lausch.evaluation import sections
from lausch.evaluation.bootstrap import Mean, mean
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.figures import forest
from lausch.evaluation.report import INTERVALS
from lausch.evaluation.result import of
from lausch.evaluation.run import Procedure, opened
from lausch.evaluation.session import Scores, Session
from lausch.evaluation.study import Figure, Section, Study
from lausch.evaluation.tables import score, table
from lausch.metrics import beats
from lausch.models.model import Model

SUBJECT, DRUMMER = "battenberg2012", "drums2026"
MEASURES = ("downbeat F", "beat F")
TAKES = "drum_bars.json"
ON_TAKES = ("accuracy", "downbeat F", "accuracy of single beats")
RUNS = "downbeat F"
KNOWN, FOUND = "known beats, known strokes", "known beats, found strokes"
ON_KNOWN = "downbeat F on known beats"


def has_bars(track: Track) -> bool:
    """Whether beats are annotated with their numbers in the bar."""
    return track.has("beats") and track.read("beats").positions is not None


def on_known_beats(session: Session) -> dict[str, Scores]:
    """Downbeat F on annotated beats, with annotated strokes and with those of another model."""
    model = opened(SUBJECT)
    if not isinstance(model, Model):
        return {}
    truth: Beats = session.track.read("beats")
    drummer = opened(DRUMMER)
    strokes = {FOUND: drummer.decode(drummer.activations(session.sound(drummer.rate)))}
    if session.track.has("drums"):
        strokes[KNOWN] = session.track.read("drums")
    return {
        name: Scores(
            {ON_KNOWN: beats.event_f(truth.downbeats, model.on_drums(drums, truth.times).downbeats)}
        )
        for name, drums in strokes.items()
    }


def read_takes(path: Path) -> list[dict[str, Any]]:
    """The rows of drum_bars_training.py, if the file exists; FormatError for other contents."""
    if not path.is_file():
        return []
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        for row in rows:
            if any(len(values) != 3 for values in row["measures"].values()):
                raise ValueError("a measure has a mean, a low and a high edge")
            if not isinstance(row["name"], str) or not isinstance(row["runs"], dict):
                raise ValueError("a row has a name, and runs by measure")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FormatError(
            f"{path} is not what studies/drum_bars_training.py writes: {error}"
        ) from error
    return list(rows)


def takes(evidence: Evidence) -> str:
    """The design against controls and rules, on takes of drummers that nothing has learnt from."""
    rows: Sequence[Mapping[str, Any]] = evidence.inputs.get(TAKES, ())
    if not rows:
        return ""
    lines = []
    for row in rows:
        cells = (score(_mean(row["measures"].get(name))) for name in ON_TAKES)
        seeds = ", ".join(f"{value:.3f}" for value in row["runs"][RUNS])
        lines.append((row["name"], *cells, seeds if len(row["runs"][RUNS]) > 1 else ""))
    return (
        "By `studies/drum_bars_training.py`, on known beats of "
        f"{rows[0]['takes']} takes; each network is trained three times, and its row is the mean. "
        "The accuracy is the share of beats with the right number in the bar, counted by the "
        "hidden Markov model; that of single beats is the network's alone. A rule chooses the "
        "phase of bars of four for a whole take.\n\n"
        + table(("network or rule", *ON_TAKES, f"{RUNS} of each seed"), lines)
    )


def _mean(values: Sequence[float] | None) -> Mean | None:
    return None if not values else Mean(values[0], values[1], values[2], 0, 0)


def known(evidence: Evidence) -> str:
    """Where strokes and beats are known, by corpus."""
    rows = []
    corpora = tuple(dict.fromkeys(result.corpus for result in evidence.others))
    for name in (KNOWN, FOUND):
        here = of(evidence.others, name)
        cells = [score(mean([r for r in here if r.corpus == each], ON_KNOWN)) for each in corpora]
        rows.append((name, *cells))
    return (
        f"F of downbeats of `{SUBJECT}` on annotated beats, from annotated strokes and from those "
        f"that `{DRUMMER}` finds.\n\n" + table(("input", *corpora), rows)
    )


STUDY = Study(
    layer="downbeats",
    title="Bars from drum patterns",
    reading=f"""\
`{SUBJECT}` sees how hard kick, snare and hi-hat are struck in each part of a beat, and nothing
else. On MIDI these are the strokes themselves; on a recording `{DRUMMER}` finds them, and
`lausch2026` the beats. A downbeat is right within 70 ms.
{INTERVALS}
""",
    corpora=("mdb_drums", "drums"),
    columns=("corpus", "track", "song", "system"),
    measures=MEASURES,
    main=MEASURES[0],
    admits=has_bars,
    procedure=Procedure(others=on_known_beats),
    figures=(
        Figure(
            "scores",
            "Scores on the same files, with 95 % intervals",
            partial(forest, measures=MEASURES),
        ),
    ),
    inputs={TAKES: read_takes},
    sections=(
        Section("Held-out drummers", takes),
        Section("Recordings", sections.scores, "scores"),
        Section("Differences", sections.differences),
        Section("What beats and strokes cost", known),
        Section("Speed", sections.speed),
        Section("Leakage", sections.leakage),
        Section("What might make this invalid", sections.threats),
    ),
    threats=Path(__file__).parent / "threats" / "drum_bars.md",
    again="""\
```console
lausch corpus render --data DATA --out RENDERED --kinds drums --hours 2.5
python studies/drum_bars_training.py --data DATA
{command}
```

Every track: [{csv}]({csv}).
""",
)
