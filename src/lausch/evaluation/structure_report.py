"""The report on form: who finds which boundaries, as one Markdown page with figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from lausch.evaluation import structure_sections as sections
from lausch.evaluation.page import written
from lausch.evaluation.songs import DRAWS, FEWEST_SONGS
from lausch.evaluation.structure_ablation import ablation
from lausch.evaluation.structure_evidence import StructureEvidence
from lausch.evaluation.structure_threats import structure_threats
from lausch.evaluation.structuring import Divided
from lausch.metrics.sections import BOUNDARY_MEASURES, LABEL_MEASURES

CAPTIONS = {
    "scores": "Coarse boundaries on the same files, with 95 % intervals",
    "example": "A test track: spectrogram, self-similarity, novelty, and true and found sections",
}

READING = f"""\
A boundary is right within 0.5 s or 3 s of one that nobody else has claimed (mir_eval); F, P and R
are means of each track's own, so F is not what P and R of the table would give. F.58 weighs
precision more (beta = .58). Trimmed: without the beginning and the end of the piece. Intervals are
of 95 %, from {DRAWS:,} bootstrap draws of songs; below {FEWEST_SONGS} songs there is none. The
*same files* are the test tracks that every system was tried on; systems of one level are judged
on the coarse one. Bold names are lausch's.
"""

AGAIN = """\
```console
lausch corpus render --data DATA --out RENDERED --kinds popform --hours 9 --test-hours 1.2
lausch corpus render --data DATA --out RENDERED --kinds jazzform --hours 5 --test-hours 1
lausch corpus render --data DATA --out RENDERED --kinds chartform --hours 8 --test-hours 1.2
python benchmarks/rivals_structure.py --out RIVALS --corpus popform RENDERED/popform   # and others
{command}
```

The rival runs in an environment of its own. Every score of every track stands in [{csv}]({csv}).
"""


def structure_page(evidence: StructureEvidence, figures: Mapping[str, str], csv_name: str) -> str:
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
        ("Coarse boundaries, trimmed", sections.scores(evidence, "coarse") + picture("scores")),
        ("An example", picture("example")),
        ("Differences", sections.differences(evidence)),
        ("Fine boundaries, trimmed", sections.scores(evidence, "fine")),
        ("Coarse boundaries, untrimmed", sections.untrimmed(evidence)),
        ("Labels", sections.labels(evidence)),
        ("What changes at boundaries", sections.contrasts(evidence)),
        ("What decides: an ablation", ablation(evidence)),
        ("What was published", sections.published(evidence)),
        ("Speed", sections.speed(evidence)),
        ("Leakage", sections.leakage(evidence)),
        ("Rivals", sections.rivals(evidence)),
        ("What might make this invalid", structure_threats(evidence)),
        ("Again", AGAIN.format(command=evidence.command, csv=csv_name)),
    )
    return written("Form", evidence.command, READING, found)


def forms_csv(rows: Iterable[Divided]) -> str:
    """Every score of every system on every track."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = [
        f"{level} {measure}"
        for level in ("coarse", "fine")
        for measure in (*BOUNDARY_MEASURES, *LABEL_MEASURES)
    ]
    writer.writerow(("corpus", "track", "song", "system", "seconds", *names))
    for row in rows:
        found = (f"{row.scores[name]:.4f}" if name in row.scores else "" for name in names)
        writer.writerow((row.corpus, row.track, row.song, row.system, f"{row.seconds:.1f}", *found))
    return text.getvalue()
