"""From what was asked on the command line to jobs; what cannot be done is said at once."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lausch import formats, plot
from lausch.analysis.analyze import checked_beats, checked_options
from lausch.analysis.choice import checked_layers
from lausch.analysis.repick import checked_picking, options_of
from lausch.cli.inputs import Input, find, identity
from lausch.cli.job import Job, Options, listeners
from lausch.cli.outputs import place, spare
from lausch.errors import OptionError
from lausch.files import printable
from lausch.formats.grids import read_beats
from lausch.sonify import clicks

DEFAULT_FORMATS = {
    "beats": "beats",
    "downbeats": "beats",
    "solo": "notes",
    "bass": "bass",
    "sections": "lab",
}
"""What files hold when nothing is said, by layer."""


@dataclass(frozen=True)
class Wish:
    """Where results go, as it was asked for.

    `into_folder` says that `output` was written with a slash at its end.
    """

    output: Path | None = None
    into_folder: bool = False
    formats: tuple[str, ...] = ()
    click: Path | None = None
    plot: Path | None = None
    sonify: Path | None = None
    beside: bool = False
    reference: Path | None = None
    overwrite: bool = False


@dataclass(frozen=True)
class Plan:
    """What will be done, what could not be searched, and which results exist already."""

    jobs: tuple[Job, ...]
    problems: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def check(options: Options, names: Sequence[str]) -> None:
    """Raise OptionError or FormatError for what could not work with any recording."""
    layers = _layers(options)
    checked_options(options.min_bpm, options.max_bpm, options.meters)
    checked_picking(options.sections, options.sensitivity)
    told = options_of(options.sections, options.sensitivity, options.snap)
    if told and "sections" not in layers:
        raise OptionError(
            f"--{told[0][0]} is about sections, but what is looked for is {' and '.join(layers)}; "
            "add --only sections"
        )
    if options.beats is not None:
        checked_beats(read_beats(options.beats), layers, snap=options.snap)
    for name in names:
        entry = formats.format_of("", name)
        if not set(layers) & set(entry.layers):
            raise OptionError(
                f"--format {name} holds {' and '.join(entry.layers)}, but --only asks for "
                f"{' and '.join(layers)}; look for it with --only {entry.layers[0]}, or choose "
                f"{' or '.join(formats.holding(layers))}"
            )


def check_extras(options: Options, wish: Wish) -> None:
    """Raise OptionError for a sound or a picture of what nobody looks for."""
    layers = _layers(options)
    if wish.click is not None and not {"beats", "downbeats", "sections"} & set(layers):
        raise OptionError(
            f"--click needs beats or sections, but what is looked for is {' and '.join(layers)}"
        )
    if wish.sonify is not None and not {"solo", "bass"} & set(layers):
        raise OptionError(
            "--sonify plays the solo or the bass, which is not looked for; add --only solo"
        )
    if wish.beside and wish.sonify is None:
        raise OptionError("--sonify-beside says how; say where with --sonify OUT.flac")
    if wish.reference is not None and wish.plot is None:
        raise OptionError("--reference is drawn into a plot; say where with --plot OUT.png")


def check_targets(job: Job) -> None:
    """Raise OptionError when two results would take the place of each other."""
    known: set[str] = set()
    for path in job.targets:
        if identity(path) in known:
            raise OptionError(f"{printable(path)} is named for two results; give each its own")
        known.add(identity(path))


def _layers(options: Options) -> tuple[str, ...]:
    """What will be looked for: where only models are named, they are asked."""
    named = bool(options.models) and options.only is None
    return tuple(listeners(options)) if named else checked_layers(options.only)


def _default(options: Options) -> tuple[str, ...]:
    """The formats when none is named; with neither beats nor solo, the one of beats is refused."""
    layers = _layers(options)
    found = [name for layer, name in DEFAULT_FORMATS.items() if layer in layers]
    return tuple(dict.fromkeys(found)) or (DEFAULT_FORMATS["beats"],)


def plan_one(path: Path, options: Options, wish: Wish) -> Plan:
    """One recording; files that are named are replaced, as `cp` would."""
    for sound in (wish.click, wish.sonify):
        if sound is not None:
            clicks.checked_suffix(sound)
    if wish.plot is not None:
        plot.checked_suffix(wish.plot)
    names = wish.formats
    files: list[tuple[str, Path]] = []
    entry = Input(path, Path(path.name), path.parent)
    if wish.output is None:
        if len(names) > 1:
            raise OptionError("several formats do not fit on stdout; say where with -o FOLDER/")
        if any(formats.format_of("", name).binary for name in names) and sys.stdout.isatty():
            raise OptionError(f"{names[0]} is no text for a terminal; say where with -o FILE")
    elif wish.into_folder or wish.output.is_dir():
        names = names or _default(options)
        (targets,) = place([entry], wish.output, [formats.format_of("", n).suffix for n in names])
        files = list(zip(names, targets, strict=True))
    else:
        if len(names) > 1:
            raise OptionError(
                f"several formats do not fit into the file {printable(wish.output)}; "
                f"for a folder write -o {printable(wish.output)}/"
            )
        name = names[0] if names else formats.format_of(wish.output).name
        files = [(name, wish.output)]
    check(options, [name for name, _ in files] or names)
    check_extras(options, wish)
    job = Job(
        path,
        options,
        tuple(files),
        wish.click,
        wish.plot,
        wish.sonify,
        wish.beside,
        wish.reference,
    )
    check_targets(job)
    spare(job.targets, [entry])
    return Plan((job,))


def plan_many(given: Sequence[Path], options: Options, wish: Wish) -> Plan:
    """Many recordings or a folder; results that exist are kept, unless they shall be replaced."""
    names = wish.formats or _default(options)
    check(options, names)
    check_extras(options, wish)
    if wish.reference is not None:
        raise OptionError("--reference is of one recording; many have a plot without it")
    if options.beats is not None:
        raise OptionError("--beats are of one recording; of many a model finds them")
    for folder in (wish.output, wish.click, wish.sonify, wish.plot):
        if folder is not None and not folder.is_dir() and (folder.exists() or folder.suffix):
            raise OptionError(
                f"many recordings need a folder for their results, not {printable(folder)}"
            )
    sounds = [folder for folder in (wish.click, wish.sonify) if folder is not None]
    inputs, problems = find(given, without=sounds)
    suffixes = [formats.format_of("", name).suffix for name in names]
    annotations = place(inputs, wish.output, suffixes)
    clicks = place(inputs, wish.click, [".flac"]) if wish.click else [[] for _ in inputs]
    solos = place(inputs, wish.sonify, [".flac"]) if wish.sonify else [[] for _ in inputs]
    plots = place(inputs, wish.plot, [".png"]) if wish.plot else [[] for _ in inputs]
    jobs: list[Job] = []
    kept: list[str] = []
    for entry, targets, click, picture, solo in zip(
        inputs, annotations, clicks, plots, solos, strict=True
    ):
        job = Job(
            entry.path,
            options,
            tuple(zip(names, targets, strict=True)),
            click[0] if click else None,
            picture[0] if picture else None,
            solo[0] if solo else None,
            wish.beside,
        )
        check_targets(job)
        if not wish.overwrite:
            job, present = _missing(job)
            kept.extend(f"{printable(path)}: kept, it exists" for path in present)
        if job.targets:
            jobs.append(job)
    spare([path for job in jobs for path in job.targets], inputs)
    return Plan(tuple(jobs), tuple(problems), tuple(kept))


def _missing(job: Job) -> tuple[Job, list[Path]]:
    """The job without the targets that exist, and those."""
    present = [path for path in job.targets if path.exists()]
    rest = replace(
        job,
        files=tuple((name, path) for name, path in job.files if path not in present),
        click=None if job.click in present else job.click,
        plot=None if job.plot in present else job.plot,
        sonify=None if job.sonify in present else job.sonify,
    )
    return rest, present
