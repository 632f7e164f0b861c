"""The network of balke2017 trained end to end, as a control for layer-wise training."""

from __future__ import annotations

from dataclasses import replace

from lausch.systems import balke2017

SYSTEM = replace(
    balke2017.SYSTEM,
    name="balke2017e",
    title="Solo voice enhancement: the same network trained end to end",
    recipe=replace(balke2017.SYSTEM.recipe, layer_epochs=0),
    deviations=(
        *balke2017.SHARED_DEVIATIONS,
        "Trained end to end, for as many epochs as the layer-wise network has in all.",
        *balke2017.LATER_DEVIATIONS,
    ),
)
