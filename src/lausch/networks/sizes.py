"""The arithmetic of a boundary network: inputs, outputs and weights of each layer."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lausch.networks.patch import PatchShape


@dataclass(frozen=True)
class NetworkLayer:
    """One layer of the network for one patch: shapes, with maps last, and numbers of parameters."""

    name: str
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    weights: int = 0
    biases: int = 0

    @property
    def parameters(self) -> int:
        return self.weights + self.biases


def layers(shape: PatchShape) -> tuple[NetworkLayer, ...]:
    """Every layer from the patch to the outputs; convolutions are valid."""
    branches = 1 if shape.joined else shape.planes
    depth = shape.planes if shape.joined else 1
    frames, bands = shape.frames - shape.first[0] + 1, shape.bands - shape.first[1] + 1
    pooled, later = shape.pooled, shape.flat
    maps = branches * shape.maps
    flat = later[0] * later[1] * shape.later_maps
    kernel = shape.first[0] * shape.first[1] * depth * maps
    times = f", {branches} times" if branches > 1 else ""
    return (
        NetworkLayer(
            f"convolution {_by(shape.first)}{times}",
            (shape.frames, shape.bands, shape.planes),
            (frames, bands, maps),
            kernel,
            maps,
        ),
        NetworkLayer(
            f"pooling {_by(shape.pool)}, steps of {_by(shape.pool_stride)}",
            (frames, bands, maps),
            (*pooled, maps),
        ),
        NetworkLayer(
            f"convolution {_by(shape.second)}",
            (*pooled, maps),
            (*later, shape.later_maps),
            shape.second[0] * shape.second[1] * maps * shape.later_maps,
            shape.later_maps,
        ),
        NetworkLayer("dense", (flat,), (shape.dense,), flat * shape.dense, shape.dense),
        NetworkLayer(
            "dense", (shape.dense,), (shape.outputs,), shape.dense * shape.outputs, shape.outputs
        ),
    )


def of_the_slide(shape: PatchShape) -> PatchShape:
    """The network that the tutorial's slide counts: pooling over 3 x 3 in steps of one.

    Only this pool gives the slide's 71 x 101 x 32 inputs of the dense layer for 80 bands and 115
    frames; all orders of axes and all pools were tried.
    """
    return replace(shape, pool=(3, 3), pool_stride=(1, 1))


def table(shape: PatchShape) -> str:
    """The layers as a table of text, with totals."""
    stack = layers(shape)
    rows = [("layer", "in", "out", "weights", "biases")]
    rows += [
        (each.name, _by(each.inputs), _by(each.outputs), f"{each.weights:,}", f"{each.biases:,}")
        for each in stack
    ]
    weights, biases = sum(each.weights for each in stack), sum(each.biases for each in stack)
    rows.append(("together", "", f"{weights + biases:,}", f"{weights:,}", f"{biases:,}"))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        + "\n"
        for row in rows
    )


def _by(sizes: tuple[int, ...]) -> str:
    return " x ".join(f"{size:,}" for size in sizes)
