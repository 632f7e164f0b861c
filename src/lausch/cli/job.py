"""One recording's work: analyse it, write what was asked for, say in a line what was found."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from lausch.errors import LauschError

if TYPE_CHECKING:
    from lausch.analysis.choice import Listener
    from lausch.annotation.analysis import Analysis


@dataclass(frozen=True)
class Options:
    """What `lausch.analyze` is told, in a form that other processes can be sent."""

    only: tuple[str, ...] | None = None
    models: tuple[str, ...] = ()
    min_bpm: float | None = None
    max_bpm: float | None = None
    meters: tuple[int, ...] | None = None
    sections: int | None = None
    sensitivity: float = 0.0
    snap: bool = False
    beats: Path | None = None


@dataclass(frozen=True)
class Job:
    """One recording and where its results go.

    `beside` puts the line of `sonify` into a channel of its own; `reference` is a file that is
    drawn into the plot.
    """

    path: Path
    options: Options
    files: tuple[tuple[str, Path], ...] = ()
    click: Path | None = None
    plot: Path | None = None
    sonify: Path | None = None
    beside: bool = False
    reference: Path | None = None

    @property
    def targets(self) -> tuple[Path, ...]:
        """Everything that will be written."""
        extra = (path for path in (self.click, self.sonify, self.plot) if path is not None)
        return (*(path for _, path in self.files), *extra)


@cache
def _model(name: str | Path) -> Listener:
    from lausch.analysis.choice import load

    return load(name)


def opened(name: str | Path) -> Listener:
    """A model by name or path, opened once in a process."""
    return _model(name)


def listeners(options: Options) -> dict[str, Listener]:
    """For each layer that will be found the model that finds it; opened once in a process."""
    return _chosen(options)[0]


def _chosen(options: Options) -> tuple[dict[str, Listener], tuple[Listener, ...]]:
    """The same, and all models that listen: to snap, and for the bass, one of beats too."""
    from lausch.analysis.choice import choose, choose_with_beats, open_all, wanted_layers

    named = open_all(options.models, _model)
    bass = "bass" in wanted_layers(options.only, named)
    if options.beats is None and (options.snap or bass):
        found, beats = choose_with_beats(options.only, named, _model, bars=options.snap)
        several = [beats, *found.values()]
    else:
        found = choose(options.only, named, _model)
        several = [*found.values()]
    return found, tuple({id(each): each for each in several}.values())


def run(job: Job) -> Analysis:
    """Analyse and write."""
    from lausch.analysis.analyze import analyze
    from lausch.annotation import Beats, Sections
    from lausch.formats.grids import read_beats
    from lausch.formats.references import read_reference

    options = job.options
    chosen, models = _chosen(options)
    reference = None if job.reference is None else read_reference(job.reference, chosen)
    analysis = analyze(
        job.path,
        only=tuple(chosen) if options.snap or "bass" in chosen else options.only,
        model=models,
        min_bpm=options.min_bpm,
        max_bpm=options.max_bpm,
        meters=options.meters,
        sections=options.sections,
        sensitivity=options.sensitivity,
        snap=options.snap,
        beats=None if options.beats is None else read_beats(options.beats),
    )
    if job.files:
        from lausch import formats

        for name, path in job.files:
            path.parent.mkdir(parents=True, exist_ok=True)
            formats.write(analysis, path, name)
    if job.click is not None:
        from lausch.sonify.clicks import write_click

        job.click.parent.mkdir(parents=True, exist_ok=True)
        coarse = Sections() if analysis.sections is None else analysis.sections.coarse
        write_click(job.path, analysis.beats or Beats(), job.click, sections=coarse)
    if job.sonify is not None:
        from lausch.sonify.tones import line_of, write_solo

        job.sonify.parent.mkdir(parents=True, exist_ok=True)
        tone, fall = line_of(analysis)
        write_solo(job.path, tone, job.sonify, beside=job.beside, fall=fall)
    if job.plot is not None:
        from lausch.plot import write_plot

        job.plot.parent.mkdir(parents=True, exist_ok=True)
        write_plot(job.path, analysis, job.plot, reference=reference)
    return analysis


def run_line(job: Job) -> str:
    """Analyse, write, and give the one line that a batch prints."""
    from lausch.cli.summary import line

    return line(run(job), job)


class Pathed(Protocol):
    """Work on one file."""

    @property
    def path(self) -> Path: ...


def explain(job: Pathed, error: BaseException) -> str:
    """`path: reason`, whatever went wrong."""
    from lausch.files import printable

    name = printable(job.path)
    if isinstance(error, LauschError):
        text = str(error)
    elif isinstance(error, OSError):
        at = f"{printable(os.fsdecode(error.filename))}: " if error.filename else ""
        text = f"cannot write: {at}{error.strerror or error}"
    elif isinstance(error, MemoryError):
        text = "out of memory"
    else:
        text = f"unexpected {type(error).__name__}: {error} (a bug in lausch; please report it)"
    text = " ".join(text.split())
    return text if text.startswith(f"{name}: ") else f"{name}: {text}"
