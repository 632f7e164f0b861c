"""The loss of the small network over a plane of weights, and the path that training takes there.

    python studies/networks/landscape.py --corpora RENDERED [--work WORK]

The plane has the two principal directions of the path (Li et al., NeurIPS 2018, section 7). Writes
landscape.csv and landscape.svg to docs/networks/.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from material import DOCS, SEEDS, Material, opened
from numpy.typing import NDArray
from torch import nn

from lausch.plot.saving import new_figure, save
from lausch.sweep.seeds import mean
from lausch.system import System
from lausch.training.excerpts import training_batches
from lausch.training.loop import build, loss_of, standardize, validation_loss

Floats = NDArray[np.float64]
EPOCHS, POINTS, RATE = 4, 11, 0.01


@dataclass(frozen=True)
class Training:
    """A training: weights after each update as rows, and the network that has them."""

    network: nn.Module
    weights: Floats


@dataclass(frozen=True)
class Plane:
    """Losses over a plane: places (points,) along both directions, losses, the path, its share.

    `share` is how much of the path's variance lies in the plane.
    """

    across: Floats
    up: Floats
    losses: Floats
    path: Floats
    share: float


def main() -> None:
    material = opened(__doc__)
    short = replace(material.system.recipe, validation_seconds=15.0)
    system = replace(material.system, recipe=short)
    planes = [_plane(material, system, seed) for seed in range(SEEDS)]
    rows = [
        {
            "seed": seed,
            "share": f"{plane.share:.4f}",
            "first_loss": f"{_at(plane, 0):.4f}",
            "last_loss": f"{_at(plane, -1):.4f}",
            "least_loss": f"{plane.losses.min():.4f}",
            "largest_loss": f"{plane.losses.max():.4f}",
            "least_inside": int(_inside(plane)),
        }
        for seed, plane in enumerate(planes)
    ]
    with (DOCS / "landscape.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    _draw(planes, DOCS / "landscape.svg")


def _path(material: Material, system: System, seed: int) -> Training:
    """Train and keep the weights after each update."""
    torch.manual_seed(seed)
    network = build(system)
    standardize(network, system, material.prepared.training, seed)
    optimizer = torch.optim.Adam(network.parameters(), RATE)
    weights = [nn.utils.parameters_to_vector(network.parameters()).detach().numpy().copy()]
    for epoch in range(EPOCHS):
        random = np.random.default_rng([seed, epoch])
        network.train()
        for batch in training_batches(system, material.prepared.training, random):
            optimizer.zero_grad()
            torch.autograd.backward(loss_of(network, system, batch))
            optimizer.step()
            now = nn.utils.parameters_to_vector(network.parameters())
            weights.append(now.detach().numpy().copy())
    return Training(network, np.array(weights, dtype=np.float64))


def _plane(material: Material, system: System, seed: int) -> Plane:
    path = _path(material, system, seed)
    centre = path.weights[-1]
    moved = path.weights - centre
    _, sizes, directions = np.linalg.svd(moved - moved.mean(axis=0), full_matrices=False)
    first_two = directions[:2]
    places = moved @ first_two.T
    margin = 0.35 * np.ptp(places, axis=0)
    across, up = (
        np.linspace(low - more, high + more, POINTS)
        for low, high, more in zip(places.min(0), places.max(0), margin, strict=True)
    )
    losses = np.array([[_loss(path, centre + x * first_two[0] + y * first_two[1], material, system)
                        for x in across] for y in up])  # fmt: skip
    share = float(np.square(sizes[:2]).sum() / np.square(sizes).sum())
    return Plane(across, up, losses, places, share)


def _loss(path: Training, weights: Floats, material: Material, system: System) -> float:
    vector = torch.from_numpy(weights.astype(np.float32))
    nn.utils.vector_to_parameters(vector, path.network.parameters())
    return validation_loss(path.network, system, material.prepared.validation)


def _at(plane: Plane, place: int) -> float:
    """The loss of the grid's point nearest to a place of the path."""
    x, y = plane.path[place]
    return float(plane.losses[np.abs(plane.up - y).argmin(), np.abs(plane.across - x).argmin()])


def _inside(plane: Plane) -> bool:
    """Whether the least loss is not at the edge of the plane."""
    row, column = np.unravel_index(plane.losses.argmin(), plane.losses.shape)
    return 0 < row < POINTS - 1 and 0 < column < POINTS - 1


def _draw(planes: list[Plane], path: Path) -> None:
    figure = new_figure(9.0, 3.2)
    figure.set_layout_engine("constrained")
    panels: Any = figure.subplots(1, len(planes))
    for seed, (panel, plane) in enumerate(zip(panels, planes, strict=True)):
        panel.contourf(plane.across, plane.up, np.log10(plane.losses), 12, cmap="viridis_r")
        panel.plot(*plane.path.T, color="white", linewidth=1)
        panel.plot(*plane.path[0], "o", color="white", markersize=4)
        panel.plot(*plane.path[-1], "x", color="white")
        panel.set_title(f"seed {seed}", fontsize=9)
        panel.set_xlabel("first direction of the path")
    panels[0].set_ylabel("second direction")
    save([figure], path)


def words() -> dict[str, str]:
    """What the page says of the table."""
    with (DOCS / "landscape.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    share, first, last, least = (
        mean([float(row[name]) for row in rows])
        for name in ("share", "first_loss", "last_loss", "least_loss")
    )
    inside = sum(row["least_inside"] == "1" for row in rows)
    return {
        "share": str(share),
        "first_loss": str(first),
        "last_loss": str(last),
        "least_loss": str(least),
        "inside": f"{inside} of {len(rows)}",
    }


if __name__ == "__main__":
    main()
