"""`lausch status`: how far the batch of a folder is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lausch.cli import options

if TYPE_CHECKING:
    from lausch.batches.standing import Standing


@click.command()
@click.argument("folder", metavar="DIR", type=options.PATH)
@options.JSON
def command(folder: Path, as_json: bool) -> None:
    """Count what is done in DIR, the -o of `lausch analyze`, what failed and why, and what is left.

    A batch may be at work there. The rate is that of its last ten minutes, or of the last batch.
    """
    from lausch.batches.standing import standing
    from lausch.files import printable

    batches = standing(folder)
    if as_json:
        click.echo(json.dumps(document(batches), indent=1))
        return
    click.echo(f"{sum(batches.counts.values()):,} recordings in {printable(folder)}")
    for name, text in rows(batches):
        click.echo(f"{name:12} {text}")


def document(batches: Standing) -> dict[str, object]:
    """The same for programs."""
    return {
        **batches.counts,
        "reasons": dict(batches.reasons),
        "running": [holder._asdict() for holder in batches.running],
        "workers": batches.workers,
        "recordings_an_hour": batches.an_hour,
        "times_real_time": batches.times_real,
        "seconds_left": batches.seconds_left,
    }


def rows(batches: Standing) -> list[tuple[str, str]]:
    """Names and what is said of them."""
    from lausch.annotation.times import clock_time

    reasons = ", ".join(f"{count:,} {kind}" for kind, count in batches.reasons.items())
    rows = [(state, f"{count:,}") for state, count in batches.counts.items() if count]
    if reasons:
        rows.append(("reasons", reasons))
    if batches.an_hour is not None and batches.times_real is not None:
        rows.append(
            ("rate", f"{batches.an_hour:,.0f} an hour, {batches.times_real:.0f} × real time")
        )
    if batches.seconds_left is not None:
        rows.append(("time left", clock_time(batches.seconds_left)))
    rows += [("running", f"process {each.process} on {each.host}") for each in batches.running]
    return rows
