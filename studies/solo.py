"""The study of solos: melody extraction for soloists and singers."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from solo_example import example
from solo_scores import (
    OVERALL,
    PITCH,
    RECALL,
    ceilings,
    contour_facts,
    contour_scores,
    rival_scores,
)
from solo_singing import LOW, REAL, singing

from lausch.annotation import note_name
from lausch.corpora.track import Track
from lausch.evaluation import sections
from lausch.evaluation.bootstrap import mean
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.figures import forest
from lausch.evaluation.report import INTERVALS
from lausch.evaluation.result import of
from lausch.evaluation.run import Procedure
from lausch.evaluation.study import Band, Figure, Over, Rivals, Section, Study, Target
from lausch.evaluation.tables import score, table
from lausch.metrics import melody, notes

RENDERED = "all rendered"

FURTHER = ("average precision", *notes.MEASURES)
"""Measures of activations and of notes, if both the system and the annotation have them."""


def has_contour(track: Track) -> bool:
    """Whether the f0 of a soloist or singer is annotated."""
    return track.has("contour")


def further(evidence: Evidence) -> str:
    """Average precision of activations and F of notes, of the systems that have them."""
    rows = []
    for title in evidence.sets:
        for name in evidence.ranked(title):
            means = [mean(evidence.of(title, name), measure) for measure in FURTHER]
            if any(each is not None for each in means):
                rows.append((title, sections.bold(evidence, name), *map(score, means)))
    if not rows:
        return ""
    text = (
        "Average precision is over all cells of the 120 semitones ten times a second, against the "
        "pitch that sounds at each frame's time. A note is right when its onset is within 50 ms "
        "and its pitch within 50 cents of what sounds; with offsets, when its end is also within "
        "20 % of its length (at least 50 ms). Rivals gave lines only.\n\n"
    )
    return text + table(("set", "system", *FURTHER), rows)


def what_a_frame_rate_allows(evidence: Evidence) -> str:
    """Scores of the annotation itself at coarse resolutions."""
    rows = []
    for title, results in evidence.sets.items():
        corpora = {result.corpus for result in results}
        here = [row for row in evidence.others if row.corpus in corpora]
        for name in dict.fromkeys(row.system for row in here):
            means = (mean(of(here, name), measure) for measure in (PITCH, OVERALL))
            rows.append((title, name, *map(score, means)))
    if not rows:
        return ""
    text = (
        "The annotation, read at the times and rounded to the pitches of a coarser system and "
        "scored as an estimate: with such points nobody can do better than about this.\n\n"
    )
    return text + table(("set", "points", PITCH, OVERALL), rows)


def performers(evidence: Evidence) -> str:
    """The subject of each corpus and the best other program, player by player."""
    rows = []
    for corpus in evidence.corpora:
        if corpus.name not in evidence.sets:
            continue
        best = evidence.subject(corpus.name)
        others = [name for name in evidence.ranked(corpus.name) if name not in evidence.models]
        players = sorted({track.performer for track in corpus.tracks if track.performer})
        for system in dict.fromkeys((best, *others[:1])):
            for player in players:
                results = evidence.of(corpus.name, system)
                here = [each for each in results if each.facts.get("performer") == player]
                if here:
                    name = sections.bold(evidence, system)
                    rows.append((corpus.name, player, *sections.row(name, here, melody.MEASURES)))
    if not rows:
        return ""
    return table(("corpus", "performer", "system", "tracks", "songs", *melody.MEASURES), rows)


def decibels(level: float) -> str:
    """A level in words."""
    return f"{level:+g} dB" if level else "0 dB"


STUDY = Study(
    layer="solo",
    title="The solo line",
    reading=f"""\
Measures are those of melody extraction, by mir_eval, at the annotation's times: a pitch is right
within 50 cents; chroma forgives octaves; overall accuracy asks for pitch and voicing. Of voicing
false alarms fewer are better. *all rendered* is a mean over tracks, not over corpora.
{INTERVALS}
""",
    corpora=("solos", "jazz", "pop", "sung", "voices", "mir1k", "mdb_drums"),
    measures=(*melody.MEASURES, *FURTHER),
    main=OVERALL,
    admits=has_contour,
    procedure=Procedure(
        scores=contour_scores, facts=contour_facts, rivals=rival_scores, others=ceilings
    ),
    sets={RENDERED: ("solos", "jazz", "pop", "sung", "voices")},
    targets=(
        Target("solos", PITCH, 0.85),
        Target("solos", OVERALL, 0.80),
        Target(RENDERED, PITCH, 0.85),
        Target(RENDERED, OVERALL, 0.80),
        *(
            Over(title, measure, wanted, ("melodia",))
            for title, wanted in (("solos", 0.08), (RENDERED, 0.08), (REAL, 0.0))
            for measure in (PITCH, OVERALL)
        ),
        Target(REAL, OVERALL, 0.70),
        Target(REAL, PITCH, 0.73),
        Target(REAL, RECALL, 0.80),
    ),
    rivals=Rivals(
        "studies/rivals/solo.py",
        ".csv",
        {
            "melodia": "essentia PredominantPitchMelodia at 44.1 kHz after EqualLoudness, frames "
            "of 2048, hop 128, guessUnvoiced, other settings default",
            "basic-pitch": "the ICASSP 2022 model; strongest contour bin of each frame, voiced "
            "where the strongest note reaches 0.3",
        },
    ),
    figures=(
        Figure(
            "scores",
            "Scores on the same files, with 95 % intervals",
            partial(forest, measures=melody.MEASURES),
        ),
        Figure(
            "example",
            "A test solo: the mix, what the model makes of it, and what was played",
            example,
        ),
    ),
    sections=(
        Section("Targets", sections.targets),
        Section("An example", lambda evidence: "", "example"),
        Section(
            "Scores on the same files",
            partial(sections.scores, measures=melody.MEASURES),
            "scores",
        ),
        Section(
            "Differences, our default minus the other",
            partial(sections.differences, measures=melody.MEASURES),
        ),
        Section("Activations and notes", further),
        Section("What a frame rate allows", what_a_frame_rate_allows),
        Section(
            "How loud the solo is",
            partial(
                sections.banded,
                band=Band(
                    "lead_db",
                    (-3.0, 0.0, 3.0),
                    OVERALL,
                    decibels,
                    "Overall accuracy by the level of the solo over the sum of the other pitched "
                    "parts, as mixed; drums are not counted.",
                ),
            ),
        ),
        Section(
            "How high the line lies",
            partial(
                sections.banded,
                band=Band(
                    "height",
                    (LOW, 55.0, 62.0, 69.0),
                    PITCH,
                    note_name,
                    "Raw pitch accuracy by the median pitch of the line.",
                ),
            ),
        ),
        Section("Singing", singing),
        Section("Performer by performer", performers),
        Section("Speed", partial(sections.speed, wanted=150)),
        Section("Leakage", sections.leakage),
        Section("Rivals", sections.rivals),
        Section("What might make this invalid", sections.threats),
    ),
    threats=Path(__file__).parent / "threats" / "solo.md",
    again="""\
```console
python studies/rivals/solo.py --out RIVALS --corpus mir1k DATA/real/mir1k    # likewise solos ...
{command}
```

The rivals run in an environment of their own. Every score of every track stands in
[{csv}]({csv}).
""",
)
