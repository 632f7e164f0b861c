"""What a system is to learn from: folders that are named on the command line, as corpora."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from lausch.corpora.corpus import Corpus

ROOTS = click.option(
    "--corpora",
    "roots",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    multiple=True,
    help="Folder of rendered corpora (see `lausch corpus render`), or with --licence of recordings "
    "with annotations beside them; can be repeated.",
)
LICENCE = click.option(
    "--licence",
    metavar="NAME",
    default="",
    help="Licence of one's own recordings and annotations, which permits such weights; it stands "
    "on the card.",
)
WORK = click.option(
    "--work",
    type=click.Path(path_type=Path),
    default=Path("runs"),
    show_default=True,
    help="Folder for checkpoints and cached spectra.",
)


def folders(roots: Sequence[Path], licence: str) -> tuple[list[Corpus], Path | None]:
    """One's own recordings as corpora, and the folder of rendered ones."""
    from lausch.corpora.folder import side_by_side
    from lausch.corpora.registry import rendered_in

    rendered = [root for root in roots if rendered_in(root)]
    others = [root for root in roots if root not in rendered]
    if others and not licence:
        raise click.UsageError(
            f"{others[0]} holds no rendered corpora (`lausch corpus render`); if it holds your own "
            "recordings with annotations, name their licence with --licence"
        )
    if len(rendered) > 1:
        raise click.UsageError("only one folder of rendered corpora can be named")
    return [side_by_side(each, licence) for each in others], next(iter(rendered), None)


def of_kinds(
    kinds: Sequence[str], own: Sequence[Corpus], rendered: Path | None, data: Path | None
) -> list[Corpus]:
    """The corpora of a recipe: symbols have a folder of their own, what is rendered another.

    Of symbols there are none where one's own recordings are learnt from.
    """
    from lausch.corpora.registry import is_real, open_corpus

    return [
        corpus
        for kind in kinds
        if (is_real(kind) and not own) or (rendered and not is_real(kind))
        for corpus in open_corpus(kind, rendered=rendered, data=data)
    ]


def unnamed(system: str, kinds: Sequence[str]) -> click.UsageError:
    """The error where no folder was named for a recipe's corpora."""
    return click.UsageError(
        f"{system} learns from {', '.join(kinds)}: name the folder of rendered corpora "
        "(`lausch corpus render`) with --corpora"
    )
