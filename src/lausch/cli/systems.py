"""`lausch systems`: the methods that can be trained here."""

from __future__ import annotations

import click


@click.command()
def command() -> None:
    """List the systems: their paper, outputs, recipe, and whether trained weights are shipped."""
    from lausch.model import shipped
    from lausch.systems import NAMES, system

    for name in NAMES:
        found = system(name)
        state = "trained and shipped" if name in shipped() else "implemented"
        click.echo(f"{name:12} {found.task.hears:18} {state:20} {found.title}")
