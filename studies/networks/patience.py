"""Epochs, patience and early stopping: the curves of docs/networks/patience-curves.csv, drawn.

    python studies/networks/patience.py

writes patience.svg there. Nothing is trained.
"""

from __future__ import annotations

import csv
from pathlib import Path

from lausch.plot.saving import new_figure, save
from lausch.sweep.seeds import Mean, mean

DOCS = Path(__file__).parents[2] / "docs" / "networks"
PATIENCES = (2, 4, 8)
Curve = list[tuple[float, float]]
"""Training and validation loss of each epoch."""


def curves(name: str = "patience") -> list[Curve]:
    """The losses of each seed."""
    path = DOCS / f"{name}-curves.csv"
    seeds: dict[str, Curve] = {}
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            pair = float(row["training_loss"]), float(row["validation_loss"])
            seeds.setdefault(row["seed"], []).append(pair)
    return list(seeds.values())


def stopped(curve: Curve, patience: int) -> tuple[int, float]:
    """The epoch after which training ends, and the least validation loss until then."""
    best, at = float("inf"), 0
    for epoch, (_, loss) in enumerate(curve, start=1):
        if loss < best:
            best, at = loss, epoch
        if epoch - at >= patience:
            return epoch, best
    return len(curve), best


def best_epoch(curve: Curve) -> int:
    """The epoch with the least validation loss."""
    return 1 + min(range(len(curve)), key=lambda place: curve[place][1])


def draw(path: Path) -> None:
    """Both losses of every seed, with the best epochs and what a patience of four would do."""
    figure = new_figure(7.0, 3.2)
    figure.set_layout_engine("constrained")
    axes = figure.subplots()
    for seed, curve in enumerate(curves()):
        epochs = range(1, len(curve) + 1)
        for place, (colour, noun) in enumerate(
            (("#1b4f72", "training"), ("#c0392b", "validation"))
        ):
            axes.plot(
                epochs,
                [pair[place] for pair in curve],
                color=colour,
                linewidth=1,
                label=f"{noun} loss" if seed == 0 else None,
            )
        best = best_epoch(curve)
        axes.plot(best, curve[best - 1][1], "v", color="#c0392b")
        axes.axvline(stopped(curve, 4)[0], color="#999999", linestyle=":", linewidth=1)
    axes.set_xlabel("epoch (triangles: least validation loss; dotted: a patience of 4 ends here)")
    axes.set_ylabel("loss")
    axes.legend(frameon=False, fontsize="small")
    axes.spines[["top", "right"]].set_visible(False)
    save([figure], path)


def words() -> dict[str, str]:
    """What the page says of the curves."""
    seeds = curves()
    last = mean([curve[-1][1] - min(pair[1] for pair in curve) for curve in seeds])
    fallen = mean([curve[-1][0] - curve[best_epoch(curve) - 1][0] for curve in seeds])
    rows = ["| patience | epochs | loss more than with all epochs |", "|---|---|---|"]
    for patience in PATIENCES:
        ends = [stopped(curve, patience) for curve in seeds]
        lost = [
            best - min(pair[1] for pair in curve)
            for (_, best), curve in zip(ends, seeds, strict=True)
        ]
        rows.append(f"| {patience} | {_plain(mean([e for e, _ in ends]))} | {mean(lost)} |")
    return {
        "best": ", ".join(str(best_epoch(curve)) for curve in seeds),
        "epochs": str(len(seeds[0])),
        "last": str(last),
        "last_means": _risen(last),
        "fallen": str(fallen),
        "patience_rows": "\n".join(rows),
    }


def _plain(found: Mean) -> str:
    return f"{found.value:.1f}"


def _risen(last: Mean) -> str:
    if last.clear:
        return "it has clearly risen since its least value: the network learns its songs by heart"
    return "three seeds do not tell that it has risen since its least value"


if __name__ == "__main__":
    draw(DOCS / "patience.svg")
