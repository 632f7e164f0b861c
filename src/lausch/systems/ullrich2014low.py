"""The wider variant of Ullrich, Schlüter and Grill (ISMIR 2014): 32 s, targets of 6 s."""

from __future__ import annotations

from dataclasses import replace

from lausch.representations import Pooled, Stack
from lausch.system import Published
from lausch.systems.ullrich2014 import DEVIATIONS, LATER_DEVIATIONS, MEL, RECIPE, STEPS
from lausch.systems.ullrich2014 import SYSTEM as NARROW
from lausch.tasks.sections import SectionFinding

SYSTEM = replace(
    NARROW,
    name="ullrich2014low",
    title="Boundaries from 32 s of a log-mel spectrogram (32s_low_6s)",
    representation=Stack((Pooled(MEL, 12),)),
    task=SectionFinding(width_seconds=6.0, tolerance_seconds=3.0),
    recipe=replace(RECIPE, excerpt_seconds=16.0, validation_seconds=90.0, epochs=12),
    members=1,
    deviations=(*DEVIATIONS, *LATER_DEVIATIONS, "One network, not a bag.", STEPS.format(2400)),
    published=(
        Published("SALAMI 1.3, 487 test pieces", "F at 3 s", 0.6164, "printed in the tutorial"),
    ),
)
