"""The study of retrieval: recordings found by a part of their solo."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from retrieval_lengths import draw_lengths
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
from retrieval_search import MEASURES, ChromaJob, explain_search, keep, search, write_chroma
from retrieval_tables import (
    absent,
    by_length,
    differences,
    kinds,
    seconds_word,
    systems_on,
    targets,
    times,
    top_ranks,
    whole,
)
from solo import STUDY as SOLO
from solo_scores import read_contour

from lausch.corpora.band.store.opened import every_rendered
from lausch.corpora.corpus import Corpus
from lausch.corpora.registry import open_corpus
from lausch.corpora.track import Track
from lausch.errors import OptionError
from lausch.evaluation import rivals, run, sections
from lausch.evaluation.bootstrap import DRAWS, FEWEST_SONGS, mean
from lausch.evaluation.evidence import Evidence, Settings, Through, command_of, digests_of
from lausch.evaluation.result import Result
from lausch.evaluation.study import Figure, Rivals, Section, Study
from lausch.retrieval.chroma import contour_chroma, quantised
from lausch.retrieval.matching import FINALISTS


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
    searchers = list(dict.fromkeys((*models, *(system for system, _ in files))))
    collections = _collections(solos, recordings, clips, files, settings.seed)
    searches = [job for each in collections for job in each.jobs(searchers, work)]
    searches.sort(key=lambda job: (job.system, job.corpus))  # processes keep the last collection
    answers, more = through(searches, search, explain_search)
    order = {system: place for place, system in enumerate(searchers)}
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
        rows.append((title, system, kind, seconds_word(seconds), f"{len(here)}", *values))
    return rows


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
