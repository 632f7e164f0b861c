"""One system trained with several seeds, each by a `lausch train` of its own, here or elsewhere."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from lausch.errors import LauschError
from lausch.files import printable


@dataclass(frozen=True)
class Training:
    """A `lausch train` with these words, which writes weights to `path`."""

    path: Path
    words: tuple[str, ...]


def trainings(context: click.Context, seeds: Sequence[int], file: Path) -> list[Training]:
    """One for each seed, with all else that the command line of `context` says.

    The weights of seed 3 are beside `file`, as NAME-3.onnx.
    """
    words = _words(context, without=("seeds", "seed", "out", "cluster"))
    paths = {seed: file.with_name(f"{file.stem}-{seed}{file.suffix}") for seed in seeds}
    return [
        Training(path, (*words, "--seed", str(seed), "--out", str(path)))
        for seed, path in paths.items()
    ]


def train_all(jobs: Sequence[Training], cluster: str | None) -> bool:
    """Train one after the other, or at once on a cluster; whether all could be."""
    from lausch.cli.crew import through
    from lausch.cli.job import explain

    good = True
    for outcome in through(jobs, run, explain, cluster=cluster, workers=0 if cluster else 1):
        if outcome.result is None:
            good = False
            click.echo(outcome.failure, err=True)
        else:
            click.echo(printable(outcome.result))
    return good


def run(job: Training) -> str:
    """The last line of a training; raises LauschError with the last one that it says on stderr."""
    command = [sys.executable, "-m", "lausch", "train", *job.words]
    done = subprocess.run(command, capture_output=True, text=True)
    said = (done.stdout if done.returncode == 0 else done.stderr).strip().splitlines()
    last = said[-1] if said else f"ended with code {done.returncode}"
    if done.returncode:
        raise LauschError(last)
    return last


def _words(context: click.Context, without: Collection[str]) -> list[str]:
    """What was typed, without some options."""
    words: list[str] = []
    for parameter in context.command.params:
        name = str(parameter.name)
        source = context.get_parameter_source(name)
        if name in without or source is not click.core.ParameterSource.COMMANDLINE:
            continue
        value: Any = context.params[name]
        if isinstance(parameter, click.Argument):
            words.append(str(value))
        elif isinstance(parameter, click.Option) and parameter.is_flag:
            words.append(parameter.opts[0])
        else:
            for each in value if isinstance(value, tuple) else (value,):
                words += [parameter.opts[0], str(each)]
    return words
