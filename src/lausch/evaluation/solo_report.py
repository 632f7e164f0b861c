"""The report on solo lines: who follows them how well, as one Markdown page with its figure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lausch import __version__
from lausch.corpora.corpus import Corpus
from lausch.errors import MissingExtraError
from lausch.evaluation.line_rivals import LINE_SETTINGS
from lausch.evaluation.lines import Followed
from lausch.evaluation.page import difference, score, table
from lausch.evaluation.songs import DRAWS, FEWEST_SONGS, mean, paired
from lausch.formats.atomic import replacing
from lausch.line_agreement import LINE_MEASURES

READING = f"""\
Measures are those of melody extraction, by mir_eval, at the annotation's times: a pitch is right
within 50 cents; chroma forgives octaves; overall accuracy asks for pitch and voicing. Of voicing
false alarms fewer are better. Numbers are means over tracks with 95 % intervals from {DRAWS:,}
bootstrap draws of songs; below {FEWEST_SONGS} songs there is none.
"""

THREATS = (
    (
        "No model of lausch is in this page",
        "It says how well other programs follow the line, which is what a model will be held "
        "against. Nothing here speaks of enhancement or of finding recordings by their solos.",
    ),
    (
        "MIR-1K is karaoke",
        "The mix is both channels at equal gain, at 16 kHz. There are five singers; intervals "
        "draw songs again, not singers, "
        "and over singers they would be wider. It says little of horns over a rhythm section.",
    ),
    (
        "basic-pitch was made for something else",
        "It transcribes all notes. That its strongest pitch is the melody is our reduction, and "
        "so is its voicing: the accompaniment counts as voiced.",
    ),
    (
        "Defaults",
        "No rival was tuned to this material. Melodia's own voicing tolerance might be chosen "
        "better for it.",
    ),
    (
        "Labels are made by hand",
        "Pitches stand every 20 ms; glides and the ends of notes are a matter of taste, and nobody "
        "has measured how far two annotators would agree.",
    ),
)


@dataclass(frozen=True)
class SoloEvidence:
    """What the page is written from.

    Parameters
    ----------
    corpora : whose lines are annotated.
    rows : every system on every track it was tried on.
    versions : of the packages behind the rivals.
    command : that made it.
    """

    corpora: tuple[Corpus, ...]
    rows: tuple[Followed, ...]
    versions: str
    command: str

    def of(self, corpus: str, system: str) -> list[Followed]:
        """The rows of one system on one corpus, on tracks that every system there was tried on."""
        here = [row for row in self.rows if row.corpus == corpus]
        systems = {row.system for row in here}
        tried: dict[tuple[str, str], set[str]] = {}
        for row in here:
            tried.setdefault(row.key, set()).add(row.system)
        return [row for row in here if row.system == system and tried[row.key] == systems]

    def ranked(self, corpus: str) -> list[str]:
        """Systems tried on a corpus, the best overall accuracy first."""
        here = dict.fromkeys(row.system for row in self.rows if row.corpus == corpus)
        means = {name: mean(self.of(corpus, name), "overall accuracy") for name in here}
        return sorted(means, key=lambda name: -each.value if (each := means[name]) else 1.0)


def solo_page(evidence: SoloEvidence, figure: str, csv_name: str) -> str:
    """The whole page as Markdown.

    Parameters
    ----------
    evidence : all that was measured.
    figure : its file name relative to the page; "" for none.
    csv_name : of the file with every track, likewise.
    """
    picture = f"\n\n![Scores on the same files, with 95 % intervals]({figure})" if figure else ""
    sections = (
        ("Scores on the same files", _scores(evidence) + picture),
        ("Differences, the best minus the other", _differences(evidence)),
        ("Singer by singer", _performers(evidence)),
        ("Rivals", _rivals(evidence)),
        ("What might make this invalid", "\n".join(f"- **{a}.** {b}" for a, b in THREATS)),
        (
            "Again",
            "```console\npython benchmarks/rivals_solo.py --out RIVALS DATA/real/mir1k"
            f"    # in an environment of its own\n{evidence.command}\n```\n\n"
            f"Every score of every track stands in [{csv_name}]({csv_name}).",
        ),
    )
    head = (
        "# The solo line\n\n"
        f"Written by `{evidence.command}`, lausch {__version__}; do not edit.\n\n{READING}\n"
    )
    return head + "\n".join(f"## {title}\n\n{text.strip()}\n" for title, text in sections)


def lines_csv(rows: Iterable[Followed]) -> str:
    """Every score of every system on every track."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("corpus", "track", "song", "system", "seconds", *LINE_MEASURES))
    for row in rows:
        found = (f"{row.scores[name]:.4f}" if name in row.scores else "" for name in LINE_MEASURES)
        writer.writerow((row.corpus, row.track, row.song, row.system, f"{row.seconds:.1f}", *found))
    return text.getvalue()


def write_solo_figure(evidence: SoloEvidence, path: Path) -> None:
    """One panel for each measure, one point with its interval for each corpus and system.

    Raises
    ------
    MissingExtraError : matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("figures need matplotlib: pip install 'lausch[plot]'") from error

    figure = Figure(figsize=(9.0, 2.4), layout="constrained")
    panels = figure.subplots(1, len(LINE_MEASURES), sharey=True)
    labels = [
        (corpus.name, name) for corpus in evidence.corpora for name in evidence.ranked(corpus.name)
    ]
    for panel, measure in zip(panels, LINE_MEASURES, strict=True):
        for row, (corpus, system) in enumerate(labels):
            found = mean(evidence.of(corpus, system), measure)
            if found is not None:
                panel.plot(found.value, row, "o", color="#2471a3", markersize=4)
                panel.plot([found.low, found.high], [row, row], color="#2471a3", linewidth=1)
        panel.set_xlim(0, 1.02)
        panel.set_xlabel(measure, fontsize=8)
        panel.grid(axis="x", color="#eeeeee")
    panels[0].set_yticks(range(len(labels)), [f"{name}, {corpus}" for corpus, name in labels])
    panels[0].set_ylim(len(labels) - 0.5, -0.5)
    with replacing(path) as temporary:
        figure.savefig(temporary, format="png", dpi=100)


def _row(name: str, rows: Sequence[Followed]) -> tuple[str, ...]:
    songs = len({row.song for row in rows})
    found = (score(mean(rows, measure)) for measure in LINE_MEASURES)
    return (name, f"{len(rows)}", f"{songs}", *found)


def _scores(evidence: SoloEvidence) -> str:
    parts = []
    for corpus in evidence.corpora:
        rows = [_row(name, evidence.of(corpus.name, name)) for name in evidence.ranked(corpus.name)]
        head = ("system", "tracks", "songs", *LINE_MEASURES)
        parts.append(f"#### {corpus.name} ({corpus.licence})\n\n{table(head, rows)}")
    return "\n".join(parts)


def _differences(evidence: SoloEvidence) -> str:
    rows = []
    for corpus in evidence.corpora:
        best, *others = evidence.ranked(corpus.name) or [""]
        for other in others:
            ours, theirs = evidence.of(corpus.name, best), evidence.of(corpus.name, other)
            found = (difference(paired(ours, theirs, measure)) for measure in LINE_MEASURES)
            rows.append((corpus.name, f"{best} minus {other}", *found))
    if not rows:
        return "There is nobody to compare with."
    bold = "Track by track; bold where the interval leaves out zero.\n\n"
    return bold + table(("corpus", "difference", *LINE_MEASURES), rows)


def _performers(evidence: SoloEvidence) -> str:
    rows = []
    for corpus in evidence.corpora:
        who = {track.name: track.performer for track in corpus.tracks}
        for system in evidence.ranked(corpus.name):
            for name in sorted({each for each in who.values() if each}):
                found = [row for row in evidence.of(corpus.name, system) if who[row.track] == name]
                if found:
                    rows.append((corpus.name, name, *_row(system, found)))
    if not rows:
        return "No performer is named."
    return table(("corpus", "performer", "system", "tracks", "songs", *LINE_MEASURES), rows)


def _rivals(evidence: SoloEvidence) -> str:
    here = dict.fromkeys(row.system for row in evidence.rows)
    text = "\n".join(
        f"- `{name}`: {LINE_SETTINGS[name]}." for name in here if name in LINE_SETTINGS
    )
    return f"{text}\n\nVersions: {evidence.versions}." if evidence.versions else text
