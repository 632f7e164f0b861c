"""From the options of the command line to jobs; impossible options are refused at once."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from lausch import formats
from lausch.analysis import choice, runner
from lausch.annotation.layers import LAYERS, layer_named, ordered
from lausch.cli.inputs import SUFFIXES as SOUNDS
from lausch.cli.inputs import Input, find, identity
from lausch.cli.job import NOTHING, Extras, Job, Options
from lausch.cli.outputs import place, spare
from lausch.errors import OptionError
from lausch.files import is_address, printable


@dataclass(frozen=True)
class Wish:
    """Where results go, as the command line has it.

    `into_folder` says that `output` was written with a slash at its end.
    """

    output: Path | None = None
    into_folder: bool = False
    formats: tuple[str, ...] = ()
    extras: Extras = NOTHING
    overwrite: bool = False

    @property
    def journalled(self) -> Path | None:
        """The folder in which a journal of many recordings is kept."""
        return self.output


@dataclass(frozen=True)
class Plan:
    """What will be done, what could not be searched, and what is done already.

    `kept` are the recordings all of whose results exist; their jobs name these results. Where a
    journal decides, it is empty, and `jobs` are whole.
    """

    jobs: tuple[Job, ...]
    problems: tuple[str, ...] = ()
    kept: tuple[Job, ...] = ()


def check(options: Options, names: Sequence[str], extras: Extras) -> None:
    """Raise OptionError or FormatError for what could not work with any recording."""
    layers = _layers(options)
    settings = options.section_options.pairs
    if settings and options.section_options.layer not in layers:
        raise OptionError(
            f"--{settings[0][0]} is about sections, but the layers are {' and '.join(layers)}; "
            "add --only sections"
        )
    for name in names:
        entry = formats.format_of("", name)
        if set(entry.holds).isdisjoint(layers):
            raise OptionError(
                f"--format {name} holds {' and '.join(entry.holds)}, but --only asks for "
                f"{' and '.join(layers)}; look for it with --only {entry.holds[0]}, or choose "
                f"{' or '.join(formats.holding(layers))}"
            )
    if extras.click is not None or extras.sonify is not None:
        _check_sounds(extras, layers)
    if extras.activations is not None:
        _check_activations(options, layers)
    if extras.beside and extras.sonify is None:
        raise OptionError("--sonify-beside needs --sonify OUT.flac")
    if extras.reference is not None and extras.plot is None:
        raise OptionError("--reference is drawn into a plot; add --plot OUT.png")


def _check_activations(options: Options, layers: Sequence[str]) -> None:
    rhythm = options.beat_options.layers
    if options.saved is not None or options.beats is not None or rhythm.isdisjoint(layers):
        raise OptionError(
            "--save-activations keeps what a network says of beats, but none runs for them; leave "
            "out --from-activations and --beats, and look for beats"
        )


def _check_sounds(extras: Extras, layers: Sequence[str]) -> None:
    from lausch.sonify import clicks, tones

    if extras.click is not None and not clicks.SOUNDS.keys() & set(layers):
        raise OptionError(
            "--click needs beats, onsets, drums or sections, but the layers are "
            f"{' and '.join(layers)}"
        )
    if extras.sonify is not None and not tones.VOICES.keys() & set(layers):
        raise OptionError(
            "--sonify plays the solo, the bass or chords, and none is analysed; add --only solo"
        )


def check_targets(job: Job) -> None:
    """Raise OptionError when two results would take the place of each other."""
    targets_so_far: set[str] = set()
    for path in job.targets:
        if identity(path) in targets_so_far:
            raise OptionError(f"{printable(path)} is named for two results; give each its own")
        targets_so_far.add(identity(path))


def _layers(options: Options) -> tuple[str, ...]:
    """The layers of the analysis: those of --only, or else those of the models, and known beats."""
    named = [] if options.only else [runner.opened(name) for name in options.models]
    if options.saved is not None and not options.only:
        return options.saved.model.layers
    known = () if options.beats is None else ("beats",)
    return ordered({*choice.layers_of(options.only, named), *known})


def _default(options: Options) -> tuple[str, ...]:
    """The formats when none is named; of layers without one, the first format is refused."""
    named = [layer_named(layer).format for layer in _layers(options)]
    return tuple(dict.fromkeys(name for name in named if name)) or (LAYERS[0].format,)


SUFFIXES = {
    "click": "lausch.sonify.clicks",
    "sonify": "lausch.sonify.clicks",
    "plot": "lausch.plot",
    "activations": "lausch.analysis.activations",
}
"""The module that checks the suffix of each of `Extras.targets`; imported late."""
BATCH_SUFFIXES = {"click": ".flac", "sonify": ".flac", "plot": ".png", "activations": ".npz"}
"""The suffix of each where many recordings have one."""


def on_stdout(options: Options, names: tuple[str, ...], *, alone: bool) -> tuple[str, ...]:
    """Formats that `-o -` prints: those named, or the usual one of what is looked for."""
    if not alone:
        raise OptionError("results of many recordings do not fit on stdout; add -o FOLDER/")
    return names or _default(options)


def plan_one(path: Path, options: Options, wish: Wish) -> Plan:
    """One recording; files that are named are replaced, as `cp` would."""
    for kind, target in wish.extras.targets.items():
        import_module(SUFFIXES[kind]).checked_suffix(target)
    names = wish.formats
    files: list[tuple[str, Path]] = []
    entry = Input(path, Path(path.name if options.saved is None else path.stem))
    if wish.output is None:
        if len(names) > 1:
            raise OptionError(
                f"{' and '.join(names)} do not fit on stdout; choose one of them with --format, "
                "or add -o FOLDER/"
            )
        if any(formats.format_of("", name).binary for name in names) and sys.stdout.isatty():
            raise OptionError(f"{names[0]} is no text for a terminal; add -o FILE")
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
    check(options, [name for name, _ in files] or names, wish.extras)
    job = Job(path, options, tuple(files), wish.extras)
    check_targets(job)
    spare(job.targets, [entry])
    return Plan((job,))


def plan_many(paths: Sequence[Path], options: Options, wish: Wish) -> Plan:
    """Many recordings or a folder; results that exist are kept, unless they shall be replaced."""
    names = wish.formats or _default(options)
    extras = wish.extras
    check(options, names, extras)
    if extras.reference is not None:
        raise OptionError("--reference belongs to one recording, but several are analysed")
    if options.beats is not None:
        raise OptionError("--beats belong to one recording, but several are analysed")
    if options.saved is not None:
        raise OptionError("--from-activations are of one recording, but several are named")
    if options.beat_options.anchors:
        raise OptionError(
            "--beat and --downbeat are of one recording; --rotate-bars moves the bars of many"
        )
    folders = extras.targets
    for folder in (wish.output, *folders.values()):
        if folder is None or is_address(folder):
            continue
        if not folder.is_dir() and (folder.exists() or folder.suffix):
            raise OptionError(
                f"many recordings need a folder for their results, not {printable(folder)}"
            )
    sounds = [folder for kind, folder in folders.items() if BATCH_SUFFIXES[kind] in SOUNDS]
    inputs, problems = find(paths, without=sounds)
    suffixes = [formats.format_of("", name).suffix for name in names]
    annotations = place(inputs, wish.output, suffixes)
    extras_at = {
        kind: place(inputs, folder, [BATCH_SUFFIXES[kind]]) for kind, folder in folders.items()
    }
    jobs: list[Job] = []
    older: list[Job] = []
    for at, (entry, targets) in enumerate(zip(inputs, annotations, strict=True)):
        own = {kind: places[at][0] for kind, places in extras_at.items()}
        files = tuple(zip(names, targets, strict=True))
        job = Job(entry.path, options, files, extras.at(own))
        check_targets(job)
        rest = job if wish.overwrite or wish.journalled else _missing(job)
        if rest.targets:
            jobs.append(rest)
        else:
            older.append(job)
    spare([path for job in jobs for path in job.targets], inputs)
    return Plan(tuple(jobs), tuple(problems), tuple(older))


def _missing(job: Job) -> Job:
    """The job without the results that exist."""
    every = {**dict(job.files), **job.extras.targets}
    return job.without({kind for kind, path in every.items() if path.exists()})
