"""The report on solo lines: who follows them how well, as one Markdown page with its figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from lausch.evaluation import solo_sections as sections
from lausch.evaluation.lines import FURTHER_MEASURES, Followed
from lausch.evaluation.page import written
from lausch.evaluation.solo_evidence import SoloEvidence
from lausch.evaluation.solo_singing import singing
from lausch.evaluation.solo_threats import solo_threats
from lausch.evaluation.songs import DRAWS, FEWEST_SONGS
from lausch.metrics.melody import MEASURES as LINE_MEASURES

CAPTIONS = {
    "scores": "Scores on the same files, with 95 % intervals",
    "example": "A test solo: the mix, what the model makes of it, and what was played",
}

READING = f"""\
Measures are those of melody extraction, by mir_eval, at the annotation's times: a pitch is right
within 50 cents; chroma forgives octaves; overall accuracy asks for pitch and voicing. Of voicing
false alarms fewer are better. Numbers are means over tracks with 95 % intervals from {DRAWS:,}
bootstrap draws of songs; below {FEWEST_SONGS} songs there is none. The *same files* are the test
tracks that every system was tried on; *all rendered* is a mean over tracks, not over corpora.
"""

AGAIN = """\
```console
python benchmarks/rivals_solo.py --out RIVALS --corpus mir1k DATA/real/mir1k    # likewise solos ...
{command}
```

The rivals run in an environment of their own. Every score of every track stands in
[{csv}]({csv}).
"""


def solo_page(evidence: SoloEvidence, figures: Mapping[str, str], csv_name: str) -> str:
    """The whole page as Markdown.

    Parameters
    ----------
    evidence : all that was measured.
    figures : file names by figure, relative to the page.
    csv_name : of the file with every track, likewise.
    """

    def picture(name: str) -> str:
        return f"\n\n![{CAPTIONS[name]}]({figures[name]})\n" if name in figures else ""

    found = (
        ("Targets", sections.targets(evidence)),
        ("An example", picture("example")),
        ("Scores on the same files", sections.scores(evidence) + picture("scores")),
        ("Differences, our default minus the other", sections.differences(evidence)),
        ("Activations and notes", sections.further(evidence)),
        ("What a frame rate allows", sections.ceilings(evidence)),
        ("How loud the solo is", sections.levels(evidence)),
        ("How high the line lies", sections.heights(evidence)),
        ("Singing", singing(evidence)),
        ("Performer by performer", sections.performers(evidence)),
        ("Speed", sections.speed(evidence)),
        ("Leakage", sections.leakage(evidence)),
        ("Rivals", sections.rivals(evidence)),
        ("What might make this invalid", solo_threats(evidence)),
        ("Again", AGAIN.format(command=evidence.command, csv=csv_name)),
    )
    return written("The solo line", evidence.command, READING, found)


def lines_csv(rows: Iterable[Followed]) -> str:
    """Every score of every system on every track."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = (*LINE_MEASURES, *FURTHER_MEASURES)
    writer.writerow(("corpus", "track", "song", "system", "seconds", *names))
    for row in rows:
        found = (f"{row.scores[name]:.4f}" if name in row.scores else "" for name in names)
        writer.writerow((row.corpus, row.track, row.song, row.system, f"{row.seconds:.1f}", *found))
    return text.getvalue()
