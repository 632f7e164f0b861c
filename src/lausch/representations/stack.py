"""Several spectra side by side, in two stages.

`measure` turns samples into spectra, which training caches and varies; `finish` adds what is
computed from those spectra alone. So a varied spectrogram still gets the derivative, or the norm,
that belongs to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from lausch.errors import OptionError
from lausch.frames import Clock, FloatArray
from lausch.representations.around import Around
from lausch.representations.constantq import ConstantQ
from lausch.representations.deriv import Deriv
from lausch.representations.lags import Lags
from lausch.representations.pooled import Pooled
from lausch.representations.spectra import LinS
from lausch.representations.unit import Unit

Spectrum = LinS | Pooled | Lags
"""What `measure` of samples gives: columns that training caches."""


@dataclass(frozen=True)
class Stack:
    """Several spectra of one clock side by side, each as it is or with a step after it."""

    parts: tuple[Spectrum | Around | Deriv | Unit, ...]

    def __post_init__(self) -> None:
        clocks = {spectrum.clock for spectrum in self.spectra}
        if len(clocks) != 1:
            raise OptionError(f"stacked spectra share one clock, but these have {clocks}")

    @property
    def spectra(self) -> tuple[Spectrum, ...]:
        return tuple(
            part.of if isinstance(part, Around | Deriv | Unit) else part for part in self.parts
        )

    @property
    def clock(self) -> Clock:
        return self.spectra[0].clock

    @property
    def rate(self) -> int:
        return self.clock.rate

    @property
    def reach_samples(self) -> int:
        return max(spectrum.reach_samples for spectrum in self.spectra)

    @property
    def lag_frames(self) -> int:
        """How many earlier frames, and at most as many later ones, `finish` looks at."""
        looking = [part for part in self.parts if isinstance(part, Around | Deriv)]
        return max((part.lag_frames for part in looking), default=0)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(
            f"{spectrum.window_samples if isinstance(spectrum, LinS) else place}: {name}"
            for place, (part, spectrum) in enumerate(zip(self.parts, self.spectra, strict=True))
            for name in part.columns
        )

    @property
    def splits(self) -> tuple[slice, ...]:
        """Where each spectrum's columns lie in what `measure` returns."""
        edges = np.cumsum([0, *(spectrum.width for spectrum in self.spectra)])
        return tuple(slice(int(a), int(b)) for a, b in pairwise(edges))

    @property
    def tuning_samples(self) -> int:
        """How many first samples of a recording say how it is tuned; 0 if nobody asks."""
        asking = [each for each in self.spectra if isinstance(each, ConstantQ)]
        return max((each.tuning_samples for each in asking), default=0)

    def tuned(self, samples: FloatArray) -> Stack:
        """The stack for a recording that begins with these samples."""
        parts: list[Spectrum | Around | Deriv | Unit] = []
        for part in self.parts:
            if isinstance(part, ConstantQ):
                parts.append(part.tuned(samples))
            elif isinstance(part, Around) and isinstance(part.of, ConstantQ):
                parts.append(replace(part, of=part.of.tuned(samples)))
            else:
                parts.append(part)
        return Stack(tuple(parts))

    def measure(self, samples: FloatArray) -> FloatArray:
        """Samples (n,) to all spectra side by side (ceil(n / hop), sum of widths)."""
        return np.concatenate([spectrum.measure(samples) for spectrum in self.spectra], axis=1)

    def finish(self, values: FloatArray) -> FloatArray:
        """What `measure` returned, each spectrum after its step."""
        return np.concatenate(
            [
                part.finish(values[:, split])
                if isinstance(part, Around | Deriv | Unit)
                else values[:, split]
                for part, split in zip(self.parts, self.splits, strict=True)
            ],
            axis=1,
        )
