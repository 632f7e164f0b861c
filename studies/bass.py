"""The study of bass lines, with formulas and other programs for comparison."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from bass_hours import BEAT, UNLABELLED, by_hours, read_unlabelled, series

from lausch.annotation import BassLine, Beats
from lausch.corpora.splits import UNSEEN_BASSES
from lausch.corpora.track import Track
from lausch.decoding.bass import BassDecoder
from lausch.errors import FormatError
from lausch.evaluation import sections
from lausch.evaluation.bootstrap import mean
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.figures import forest
from lausch.evaluation.report import INTERVALS
from lausch.evaluation.result import Result, of
from lausch.evaluation.rivals import files_of
from lausch.evaluation.run import Procedure, opened
from lausch.evaluation.session import Estimate, Scores, Session, System
from lausch.evaluation.study import Band, Figure, Over, Rivals, Section, Study, Target
from lausch.evaluation.tables import score, table
from lausch.frames import Clock, Frames
from lausch.metrics import bass
from lausch.models.model import DEFAULT
from lausch.tasks.bass import BassTracking, BassTruth, beat_pitches

M1, M1_PLUS, PUBLISHED = "abesser2017m1", "abesser2017", "published"
ROOTS, ROOTS_PLAYED = "root on downbeats", "root on downbeats, as played"
OWN_BEATS = "beat accuracy on our beats"
UNSEEN = "unseen basses and songs"
SHOWN = ("frame accuracy", BEAT, "beat chroma accuracy", "note F")
TASK = BassTracking()
RIVAL_CLOCK = Clock(22050, 1024)
"""On which studies/rivals/bass.py writes salience."""
_PUBLISHED = BassDecoder(threshold=0.2, share=0.0, late_frames=0.5)
_OTHERS = BassDecoder(threshold=0.0, late_frames=0.0)
DECODERS = {"published": _PUBLISHED, "published-440": _PUBLISHED}
"""The decoder of each rival's salience; others have that of pYIN."""


def has_bass(track: Track) -> bool:
    """Whether the bass line is annotated."""
    return track.has("bass")


def bass_scores(session: Session, system: System, estimate: Estimate) -> Scores:
    """Scores on the annotated beats; those of M1+ also on estimated beats."""
    truth: BassTruth = session.truth(TASK)
    bass_line: BassLine = estimate.annotation
    scores = _scores(session, truth, bass_line, bass_line.activations)
    if system.name == M1_PLUS:
        tracker = opened(DEFAULT)
        beats: Beats = session.estimate(tracker).annotation
        if len(beats) >= 2:
            own = system.decode(bass_line.activations, beats=beats.times)
            right, _, _ = bass.beat_accuracy(beat_pitches(truth.notes, beats.times), own.beats)
            scores[OWN_BEATS] = right
    return Scores(scores)


def rival_scores(session: Session, folder: Path) -> dict[str, Scores]:
    """Scores of the rivals' salience, (frames, 40); raises FormatError for another shape."""
    truth: BassTruth = session.truth(TASK)
    results = {}
    for name, path in files_of(folder, session.corpus, session.track.name, ".npy"):
        values = np.load(path, allow_pickle=False).astype(np.float32)
        if values.ndim != 2 or values.shape[1] != len(TASK.outputs):
            raise FormatError(
                f"{path} has the shape {values.shape}, not (frames, {len(TASK.outputs)}); was it "
                "written by studies/rivals/bass.py?"
            )
        frames = Frames(values, RIVAL_CLOCK, TASK.outputs)
        decoder = DECODERS.get(name, _OTHERS)
        bass_line = BassTracking(decoder=decoder).decode(frames, beats=truth.beats)
        results[name] = Scores(_scores(session, truth, bass_line, frames))
    return results


def _scores(
    session: Session, truth: BassTruth, bass_line: BassLine, activations: Frames
) -> dict[str, float]:
    """All measures, and the shares of downbeats with the root in the estimate and in the truth."""
    scores = bass.score(truth.bass_line(), bass_line)
    scores["sparsity"] = bass.sparsity(activations.values)
    positions, roots = session.track.read("beats").positions, session.track.fact("roots")
    if positions is None or roots is None:
        return scores
    if len(bass_line.beats) == len(positions) == len(roots):
        for name, pitches in ((ROOTS, bass_line.beats), (ROOTS_PLAYED, truth.bass_line().beats)):
            scores[name] = bass.root_accuracy(pitches, positions, roots)
    return scores


def bass_facts(session: Session) -> dict[str, Any]:
    """The bass player, the tempo, and the level of the bass over the other pitched parts (dB)."""
    beats = session.truth(TASK).beats
    level = session.track.fact("bass_db")
    return {
        "bass": session.track.fact("bassist") or "",
        "bpm": 60 / float(np.median(np.diff(beats))) if len(beats) > 1 else float("nan"),
        "level_db": float("nan") if level is None else float(level),
    }


def unseen(result: Result) -> bool:
    """Whether no training piece has this bass."""
    return result.facts["bass"].removesuffix("+amp") in UNSEEN_BASSES


def pairs(evidence: Evidence, title: str) -> Sequence[tuple[str, str]]:
    """M1+ against every other system."""
    return [(M1_PLUS, name) for name in evidence.ranked(title) if name != M1_PLUS]


def by_bass(evidence: Evidence) -> str:
    """Beat accuracy of the best models for each bass."""
    systems = [name for name in (M1_PLUS, M1, PUBLISHED) if of(evidence.results, name)]
    rows = []
    for player in sorted({result.facts["bass"] for result in evidence.results}):
        here = [result for result in evidence.results if result.facts["bass"] == player]
        means = (score(mean(of(here, name), BEAT)) for name in systems)
        tracks = len({result.key for result in here})
        rows.append((player, "unseen" if unseen(here[0]) else "", f"{tracks}", *means))
    return table(("bass", "in training", "tracks", *systems), rows)


def own_beats(evidence: Evidence) -> str:
    """Scores with annotated and with estimated beats."""
    rows = []
    for title in evidence.sets:
        mine = [row for row in evidence.all_of(title, M1_PLUS) if OWN_BEATS in row.scores]
        if mine:
            rows.append((title, M1_PLUS, score(mean(mine, BEAT)), score(mean(mine, OWN_BEATS))))
    text = "With the beats that our own model finds, what sounds at each of them is the truth.\n\n"
    return text + table(("set", "system", "given beats", "our beats"), rows) if rows else ""


def roots(evidence: Evidence) -> str:
    """Shares of downbeats with the root of the chord, in the estimate and in the truth."""
    rows = []
    for title in evidence.sets:
        for name in evidence.ranked(title):
            means = [mean(evidence.of(title, name), each) for each in (ROOTS, ROOTS_PLAYED)]
            if None not in means:
                rows.append((title, name, *map(score, means)))
    text = (
        "The share of downbeats with a known chord on which a line has the chord's root. Basses "
        "play other tones too: what was played stands beside it.\n\n"
    )
    return text + table(("set", "system", "line", "as played"), rows) if rows else ""


STUDY = Study(
    layer="bass",
    title="The bass line",
    reading=f"""\
Frames are right with the right pitch or the right rest; chroma forgives octaves. Beats count where
the bass sounds, with the annotated beats unless it is said otherwise; octave errors are the beats
that are right but for octaves. A note is found within 50 ms of its onset and half a semitone; with
offsets, also within a fifth of its length at its end. Sparsity is Hoyer's measure of the salience,
1 for a single pitch in every frame; how a rival's is made differs. *Unseen* are test tracks of
songs and with basses that no training track has. Rivals that were tried on a few tracks only do not
narrow the same files: they count the tracks that they were tried on, and differences are paired.
{INTERVALS}
""",
    corpora=("basses", "jazz"),
    columns=("corpus", "track", "song", "bass", "bpm", "level_db", "system"),
    measures=(*bass.MEASURES, "sparsity", OWN_BEATS),
    main=BEAT,
    admits=has_bass,
    procedure=Procedure(scores=bass_scores, facts=bass_facts, rivals=rival_scores),
    subsets={UNSEEN: unseen},
    targets=(
        Target(UNSEEN, BEAT, 0.90, M1_PLUS),
        *(Over(title, BEAT, 0.05, (PUBLISHED,), M1_PLUS) for title in (UNSEEN, "basses", "jazz")),
        *(Over(title, BEAT, 0.0, (M1,), M1_PLUS) for title in (UNSEEN, "basses", "jazz")),
    ),
    pairs=pairs,
    rivals=Rivals(
        "studies/rivals/bass.py",
        ".npy",
        {
            PUBLISHED: "the authors' network on lausch's constant-Q transform, tuned to the "
            "recording; a frame sounds from .2 on",
            "published-440": "the same at A4 = 440 Hz",
            "pyin": "pYIN of librosa, 38 to 400 Hz after a low-pass at 400 Hz",
            "basic-pitch": "the lowest note that reaches 0.3",
        },
        partial=("basic-pitch", "pyin"),
    ),
    figures=(
        Figure(
            "scores",
            "Scores on the same files, with 95 % intervals",
            partial(forest, measures=("frame accuracy", BEAT, "note F")),
        ),
    ),
    inputs={UNLABELLED: read_unlabelled},
    sections=(
        Section("Targets", sections.targets),
        Section(
            "Scores", partial(sections.scores, measures=(*bass.MEASURES, "sparsity")), "scores"
        ),
        Section("Differences", partial(sections.differences, measures=SHOWN)),
        Section(
            "By tempo",
            partial(
                sections.banded,
                band=Band(
                    "bpm", (80.0, 130.0, 180.0, 240.0), BEAT, "{:g} bpm".format, "Beat accuracy."
                ),
            ),
        ),
        Section(
            "By the level of the bass over the other pitched parts",
            partial(
                sections.banded,
                band=Band(
                    "level_db", (-9.0, -6.0, -3.0, 0.0), BEAT, "{:g} dB".format, "Beat accuracy."
                ),
            ),
        ),
        Section("By the bass", by_bass),
        Section("On our own beats", own_beats),
        Section("Roots of chords", roots),
        Section("The series", series),
        Section("By the hours without labels", by_hours),
        Section("Speed", sections.speed),
        Section("Leakage", sections.leakage),
        Section("Rivals", sections.rivals),
        Section("What might make this invalid", sections.threats),
    ),
    threats=Path(__file__).parent / "threats" / "bass.md",
    again="""\
```console
lausch corpus render --data DATA --out RENDERED --kinds basses --hours 5 --test-hours 1
python studies/rivals/bass.py --corpora RENDERED --on basses --out RIVALS --weights WEIGHTS
{command}
```

Every track: [{csv}]({csv}).
""",
)
