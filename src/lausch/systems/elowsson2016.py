"""Elowsson, ISMIR 2016: beat tracking with a network that does not depend on the tempo.

The flux of groups of bands and the lags after which their onsets repeat go to three networks. The
first finds a period, the cepstroid. The second finds beats from flux that is sampled relative to
it. The third finds their speed, by which the decoder weighs the metrical levels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.representations import LogLogS, Periodicity, Stack
from lausch.system import Augment, Recipe, System
from lausch.tasks.paced_beats import PacedBeats

if TYPE_CHECKING:
    from torch import nn

SPECTRUM = LogLogS(44100, 882, 2048, low_hz=30.0, high_hz=16000.0, bands_per_octave=6)
PULSE = Periodicity(SPECTRUM)
REPRESENTATION = Stack((PULSE,))
AROUND_FRAMES = (27, 29)


def network(dropout: float) -> nn.Module:
    """Three networks of one or two hidden layers of 48 and 24 units."""
    from lausch.networks.cepstroid import Cepstroid

    return Cepstroid(
        PULSE.lags.tolist(),
        octave=PULSE.lags_per_octave,
        groups=PULSE.groups,
        around=AROUND_FRAMES,
        dropout=dropout,
    )


SYSTEM = System(
    name="elowsson2016",
    title="Beat Tracking with a Cepstroid Invariant Neural Network",
    paper="Elowsson2016",
    literature="elowsson2016",
    representation=REPRESENTATION,
    task=PacedBeats(),
    network=network,
    head="paces",
    recipe=Recipe(
        corpora=("jazz", "pop", "charts", "drums"),
        excerpt_seconds=24.0,
        batch=16,
        excerpts_per_epoch=1600,
        epochs=12,
        patience=6,
        optimizer="adam",
        learning_rate=3e-3,
        dropout=0.1,
        loss="paced",
        widen_frames=1,
        augment=Augment(mask_seconds=2.0),
    ),
    chunk_frames=6000,
    context_frames=800,
    deviations=(
        "Features, and the sizes of the networks, are our choice: the paper's were not recovered.",
        "The cepstroid is that of the 16 s around each frame, so long recordings are analysed in "
        "pieces; the paper has one for each recording. It lies between 0.35 and 0.7 s: the period "
        "of the beat, or that period halved or doubled until it does.",
        "The first network sees how alike the onsets of 8 s are to those earlier by each of 64 "
        "lags, in place of a cepstrum.",
        "The networks are trained together; the second samples its features by what the first has "
        "found so far.",
        "The speed is the mode of the prior of the tempo in a bar pointer, which has no bars.",
        "Trained on rendered audio; the paper used real recordings that cannot be had.",
        "At most 1,200 updates, with Adam and a cosine schedule, from torch's own first weights; "
        "what ships is the running mean of the weights.",
    ),
)
