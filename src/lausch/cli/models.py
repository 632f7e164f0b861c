"""`lausch models`: what is shipped, and one model's whole card."""

from __future__ import annotations

import json
from dataclasses import asdict

import click


@click.command()
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print NAME's whole card as JSON.")
@click.option("--markdown", is_flag=True, help="Print the page that stands in weights/README.md.")
def command(name: str | None, as_json: bool, markdown: bool) -> None:
    """List the models, or show the card of NAME (a model of the list or an .onnx file)."""
    from lausch.formulas import WEIGHTLESS, open_formula
    from lausch.model import default_models, load_model, shipped

    if markdown:
        from lausch.weights.table import weights_page

        click.echo(weights_page(), nl=False)
        return
    if name is None:
        best = default_models()
        for each in shipped():
            model = load_model(each)
            default = "  (default)" if each in best else ""
            click.echo(
                f"{each:12} {model.task.hears:18} "
                f"{model.card.parameters:>8,} parameters  {model.card.licence}  "
                f"{model.digest[:12]}{default}"
            )
        for each in WEIGHTLESS:
            formula = open_formula(each)
            click.echo(
                f"{each:12} {', '.join(formula.layers):18} "
                f"{'formula, no weights':19}  {formula.title}"
            )
        return
    if name in WEIGHTLESS:
        formula = open_formula(name)
        if as_json:
            click.echo(json.dumps(formula.settings, indent=2, ensure_ascii=False))
            return
        click.echo(f"{formula.name}: {formula.title}")
        click.echo(f"sha256      {formula.digest} (of its settings)")
        click.echo(f"hears       {', '.join(formula.layers)}")
        fps = formula.spectrum.clock.fps
        click.echo(f"listens at  {formula.rate} Hz, {fps:g} frames a second")
        click.echo("parameters  none: a formula, no weights")
        return
    model = load_model(name)
    if as_json:
        click.echo(json.dumps(asdict(model.card), indent=2, ensure_ascii=False))
        return
    card = model.card
    click.echo(f"{card.name}: {card.title}")
    click.echo(f"sha256      {model.digest}")
    click.echo(f"hears       {model.task.hears}")
    click.echo(f"listens at  {model.rate} Hz, {model.representation.clock.fps:g} frames a second")
    click.echo(f"parameters  {card.parameters:,}")
    click.echo(f"licence     {card.licence}")
    for entry in card.data:
        click.echo(
            f"trained on  {entry['name']}: {entry['tracks']} tracks, {entry['hours']:.1f} h, "
            f"{entry['licence']}"
        )
    click.echo(f"made by     {card.training['command']} (lausch {card.lausch_version})")
    for deviation in card.deviations:
        click.echo(f"deviates    {deviation}")
