"""The sizes of a boundary network as plain numbers: counting its parameters needs no torch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PatchShape:
    """The sizes from which the network is built and its parameters are counted.

    Parameters
    ----------
    frames, bands : size of an input patch.
    planes : number of inputs of that size, side by side in the features.
    joined : the first convolution has all planes as its channels (Cohen-Hadria and Peeters 2017);
        otherwise every plane has a first convolution of its own (Grill and Schlüter 2015).
    maps, later_maps : maps of the first and the second convolution.
    first, pool, second : (frames, bands) of kernels and pool.
    pool_stride : (frames, bands) between pooled values; the published network has the size of the
        pool, the tutorial's slide counts (1, 1).
    dense, outputs : numbers of units.
    even : batch normalisation without parameters before every nonlinearity.
    same : zero padding keeps the number of bands in convolutions; frames are never padded.
    """

    frames: int = 115
    bands: int = 80
    planes: int = 1
    joined: bool = False
    maps: int = 16
    later_maps: int = 32
    first: tuple[int, int] = (8, 6)
    pool: tuple[int, int] = (3, 6)
    second: tuple[int, int] = (6, 3)
    pool_stride: tuple[int, int] = (3, 6)
    dense: int = 128
    same: bool = False
    even: bool = True
    outputs: int = 1

    @property
    def margin(self) -> int:
        """Frames of a patch on either side of its centre."""
        return (self.frames - 1) // 2

    @property
    def pooled(self) -> tuple[int, int]:
        """(frames, bands) after pooling."""
        frames = self.frames - self.first[0] + 1
        bands = self.bands if self.same else self.bands - self.first[1] + 1
        return (
            (frames - self.pool[0]) // self.pool_stride[0] + 1,
            (bands - self.pool[1]) // self.pool_stride[1] + 1,
        )

    @property
    def flat(self) -> tuple[int, int]:
        """(frames, bands) after the second convolution, the input of the dense layer."""
        frames, bands = self.pooled
        return frames - self.second[0] + 1, bands if self.same else bands - self.second[1] + 1
