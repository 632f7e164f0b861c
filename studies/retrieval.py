"""The study of retrieval: recordings found by a part of their solo."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
from retrieval_plan import (
    CLIPS,
    PLAIN,
    SMALL,
    VALIDATION,
    Collection,
    asked_of,
    asked_of_clips,
    once,
)
from retrieval_queries import KINDS, LENGTHS
from retrieval_search import MEASURES, ChromaJob, explain_search, keep, search, write_chroma
from solo import STUDY as SOLO
from solo import read_contour

from lausch.corpora.band.store.opened import every_rendered
from lausch.corpora.corpus import Corpus
from lausch.corpora.registry import open_corpus
from lausch.corpora.track import Track
from lausch.errors import OptionError
from lausch.evaluation import rivals, run, sections
from lausch.evaluation.bootstrap import DRAWS, FEWEST_SONGS, mean, paired
from lausch.evaluation.evidence import Evidence, Settings, Through, command_of, digests_of
from lausch.evaluation.figures import figure, save
from lausch.evaluation.result import Result
from lausch.evaluation.study import Figure, Rivals, Section, Study
from lausch.evaluation.tables import MISSING, difference, number, percent, score, table
from lausch.retrieval.chroma import contour_chroma, quantised
from lausch.retrieval.matching import FINALISTS

TARGETS = ((25, 0.95), (10, 0.90), (5, 0.75))
"""MRR by seconds of query, over the whole collection; set before anything was trained."""
SECONDS_PER_QUERY = 0.5
FALSE_SHARE = 0.05
"""Share of validation queries for absent recordings with a score above the threshold."""


def measure(study: Study, settings: Settings, through: Through) -> Evidence:
    """Analyse the recordings and run the queries.

    Raises OptionError without a folder, or for other corpora.
    """
    if settings.rendered is None or settings.work is None:
        raise OptionError(
            "recordings are searched in --corpora RENDERED, and the chroma of each is kept in a "
            "folder of its own: --work WORK"
        )
    if "solos" not in settings.on or set(settings.on) - {"solos", CLIPS}:
        raise OptionError(
            f"--on: retrieval is measured on solos, and on {CLIPS}, not on {','.join(settings.on)}"
        )
    names = settings.systems or run.systems_of(study.layer)
    systems = run.checked_systems(names, study.layer)
    models = [system.name for system in systems]
    solos = open_corpus("solos", rendered=settings.rendered)[0]
    recordings = once(every_rendered(settings.rendered / "solos"))
    clips = open_corpus(CLIPS, data=settings.data)[0] if CLIPS in settings.on else None
    work = settings.work
    jobs = [ChromaJob("solos", track, tuple(names), work) for track in recordings]
    jobs += [
        ChromaJob(CLIPS, track, tuple(names), work) for track in (clips.tracks if clips else ())
    ]
    rows, failures = through(jobs, write_chroma, run.explain)
    files = {(system, name): path for system, name, path in rows}
    if settings.rivals:
        rivals.checked(settings.rivals, study.rivals)
        files |= _rival_chroma(settings.rivals, [solos, *([clips] if clips else [])], work)
    searched = list(dict.fromkeys((*models, *(system for system, _ in files))))
    collections = _collections(solos, recordings, clips, files, settings.seed)
    searches = [job for each in collections for job in each.jobs(searched, work)]
    searches.sort(key=lambda job: (job.system, job.corpus))  # processes keep the last collection
    answers, more = through(searches, search, explain_search)
    order = {system: place for place, system in enumerate(searched)}
    return Evidence(
        study=study,
        corpora=(),
        models=tuple(models),
        cards={},
        digests=digests_of(systems),
        results=tuple(sorted(answers, key=lambda row: order[row.system])),
        command=command_of(study, settings),
        versions=rivals.versions(settings.rivals) if settings.rivals else "",
        failures=(*failures, *more),
        seed=settings.seed,
        inputs={"sizes": {each.title: len(each.names) for each in collections}},
    )


def _collections(
    solos: Corpus,
    recordings: Sequence[Track],
    clips: Corpus | None,
    files: dict[tuple[str, str], Path],
    seed: int,
) -> list[Collection]:
    """All solos with test and with validation queries, the test solos alone, and the clips."""
    names = tuple(track.name for track in recordings)
    here = set(names)
    test = [track for track in solos.split("test") if track.name in here]
    validation = [track for track in solos.split("validation") if track.name in here]
    queries = asked_of(test, "solos", seed=seed, hard=True)
    plain = tuple(each for each in queries if each.kind == PLAIN)
    others = asked_of(validation, "solos", seed=seed, hard=False)
    collections = [
        Collection(f"{len(names)} solos", files, names, queries),
        Collection(VALIDATION, files, names, others),
        Collection(SMALL, files, tuple(track.name for track in test), plain),
    ]
    if clips:
        sung = asked_of_clips(clips.tracks, CLIPS, seed=seed)
        names = tuple(track.name for track in clips.tracks)
        collections.append(Collection(CLIPS, files, names, sung))
    return collections


def _rival_chroma(
    folder: Path, corpora: Sequence[Corpus], work: Path
) -> dict[tuple[str, str], Path]:
    """The rivals' contours as chroma."""
    files = {}
    for corpus in corpora:
        for track in corpus.split("test"):
            for name, source in rivals.files_of(folder, corpus.name, track.name, ".csv"):
                path = work / f"rival-{name}" / f"{corpus.name}-{track.name}.npy"
                keep(path, quantised(contour_chroma(read_contour(source))))
                files[name, track.name] = path
    return files


def whole(evidence: Evidence) -> str:
    """The title of the collection of all solos."""
    return next(iter(evidence.inputs["sizes"]))


def queries(
    evidence: Evidence, title: str, system: str, kind: str = PLAIN, seconds: float | None = None
) -> list[Result]:
    """The queries of one kind and length in one collection, by one system."""
    return [
        row
        for row in evidence.results
        if (row.corpus, row.system, row.facts["kind"]) == (title, system, kind)
        and seconds in (None, row.seconds)
    ]


def systems_on(evidence: Evidence, title: str) -> list[str]:
    """The systems that analysed a collection, in the order of the run."""
    return list(dict.fromkeys(row.system for row in evidence.results if row.corpus == title))


def lengths(evidence: Evidence, title: str) -> list[float]:
    """Seconds of the queries as played, the longest first; 0 stands for whole recordings."""
    plain = [row for row in evidence.results if row.facts["kind"] == PLAIN]
    seconds = {row.seconds for row in plain if row.corpus == title}
    return sorted(seconds, key=lambda each: -each if each else -np.inf)


def targets(evidence: Evidence) -> str:
    """Targets and measured values."""
    rows = []
    for seconds, wanted in TARGETS:
        mrr = mean(queries(evidence, whole(evidence), evidence.models[0], seconds=seconds), "MRR")
        if mrr is not None:
            verdict = "yes" if mrr.value >= wanted else "no"
            rows.append((f"MRR, {seconds} s", f"≥ {number(wanted)}", score(mrr), verdict))
    plain = queries(evidence, whole(evidence), evidence.models[0])
    if plain:
        pace = float(np.mean([row.cpu_seconds for row in plain]))
        verdict = "yes" if pace <= SECONDS_PER_QUERY else "no"
        rows.append(
            ("processor seconds of a query", f"≤ {SECONDS_PER_QUERY:g}", f"{pace:.2f}", verdict)
        )
    return table((f"target, {whole(evidence)}", "wanted", evidence.models[0], "reached"), rows)


def by_length(evidence: Evidence, title: str, measure: str = "MRR") -> str:
    """One measure for each system and each length of query."""
    each_length = lengths(evidence, title)
    counts = [
        f"{len(queries(evidence, title, systems_on(evidence, title)[0], seconds=seconds))}"
        for seconds in each_length
    ]
    rows = [
        (
            sections.bold(evidence, system),
            *(
                score(mean(queries(evidence, title, system, seconds=each), measure))
                for each in each_length
            ),
        )
        for system in systems_on(evidence, title)
    ]
    head = (measure, *(_seconds(each) for each in each_length))
    return table(head, [*rows, ("queries", *counts)])


def top_ranks(evidence: Evidence) -> str:
    """Every measure for the lengths with a target."""
    rows = [
        (
            f"{seconds} s",
            sections.bold(evidence, system),
            *(
                score(mean(queries(evidence, whole(evidence), system, seconds=seconds), measure))
                for measure in MEASURES
            ),
        )
        for seconds in LENGTHS
        for system in systems_on(evidence, whole(evidence))
    ]
    return table(("query", "analysed by", *MEASURES), rows)


def differences(evidence: Evidence) -> str:
    """Default minus every other system, query by query."""
    rows = []
    for title in (whole(evidence), SMALL, CLIPS):
        each_length = lengths(evidence, title)
        for other in systems_on(evidence, title):
            if other == evidence.models[0] or evidence.models[0] not in systems_on(evidence, title):
                continue
            cells = {
                each: difference(
                    paired(
                        queries(evidence, title, evidence.models[0], seconds=each),
                        queries(evidence, title, other, seconds=each),
                        "MRR",
                    )
                )
                for each in each_length
            }
            shown = (cells.get(each, MISSING) for each in (*LENGTHS, 0))
            rows.append((title, f"{evidence.models[0]} minus {other}", *shown))
    if not rows:
        return ""
    text = "MRR, query by query; bold where the interval leaves out zero.\n\n"
    head = ("collection", "difference", *(_seconds(each) for each in (*LENGTHS, 0)))
    return text + table(head, rows)


def kinds(evidence: Evidence) -> str:
    """MRR of the other kinds of queries."""
    title = whole(evidence)
    rows = []
    for system in systems_on(evidence, title):
        for seconds in (10, 5):
            first = [
                row
                for row in queries(evidence, title, system, seconds=seconds)
                if not row.facts["number"]
            ]
            others = (
                score(mean(queries(evidence, title, system, kind, seconds), "MRR"))
                for kind in KINDS
                if kind != PLAIN
            )
            rows.append(
                (
                    sections.bold(evidence, system),
                    f"{seconds} s",
                    score(mean(first, "MRR")),
                    *others,
                )
            )
    explained = "\n".join(f"- *{kind}*: {text}." for kind, text in KINDS.items())
    return f"MRR.\n\n{explained}\n\n" + table(("analysed by", "query", *KINDS), rows)


def absent(evidence: Evidence) -> str:
    """Shares of false and of right matches above a threshold from validation queries."""
    rows = []
    for system in systems_on(evidence, whole(evidence)):
        for seconds in LENGTHS:
            validation = queries(evidence, VALIDATION, system, seconds=seconds)
            test = queries(evidence, whole(evidence), system, seconds=seconds)
            if not validation or not test:
                continue
            others = [row.facts["other"] for row in validation]
            threshold = float(np.quantile(others, 1 - FALSE_SHARE))
            false = [row.facts["other"] >= threshold for row in test]
            right = [row.facts["rank"] == 1 and row.facts["score"] >= threshold for row in test]
            rows.append(
                (
                    sections.bold(evidence, system),
                    f"{seconds} s",
                    f"{threshold:.3f}",
                    percent(float(np.mean(false))),
                    percent(float(np.mean(right))),
                )
            )
    if not rows:
        return ""
    text = (
        "The same queries once more, their own recording taken out of the collection: whatever is "
        "then found is false. Below a threshold of its score a search says that nothing is there; "
        f"here it lets {percent(FALSE_SHARE)} of absent recordings of **validation** queries pass. "
        "On test queries:\n\n"
    )
    head = ("analysed by", "query", "threshold", "false matches", "right and sure")
    return text + table(head, rows)


def times(evidence: Evidence) -> str:
    """Processor seconds of a query."""
    rows = []
    for kind in KINDS:
        seconds = [
            row.cpu_seconds
            for row in evidence.results
            if (row.corpus, row.facts["kind"]) == (whole(evidence), kind)
        ]
        if seconds:
            middle, late = np.quantile(seconds, (0.5, 0.95))
            rows.append((kind, f"{len(seconds)}", f"{middle:.2f}", f"{late:.2f}"))
    text = "Processor seconds of an exact search through the whole collection, on one thread.\n\n"
    return text + table(("query", "queries", "median", "95 %"), rows)


def _seconds(seconds: float) -> str:
    return f"{seconds:g} s" if seconds else "whole"


def collection(evidence: Evidence, *, title: str, text: str) -> str:
    """A smaller collection: one measure by length of query."""
    if not systems_on(evidence, title):
        return ""
    count = evidence.inputs["sizes"][title]
    return f"{count} recordings. {text}\n\n" + by_length(evidence, title)


def everything(evidence: Evidence) -> list[Sequence[str]]:
    """All means, also those that the page leaves out, for the CSV file."""
    groups: dict[tuple[str, str, str, float], list[Result]] = {}
    for row in evidence.results:
        key = (row.corpus, row.system, row.facts["kind"], row.seconds)
        groups.setdefault(key, []).append(row)
    rows: list[Sequence[str]] = [("collection", "system", "kind", "query", "queries", *MEASURES)]
    for (title, system, kind, seconds), here in groups.items():
        means = [mean(here, measure) for measure in MEASURES]
        values = (f"{each.value:.4f}" for each in means if each is not None)
        rows.append((title, system, kind, _seconds(seconds), f"{len(here)}", *values))
    return rows


def draw_lengths(evidence: Evidence, path: Path) -> bool:
    """MRR over the length of the query, one line for each system."""
    title = whole(evidence)
    canvas = figure(7.0, 3.2)
    panel = canvas.subplots()
    across = lengths(evidence, title)[::-1]
    for system in systems_on(evidence, title):
        means = [mean(queries(evidence, title, system, seconds=each), "MRR") for each in across]
        (curve,) = panel.plot(
            across, [each.value if each else float("nan") for each in means], "o-", markersize=4
        )
        curve.set_label(system)
        for seconds, each in zip(across, means, strict=True):
            if each is not None:
                panel.plot([seconds] * 2, [each.low, each.high], color=curve.get_color())
    panel.set_ylim(0, 1.02)
    panel.set_xlabel("seconds of the query")
    panel.set_ylabel(f"MRR, {title}")
    panel.grid(color="#eeeeee")
    panel.legend(frameon=False, fontsize=8)
    save(canvas, path)
    return True


STUDY = Study(
    layer="solo",
    title="Finding a recording by its solo",
    reading=f"""\
A query is a part of a solo as notes; the answer ranks the recordings of a collection as
`lausch search` does without pruning. The chroma of what a model finds in each recording is laid
along the query's on every start; the {FINALISTS} recordings that fit best are matched by dynamic
time warping, and a recording that is not among them counts as never found. MRR is the mean of
1/rank; *top 5* the share of queries whose recording is among the first five. Means are over
queries with 95 % intervals from {DRAWS:,} bootstrap draws of songs; below {FEWEST_SONGS} songs
there is none. How pruning keeps up with this search as a collection grows is
[on another page](search.md).
""",
    corpora=("solos", CLIPS),
    measures=MEASURES,
    main="MRR",
    run=measure,
    table=everything,
    rivals=Rivals(SOLO.rivals.script, ".csv", SOLO.rivals.settings) if SOLO.rivals else None,
    figures=(Figure("length", "MRR by length of the query, with 95 % intervals", draw_lengths),),
    sections=(
        Section("Targets", targets),
        Section(
            "Length of the query",
            lambda evidence: f"{whole(evidence)}.\n\n" + by_length(evidence, whole(evidence)),
            "length",
        ),
        Section("Top ranks", top_ranks),
        Section("Harder queries", kinds),
        Section("Recordings that are not there", absent),
        Section(
            "Test solos alone",
            partial(
                collection,
                title=SMALL,
                text="Only the recordings of test solos, which rivals were run on too.",
            ),
        ),
        Section(
            "MIR-1K",
            partial(
                collection,
                title=CLIPS,
                text="The query is the pitch by hand, the recording the mix with the "
                "accompaniment.",
            ),
        ),
        Section("Differences, our default minus the other", differences),
        Section("Time", times),
        Section("Rivals", sections.rivals),
        Section("What might make this invalid", sections.threats),
    ),
    threats=Path(__file__).parent / "threats" / "retrieval.md",
    again="""\
```console
{command}
```

The chroma of the recordings stays in WORK, and so do answers. Every mean stands in [{csv}]({csv}).
""",
)
