"""The figure of the report on the decoder: means by set, and track against track."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lausch.errors import MissingExtraError
from lausch.evaluation.decoders import OURS, PICKED, Judgement, Sets
from lausch.evaluation.bootstrap import mean
from lausch.files import replacing

DPI = 90
COLOURS = {PICKED: "#7f8c8d", OURS: "#c0392b"}
SET_COLOURS = ("#2471a3", "#1e8449", "#b7950b", "#7d3c98", "#34495e")


def write_decoder_figure(sets: Sets, judged: Sequence[Judgement], path: Path) -> None:
    """Draw F of the bar pointer against peak picking.

    Parameters
    ----------
    sets, judged : as `judged_decoders` takes and gives them.
    path : of the picture; an existing file is replaced.

    Raises
    ------
    MissingExtraError : matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("figures need matplotlib: pip install 'lausch[plot]'") from error

    of = {judgement.name: judgement for judgement in judged}
    figure = Figure(figsize=(11, 4.6), layout="constrained")
    bars, scatter = figure.subplots(1, 2, width_ratios=(1, 1))
    for number, (name, colour) in enumerate(COLOURS.items()):
        for place, corpus in enumerate(sets):
            found = mean([row for row in of[name].rows if row.corpus == corpus], "beat F")
            if found is None:
                continue
            at = place + 0.38 * (number - 0.5)
            bars.bar(at, found.value, 0.36, color=colour, label=None if place else name)
            whiskers = [[found.value - found.low], [found.high - found.value]]
            bars.errorbar(at, found.value, whiskers, color="black", capsize=3, linewidth=1)
            bars.text(at, 0.03, f"{found.value:.3f}", ha="center", color="white")
    bars.set_xticks(range(len(sets)), list(sets))
    bars.set_ylim(0, 1)
    bars.set_ylabel("beat F, mean and 95 % interval")
    bars.legend(loc="upper right")

    picked = {row.key: row.scores["beat F"] for row in of[PICKED].rows}
    for place, corpus in enumerate(sets):
        inside = [row for row in of[OURS].rows if row.corpus == corpus]
        scatter.scatter(
            [picked[row.key] for row in inside],
            [row.scores["beat F"] for row in inside],
            s=9,
            alpha=0.5,
            linewidths=0,
            color=SET_COLOURS[place % len(SET_COLOURS)],
            label=corpus,
        )
    scatter.plot([0, 1], [0, 1], color="black", linewidth=0.8)
    scatter.set_xlabel(f"beat F of {PICKED}, track by track")
    scatter.set_ylabel(f"beat F of the {OURS}")
    scatter.legend(loc="lower right")
    with replacing(path) as temporary:
        figure.savefig(temporary, format=path.suffix[1:] or "png", dpi=DPI)
