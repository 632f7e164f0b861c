"""`lausch systems`: the tutorial's tables, with the implementation of each row."""

from __future__ import annotations

import click


@click.command()
@click.option("--markdown", is_flag=True, help="Print Markdown.")
def command(markdown: bool) -> None:
    """Print the tables of the tutorial with the systems that implement their rows.

    Each row tells whether the system is trained and shipped, implemented, or not there yet, with
    its number of parameters, the licence of its weights, and a headline score with its report.
    Systems for other papers, and those without a paper, follow.
    """
    from lausch.literature import literature
    from lausch.literature.overview import as_markdown, as_text, sections
    from lausch.literature.state import everything

    tables = sections(literature(), everything())
    click.echo(as_markdown(tables) if markdown else as_text(tables), nl=False)
