"""Beats decoded again from the activations of an analysis, with times that the user named."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lausch.analysis.finders import PAUSE_SECONDS
from lausch.analysis.runner import load_shipped
from lausch.annotation import Beats
from lausch.annotation.analysis import Analysis
from lausch.decoding.anchors import Anchors
from lausch.errors import OptionError
from lausch.tasks.options import BeatOptions


def decode_again(analysis: Analysis, beats: ArrayLike, downbeats: ArrayLike) -> Beats:
    """The beats of an analysis with activations, where some beats and downbeats (s) are known.

    No network runs, and no recording is read: where there is no activation for `PAUSE_SECONDS`,
    nothing sounds, and only beats that were named remain.

    Raises OptionError without activations, or when no beats honour what was named, and ModelError
    for a model that is not shipped.
    """
    anchors = Anchors(beats, downbeats)
    frames = analysis.activations
    maker = next((each for each in analysis.makers if BeatOptions.layer in each.layers), None)
    if frames is None or maker is None:
        raise OptionError(
            "the beats of this analysis cannot be decoded again: it has no activations of a model"
        )
    grid: Beats = load_shipped(maker.name).decode(frames, anchors=anchors)
    active = frames.times[frames.strongest > 0]
    places = np.searchsorted(active, grid.times)
    sentinels = np.concatenate([[-np.inf], active, [np.inf]])
    apart = np.minimum(grid.times - sentinels[places], sentinels[places + 1] - grid.times)
    return grid.only((apart <= PAUSE_SECONDS) | anchors.near(grid.times))
