"""`lausch report retrieval`: how well a part of its solo finds a recording."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from lausch.corpora.corpus import Corpus
    from lausch.corpora.track import Track
    from lausch.evaluation.retrieval_plan import Collection
    from lausch.evaluation.retrieval_sections import RetrievalEvidence

CORPORA = "solos,mir1k"
OUT = Path("reports/retrieval.md")


def report_retrieval(
    models: Sequence[str],
    on: str,
    data: Path | None,
    corpora: Path | None,
    rivals_folder: Path | None,
    work: Path | None,
    seed: int,
    processes: int,
    out: Path,
) -> None:
    """Hear the recordings, ask the queries, write the page, its figure and its CSV."""
    from lausch.cli.hearing import hear_all
    from lausch.corpora.band.store.opened import every_rendered
    from lausch.corpora.registry import open_corpus
    from lausch.evaluation.following import solo_model, solo_models
    from lausch.evaluation.retrieval import ListenJob, explain_search, listen, search
    from lausch.evaluation.retrieval_plan import CLIPS, once
    from lausch.evaluation.retrieval_sections import RetrievalEvidence
    from lausch.evaluation.rivals import versions
    from lausch.evaluation.system import explain

    if corpora is None or work is None:
        raise click.UsageError(
            "recordings are searched in --corpora RENDERED, and what models hear of them is kept "
            "in a folder of its own: --work WORK"
        )
    named = tuple(models) or solo_models()
    if not named:
        raise click.UsageError("there is no model that finds solos: name one")
    listeners = [solo_model(name) for name in named]
    names = [name.strip() for name in on.split(",") if name.strip()]
    if "solos" not in names or set(names) - {"solos", CLIPS}:
        raise click.UsageError(f"--on: retrieval is measured on solos, and on {CLIPS}, not on {on}")
    solos = open_corpus("solos", rendered=corpora)[0]
    recordings = once(every_rendered(corpora / "solos"))
    clips = open_corpus(CLIPS, data=data)[0] if CLIPS in names else None
    jobs = [ListenJob("solos", track, named, work) for track in recordings]
    jobs += [ListenJob(CLIPS, track, named, work) for track in (clips.tracks if clips else ())]
    heard, failures = hear_all(jobs, listen, explain, processes)
    files = {(system, name): path for system, name, path in heard}
    if rivals_folder:
        files |= _rivals(rivals_folder, [solos, *([clips] if clips else [])], work)
    systems = list(dict.fromkeys((*(each.name for each in listeners), *(s for s, _ in files))))
    collections = _collections(solos, recordings, clips, files, seed)
    searches = [job for each in collections for job in each.jobs(systems, work)]
    searches.sort(key=lambda job: (job.system, job.corpus))  # processes keep the last batch
    rows, more = hear_all(searches, search, explain_search, processes)
    order = {system: place for place, system in enumerate(systems)}
    evidence = RetrievalEvidence(
        whole=collections[0].title,
        sizes={each.title: len(each.names) for each in collections},
        models=tuple(each.name for each in listeners),
        rows=tuple(sorted(rows, key=lambda row: order[row.system])),
        versions=versions(rivals_folder) if rivals_folder else "",
        failures=(*failures, *more),
        seed=seed,
        command=_words([each.name for each in listeners], on, bool(rivals_folder), seed),
    )
    _write(evidence, out)
    for failure in evidence.failures:
        click.echo(failure, err=True)
    click.echo(f"{out}: {len(rows)} searches")
    if evidence.failures:
        sys.exit(1)


def _collections(
    solos: Corpus,
    recordings: Sequence[Track],
    clips: Corpus | None,
    files: dict[tuple[str, str], Path],
    seed: int,
) -> list[Collection]:
    """All solos, asked for test and for validation ones; the test ones alone; the clips."""
    from lausch.evaluation.retrieval_plan import (
        CLIPS,
        PLAIN,
        SMALL,
        VALIDATION,
        Collection,
        asked_of,
        asked_of_clips,
    )

    names = tuple(track.name for track in recordings)
    here = set(names)
    test = [track for track in solos.split("test") if track.name in here]
    validation = [track for track in solos.split("validation") if track.name in here]
    asked = asked_of(test, "solos", seed=seed, hard=True)
    plain = tuple(each for each in asked if each.kind == PLAIN)
    known = asked_of(validation, "solos", seed=seed, hard=False)
    found = [
        Collection(f"{len(names)} solos", files, names, asked),
        Collection(VALIDATION, files, names, known),
        Collection(SMALL, files, tuple(track.name for track in test), plain),
    ]
    if clips:
        sung = asked_of_clips(clips.tracks, CLIPS, seed=seed)
        found.append(Collection(CLIPS, files, tuple(track.name for track in clips.tracks), sung))
    return found


def _rivals(folder: Path, corpora: Sequence[Corpus], work: Path) -> dict[tuple[str, str], Path]:
    """The rivals' lines as chroma, where they were tried."""
    from lausch.evaluation.line_rivals import open_line_rivals
    from lausch.evaluation.retrieval import keep
    from lausch.retrieval.chroma import contour_chroma, quantised

    found = {}
    for rival in open_line_rivals(folder):
        for corpus in corpora:
            for track in corpus.split("test"):
                line = rival.contour(corpus.name, track.name)
                if line is not None:
                    path = work / f"rival-{rival.name}" / f"{corpus.name}-{track.name}.npy"
                    keep(path, quantised(contour_chroma(line)))
                    found[rival.name, track.name] = path
    return found


def _write(evidence: RetrievalEvidence, out: Path) -> None:
    from lausch.evaluation.retrieval_report import (
        retrieval_csv,
        retrieval_page,
        write_retrieval_figure,
    )
    from lausch.files import replacing

    out.parent.mkdir(parents=True, exist_ok=True)
    figure, means = out.with_name(f"{out.stem}-length.png"), out.with_suffix(".csv")
    write_retrieval_figure(evidence, figure)
    with replacing(out) as temporary:
        temporary.write_text(retrieval_page(evidence, figure.name, means.name), encoding="utf-8")
    with replacing(means) as temporary:
        temporary.write_text(retrieval_csv(evidence), encoding="utf-8")


def _words(models: Sequence[str], on: str, rivals: bool, seed: int) -> str:
    """The command without paths of the machine it ran on."""
    words = ["lausch report retrieval", *models, "--data DATA --corpora RENDERED --work WORK"]
    words += ["--rivals RIVALS"] if rivals else []
    words += [f"--on {on}"] if on != CORPORA else []
    words += [f"--seed {seed}"] if seed else []
    return " ".join(words)
