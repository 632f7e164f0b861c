"""Deep belief networks: are learned features better than MFCC, and what do beats say of manner?

See reports/deepbelief.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from deepbelief_scores import compared, judged

from lausch.annotation.tags import GROUPS, Tags
from lausch.corpora.track import Track
from lausch.errors import FormatError
from lausch.evaluation import sections
from lausch.evaluation.bootstrap import Mean
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.report import INTERVALS
from lausch.evaluation.result import of
from lausch.evaluation.study import Section, Study
from lausch.evaluation.tables import difference, score, table
from lausch.tasks.tags import MANNERS

SUBJECTS = ("hamel2010", "schmidt2013")
FEATURES, BEATS = "deepbelief_features.json", "deepbelief_beats.json"
RENDERED = ("jazz", "drums", "bands")
MEASURES = ("tags AUC", "tags AP")
Row = Mapping[str, Any]


def has_tags(track: Track) -> bool:
    """Whether something is known of the tags."""
    return track.has("tags")


def reader(script: str) -> Callable[[Path], list[Row]]:
    """Reads the rows of a script, if the file exists; raises FormatError for other contents."""
    return partial(read_rows, script)


def read_rows(script: str, path: Path) -> list[Row]:
    """The rows of a comparison; none without the file."""
    if not path.is_file():
        return []
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        for row in rows:
            if any(len(row[name]) != 3 for name in ("AUC", "difference")):
                raise ValueError("a measure has a mean, a low and a high edge")
            if not isinstance(row["name"], str) or not isinstance(row["groups"], dict):
                raise ValueError("a row has a name, and means by group")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FormatError(f"{path} is not what studies/{script} writes: {error}") from error
    return list(rows)


def rows_of(rows: Sequence[Row], text: str) -> str:
    """A table of a comparison, whose differences are to the first row."""
    if not rows:
        return ""
    groups = [group for group in GROUPS if any(group in row["groups"] for row in rows)]
    lines = []
    for row in rows:
        first = row is rows[0]
        runs = ", ".join(f"{value:.3f}" for value in row["runs"]) if len(row["runs"]) > 1 else ""
        cells = [f"{row['groups'][group]:.3f}" for group in groups]
        against = "" if first else difference(_mean(row["difference"]))
        lines.append((row["name"], score(_mean(row["AUC"])), against, *cells, runs))
    head = ("features or network", "AUC", f"minus {rows[0]['name']}", *groups, "each seed")
    count = max(len(row["runs"]) for row in rows)
    times = "once" if count == 1 else f"with {count} seeds"
    return f"{text.format(**rows[0], times=times)}\n\n" + table(head, lines)


def _mean(values: Sequence[float]) -> Mean:
    return Mean(values[0], values[1], values[2], 0, 0)


def learned(evidence: Evidence) -> str:
    """MFCC and layers of the network, with one kind of classifier."""
    return rows_of(
        evidence.inputs.get(FEATURES, ()),
        "By `studies/deepbelief_features.py`: the mean AUC over the {tags} tags that apply to "
        "three of the {recordings} validation and test recordings and do not apply to three. A "
        "support vector machine with an RBF kernel (scikit-learn with its own settings) learns "
        "each tag from the mean and the variance of the features in windows of five seconds. Each "
        "network is trained {times}, and its row is the mean. Fine-tuned networks have seen "
        "the targets of the training recordings, as in the paper; *pre-trained only* ones, "
        "and random weights, have not.",
    )


def beats(evidence: Evidence) -> str:
    """The network on beats, and parts of it."""
    return rows_of(
        evidence.inputs.get(BEATS, ()),
        "By `studies/deepbelief_beats.py`, on annotated beats that are moved by 10 ms at random: "
        "the mean AUC over the {tags} tags of manner that apply to three of the {recordings} "
        "validation and test recordings and do not apply to three; each network is trained "
        "{times}.",
    )


def shipped(evidence: Evidence) -> str:
    """What ships, on sound: the AUC over tags of manner, beats as found."""
    runs = {name: of(evidence.results, name) for name in evidence.models}
    keys = (
        set.intersection(*({row.key for row in rows} for rows in runs.values())) if runs else set()
    )
    runs = {
        name: sorted((row for row in rows if row.key in keys), key=lambda row: row.key)
        for name, rows in runs.items()
    }
    if not keys:
        return ""
    first = runs[evidence.models[0]]
    truths = [
        Tags([name for name in MANNERS if f"{name}: true" in row.facts],
             [row.facts[f"{name}: true"] for name in MANNERS if f"{name}: true" in row.facts])
        for row in first
    ]  # fmt: skip
    judge = judged(truths, MANNERS, [f"{row.corpus}/{row.song}" for row in first])
    estimates = {
        name: [np.array([[row.facts.get(f"{tag}: estimate", 0.5) for tag in MANNERS]
                         for row in rows])]
        for name, rows in runs.items()
    }  # fmt: skip
    return rows_of(
        compared(judge, estimates),
        "On sound, with beats as `lausch2026` finds them: the mean AUC over the {tags} tags of "
        "manner (feel, style of jazz, style of drumming) that apply to three of the {recordings} "
        "test recordings and do not apply to three.",
    )


STUDY = Study(
    layer="tags",
    title="Deep belief networks",
    reading=f"""\
`hamel2010` learns features from single spectra, `schmidt2013` from four beats at a time; both are
first trained without labels, by contrastive divergence. Where an interval has .5 in it, it is not
shown that a network tells anything. The AUC of a tag is the chance that a
recording to which it applies has a higher score than one to which it does not; `tags AUC` and `tags
AP` rank the known tags of one recording, which knowing how frequent they are does well, too.
{INTERVALS}
""",
    corpora=RENDERED,
    measures=MEASURES,
    main=MEASURES[0],
    admits=has_tags,
    sets={"all rendered": RENDERED},
    inputs={
        FEATURES: reader("deepbelief_features.py"),
        BEATS: reader("deepbelief_beats.py"),
    },
    sections=(
        Section("Are learned features better?", learned),
        Section("What beats say", beats),
        Section("What ships, on sound", shipped),
        Section("By recording", sections.scores),
        Section("Speed", partial(sections.speed, wanted=60)),
        Section("Leakage", sections.leakage),
        Section("What might make this invalid", sections.threats),
    ),
    threats=Path(__file__).parent / "threats" / "deepbelief.md",
    again="""\
```console
lausch corpus render --data DATA --out RENDERED --kinds jazz,drums,bands --hours 2.5
python studies/deepbelief_features.py --corpora RENDERED
python studies/deepbelief_beats.py --corpora RENDERED
{command}
```

Every track: [{csv}]({csv}).
""",
)
