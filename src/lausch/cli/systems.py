"""`lausch systems`: the tutorial's tables, and what there is here of each row."""

from __future__ import annotations

import click


@click.command()
@click.option("--markdown", is_flag=True, help="Print the tables that stand in the README.")
def command(markdown: bool) -> None:
    """Print the tables of the tutorial with the systems that implement their rows.

    Each row says whether it is trained and shipped, implemented, or not yet there, with the
    number of parameters, the licence of the weights, and a headline score with its report. Then
    come systems for other papers, and those of lausch alone.
    """
    from lausch.literature import literature
    from lausch.literature.overview import as_markdown, as_text, sections
    from lausch.literature.state import everything

    made = sections(literature(), everything())
    click.echo(as_markdown(made) if markdown else as_text(made), nl=False)
