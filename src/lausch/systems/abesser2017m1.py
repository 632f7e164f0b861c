"""abesser2017 trained without augmentation: M1 of the paper."""

from __future__ import annotations

from dataclasses import replace

from lausch.system import Augment
from lausch.systems import abesser2017

SYSTEM = replace(
    abesser2017.SYSTEM,
    name="abesser2017m1",
    title="Walking bass, semitone by semitone (M1: without augmentation)",
    recipe=replace(abesser2017.SYSTEM.recipe, augment=Augment()),
)
