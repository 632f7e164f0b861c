"""Lanes of beats, tempo and onsets."""

from __future__ import annotations

import numpy as np

from lausch.annotation import Beats, Onsets, Tempo
from lausch.annotation.analysis import Analysis
from lausch.web.lanes.lane import PLAIN, Lane, number_axis, percent, words
from lausch.web.shapes import curves, line, marks


def beats_lane(analysis: Analysis) -> Lane:
    """Beats, downbeats set apart, as sure as they are dark; below, the activations."""
    beats = analysis.beats or Beats()
    strong = None if beats.positions is None else beats.positions == 1
    length = beats.beats_per_bar
    mean = None if beats.confidence is None or not len(beats) else float(beats.confidence.mean())
    many = f"{len(beats)} beats" if len(beats) else "none: no steady beat"
    shape = {**marks(beats.times, strong=strong, sure=beats.confidence)}
    if beats.positions is not None:
        shape["positions"] = beats.positions.tolist()
    return Lane(
        "Beats",
        words(many, f"{length} in a bar" if length and length > 1 else "", percent(mean)),
        44,
        "time",
        PLAIN,
        (shape,),
        why=() if analysis.activations is None else (curves(analysis.activations),),
        edit="grid",
    )


def tempo_lane(analysis: Analysis) -> Lane:
    """The local tempo."""
    tempo = analysis.tempo or Tempo()
    curve = tempo.curve
    others = "".join(f" or {bpm:.1f}" for bpm in tempo.bpm[1:2])
    head = words(f"{tempo.bpm[0]:.1f} bpm{others}" if tempo else "none", percent(tempo.confidence))
    if curve is None or not len(curve):
        return Lane("Tempo", head, 30, "time", PLAIN, ())
    middle = float(np.median(curve.bpm))
    low = min(0.98 * float(curve.bpm.min()), 0.9 * middle)
    high = max(1.02 * float(curve.bpm.max()), 1.1 * middle)
    axis = number_axis(low, high, "bpm")
    return Lane("Tempo", head, 56, "time", axis, (line(curve.times, curve.bpm),))


def onsets_lane(analysis: Analysis) -> Lane:
    """Onsets as high as their confidence."""
    onsets: Onsets = analysis.read("onsets")
    shape = marks(onsets.times, heights=onsets.confidence)
    return Lane("Onsets", f"{len(onsets)} onsets", 40, "plain", PLAIN, (shape,))
