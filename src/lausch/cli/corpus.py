"""`lausch corpus`: list, render, verify and count training and test data."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import click

DATA_OPTION = click.option(
    "--data",
    envvar="LAUSCH_DATA",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder with symbolic/, sounds/ and real/ [env: LAUSCH_DATA].",
)


@click.group(name="corpus")
def command() -> None:
    """List, render, verify and count training and test data."""


@command.command()
@DATA_OPTION
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Where to write.")
@click.option("--kinds", default="jazz,pop,drums,bands", show_default=True)
@click.option(
    "--hours", type=click.FloatRange(min=0), default=8.0, show_default=True, help="Audio per kind."
)
@click.option("--seed", default=0, show_default=True)
@click.option("-j", "--jobs", type=click.IntRange(min=1), default=1, show_default=True)
def render(data: Path | None, out: Path, kinds: str, hours: float, seed: int, jobs: int) -> None:
    """Arrange and render symbolic music into OUT/KIND/*.flac with beats in *.jams."""
    from lausch.corpora.rendered.job import Outcome, render_kind, write_manifest
    from lausch.corpora.rendered.piece import KINDS
    from lausch.corpora.rendered.sounds import find_sounds

    if data is None:
        raise click.UsageError(
            "rendering starts from symbolic music: give its folder with --data DIR or in the "
            "environment as LAUSCH_DATA"
        )
    chosen = [kind.strip() for kind in kinds.split(",") if kind.strip()]
    for kind in chosen:
        if kind not in KINDS:
            raise click.UsageError(
                f"{kind!r} is no kind of rendered corpus; {', '.join(KINDS)} are"
            )
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    sounds = find_sounds(data)
    failed = 0
    for kind in chosen:
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
            seed=seed,
            jobs=jobs,
            progress=show,
        )
        manifest = write_manifest(out, outcome, data=data, sounds=sounds, seed=seed)
        seconds = time.monotonic() - began
        click.echo(
            f"{kind}: {outcome.seconds / 3600:.2f} h in {len(outcome.records)} pieces, "
            f"{seconds:.0f} s ({outcome.seconds / seconds:.0f} x real time), {manifest}"
        )
        for title, error in outcome.failures[:20]:
            click.echo(f"  failed: {title}: {error}", err=True)
        failed += len(outcome.failures)
    if failed:
        click.echo(f"{failed} pieces failed; the others are complete", err=True)
        sys.exit(1)
