"""Tags from samples: learnt filters against fixed bands, depths, and the filters that were learnt.

See reports/tags_raw.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from tags_raw_filters import first_layer, the_filters

from lausch.annotation.tags import GROUP_OF, GROUPS, Tags
from lausch.corpora.track import Track
from lausch.errors import FormatError
from lausch.evaluation import sections
from lausch.evaluation.bootstrap import Mean
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.report import INTERVALS
from lausch.evaluation.result import of
from lausch.evaluation.study import Figure, Section, Study
from lausch.evaluation.tables import MISSING, number, score, table
from lausch.metrics import tags
from lausch.metrics.tags import of_tags

RAW = "tags_raw.json"
RENDERED = ("jazz", "pop", "charts", "drums", "bands")
TRUE, ESTIMATE = ": true", ": estimate"
MEASURES = tags.MEASURES
SHOWN = ("AUC of a tag", "tags AUC")


def read_raw(path: Path) -> list[dict[str, Any]]:
    """The rows of tags_raw_training.py, if the file exists; FormatError for other contents."""
    if not path.is_file():
        return []
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        for row in rows:
            if row["what"] not in ("front end", "knowledge", "depth") or not isinstance(
                row["name"], str
            ):
                raise ValueError("a row has one of the groups, and a name")
            if any(len(values) != 3 for values in row["measures"].values()):
                raise ValueError("a measure has a mean, a low and a high edge")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FormatError(
            f"{path} is not what studies/tags_raw_training.py writes: {error}"
        ) from error
    return list(rows)


def has_tags(track: Track) -> bool:
    """Whether anything is known of its tags."""
    return track.has("tags")


def groups(evidence: Evidence) -> str:
    """Mean AUC over the tags of each group, over all rendered test tracks."""
    rows = []
    for name in evidence.models:
        results = of(evidence.results, name)
        facts = [each.facts for each in results]
        truths = [_tags(each, TRUE) for each in facts]
        found = [_tags(each, ESTIMATE) for each in facts]
        table_of = of_tags(truths, found)
        values = {group: [row["AUC"] for tag, row in table_of.items() if GROUP_OF[tag] == group]
                  for group in GROUPS}  # fmt: skip
        every = [value for own in values.values() for value in own]
        cells = [f"{number(float(np.mean(own)))} ({len(own)})" if own else MISSING
                 for own in (every, *values.values())]  # fmt: skip
        rows.append((f"**{name}**", *cells))
    if not rows:
        return ""
    return (
        "Recordings are ranked by the probability of a tag; the mean is over tags, and in brackets "
        "stands how many are scored: those that apply to three recordings and do not apply to "
        "three. .500 is chance.\n\n" + table(("system", "all", *GROUPS), rows)
    )


def _tags(facts: Mapping[str, Any], ending: str) -> Tags:
    own = {name.removesuffix(ending): value for name, value in facts.items()
           if name.endswith(ending)}  # fmt: skip
    return Tags(list(own), [float(value) for value in own.values()])


def front_ends(evidence: Evidence) -> str:
    """Learnt filters against fixed bands, at the same sizes and after the same steps."""
    rows = _group(evidence, "front end", "knowledge")
    if not rows:
        return ""
    return (
        "By `studies/tags_raw_training.py`: the network of `dieleman2014` with other first layers, "
        "each trained by its recipe on the same "
        f"{rows[0]['windows']:,} excerpts of 3 s from {rows[0]['hours']:g} h of rendered music "
        f"({_seeds(rows)}). Windows and hops are in samples at 16 kHz; mel bands and filters are "
        "128 each. The loss is that of validation excerpts, the scores are of "
        f"{rows[0]['tracks']} test tracks. {_PUBLISHED}\n\n" + _table(rows)
    )


_PUBLISHED = """\
Dieleman and Schrauwen (2014) have .8487 from samples and .8815 from mel bands (256/256, AUC on
MagnaTagATune; from memory)."""


def depths(evidence: Evidence) -> str:
    """The depths of Dai et al. after the same number of steps."""
    rows = _group(evidence, "depth")
    if not rows:
        return ""
    return (
        "By `studies/tags_raw_training.py`: networks of Dai et al. (2017) with a quarter of their "
        f"widths, each trained on {rows[0]['windows']:,} excerpts of 4 s ({_seeds(rows)}). Depths "
        "that are missing were not run.\n\n" + _table(rows)
    )


def _seeds(rows: Sequence[Mapping[str, Any]]) -> str:
    most = max(row["seeds"] for row in rows)
    return "one seed each" if most == 1 else f"the mean of {most} seeds"


def _group(evidence: Evidence, *names: str) -> list[Mapping[str, Any]]:
    every: Sequence[Mapping[str, Any]] = evidence.inputs.get(RAW, ())
    return [row for row in every if row["what"] in names]


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    head = ("network", *SHOWN, "loss", "parameters")
    lines = [
        (
            row["name"],
            *(score(_mean(row["measures"].get(name))) for name in SHOWN),
            f"{row['loss']:.2f}",
            f"{row['parameters']:,}",
        )
        for row in rows
    ]
    return table(head, lines)


def _mean(values: Sequence[float] | None) -> Mean | None:
    return None if not values else Mean(values[0], values[1], values[2], 0, 0)


STUDY = Study(
    layer="tags",
    title="Tags from samples",
    reading=f"""\
Is less knowledge needed? `dieleman2014` has learnt filters of samples where others have a
spectrogram. This page compares both at one size of network and of training, and says what became of
very deep networks. Tags and truth are those of the page on tags.
{INTERVALS}
""",
    corpora=RENDERED,
    columns=("corpus", "track", "song", "system"),
    measures=MEASURES,
    main="tags AUC",
    admits=has_tags,
    sets={"all rendered": RENDERED},
    inputs={RAW: read_raw},
    figures=(
        Figure(
            "filters",
            "The first layer of dieleman2014: spectra of its filters by their dominating "
            "frequency, and eight of them in time",
            first_layer,
        ),
    ),
    sections=(
        Section("Samples against log-mel bands", front_ends),
        Section("Depth", depths),
        Section("The filters", the_filters, "filters"),
        Section("Groups of tags", groups),
        Section("Scores by recording", sections.scores),
        Section("Speed", partial(sections.speed, wanted=60.0)),
        Section("Leakage", sections.leakage),
        Section("What might make this invalid", sections.threats),
    ),
    threats=Path(__file__).parent / "threats" / "tags_raw.md",
    again="""\
```console
lausch corpus render --data DATA --out RENDERED --kinds jazz,pop,charts,drums,bands --hours 2.5
lausch corpus render --data DATA --out RENDERED --kinds voices,sung --hours 1.5
python studies/tags_raw_training.py --rendered RENDERED
{command}
```

Every track: [{csv}]({csv}).
""",
)
