"""The bar pointer with several metres at once, which may follow each other at bar lines.

Holzapfel and Grill (ISMIR 2016) track metres by a bar pointer on the activations of a network. Here
it is the exact model of `viterbi`, over all beats of all metres and tempi: every metre stays
possible until the last bar is read.
"""

from __future__ import annotations

from dataclasses import dataclass

from lausch.decoding.bar_pointer import BarPointer


@dataclass(frozen=True)
class MeterTracker(BarPointer):
    """The settings of `BarPointer`, and how likely a metre changes.

    Parameters
    ----------
    change : probability that a bar is followed by one of another metre, each equally likely.
    """

    change: float = 1e-4

    @property
    def change_probability(self) -> float:
        return self.change
