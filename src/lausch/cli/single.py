"""One recording: its results, and what is printed of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from lausch.cli.job import explain, run
from lausch.cli.outputs import to_stdout
from lausch.cli.progress import reading
from lausch.cli.staging import staged
from lausch.errors import ModelError, OptionError

if TYPE_CHECKING:
    from lausch.analysis.choice import Choice
    from lausch.cli.job import Job


def analyse(job: Job, choice: Choice, formats: Sequence[str], *, quiet: bool) -> bool:
    """Analyse, write, and print a summary or the first format; whether it could be.

    Raises OptionError and ModelError for what is wrong with the options.
    """
    try:
        with reading(quiet=quiet) as watch, staged(job) as local:
            analysis = run(local, choice, watch)
        if not job.files and formats:
            from lausch.formats import encode

            text: str | bytes = encode(job.options.content(analysis), formats[0])
        else:
            from lausch.cli.summary import page

            text = page(analysis, job)
    except (OptionError, ModelError):
        raise
    except Exception as error:
        if os.environ.get("LAUSCH_DEBUG"):
            raise
        click.echo(explain(job, error), err=True)
        return False
    to_stdout(text)
    return True
