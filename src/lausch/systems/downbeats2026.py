"""Downbeats on which four networks that see beats agree with the one that finds them.

`lausch2026` hears frames, and turns the bars of some recordings by a beat or two. The networks of
`durand2017` see rows of beats: rhythm, harmony, melody, bass. Each side has half of the log-odds of
a downbeat, over a whole recording.
"""

from __future__ import annotations

from dataclasses import replace

from lausch.system import System
from lausch.systems import durand2017
from lausch.tasks.bar_agreement import BarAgreement

SYSTEM = System(
    name="downbeats2026",
    title="Beats by one network, and downbeats on which it agrees with four that see beats",
    paper="",
    representation=durand2017.REPRESENTATION,
    task=BarAgreement(durand2017.FEATURES),
    network=durand2017.network,
    head="sigmoids",
    recipe=replace(durand2017.SYSTEM.recipe, epochs=0, patience=0),
    chunk_frames=durand2017.SYSTEM.chunk_frames,
    context_frames=durand2017.SYSTEM.context_frames,
    deviations=(
        "The networks and their weights are those of durand2017: nothing was trained for this "
        "system.",
        "The pair was chosen among the combinations of four networks on rendered validation "
        "tracks, on which the epochs of these networks had been chosen, too.",
    ),
)
