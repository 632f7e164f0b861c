"""A page for each shipped model, from its card, its scores and the page of weights."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lausch.literature import literature
from lausch.literature.state import scores
from lausch.models.model import DEFAULTS, Model, load_model, read_weights, shipped
from lausch.models.tensors import tensors_of
from lausch.systems import NAMES

ROOT = Path(__file__).parents[2]
WEIGHTS = ROOT / "src" / "lausch" / "models" / "weights" / "README.md"
UNSURE = "from memory, low"
"""How sure a card is of a figure that is not to be printed as published."""


def pages(demonstrations: dict[str, str]) -> dict[str, str]:
    """The pages by name: one for each model, and one that lists them.

    Parameters
    ----------
    demonstrations : for some models Markdown with a picture and sound.
    """
    names = shipped()
    return {
        "index": _index(names),
        **{name: page(load_model(name), demonstrations.get(name, "")) for name in names},
    }


def page(model: Model, demonstration: str) -> str:
    """The Markdown of a model's page."""
    card = model.card
    parts = [
        f"# {card.name}",
        f"{card.title}.",
        _facts(model),
        demonstration,
        _scores(model),
        _architecture(model),
        "## Recipe\n\n" + _listing(_flat(card.recipe)),
        "## Data, deviations, and how it is made anew\n\n" + _weights_section(card.name),
    ]
    if card.name in NAMES:
        parts.append(
            f"## The code\n\n```{{literalinclude}} ../../../src/lausch/systems/{card.name}.py\n```"
        )
    return "\n\n".join(part for part in parts if part) + "\n"


def _index(names: tuple[str, ...]) -> str:
    entries = "\n".join(names)
    return (
        "# Models\n\nA page for each model inside the package, generated from its card.\n\n"
        f"```{{toctree}}\n:maxdepth: 1\n\n{entries}\n```\n"
    )


def _facts(model: Model) -> str:
    card = model.card
    best = [layer for layer in model.layers if DEFAULTS[layer][:1] == (model.name,)]
    clock = model.representation.clock
    rows = [
        ("finds", model.task.output_summary),
        ("default for", ", ".join(best) or "–"),
        ("parameters", f"{card.parameters:,}"),
        ("file", f"{len(read_weights(card.name)):,} bytes"),
        ("sound", f"{model.rate} Hz, {clock.fps:.6g} frames a second"),
        ("licence", card.licence),
        ("SHA-256", f"`{model.digest}`"),
    ]
    paper = next((p for p in literature().papers if p.key == _key(card.name)), None)
    if paper is not None:
        rows.insert(0, ("paper", f"{', '.join(paper.authors)}: {paper.title}. {paper.container}, "
                        f"{paper.year}"))  # fmt: skip
    return _table(("", ""), rows)


def _key(name: str) -> str:
    from lausch.systems import system

    return system(name).literature if name in NAMES else ""


def _scores(model: Model) -> str:
    lines = ["## Figures", ""]
    score = scores().get(model.name)
    if score is not None:
        lines += [
            f"Here: {score.measure} {score.value:.3f}, the mean of {score.tracks} {score.on} "
            f"([the report](../../../{score.report}), with intervals, rivals and what might make "
            "it invalid).",
            "",
        ]
    known = [each for each in model.card.published if each["sureness"] != UNSURE]
    if known:
        rows = [(e["data"], e["measure"], str(e["value"]), e["sureness"]) for e in known]
        lines += [
            "In the literature, on other recordings; how sure the figure is stands beside it:",
            "",
            _table(("data", "measure", "value", "source"), rows),
        ]
    return "\n".join(lines) if len(lines) > 2 else ""


def _architecture(model: Model) -> str:
    tensors = tensors_of(read_weights(model.name), model.card)
    rows = [
        (f"{each.operator} {' × '.join(map(str, each.shape)) or '1'}", f"{each.size:,} {each.kind}")
        for each in tensors
    ]
    return (
        "## Architecture\n\nInput, from samples to frames:\n\n"
        + _listing(_flat(model.card.representation))
        + "\n\nWeights in the file, in the order of their use, with their number and type:\n\n"
        + _listing(rows)
        + "\n\nFrom activations to annotation:\n\n"
        + _listing(_flat(model.card.task))
    )


def _weights_section(name: str) -> str:
    text = WEIGHTS.read_text(encoding="utf-8")
    sections = re.split(r"^## ", text, flags=re.M)
    (section,) = (each for each in sections if each.startswith(f"{name}\n"))
    return section.split("\n", 1)[1].strip()


def _flat(values: Any, prefix: str = "") -> list[tuple[str, str]]:
    """Nested dicts and lists as rows of a name with dots and a value."""
    if isinstance(values, dict) and values:
        pairs = [(f"{prefix}.{key}".lstrip("."), each) for key, each in values.items()]
        return [row for name, each in pairs for row in _flat(each, name)]
    if isinstance(values, list) and any(isinstance(each, dict) for each in values):
        pairs = [(f"{prefix} {number}", each) for number, each in enumerate(values, 1)]
        return [row for name, each in pairs for row in _flat(each, name)]
    if isinstance(values, list) and len(values) > 12:
        return [(prefix, f"{len(values)} numbers")]
    if isinstance(values, list):
        return [(prefix, ", ".join(map(str, values)) or "–")]
    return [(prefix, "–" if values is None else str(values))]


def _listing(rows: list[tuple[str, str]]) -> str:
    """Names and values as aligned text: tables of hundreds of rows take seconds to build."""
    width = max(len(name) for name, _ in rows)
    return "```text\n" + "\n".join(f"{name:{width}}  {value}" for name, value in rows) + "\n```"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("$", "\\$")
