"""The job of one recording: analyse it, write its files, and sum it up in a line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from lausch.tasks.options import AS_PICKED, AS_TRAINED, BeatOptions, SectionOptions

if TYPE_CHECKING:
    from lausch.analysis.activations import Activations
    from lausch.analysis.choice import Choice
    from lausch.analysis.finders import Run
    from lausch.analysis.findings import Watch
    from lausch.analysis.runner import Runner
    from lausch.annotation.analysis import Analysis
    from lausch.audio import AudioSource, Recording
    from lausch.formats.references import Reference


@dataclass(frozen=True)
class Options:
    """Layers, models and settings of an analysis; other processes can be sent it.

    `activations` are kept in JSON; those of `saved` are decoded, and no network runs.
    """

    only: tuple[str, ...] | None = None
    models: tuple[str, ...] = ()
    beat_options: BeatOptions = AS_TRAINED
    section_options: SectionOptions = AS_PICKED
    beats: Path | None = None
    activations: bool = False
    saved: Activations | None = None

    def content(self, analysis: Analysis) -> Analysis:
        """What files hold of an analysis: activations only if they are asked for."""
        return analysis if self.activations else analysis.without_activations()


@dataclass(frozen=True)
class Extras:
    """Paths of sounds and pictures beside the annotations.

    `beside` puts the tone of `sonify` into a channel of its own; `reference` is a file that is
    drawn into the plot.
    """

    click: Path | None = None
    sonify: Path | None = None
    plot: Path | None = None
    beside: bool = False
    reference: Path | None = None
    activations: Path | None = None

    @property
    def targets(self) -> dict[str, Path]:
        """What will be written, by the names of `WRITERS`."""
        paths = {name: getattr(self, name) for name in WRITERS}
        return {name: path for name, path in paths.items() if path is not None}

    def at(self, targets: Mapping[str, Path]) -> Extras:
        """The same, written to these targets and no others."""
        paths: dict[str, Any] = {name: targets.get(name) for name in WRITERS}
        return replace(self, **paths)


USUAL = Options()
NOTHING = Extras()


@dataclass(frozen=True)
class Job:
    """One recording and where its results go.

    `name` is what results call it, by default its path.
    """

    path: Path
    options: Options = USUAL
    files: tuple[tuple[str, Path], ...] = ()
    extras: Extras = NOTHING
    name: str | None = None

    @property
    def places(self) -> tuple[tuple[str, Path], ...]:
        """Everything that will be written, by its format, or its kind of sound or picture."""
        return (*self.files, *self.extras.targets.items())

    @property
    def targets(self) -> tuple[Path, ...]:
        """The same without formats and kinds."""
        return tuple(path for _, path in self.places)

    def without(self, kinds: Container[str]) -> Job:
        """The job without the files of these formats, or kinds of sounds and pictures."""
        files = tuple((name, path) for name, path in self.files if name not in kinds)
        left = {kind: path for kind, path in self.extras.targets.items() if kind not in kinds}
        return replace(self, files=files, extras=self.extras.at(left))


def chosen(options: Options) -> Choice:
    """Which model finds which layer; every model is opened once in a process."""
    from lausch.analysis.choice import choose
    from lausch.analysis.redecode import model_of
    from lausch.analysis.runner import opened

    models: Sequence[str | Runner] = options.models
    if options.saved is not None:
        models = [model_of(options.saved, models, opened)]
    beats = None
    if options.beats is not None:
        from lausch.formats.grids import read_beats  # the readers of all grids

        beats = read_beats(options.beats)
    return choose(
        options.only,
        models or None,
        opened,
        beat_options=options.beat_options,
        section_options=options.section_options,
        beats=beats,
        activations=options.activations,
    )


def run(job: Job, choice: Choice, watch: Watch | None = None) -> Analysis:
    """Analyse and write; `watch` is told how far the recording is read."""
    from lausch import formats
    from lausch.analysis.findings import analysis_of, find
    from lausch.analysis.redecode import decode_with

    reference = _reference(job, choice)
    runs: tuple[Run, ...] = ()
    if job.options.saved is None:
        findings = find(choice, sound_of(job.path, job.name), watch)
        runs, provenance = findings.runs, findings.recording.provenance
        analysis = analysis_of(choice, findings.contents, runs, provenance)
    else:
        analysis = decode_with(choice, job.options.saved)
    content = job.options.content(analysis)
    for name, path in job.files:
        path.parent.mkdir(parents=True, exist_ok=True)
        formats.write(content, path, name)
    for name, path in job.extras.targets.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        WRITERS[name](job, Made(analysis, runs, reference), path)
    return analysis


class Made(NamedTuple):
    """What sounds, pictures and kept activations are made of."""

    analysis: Analysis
    runs: tuple[Run, ...] = ()
    reference: Reference | None = None


def sound_of(path: Path, name: str | None = None) -> AudioSource:
    """A recording at a path, by another name if there is one; standard input is read once."""
    from lausch.audio import open_audio
    from lausch.formats.content import STANDARD_INPUT

    if path == STANDARD_INPUT:
        return _piped()
    return path if name is None else open_audio(path, name=name)


@cache
def _piped() -> Recording:
    """Standard input, which can be read only once."""
    from lausch.audio import open_audio

    return open_audio(sys.stdin.buffer, name="-")


def _reference(job: Job, choice: Choice) -> Reference | None:
    if job.extras.reference is None:
        return None
    from lausch.formats.references import read_reference

    return read_reference(job.extras.reference, choice.layers)


def _click(job: Job, made: Made, path: Path) -> None:
    from lausch.sonify.clicks import write_clicks

    write_clicks(sound_of(job.path, job.name), made.analysis, path)


def _sonify(job: Job, made: Made, path: Path) -> None:
    from lausch.sonify.tones import line_of, write_solo

    tone, fall = line_of(made.analysis)
    write_solo(sound_of(job.path, job.name), tone, path, beside=job.extras.beside, fall=fall)


def _plot(job: Job, made: Made, path: Path) -> None:
    from lausch.plot import write_plot

    write_plot(sound_of(job.path, job.name), made.analysis, path, reference=made.reference)


def _activations(_: Job, made: Made, path: Path) -> None:
    from lausch.analysis.redecode import activations_of

    activations_of(made.runs).save(path)


WRITERS: dict[str, Callable[[Job, Made, Path], None]] = {
    "click": _click,
    "sonify": _sonify,
    "plot": _plot,
    "activations": _activations,
}


class Pathed(Protocol):
    """Work on one file."""

    @property
    def path(self) -> str | Path: ...


def explain(job: Pathed, error: BaseException) -> str:
    """`path: reason`, whatever went wrong."""
    from lausch.cli import reason
    from lausch.files import printable

    name = printable(job.path)
    text = ("cannot write: " if isinstance(error, OSError) else "") + reason(error)
    text = printable(" ".join(text.split()))
    return text if text.startswith(f"{name}: ") else f"{name}: {text}"
