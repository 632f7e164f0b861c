"""The report on retrieval: how well a part of its solo finds a recording, as one Markdown page."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from lausch.errors import MissingExtraError
from lausch.evaluation import retrieval_sections as sections
from lausch.evaluation.line_rivals import LINE_SETTINGS
from lausch.evaluation.tables import written
from lausch.evaluation.retrieval import RETRIEVAL_MEASURES
from lausch.evaluation.retrieval_plan import CLIPS, SMALL
from lausch.evaluation.retrieval_sections import RetrievalEvidence
from lausch.evaluation.bootstrap import DRAWS, FEWEST_SONGS, mean
from lausch.files import replacing
from lausch.retrieval.matching import FINALISTS

READING = f"""\
A query is a part of a solo as notes; the answer ranks the recordings of a collection as
`lausch search` does without pruning. The chroma of what a model hears of each recording is laid
along the query's on every start; the {FINALISTS} recordings that fit best are matched by dynamic
time warping, and a recording that is not among them counts as never found. MRR is the mean of
1/rank; *top 5* the share of queries whose recording is among the first five. Means are over
queries with 95 % intervals from {DRAWS:,} bootstrap draws of songs; below {FEWEST_SONGS} songs
there is none. How pruning keeps up with this search as a collection grows is
[on another page](search.md).
"""

THREATS = (
    (
        "The queries are too good",
        "They are the very notes that were rendered, at their own times. A transcription by ear, a "
        "hummed phrase or another take would differ more; the harder kinds only imitate that.",
    ),
    (
        "The recordings are rendered",
        "By the arrangers and sound sets that the models were trained on. Melodies come from the "
        "Weimar Jazz Database, so that the notes are real, but no real recording of jazz was "
        "searched.",
    ),
    (
        "Most recordings of the collection were trained on",
        "Queries are from test solos only, but they compete with recordings that the models know "
        "well. Whether that helps or hurts is not known; the small collection of test solos alone "
        "has none of it.",
    ),
    (
        "Rivals heard the test solos only",
        "So they are compared on that small collection and on MIR-1K, where all is easier than "
        "among the whole.",
    ),
    (
        "Jazz repeats itself",
        "Licks, themes and other takes are shared by recordings; only the recording that the query "
        "was taken from counts as right. In MIR-1K singers share songs and clips share choruses.",
    ),
    (
        "The threshold is of this collection",
        "The more recordings there are, the better the best wrong one fits.",
    ),
    (
        "Tried on the whole before",
        "Matching was tried on notes of these solos, test ones among them, while it was being "
        "written; no setting was chosen by the scores of this page.",
    ),
    (
        "Many comparisons",
        "Each table holds dozens of intervals, each right 19 times in 20. Single bold entries may "
        "be chance.",
    ),
)


def retrieval_page(evidence: RetrievalEvidence, figure: str, csv_name: str) -> str:
    """The whole page as Markdown.

    Parameters
    ----------
    evidence : all that was measured.
    figure : its file name relative to the page.
    csv_name : of the file with every mean, likewise.
    """
    failed = (
        f"\n- **Not everything was heard.** {len(evidence.failures)} failed: "
        f"{'; '.join(evidence.failures)}."
        if evidence.failures
        else ""
    )
    rivals = "\n".join(f"- `{name}`: {text}." for name, text in LINE_SETTINGS.items())
    found = [
        ("Targets", sections.targets(evidence)),
        (
            f"Length of the query, {evidence.whole}",
            sections.by_length(evidence, evidence.whole)
            + f"\n![MRR by length of the query, with 95 % intervals]({figure})\n",
        ),
        ("Top ranks", sections.top_ranks(evidence)),
        ("Harder queries", sections.kinds(evidence)),
        ("Recordings that are not there", sections.absent(evidence)),
    ]
    for title, text in (
        (SMALL, "Only the recordings of test solos, which rivals heard too."),
        (CLIPS, "The query is the pitch by hand, the recording the mix with the accompaniment."),
    ):
        if evidence.systems(title):
            size = evidence.sizes[title]
            found.append((f"{size} {title}", f"{text}\n\n" + sections.by_length(evidence, title)))
    found += [
        (f"Differences, {evidence.default} minus the other", sections.differences(evidence)),
        ("Time", sections.times(evidence)),
        ("Rivals", f"{rivals}\n\nVersions: {evidence.versions}." if evidence.versions else ""),
        (
            "What might make this invalid",
            "\n".join(f"- **{title}.** {text}" for title, text in THREATS) + failed,
        ),
        (
            "Again",
            f"```console\n{evidence.command}\n```\n\nWhat models hear of the recordings stays in "
            f"WORK, and so do answers. Every mean stands in [{csv_name}]({csv_name}).",
        ),
    ]
    return written("Finding a recording by its solo", evidence.command, READING, found)


def retrieval_csv(evidence: RetrievalEvidence) -> str:
    """Means by collection, system, kind and length."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("collection", "system", "kind", "query", "queries", *RETRIEVAL_MEASURES))
    writer.writerows(sections.summary_rows(evidence))
    return text.getvalue()


def write_retrieval_figure(evidence: RetrievalEvidence, path: Path) -> None:
    """MRR over the length of the query, one line for each system.

    Raises
    ------
    MissingExtraError : matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("figures need matplotlib: pip install 'lausch[plot]'") from error

    figure = Figure(figsize=(7.0, 3.2), layout="constrained")
    panel = figure.subplots()
    lengths = evidence.lengths(evidence.whole)[::-1]
    for system in evidence.systems(evidence.whole):
        means = [mean(evidence.of(evidence.whole, system, seconds=each), "MRR") for each in lengths]
        (line,) = panel.plot(
            lengths, [each.value if each else float("nan") for each in means], "o-", markersize=4
        )
        line.set_label(system)
        for seconds, found in zip(lengths, means, strict=True):
            if found is not None:
                panel.plot([seconds] * 2, [found.low, found.high], color=line.get_color())
    panel.set_ylim(0, 1.02)
    panel.set_xlabel("seconds of the query")
    panel.set_ylabel(f"MRR, {evidence.whole}")
    panel.grid(color="#eeeeee")
    panel.legend(frameon=False, fontsize=8)
    with replacing(path) as temporary:
        figure.savefig(temporary, format="png", dpi=100)
