"""The study of beats and downbeats, on real and rendered recordings."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from beats_bars import bars
from beats_peaks import calibration_table, draw_calibration, picking
from beats_scores import SCORES, TEMPO, beat_scores, has_beats, rival_beats
from beats_tactus import draw_tactus, tactus_shares
from beats_tracks import (
    ALL_REAL,
    ALL_RENDERED,
    REAL,
    RENDERED,
    all_tracks,
    draw_tracks,
    names,
    real_tracks,
)
from beats_training import choice, material, training

from lausch.evaluation import sections
from lausch.evaluation.bootstrap import mean
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.figures import forest
from lausch.evaluation.report import INTERVALS
from lausch.evaluation.result import grouped, of, within
from lausch.evaluation.run import Procedure
from lausch.evaluation.study import Figure, Rivals, Section, Study, Target
from lausch.evaluation.tables import score, table
from lausch.metrics import beats

RANGE_BPM = (55.0, 215.0)
"""The default range of tempo of the rivals' decoders; that of lausch is 30 to 340."""
FEWEST_OF_A_STYLE = 5


def in_their_range(evidence: Evidence) -> str:
    """The comparison on tracks within the tempo range of the rivals' decoders."""
    low, high = RANGE_BPM
    parts = []
    for title in evidence.sets:
        rows = []
        tracks: set[int] = set()
        for name in evidence.ranked(title):
            here = evidence.of(title, name)
            inside = [result for result in here if low <= result.facts["bpm"] <= high]
            tracks |= {len(here) - len(inside)}
            if inside:
                rows.append(sections.row(sections.bold(evidence, name), inside, SCORES))
        if rows and max(tracks):
            head = ("system", "tracks", "songs", *SCORES)
            parts.append(f"#### {title}, {low:g}-{high:g} bpm\n\n{table(head, rows)}")
    text = (
        "The comparison again, with only the tracks inside the tempo range of madmom's "
        "defaults.\n\n"
    )
    return text + ("\n".join(parts) or "Every track of the comparison lies in that range.")


def styles(evidence: Evidence) -> str:
    """The default on each rendered style of at least five test tracks, the worst first."""
    default = evidence.models[0]
    rows = []
    for corpus in names(evidence, False):
        mine = of(within(evidence.results, [corpus]), default)
        for style, tracks in grouped(mine, "style").items():
            beat = mean(tracks, "beat F")
            if len(tracks) >= FEWEST_OF_A_STYLE and beat is not None:
                cells = (score(mean(tracks, measure)) for measure in SCORES)
                rows.append((beat.value, (f"{corpus}: {style}", f"{len(tracks)}", *cells)))
    if not rows:
        return f"No style has {FEWEST_OF_A_STYLE} tracks in the draw."
    text = f"`{default}`, worst first.\n\n"
    return text + table(("style", "tracks", *SCORES), [row for _, row in sorted(rows)])


def rivals(evidence: Evidence) -> str:
    """Other programs and their input."""
    text = sections.rivals(evidence)
    if not evidence.rivals:
        return text
    return (
        f"{text}\n\nEach was given the 44.1 kHz mono mix that the models analyse, as a file (see "
        "the end of this page), and its beats were scored as ours are."
    )


def words(evidence: Evidence) -> dict[str, object]:
    """Figures of the threats: the amount of real recordings, and unfinished training."""
    amounts = [
        f"{len(corpus.tracks)} of {corpus.name} with {60 * corpus.hours:.1f} minutes in all"
        for corpus in evidence.real
    ]
    unfinished = [
        f"`{name}`"
        for name, card in evidence.cards.items()
        if card.training["best_epoch"] == card.training["epochs"]
    ]
    return {
        "amounts": ", ".join(amounts) or "none",
        "unfinished": ", ".join(unfinished) or None,
    }


STUDY = Study(
    layer="beats",
    title="Beats and downbeats",
    reading=f"""\
F counts a beat as right within 70 ms; CMLt and AMLt are the share of beats right in time and
period at the annotated metrical level (CMLt) and also at double, half and off-beat (AMLt); all by
mir_eval, nothing trimmed. A tempo is right within 4 % (Acc1), also at half, double, a third or
three times (Acc2); its P-score allows 8 %. A dash was not measured, or does not apply: some systems
give no downbeats. *all rendered* and *all real* are means over tracks, not over corpora.
{INTERVALS}
""",
    corpora=(*RENDERED, *REAL),
    columns=(
        "split",
        "corpus",
        "track",
        "song",
        "system",
        "seconds",
        "bpm",
        "found bpm",
        "metrical level",
    ),
    measures=beats.MEASURES,
    main="beat F",
    admits=has_beats,
    splits=("test", "validation"),
    procedure=Procedure(scores=beat_scores, rivals=rival_beats),
    sets={ALL_REAL: REAL, ALL_RENDERED: RENDERED},
    targets=(
        Target(ALL_REAL, "beat F", 0.96, every=True),
        Target(ALL_REAL, "downbeat F", 0.88, every=True),
        Target(ALL_RENDERED, "beat F", 0.92, every=True),
    ),
    rivals=Rivals(
        "studies/rivals/beats.py",
        ".beats",
        {
            "librosa": "librosa.beat.beat_track at 22.05 kHz (Ellis 2007), default settings",
            "madmom-beats": "RNNBeatProcessor and DBNBeatTrackingProcessor, 55-215 bpm",
            "madmom-downbeats": "RNNDownBeatProcessor and "
            "DBNDownBeatTrackingProcessor, bars of 3 and 4 beats, 55-215 bpm",
        },
    ),
    figures=(
        Figure(
            "scores",
            "Beat and downbeat F on the same files, with 95 % intervals",
            partial(forest, measures=("beat F", "downbeat F")),
        ),
        Figure("tracks", "Every system on every real recording", draw_tracks),
        Figure("levels", "Which metrical level is followed at which tempo", draw_tactus),
        Figure(
            "calibration", "Share of peaks that are right against their height", draw_calibration
        ),
    ),
    words=words,
    sections=(
        Section("Targets", sections.targets),
        Section("Scores on the same files", partial(sections.scores, measures=SCORES), "scores"),
        Section(
            "Differences, our default minus the other",
            partial(sections.differences, measures=SCORES),
        ),
        Section("Real recordings one by one", real_tracks, "tracks"),
        Section("Where the rivals' decoders may follow", in_their_range),
        Section("Tempo", partial(sections.scores, measures=TEMPO)),
        Section("All test tracks of the draw", all_tracks),
        Section("Metrical levels", tactus_shares, "levels"),
        Section("Where the one is", bars),
        Section("Styles", styles),
        Section("Peak picking or decoder", picking),
        Section("Calibration", calibration_table, "calibration"),
        Section("How the default was chosen", choice),
        Section("What trained the models", training),
        Section("Leakage", sections.leakage),
        Section("Material", material),
        Section("Rivals", rivals),
        Section("What might make this invalid", sections.threats),
    ),
    threats=Path(__file__).parent / "threats" / "beats.md",
    again="""\
```console
lausch corpus export NAME... --minutes 25 --out MIXES
python studies/rivals/beats.py --out RIVALS MIXES/*.flac    # in an environment of its own
{command}
```

The tracks of the export are the first of the draw that the report is made from. Every score of
every track stands in [{csv}]({csv}).
""",
)
