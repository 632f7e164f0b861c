"""`lausch evaluate decoder`: the bar pointer on activations that come with human beats."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.option(
    "--activations",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    required=True,
    help="SET.npz with an array (frames,) for each track, and SET_beats/TRACK.beats.",
)
@click.option("--fps", type=click.IntRange(1), default=100, show_default=True)
@click.option("--plot", type=click.Path(path_type=Path), help="A figure (.png, .pdf, .svg).")
@click.option("--out", "-o", type=click.Path(path_type=Path), help="The report as Markdown.")
def command(folder: Path, fps: int, plot: Path | None, out: Path | None) -> None:
    """Judge the decoder alone, without any sound, against peak picking.

    Prints mean F, CMLt and AMLt with 95 % intervals for every data set; --out writes the whole
    report, with the halves, the levels and what might make it invalid.
    """
    from lausch.evaluation.activations import open_activations
    from lausch.evaluation.decoder_figure import write_decoder_figure
    from lausch.evaluation.decoder_page import decoder_page, score_lines
    from lausch.evaluation.decoders import judged_decoders, tuned_picker
    from lausch.files import replacing
    from lausch.frames import Clock
    from lausch.plot import checked_suffix

    if plot is not None:
        checked_suffix(plot)
    sets = open_activations(folder, Clock(fps, 1))
    picker = tuned_picker(sets)
    judged = []
    for judgement in judged_decoders(sets, picker):
        judged.append(judgement)
        if sys.stderr.isatty():
            click.echo(f"{judgement.name}: {judgement.pace:,.0f} × real time", err=True)
    click.echo("\n".join(score_lines(sets, judged)))
    if plot is not None:
        write_decoder_figure(sets, judged, plot)
    if out is not None:
        told = f"lausch evaluate decoder --activations beat_activations -o {out}"
        command_line = told if plot is None else f"{told} --plot {plot}"
        text = decoder_page(
            sets, judged, picker, figure=plot.name if plot else None, command=command_line
        )
        out.parent.mkdir(parents=True, exist_ok=True)
        with replacing(out) as temporary:
            temporary.write_text(text, encoding="utf-8")
