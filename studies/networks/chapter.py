"""The pages of the chapter on networks, from their texts and tables.

    python studies/networks/chapter.py

fills studies/networks/text/NAME.md with commands, tables and sentences that follow from the tables
in docs/networks/, and writes docs/networks/NAME.md. Nothing is trained.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import bands
import landscape
import patience
from claims import Claim, at, table
from sweeps import HERE, SWEEPS, command

from lausch.sweep.outcome import DIVERGED, Outcome, read_table

TEXTS = HERE / "text"
DOCS = HERE.parents[1] / "docs" / "networks"
PAGES = (
    "index",
    "neuron",
    "composition",
    "landscape",
    "descent",
    "start",
    "layerwise",
    "patience",
    "regularise",
    "optimiser",
    "size",
    "input",
    "kind",
    "data",
)
NOTE = "% Written by studies/networks/chapter.py from studies/networks/text/{name}.md\n\n"
BEAT = "beat F"
CLAIMS: Mapping[str, Sequence[Claim]] = {
    "descent": (
        Claim("batches of 8", "one of all 128", at(batch="8"), at(batch="128")),
        Claim("batches of 32", "one of all 128", at(batch="32"), at(batch="128")),
        Claim("batches of 2", "batches of 8", at(batch="2"), at(batch="8")),
    ),
    "start": (
        Claim("zeros", "torch's own weights", at(initialisation="zeros"),
              at(initialisation="default")),
        Claim("N(0, .1)", "torch's own", at(initialisation="normal"),
              at(initialisation="default")),
        Claim("Xavier's", "torch's own", at(initialisation="xavier"),
              at(initialisation="default")),
    ),
    "layerwise": (
        Claim("layer-wise training", "end-to-end training", at(layer_epochs="4"),
              at(layer_epochs="0")),
    ),
    "regularise": (
        Claim("dropout of .5", "neither", at(dropout="0.5", weight_decay="0"),
              at(dropout="0", weight_decay="0")),
        Claim("weight decay of .3", "neither", at(dropout="0", weight_decay="0.3"),
              at(dropout="0", weight_decay="0")),
        Claim("both", "neither", at(dropout="0.5", weight_decay="0.3"),
              at(dropout="0", weight_decay="0")),
    ),
    "optimiser": (
        Claim("Adam at .01", "Adam at .001", at(optimizer="adam", learning_rate="1e-2"),
              at(optimizer="adam", learning_rate="1e-3")),
        Claim("Adam at .1", "Adam at .01", at(optimizer="adam", learning_rate="1e-1"),
              at(optimizer="adam", learning_rate="1e-2")),
        Claim("SGD at .1", "SGD at .001", at(optimizer="sgd", learning_rate="1e-1"),
              at(optimizer="sgd", learning_rate="1e-3")),
        Claim("SGD at .1", "Adam at .01", at(optimizer="sgd", learning_rate="1e-1"),
              at(optimizer="adam", learning_rate="1e-2")),
    ),
    "size": (
        Claim("64 units", "4 (one layer)", at(network_units="64", network_layers="1"),
              at(network_units="4", network_layers="1")),
        Claim("16 units", "4 (one layer)", at(network_units="16", network_layers="1"),
              at(network_units="4", network_layers="1")),
        Claim("three layers", "one (16 units each)", at(network_layers="3", network_units="16"),
              at(network_layers="1", network_units="16")),
    ),
    "input": (
        Claim("mel bands", "the linear spectrum", at(system="MelS"), at(system="LinS")),
        Claim("their logarithm", "mel bands", at(system="LogMelS"), at(system="MelS")),
        Claim("its rise beside it", "the logarithm alone", at(system="LogMelS+DERIV"),
              at(system="LogMelS")),
        Claim("the rise alone", "the logarithm alone", at(system="fnn"), at(system="LogMelS")),
        Claim("held and struck parts", "the logarithm alone", at(system="LogMelS+HPSS"),
              at(system="LogMelS")),
    ),
    "kind": (
        Claim("dilated convolutions", "dense layers", at(system="cnn"), at(system="fnn")),
        Claim("recurrent units", "dense layers", at(system="gru"), at(system="fnn")),
        Claim("recurrent units", "dilated convolutions", at(system="gru"), at(system="cnn")),
        Claim("recurrent units", "dilated convolutions", at(system="gru"), at(system="cnn"), BEAT),
    ),
    "data": (
        Claim("an hour", "four minutes", at(hours="1"), at(hours="0.06")),
        Claim("an hour", "a quarter of it", at(hours="1"), at(hours="0.25")),
        Claim("an hour", "four minutes", at(hours="1"), at(hours="0.06"), BEAT),
    ),
}  # fmt: skip


class Own(NamedTuple):
    """A page of a program of its own: its table, and what is said of that."""

    table: Path
    words: Callable[[], Mapping[str, str]]


OWN = {
    "neuron": Own(DOCS / "bands.csv", bands.words),
    "composition": Own(DOCS / "bands.csv", bands.words),
    "landscape": Own(DOCS / "landscape.csv", landscape.words),
    "patience": Own(DOCS / "patience-curves.csv", patience.words),
}
LEFT = re.compile(r"(?<!`)\{[a-z_]+\}")
"""A word of a text that was not filled in."""


def fields(name: str) -> dict[str, str]:
    """What the text of a page may name, as far as its tables are there."""
    found = {"same": (TEXTS / "same.md").read_text(encoding="utf-8").strip()}
    if name in OWN and OWN[name].table.exists():
        found |= OWN[name].words()
    for sweep in SWEEPS:
        path = DOCS / f"{sweep}.csv"
        if path.exists():
            found |= _of_sweep(sweep, read_table(path))
    if name == "index":
        written = [each for each in PAGES if each != "index" and page(each)]
        found |= {"pages": "\n".join(written)} if written else {}
    return found


def _of_sweep(sweep: str, outcomes: Sequence[Outcome]) -> dict[str, str]:
    sentences = [claim.sentence(outcomes) for claim in CLAIMS.get(sweep, ())]
    if diverged := sum(each.state == DIVERGED for each in outcomes):
        sentences.append(f"{diverged} of {len(outcomes)} trainings diverged.")
    return {
        f"{sweep}_command": f"```console\n{command(sweep)}\n```",
        f"{sweep}_table": table(outcomes),
        f"{sweep}_claims": "\n".join(f"- {each}" for each in sentences),
    }


def page(name: str) -> str:
    """The Markdown of a page; empty while a table that it needs is missing."""
    text = (TEXTS / f"{name}.md").read_text(encoding="utf-8")
    for word, value in fields(name).items():
        text = text.replace("{" + word + "}", value)
    if LEFT.search(text):
        return ""
    return NOTE.format(name=name) + text


def main() -> None:
    for name in PAGES:
        if text := page(name):
            (DOCS / f"{name}.md").write_text(text, encoding="utf-8")
        else:
            print(f"{name}: a table is missing; see studies/networks/sweeps.py")


if __name__ == "__main__":
    main()
