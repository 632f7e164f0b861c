"""Chords: learnt features, formulas and rivals on the same recordings. See reports/chords.md."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from chords_paper import FEATURES, features, older, read_features

from lausch.annotation import Beats, Chords
from lausch.annotation.vocabulary import CLASSES, NONE, QUALITIES, class_of
from lausch.corpora.track import Track
from lausch.errors import FormatError
from lausch.evaluation import sections
from lausch.evaluation.bootstrap import mean
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.figures import forest
from lausch.evaluation.report import INTERVALS
from lausch.evaluation.result import of
from lausch.evaluation.rivals import files_of
from lausch.evaluation.run import Procedure, opened, task_scores
from lausch.evaluation.session import Estimate, Scores, Session, System
from lausch.evaluation.study import Figure, Over, Rivals, Section, Study, Target
from lausch.evaluation.tables import number, score, table
from lausch.metrics import chords
from lausch.models.model import DEFAULT, Model
from lausch.tasks.chords import ChordRecognition

TASK = ChordRecognition()
RENDERED = ("jazz", "pop", "charts", "drums")
SHOWN = ("root", "majmin", "sevenths")
ON_BEATS = " on our beats"
MADMOM = ("madmom-deepchroma", "madmom-cnn")
STEP_SECONDS = 0.1
KINDS = (*QUALITIES, "N")


def has_chords(track: Track) -> bool:
    """Whether the chords are annotated."""
    return track.has("chords")


def chord_scores(session: Session, system: System, estimate: Estimate) -> Scores:
    """The scores of the task, some also on our beats, and how long each kind of chord is right."""
    scores = task_scores(session, system, estimate)
    truth: Chords = session.truth(TASK)
    more = {}
    if isinstance(system, Model):
        own = chords.score(truth, system.decode(estimate.activations, beats=our_beats(session)))
        more = {f"{name}{ON_BEATS}": own[name] for name in SHOWN if name in own}
    facts = {**scores.facts, "kinds": by_kind(truth, estimate.annotation)}
    return Scores({**scores.scores, **more}, facts)


@lru_cache(maxsize=1)
def our_beats(session: Session) -> Beats:
    """The beats that our own model finds."""
    beats: Beats = session.estimate(opened(DEFAULT)).annotation
    return beats


def by_kind(truth: Chords, estimate: Chords) -> dict[str, tuple[int, int, int]]:
    """Of each kind of chord: steps of a tenth of a second, with the right root, and class."""
    if not len(truth):
        return {}
    times = np.arange(float(truth.starts[0]), float(truth.ends[-1]), STEP_SECONDS)
    rows: dict[str, tuple[int, int, int]] = {}
    for label, other in zip(truth.at(times, "X"), estimate.at(times), strict=True):
        number, found = class_of(label), class_of(other)
        if number == NONE:
            continue
        kind = KINDS[number // 12]
        none = number == len(CLASSES) - 1
        root = found == number if none else found % 12 == number % 12 and found != len(CLASSES) - 1
        steps, roots, classes = rows.get(kind, (0, 0, 0))
        rows[kind] = steps + 1, roots + root, classes + (found == number)
    return rows


def rival_chords(session: Session, folder: Path) -> dict[str, Scores]:
    """What rivals wrote as .lab files: start, end and a label in Harte's syntax."""
    truth = session.truth(TASK)
    results = {}
    for name, path in files_of(folder, session.corpus, session.track.name, ".lab"):
        try:
            rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
            spans = [(float(start), float(end)) for start, end, _ in rows]
        except ValueError as error:
            raise FormatError(
                f"{path} is not what studies/rivals/chords.py writes: {error}"
            ) from error
        found = Chords(spans, [label for _, _, label in rows])
        results[name] = Scores(chords.score(truth, found), {"kinds": by_kind(truth, found)})
    return results


def on_beats(evidence: Evidence) -> str:
    """Scores without beats and with those that our own model finds."""
    rows = []
    for title in evidence.sets:
        for name in evidence.models:
            here = evidence.all_of(title, name)
            cells = [
                score(mean(here, f"{measure}{ending}"))
                for measure in SHOWN
                for ending in ("", ON_BEATS)
            ]
            if any(f"{SHOWN[0]}{ON_BEATS}" in result.scores for result in here):
                rows.append((title, sections.bold(evidence, name), *cells))
    head = [f"{measure}{ending}" for measure in SHOWN for ending in ("", ", on beats")]
    text = (
        "`lausch analyze --only beats,chords` finds beats first, and chords change on these. The "
        "other tables have chords that were found without."
    )
    return f"{text}\n\n{table(('set', 'system', *head), rows)}" if rows else ""


def kinds(evidence: Evidence) -> str:
    """The share of time with the right root and the right class, by the kind of chord."""
    rows = []
    for name in (*evidence.models, *evidence.rivals):
        sums: dict[str, np.ndarray[Any, Any]] = defaultdict(lambda: np.zeros(3))
        for result in of(evidence.results, name):
            for kind, counts in result.facts.get("kinds", {}).items():
                sums[kind] += counts
        cells = (_shares(sums[kind]) for kind in KINDS)
        rows.append((sections.bold(evidence, name), *cells))
    if not rows:
        return ""
    first = of(evidence.results, (*evidence.models, *evidence.rivals)[0])
    minutes = defaultdict(float)
    for result in first:
        for kind, (steps, _, _) in result.facts.get("kinds", {}).items():
            minutes[kind] += steps * STEP_SECONDS / 60
    text = (
        "The share of time with the right root, and after the stroke with the right class out of "
        "ten kinds of chord. Sixths count as triads; programs that know two kinds only can be "
        "right on these alone. Minutes in all: "
        + ", ".join(f"{kind} {minutes[kind]:.1f}" for kind in KINDS)
        + "."
    )
    return f"{text}\n\n" + table(("system", *KINDS), rows)


def _shares(counts: np.ndarray[Any, Any]) -> str:
    steps, root, right = counts
    return f"{number(root / steps)} / {number(right / steps)}" if steps else ""


def amounts(evidence: Evidence) -> dict[str, object]:
    """How much the network was trained on; None without one."""
    hours = [float(card.training["hours"]) for card in evidence.cards.values()]
    return {
        "hours": f"{max(hours):.1f}" if hours else None,
        "older": "" if older(evidence) else None,
    }


STUDY = Study(
    layer="chords",
    title="Chords",
    reading=f"""\
Scores are those of mir_eval.chord, weighted by time: the share with the right root; with the right
major or minor triad, out of the time with such chords or none (majmin); and with the right triad or
seventh, out of the time with major and minor triads, major, dominant and minor sevenths or none
(sevenths). Segmentation is the worse of over- and under-segmentation. The truth of rendered music
are the chords of its score beat by beat, at the pitch that sounds.
{INTERVALS}
""",
    corpora=RENDERED,
    columns=("corpus", "track", "song", "system"),
    measures=(*chords.MEASURES, *(f"{name}{ON_BEATS}" for name in SHOWN)),
    main="majmin",
    admits=has_chords,
    procedure=Procedure(scores=chord_scores, rivals=rival_chords),
    sets={"all rendered": RENDERED},
    targets=(
        *(
            target
            for name in ("rootwise2026", "chords2026", "korzeniowski2016")
            for target in (
                Target("all rendered", "majmin", 0.80, name),
                Target("all rendered", "sevenths", 0.65, name),
                Over("all rendered", "majmin", 0.0, MADMOM, name),
            )
        ),
    ),
    rivals=Rivals(
        "studies/rivals/chords.py",
        ".lab",
        {
            "madmom-deepchroma": "DeepChromaProcessor and its conditional random field, 25 labels",
            "madmom-cnn": "CNNChordFeatureProcessor and CRFChordRecognitionProcessor, 25 labels",
            "librosa-templates": "major and minor templates on chroma_cqt, median over 11 frames",
            "essentia": "HPCP of 4096 samples and ChordsDetection over 2 s, 24 labels",
        },
    ),
    inputs={FEATURES: read_features},
    words=amounts,
    figures=(
        Figure(
            "scores",
            "Scores on the same files, with 95 % intervals",
            partial(forest, measures=SHOWN),
        ),
    ),
    sections=(
        Section("Targets", sections.targets),
        Section("Scores", partial(sections.scores, measures=chords.MEASURES), "scores"),
        Section("Differences", partial(sections.differences, measures=SHOWN)),
        Section("On our own beats", on_beats),
        Section("Learnt and designed features", features),
        Section("By the kind of chord", kinds),
        Section("Speed", partial(sections.speed, wanted=60)),
        Section("Leakage", sections.leakage),
        Section("Rivals", sections.rivals),
        Section("What might make this invalid", sections.threats),
    ),
    threats=Path(__file__).parent / "threats" / "chords.md",
    again="""\
```console
lausch corpus render --data DATA --out RENDERED --kinds jazz,pop,charts,drums --hours 2.5
python studies/chords_features.py --corpora RENDERED
python studies/rivals/chords.py --out RIVALS AUDIO...
{command}
```

Every track: [{csv}]({csv}).
""",
)
