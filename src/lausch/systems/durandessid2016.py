"""Durand and Essid, ISMIR 2016: a conditional random field over what networks have learnt of bars.

The features and networks on a grid of tatums are those of `durand2017`. What they say of each beat
are the features of a linear chain, whose states are the beats of bars of two to five.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lausch.decoding.bar_field import steps
from lausch.system import System
from lausch.systems.durand2017 import FEATURES, REPRESENTATION
from lausch.systems.durand2017 import SYSTEM as ENSEMBLE
from lausch.systems.durand2017 import network as networks
from lausch.tasks.bar_states import BarStates

if TYPE_CHECKING:
    from torch import nn

TASK = BarStates()


def network(dropout: float) -> nn.Module:
    """The four networks of `durand2017`, and the chain over what they say."""
    from lausch.networks.chain import ChainField

    return ChainField(networks(dropout), steps(TASK.meters), features=len(FEATURES))


SYSTEM = System(
    name="durandessid2016",
    title="Downbeat Detection with Conditional Random Fields and Deep Learned Features",
    paper="Durand2016",
    literature="durand2016",
    representation=REPRESENTATION,
    task=TASK,
    network=network,
    head="states",
    recipe=replace(ENSEMBLE.recipe, loss="chain"),
    chunk_frames=1200,
    context_frames=64,
    deviations=(
        "Features, networks and tatums are those of durand2017, whose sizes are our choice: the "
        "paper's were not recovered. Beats are those of lausch2026; in training they are those of "
        "the score, moved by 10 ms at random.",
        "A row has half a second on the clock of training: an excerpt of 32 s has 64 beats.",
        "The features of the field are the networks' log-odds of a downbeat, in place of their "
        "last hidden layers. It learns beside the networks and does not change them; in the paper "
        "they come first.",
        "States are the beats of bars of two, three, four and five. A bar follows every other with "
        "a learnt weight, and one weight holds for all other steps.",
        "Features are standardised before the first layer; excerpts are transposed, and bands "
        "masked; dropout is .3.",
        "Trained on rendered audio; the paper used real recordings that cannot be had.",
        "Adam and a cosine schedule, from torch's own first weights; what ships is the running "
        "mean of the weights.",
    ),
)
