"""The boundary network: the published sizes, and patch by patch equals the whole."""

from __future__ import annotations

import pytest
import torch

from lausch.networks.boundaries import Boundaries
from lausch.networks.patch import PatchShape


def test_the_published_sizes():
    shape = PatchShape()
    assert shape.pooled == (36, 12)
    assert shape.flat == (31, 10)
    network = Boundaries(shape, 0.0)
    assert sum(parameter.numel() for parameter in network.parameters()) == 1_280_049


def test_the_slide_counts_without_strides():
    shape = PatchShape(pool=(3, 3), pool_stride=(1, 1))
    assert shape.flat == (101, 71)
    assert 32 * 101 * 71 == 229_472


@pytest.mark.parametrize(
    "shape",
    [
        PatchShape(),
        PatchShape(planes=3),
        PatchShape(same=True),
        PatchShape(even=False),
        PatchShape(planes=2, joined=True, outputs=2),
        PatchShape(frames=41, bands=20, pool=(3, 3), pool_stride=(1, 1), dense=8),
    ],
)
def test_all_frames_at_once_are_what_each_patch_says(shape):
    torch.manual_seed(0)
    network = Boundaries(shape, 0.5).eval()
    values = torch.randn(2, shape.frames + 6, shape.planes * shape.bands)
    with torch.inference_mode():
        whole = network(values)
        patches = [network(values[:, at : at + shape.frames]) for at in range(7)]
    assert whole.shape == (2, 7, shape.outputs)
    torch.testing.assert_close(torch.cat(patches, dim=1), whole, atol=1e-5, rtol=0)
