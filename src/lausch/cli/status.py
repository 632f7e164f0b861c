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

    found = standing(folder)
    if as_json:
        click.echo(json.dumps(document(found), indent=1))
        return
    click.echo(f"{sum(found.counts.values()):,} recordings in {printable(folder)}")
    for name, text in rows(found):
        click.echo(f"{name:12} {text}")


def document(found: Standing) -> dict[str, object]:
    """The same for programs."""
    return {
        **found.counts,
        "reasons": dict(found.reasons),
        "running": [holder._asdict() for holder in found.running],
        "workers": found.workers,
        "recordings_an_hour": found.an_hour,
        "times_real_time": found.times_real,
        "seconds_left": found.seconds_left,
    }


def rows(found: Standing) -> list[tuple[str, str]]:
    """Names and what is said of them."""
    from lausch.annotation.times import clock_time

    reasons = ", ".join(f"{count:,} {kind}" for kind, count in found.reasons.items())
    rows = [(state, f"{count:,}") for state, count in found.counts.items() if count]
    if reasons:
        rows.append(("reasons", reasons))
    if found.an_hour is not None and found.times_real is not None:
        rows.append(("rate", f"{found.an_hour:,.0f} an hour, {found.times_real:.0f} × real time"))
    if found.seconds_left is not None:
        rows.append(("time left", clock_time(found.seconds_left)))
    rows += [("running", f"process {each.process} on {each.host}") for each in found.running]
    return rows
