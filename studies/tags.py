"""Tags: what sounds and in which manner, and whether anybody sings. See reports/tags.md."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import numpy as np
import soundfile
from tags_poolings import NAME, ablation
from tags_sections import (
    BACKING,
    RENDERED,
    VOICE,
    differences,
    every_tag,
    groups,
    inputs,
    reliability,
    singing,
    targets,
    within_jazz,
)

from lausch.audio import open_audio
from lausch.corpora.track import Track
from lausch.evaluation import sections
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.figures import forest
from lausch.evaluation.report import INTERVALS
from lausch.evaluation.run import Procedure, task_scores
from lausch.evaluation.session import Estimate, Scores, Session, System
from lausch.evaluation.study import Figure, Section, Study
from lausch.metrics import tags

KARAOKE = "mir1k"
"""The corpus whose left channel is the accompaniment alone."""


def has_tags(track: Track) -> bool:
    """Whether anything is known of its tags."""
    return track.has("tags")


def tag_scores(session: Session, system: System, estimate: Estimate) -> Scores:
    """The scores of the task; of a karaoke clip also the voice that is found in its backing."""
    scores = task_scores(session, system, estimate)
    if session.corpus != KARAOKE:
        return scores
    samples, rate = soundfile.read(session.track.audio, dtype="float32")
    sound = open_audio((np.ascontiguousarray(samples[:, 0]), rate), system.rate)
    found = system.decode(system.activations(sound))
    return Scores(scores.scores, {**scores.facts, BACKING: round(found.pairs.get(VOICE, 0.0), 5)})


def amounts(evidence: Evidence) -> dict[str, object]:
    """How much the networks were trained on; None without one."""
    hours = [float(card.training["hours"]) for card in evidence.cards.values()]
    return {"hours": f"{max(hours):.1f}" if hours else None}


def pooling_table(evidence: Evidence) -> str:
    """The ablation of poolings and lengths of windows, if it was run."""
    return ablation(evidence.inputs.get(NAME))


def read_ablation(path: Path) -> object:
    """The file beside the page, or None."""
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


STUDY = Study(
    layer="tags",
    title="Tags",
    reading=f"""\
For a tag, recordings are ranked by its probability: AUC is the area under the ROC curve, the chance
that a recording to which it applies is before one to which it does not; AP is average precision.
Recordings of which it is not known whether a tag applies do not count for it. Splits are by song
and by performer. In the tables of scores by recording, tags are ranked within each. "who plays AUC"
compares the curves of the instruments that play in a piece with when they do.
{INTERVALS}
""",
    corpora=("mir1k", "cc_music", "mdb_drums", *RENDERED),
    columns=("corpus", "track", "song", "system"),
    measures=tags.MEASURES,
    main="tags AUC",
    admits=has_tags,
    procedure=Procedure(scores=tag_scores),
    sets={"all rendered": RENDERED},
    words=amounts,
    inputs={NAME: read_ablation},
    figures=(
        Figure(
            "scores",
            "Scores by recording on the same files, with 95 % intervals",
            partial(forest, measures=("tags AUC", "tags AP", "who plays AUC")),
        ),
    ),
    sections=(
        Section("Targets", targets),
        Section("Groups of tags", groups),
        Section("Differences", differences),
        Section("Every tag", every_tag),
        Section("Voice or none on real recordings", singing),
        Section("Feel within jazz", within_jazz),
        Section("Input and size", inputs),
        Section("Poolings and time scales", pooling_table),
        Section("Calibration", reliability),
        Section("Scores by recording", sections.scores, "scores"),
        Section("Speed", partial(sections.speed, wanted=60.0)),
        Section("Leakage", sections.leakage),
        Section("What might make this invalid", sections.threats),
    ),
    threats=Path(__file__).parent / "threats" / "tags.md",
    again="""\
```console
lausch corpus render --data DATA --out RENDERED --kinds jazz,pop,voices,sung --hours 2.5
lausch corpus render --data DATA --out RENDERED --kinds charts,drums,bands --hours 2
python studies/tags_poolings.py --corpora RENDERED --work WORK --out reports/tags_poolings.json
{command}
```

Every score of every track is in [{csv}]({csv}).
""",
)
