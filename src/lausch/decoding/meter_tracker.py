"""The bar pointer with several metres at once, which may follow each other at bar lines.

Holzapfel and Grill (ISMIR 2016) track metres by a bar pointer on the activations of a network. Here
it is the exact model of `viterbi`, over all beats of all metres and tempi: every metre stays
possible until the last bar is read.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from lausch.decoding.bar_pointer import BarPointer


@dataclass(frozen=True)
class MeterTracker(BarPointer):
    """The settings of `BarPointer`, and how likely a metre changes.

    Parameters
    ----------
    change : probability that a bar is followed by one of another metre, each equally likely.
    downbeat_share : share of downbeats among beats in the eyes of the network. Its probabilities
        are divided by it, and those of other beats by the rest, as where networks observe for
        hidden Markov models (Bourlard and Morgan, Connectionist Speech Recognition, 1994); else a
        network that is not sure of downbeats would always have the longest bars.
    """

    change: float = 1e-4
    downbeat_share: float = 0.27

    @property
    def change_probability(self) -> float:
        return self.change

    @property
    def downbeat_worth(self) -> float:
        return math.log((1 - self.downbeat_share) / self.downbeat_share)
