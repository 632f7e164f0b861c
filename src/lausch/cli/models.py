"""`lausch models`: list the models, or show the card of one."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import click

from lausch.errors import ModelError
from lausch.files import printable

if TYPE_CHECKING:
    from lausch.models.model import Model


@click.command()
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the card of NAME as JSON.")
@click.option(
    "--parameters", is_flag=True, help="Print the weights of NAME by layer; NAME may be a system."
)
def command(name: str | None, as_json: bool, parameters: bool) -> None:
    """List the models, or show the card of NAME (a model of the list or an .onnx file).

    `made by` is what the card says. Lines with `anew` are today's commands that make the model.
    """
    from lausch.formulas import WEIGHTLESS, open_formula
    from lausch.models.chain import chain
    from lausch.models.model import default_models, load_model, read_weights, shipped
    from lausch.models.tensors import table_of
    from lausch.systems import named_since, runs_of

    if parameters:
        if name is None:
            raise click.UsageError("--parameters of which model or system? name one")
        click.echo(_parameters(name), nl=False)
        return
    if name is None:
        best = default_models()
        width = max(map(len, (*shipped(), *WEIGHTLESS)))
        for each in shipped():
            model = load_model(each)
            default = " (default)" if each in best else ""
            click.echo(
                f"{each:{width}}  {model.card.parameters:>9,} parameters  {model.card.licence}  "
                f"{model.digest[:12]}  {model.task.output_summary}{default}"
            )
        for each in WEIGHTLESS:
            formula = open_formula(each)
            click.echo(
                f"{each:{width}}  formula, no weights: {', '.join(formula.layers)}; {formula.title}"
            )
        return
    if name in WEIGHTLESS:
        formula = open_formula(name)
        if as_json:
            click.echo(json.dumps(formula.settings, indent=2))
            return
        click.echo(f"{formula.name}: {formula.title}")
        click.echo(f"sha256      {formula.digest} (of its settings)")
        click.echo(f"finds       {', '.join(formula.layers)}")
        fps = formula.spectrum.clock.fps
        click.echo(f"rate        {formula.rate} Hz, {fps:g} frames a second")
        click.echo("parameters  none: a formula, no weights")
        return
    model = load_model(name)
    if as_json:
        card = model.card
        tensors = card.tensors or table_of(read_weights(name))  # older cards have no table
        click.echo(json.dumps(asdict(replace(card, tensors=tensors)), indent=2))
        return
    ours = name in shipped()
    since = named_since(name, model.card.deviations) if ours else ()
    for line in (
        *_about(model),
        *(f"deviates    {each} (not on the card)" for each in since),
        *(f"anew        {each}" for each in chain(model.card, runs_of(name) if ours else ())),
    ):
        click.echo(printable(line))


def _about(model: Model) -> list[str]:
    """What a card says, in lines."""
    card = model.card
    try:
        return [
            f"{card.name}: {card.title}",
            f"sha256      {model.digest}",
            f"finds       {model.task.output_summary}",
            f"rate        {model.rate} Hz, {model.representation.clock.fps:g} frames a second",
            f"parameters  {card.parameters:,}",
            f"licence     {card.licence}",
            *(
                f"trained on  {entry['name']}: {entry['tracks']} tracks, {entry['hours']:.1f} h, "
                f"{entry['licence']}"
                for entry in card.data
            ),
            f"made by     {card.training['command']} (lausch {card.lausch_version})",
            *(f"deviates    {deviation}" for deviation in card.deviations),
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(f"the model's card cannot be read: {error!r}") from error


def _parameters(name: str) -> str:
    """Layers of a boundary network, as published and on a slide of it; then the file's tensors."""
    from importlib import import_module

    from lausch.formulas import WEIGHTLESS
    from lausch.models.model import load_model, read_weights, shipped
    from lausch.models.tensors import tensors_of
    from lausch.networks.sizes import table
    from lausch.systems import NAMES

    if name in WEIGHTLESS:
        return f"{name} is a formula: it has no parameters\n"
    module = import_module(f"lausch.systems.{name}") if name in NAMES else None
    shape = getattr(module, "SHAPE", None)
    text = ""
    if shape is not None:
        text += f"{name}, one network, for one patch\n\n{table(shape)}"
        slide = getattr(module, "SLIDE", None)
        if slide is not None:
            text += "\nas the tutorial's slide counts it: pooling in steps of one\n\n"
            text += table(slide)
        text += "\n"
    if name in NAMES and name not in shipped():
        return text or f"{name} has no shipped weights to count; train it\n"
    card = load_model(name).card
    text += f"{name}, as its file holds it\n\n"
    for each in tensors_of(read_weights(name), card):
        sizes = " x ".join(f"{size:,}" for size in each.shape) or "1"
        text += f"{each.operator:18} {sizes:>20} {each.kind:>8} {each.size:>12,}\n"
    return f"{text}\nparameters that were trained: {card.parameters:,}\n"
