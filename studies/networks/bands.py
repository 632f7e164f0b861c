"""One neuron, and networks of neurons, on two bands that one can see.

    python studies/networks/bands.py --corpora RENDERED [--work WORK]

The bands are rises of a log-mel spectrogram near 90 Hz and near 4 kHz; the networks tell frames of
beats from as many other frames. Writes bands.csv, neuron.png and composition.png to docs/networks/.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from material import DOCS, SEEDS, Material, opened
from numpy.typing import NDArray
from torch import Tensor, nn

from lausch.plot.saving import new_figure, save
from lausch.sweep.seeds import mean
from lausch.training.cache import open_spectra
from lausch.training.excerpts import Example

Floats = NDArray[np.float32]
HZ = (90.0, 4000.0)
NETWORKS: Mapping[str, tuple[int, ...]] = {"one neuron": (), "8 + 1": (8,), "8 + 8 + 1": (8, 8)}
STEPS, RATE = 300, 0.05
AWAY_FRAMES = 4
"""Frames that are no beats stand so far from any."""
SHOWN_SECONDS = 4.0


@dataclass(frozen=True)
class Frames:
    """The two bands of frames, (frames, 2), and whether each is a beat, (frames, 1)."""

    bands: Tensor
    beats: Tensor


def main() -> None:
    material = opened(__doc__)
    places = [_nearest(material, hz) for hz in HZ]
    held_out = _frames(material, material.prepared.validation, places, seed=0)
    rows: list[dict[str, Any]] = []
    networks: dict[str, list[nn.Module]] = {name: [] for name in NETWORKS}
    for seed in range(SEEDS):
        training = _frames(material, material.prepared.training, places, seed=seed)
        for name, sizes in NETWORKS.items():
            network = _trained(sizes, training, seed)
            networks[name].append(network)
            rows.append(_row(name, seed, network, training, held_out))
    with (DOCS / "bands.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    _draw_neuron(networks["one neuron"], held_out, _song(material, places))
    _draw_composition(networks, held_out)


def _nearest(material: Material, hz: float) -> int:
    centres = material.system.representation.parts[0].of.centres
    return int(np.abs(centres - hz).argmin())


def _values(material: Material, example: Example, places: Sequence[int]) -> Floats:
    """The two bands of a recording, each the largest of three frames: (frames, 2)."""
    spectra = np.asarray(open_spectra(example.spectra), dtype=np.float32)
    rise = material.system.representation.finish(spectra)[:, places]
    around = np.pad(rise, ((1, 1), (0, 0)))
    largest: Floats = np.max([around[:-2], around[1:-1], around[2:]], axis=0)
    return largest


def _frames(
    material: Material, examples: Sequence[Example], places: Sequence[int], *, seed: int
) -> Frames:
    """All beats, and as many frames that are none, drawn with the seed."""
    random = np.random.default_rng(seed)
    bands, beats = [], []
    for example in examples:
        values = _values(material, example, places)
        frames = material.system.representation.clock.frames(example.truth.times)
        frames = frames[frames < len(values)]
        near = np.zeros(len(values), dtype=bool)
        for shift in range(-AWAY_FRAMES, AWAY_FRAMES + 1):
            near[np.clip(frames + shift, 0, len(values) - 1)] = True
        others = random.permutation(np.flatnonzero(~near))[: len(frames)]
        bands += [values[frames], values[others]]
        beats += [np.ones(len(frames)), np.zeros(len(others))]
    return Frames(
        torch.from_numpy(np.concatenate(bands)),
        torch.from_numpy(np.concatenate(beats)[:, None].astype(np.float32)),
    )


def _trained(sizes: Sequence[int], training: Frames, seed: int) -> nn.Module:
    torch.manual_seed(seed)
    parts: list[nn.Module] = []
    before = 2
    for size in sizes:
        parts += [nn.Linear(before, size), nn.ReLU()]
        before = size
    network = nn.Sequential(*parts, nn.Linear(before, 1))
    optimizer = torch.optim.Adam(network.parameters(), RATE)
    for _ in range(STEPS):
        optimizer.zero_grad()
        torch.autograd.backward(_loss(network, training))
        optimizer.step()
    return network.eval()


def _loss(network: nn.Module, frames: Frames) -> Tensor:
    return nn.functional.binary_cross_entropy_with_logits(network(frames.bands), frames.beats)


def _row(
    name: str, seed: int, network: nn.Module, training: Frames, held_out: Frames
) -> dict[str, Any]:
    with torch.inference_mode():
        right = (network(held_out.bands) > 0) == (held_out.beats > 0.5)
        row = {
            "network": name,
            "seed": seed,
            "training_loss": f"{float(_loss(network, training)):.4f}",
            "validation_loss": f"{float(_loss(network, held_out)):.4f}",
            "accuracy": f"{float(right.float().mean()):.4f}",
            "parameters": sum(each.numel() for each in network.parameters()),
        }
    last = list(network.parameters())[-2:]
    weights = last[0].detach().flatten().tolist() if name == "one neuron" else ["", ""]
    bias = f"{float(last[1].detach()):.3f}" if name == "one neuron" else ""
    low, high = (f"{each:.3f}" if each != "" else "" for each in weights)
    return {**row, "weight_low": low, "weight_high": high, "bias": bias}


def _song(material: Material, places: Sequence[int]) -> tuple[Floats, Floats]:
    """Bands of a few seconds of the first held-out recording, and its beats there (s)."""
    example = material.prepared.validation[0]
    clock = material.system.representation.clock
    start = round(20 * clock.fps)
    count = round(SHOWN_SECONDS * clock.fps)
    times = example.truth.times - float(clock.seconds(start))
    values = _values(material, example, places)[start : start + count]
    return values, times[(times >= 0) & (times < SHOWN_SECONDS)].astype(np.float32)


def _draw_neuron(
    neurons: Sequence[nn.Module], held_out: Frames, song: tuple[Floats, Floats]
) -> None:
    figure = new_figure(8.0, 3.2)
    figure.set_layout_engine("constrained")
    left, right = figure.subplots(1, 2, width_ratios=(1.6, 1))
    values, beats = song
    seconds = np.arange(len(values)) * SHOWN_SECONDS / len(values)
    for place, (column, hz) in enumerate(zip(values.T, HZ, strict=True)):
        left.plot(seconds, column / values.max() + 2.2 - 1.1 * place, color="#1b4f72", linewidth=1)
        left.text(0, 3.05 - 1.1 * place, f"rise near {hz:g} Hz", fontsize=7)
    with torch.inference_mode():
        output = torch.sigmoid(neurons[0](torch.from_numpy(values))).numpy()[:, 0]
    left.plot(seconds, output, color="#c0392b", linewidth=1)
    left.text(0, 0.95, "σ(Wᵀx + b)", fontsize=7, color="#c0392b")
    for beat in beats:
        left.axvline(beat, color="#bbbbbb", linewidth=0.8, zorder=0)
    left.set_yticks([])
    left.set_xlabel("seconds (grey: annotated beats)")
    _plane(right, neurons[0], held_out)
    for neuron in neurons[1:]:
        _plane(right, neuron, held_out, line_alone=True)
    save([figure], DOCS / "neuron.png")


def _plane(axes: Any, network: nn.Module, frames: Frames, *, line_alone: bool = False) -> None:
    """Probability over the plane of both bands, with some frames."""
    edges = np.quantile(frames.bands.numpy(), 0.99, axis=0)
    across, up = np.meshgrid(*(np.linspace(0, edge, 60) for edge in edges))
    plane = torch.from_numpy(np.stack([across.ravel(), up.ravel()], 1).astype(np.float32))
    with torch.inference_mode():
        chances = torch.sigmoid(network(plane)).numpy().reshape(across.shape)
    if not line_alone:
        axes.contourf(across, up, chances, 10, cmap="RdBu_r", vmin=0, vmax=1, alpha=0.7)
        for wanted, colour in ((0, "#1b4f72"), (1, "#7b241c")):
            own = frames.bands[(frames.beats[:, 0] == wanted)][:120].numpy()
            axes.plot(*own.T, ".", color=colour, markersize=2)
    axes.contour(across, up, chances, [0.5], colors="black", linewidths=0.8)
    axes.set_xlim(0, edges[0])
    axes.set_ylim(0, edges[1])
    axes.set_xlabel(f"rise near {HZ[0]:g} Hz")
    axes.set_ylabel(f"rise near {HZ[1]:g} Hz")


def _draw_composition(networks: Mapping[str, Sequence[nn.Module]], held_out: Frames) -> None:
    figure = new_figure(9.0, 3.2)
    figure.set_layout_engine("constrained")
    panels = figure.subplots(1, len(networks), sharey=True)
    for panel, (name, own) in zip(panels, networks.items(), strict=True):
        _plane(panel, own[0], held_out)
        panel.set_title(name, fontsize=9)
    save([figure], DOCS / "composition.png")


def words() -> dict[str, str]:
    """What the pages say of the table: means over seeds, and the weights of the neurons."""
    with (DOCS / "bands.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    own = {name: [row for row in rows if row["network"] == name] for name in NETWORKS}
    lines = ["| network | parameters | validation loss | right, of 1 |", "|---|---|---|---|"]
    for name, each in own.items():
        loss = mean([float(row["validation_loss"]) for row in each])
        right = mean([float(row["accuracy"]) for row in each])
        lines.append(f"| {name} | {each[0]['parameters']} | {loss} | {right} |")
    single = own["one neuron"]
    low, high, bias = (
        mean([float(row[name]) for row in single]) for name in ("weight_low", "weight_high", "bias")
    )
    return {
        "bands_table": "\n".join(lines),
        "low": str(low),
        "high": str(high),
        "bias": str(bias),
        "signs": "Both are positive for each seed: a rise of either makes a beat likelier."
        if all(float(row[name]) > 0 for row in single for name in ("weight_low", "weight_high"))
        else "Not all are positive: a rise may also make a beat less likely.",
        "right": str(mean([float(row["accuracy"]) for row in single])),
        "neuron_table": "\n".join([*lines[:3]]),
        "composition_claims": " ".join(_compared(own)),
    }


def _compared(own: Mapping[str, Sequence[Mapping[str, str]]]) -> list[str]:
    names = list(own)
    sentences = []
    for before, after in pairwise(names):
        found = mean(
            [
                float(two["validation_loss"]) - float(one["validation_loss"])
                for one, two in zip(own[before], own[after], strict=True)
            ]
        )
        what = "lowers" if found.value < 0 else "raises"
        sentences.append(
            f"From {before} to {after} the loss on held-out frames changes by {found}: three seeds "
            + (f"agree that the further layer {what} it." if found.clear else "tell no difference.")
        )
    return sentences


if __name__ == "__main__":
    main()
