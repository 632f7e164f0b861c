"""`lausch corpus render`: symbolic music becomes sound with its annotation."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from lausch.cli import options

GB_PER_HOUR = 0.2
REAL_TIMES = 30
"""Size of an hour of rendered sound, and how fast one core renders it, as measured."""


@click.command()
@options.DATA
@options.OUT
@click.option("--kinds", help="Kinds, separated by commas.  [default: all]")
@click.option(
    "--hours",
    type=click.FloatRange(min=0),
    default=8.0,
    show_default=True,
    help="Hours of audio of each kind.",
)
@click.option(
    "--test-hours",
    type=click.FloatRange(min=0),
    default=0.0,
    help="Least hours of the test split; renders more test pieces as needed.",
)
@click.option(
    "--validation-hours",
    type=click.FloatRange(min=0),
    default=0.0,
    help="Least hours of the validation split; renders more of its pieces as needed.",
)
@click.option("--seed", default=0, show_default=True, help="Seed of arrangements and mixes.")
@click.option(
    "--sealed",
    is_flag=True,
    help="Render the sealed test set: songs, performers, seeds and sounds of its own.",
)
@options.JOBS
def render(
    data: Path | None,
    out: Path,
    kinds: str | None,
    hours: float,
    test_hours: float,
    validation_hours: float,
    seed: int,
    sealed: bool,
    jobs: int,
) -> None:
    """Arrange and render symbolic music into OUT/KIND/*.flac with its annotation in *.jams.

    `lausch corpus sources` lists what is arranged and with which sounds. An hour of sound takes
    0.2 GB and two minutes of one core, or more; hours, space and time are printed first.
    """
    from lausch.corpora.band.kinds import KINDS
    from lausch.errors import MissingExtraError

    try:
        from lausch.corpora.band.sounding.sounds import find_sounds
        from lausch.corpora.band.store.job import Outcome, render_kind, write_manifest
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"rendering needs filters ({error}): pip install 'lausch[render]'"
        ) from error

    if data is None:
        raise click.UsageError(
            "rendering starts from symbolic music: give its folder with --data DIR or in the "
            "environment as LAUSCH_DATA"
        )
    names = [kind.name for kind in KINDS]
    selection = (
        names if kinds is None else [word.strip() for word in kinds.split(",") if word.strip()]
    )
    for name in selection:
        if name not in names:
            raise click.UsageError(
                f"{name!r} is no kind of rendered corpus; {', '.join(names)} are"
            )
    sounds = find_sounds(data, sealed=sealed)
    total = hours * len(selection)
    click.echo(
        f"{len(selection)} kinds of {hours:g} h: {total:g} h, about {GB_PER_HOUR * total:.1f} GB "
        f"and {60 * total / REAL_TIMES / jobs:.0f} minutes",
        err=True,
    )
    failures = 0
    for kind in selection:
        began = last = time.monotonic()

        def show(outcome: Outcome, began: float = began) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last > (1 if sys.stderr.isatty() else 60):
                last = now
                pace = outcome.seconds / (now - began)
                click.echo(
                    f"{outcome.kind}: {outcome.seconds / 3600:.2f} of {hours:g} h, "
                    f"{len(outcome.records)} pieces, {pace:.0f} x real time",
                    err=True,
                )

        outcome = render_kind(
            kind,
            data=data,
            out=out,
            sounds=sounds,
            hours=hours,
            test_hours=test_hours,
            validation_hours=validation_hours,
            seed=seed,
            jobs=jobs,
            sealed=sealed,
            progress=show,
        )
        manifest = write_manifest(out, outcome, data=data, sounds=sounds, seed=seed, sealed=sealed)
        seconds = time.monotonic() - began
        click.echo(
            f"{kind}: {outcome.seconds / 3600:.2f} h in {len(outcome.records)} pieces, "
            f"{seconds:.0f} s ({outcome.seconds / seconds:.0f} x real time), {manifest}"
        )
        for title, reason in outcome.failures[:20]:
            click.echo(f"  failed: {title}: {reason}", err=True)
        failures += len(outcome.failures)
    if failures:
        click.echo(f"{failures} pieces failed; the others are complete", err=True)
        sys.exit(1)
