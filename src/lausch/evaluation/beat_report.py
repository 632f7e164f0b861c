"""The report on beats: every section in one order, as one Markdown page with its figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from lausch.evaluation import comparison, diagnosis, origin
from lausch.evaluation.calibration import LOWEST
from lausch.evaluation.beat_evidence import Evidence
from lausch.evaluation.measured import MEASURES
from lausch.evaluation.tables import written
from lausch.evaluation.bootstrap import DRAWS, FEWEST_SONGS
from lausch.evaluation.threats import threats

CAPTIONS = {
    "scores": "Beat and downbeat F on the same files, with 95 % intervals",
    "tracks": "Every system on every real recording",
    "levels": "Which metrical level is followed at which tempo",
    "calibration": "Share of peaks that are right against their height",
}

READING = f"""\
F counts a beat as right within 70 ms; CMLt and AMLt are the share of beats right in time and
period at the annotated level (CMLt) and also at double, half and off-beat (AMLt); all by mir_eval,
nothing trimmed. Numbers are means over tracks with 95 % intervals from {DRAWS:,} bootstrap draws
of songs; below {FEWEST_SONGS} songs there is none. A dash was not measured, or does not apply: some
systems give no downbeats. *all rendered* and *all real* are means over tracks, not over corpora.
The *same files* are the test tracks that every system was tried on.
"""

AGAIN = """\
```console
lausch corpus export NAME... --minutes 25 --out MIXES
python studies/rivals/beats.py --out RIVALS MIXES/*.flac    # in an environment of its own
{command}
```

The tracks of the export are the first of the draw that the report is made from. Every score of
every track stands in [{csv}]({csv}).
"""


def page(evidence: Evidence, figures: Mapping[str, str], csv_name: str) -> str:
    """The whole report as Markdown.

    Parameters
    ----------
    evidence : all that was measured.
    figures : file names by figure, relative to the page.
    csv_name : of the file with every track, relative to the page.
    """

    def picture(name: str) -> str:
        return f"\n![{CAPTIONS[name]}]({figures[name]})\n" if name in figures else ""

    sections = (
        ("Targets", comparison.targets(evidence)),
        ("Scores on the same files", picture("scores") + "\n" + comparison.scores(evidence)),
        (
            f"Differences, {evidence.default} minus the other",
            "On the same files, track by track; bold where the interval leaves out zero.\n\n"
            + comparison.differences(evidence),
        ),
        ("Real recordings one by one", _real(evidence) + picture("tracks")),
        (
            "Where the rivals' decoders may follow",
            "The comparison again, with only the tracks inside the tempo range of madmom's "
            "defaults.\n\n" + comparison.in_their_range(evidence),
        ),
        ("All test tracks of the draw", comparison.draw_scores(evidence)),
        ("Metrical levels", _levels(evidence) + picture("levels")),
        ("Styles", f"`{evidence.default}`, worst first.\n\n" + diagnosis.styles(evidence)),
        ("Peak picking or decoder", _picking() + diagnosis.picking(evidence)),
        (
            "Calibration",
            _calibration() + diagnosis.calibration_table(evidence) + picture("calibration"),
        ),
        ("How the default was chosen", _choice() + origin.validation(evidence)),
        ("What trained the models", origin.training(evidence)),
        ("Leakage", _leakage() + origin.leakage(evidence)),
        ("Material", origin.draws(evidence)),
        ("Rivals", origin.rivals(evidence)),
        ("What might make this invalid", threats(evidence)),
        ("Again", AGAIN.format(command=evidence.command, csv=csv_name)),
    )
    return written("Beats and downbeats", evidence.command, READING, sections)


def tracks_csv(evidence: Evidence) -> str:
    """Every score of every system on every track, for whoever wants other tables."""
    text = io.StringIO()
    head = ("split", "corpus", "track", "song", "system", "seconds", "bpm", "found bpm", "level")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((*head, *MEASURES))
    measured = [(heard.split, heard.measured) for heard in evidence.heard]
    for split, row in (*measured, *(("test", row) for row in evidence.theirs)):
        found = (f"{row.scores[name]:.4f}" if name in row.scores else "" for name in MEASURES)
        bpm = (f"{row.seconds:.1f}", f"{row.tempo_bpm:.1f}", f"{row.estimate_bpm:.1f}")
        writer.writerow(
            (split, row.corpus, row.track, row.song, row.system, *bpm, row.level, *found)
        )
    return text.getvalue()


def _real(evidence: Evidence) -> str:
    return (
        "Beat F / downbeat F, and in brackets the metrical level where it is not the annotated "
        "one.\n\n" + comparison.real_tracks(evidence)
    )


def _levels(evidence: Evidence) -> str:
    return (
        "The reference is divided and thinned to every level and phase; the level with the "
        "highest F counts, if that is at least .7, else none. *off-beat* is the right tempo half "
        "a beat away.\n\n"
        + diagnosis.levels(evidence)
        + "\n### By tempo, rendered test tracks\n\n"
        + diagnosis.levels_by_tempo(evidence)
    )


def _picking() -> str:
    return (
        "The same activations, decoded by the bar-pointer model or picked at local maxima above "
        "a threshold. The threshold has the best mean F on validation tracks.\n\n"
    )


def _calibration() -> str:
    return (
        f"Of all local maxima from {LOWEST:g} up: how often one lies within 70 ms of an "
        "annotated event, against its height. ECE is the mean distance of the two over ten bins "
        "of height. Training asks for the single frame of the beat, so a peak smeared over two "
        "frames is lower than it is sure.\n\n"
    )


def _choice() -> str:
    return (
        "The rule: the default is the model with the highest mean beat F on validation tracks, "
        "all of them rendered.\n\n"
    )


def _leakage() -> str:
    return (
        "Counted over all rendered corpora together, when this page was written. Sound is a "
        "checksum of the samples.\n\n"
    )
