"""The form of a recording, picked from a novelty curve and labelled."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from lausch.analysis.runner import Named, Runner, load, load_shipped
from lausch.annotation import Form, Sections, Times
from lausch.audio import AudioSource, open_audio
from lausch.decoding.scaling import averaged
from lausch.decoding.snapping import snapped
from lausch.errors import ModelError, OptionError
from lausch.frames import Clock, Frames
from lausch.representations.structure import STRUCTURE, structure
from lausch.tasks.labels import labelled
from lausch.tasks.options import SectionOptions

if TYPE_CHECKING:
    from lausch.annotation.analysis import Analysis
    from lausch.annotation.contents import WithSections

STRUCTURE_FPS = 2.0
SNAP_SECONDS = 0.6
"""Unasked, boundaries move no farther: downbeats may be wrong, and a peak is seldom so far away."""


def structure_of(source: AudioSource) -> Frames:
    """Chroma and MFCC of a recording for its analysis: two frames a second, shape (frames, 32).

    They are rounded to half precision, so they are short in JSON and do not change there.
    """
    recording = open_audio(source, STRUCTURE.rate)
    features = structure(recording.blocks())
    features = recording.sounding.masked(features)
    frames = round(features.clock.fps / STRUCTURE_FPS)
    values = averaged(features.values, frames).astype(np.float16).astype(np.float32)
    clock = Clock(features.clock.rate, features.clock.hop * frames)
    return Frames(values, clock, features.columns)


def pick(
    model: Runner,
    novelty: Frames,
    features: Frames | None,
    options: SectionOptions,
    *,
    seconds: float,
    downbeats: Times | None = None,
) -> Form:
    """Sections from 0 to the end of the recording with letters: the model's, or by similarity.

    Parameters
    ----------
    model : the model of the novelty, which decodes it.
    features : by `structure_of`; None for no labels.
    seconds : length of the recording.
    downbeats : times to which boundaries are moved, by no more than `SNAP_SECONDS` unless
        `options.snap` asks for it; None for none.
    """
    form: Form = model.decode(
        novelty, sections=options.count, sensitivity=options.sensitivity, features=features
    )
    reach = math.inf if options.snap else SNAP_SECONDS
    form = Form(*(_fitted(scale, seconds, downbeats, reach) for scale in form.scales.values()))
    unknown = any("" in scale.labels for scale in form.scales.values())
    return labelled(form, features) if unknown and features is not None else form


def repick(
    analysis: Analysis,
    *,
    sections: int | None = None,
    sensitivity: float = 0.0,
    snap: bool | None = None,
    model: Named | None = None,
) -> WithSections:
    """The same analysis with other sections, from its novelty; no network runs.

    Parameters
    ----------
    analysis : from `lausch.analyze`, or read from its JSON.
    sections : at most this many coarse sections, whatever the threshold.
    sensitivity : -1 (few boundaries) to 1 (every peak).
    snap : move boundaries to the downbeats of the analysis; by default where it has some.
    model : the model of the novelty, if it is not shipped: a name, a path or a loaded model.

    Raises
    ------
    OptionError
        For an option outside its rule, an analysis without novelty, or `snap` without downbeats.
    ModelError
        When the model does not exist, or the novelty is of another version of it.

    Examples
    --------
    >>> import lausch
    >>> form = lausch.analyze("examples/vibe_ace.ogg", only="sections")
    >>> len(lausch.repick(form, sections=3).sections.coarse.labels)
    3
    """
    return repick_with(SectionOptions(sections, sensitivity, snap), analysis, model)


def repick_with(
    options: SectionOptions, analysis: Analysis, model: Named | None = None
) -> WithSections:
    """`repick` with options."""
    novelty = analysis.novelty
    if novelty is None:
        raise OptionError(
            "the analysis has no novelty curve to pick sections from; analyze the recording with "
            "--only sections and keep the result as JSON"
        )
    if options.snap and not analysis.downbeats.size:
        raise OptionError(
            "the analysis has no downbeats to snap to; analyze the recording with "
            "--only downbeats,sections"
        )
    duration = analysis.duration
    form = pick(
        _model_of(analysis, model),
        novelty,
        analysis.structure,
        options,
        seconds=float(novelty.clock.seconds(len(novelty))) if duration is None else duration,
        downbeats=None if options.snap is False else analysis.downbeats,
    )
    others = tuple(pair for pair in analysis.options if pair[0] not in options.names)
    picked = replace(analysis, sections=form, options=(*others, *options.pairs))
    return cast("WithSections", picked)


def _fitted(scale: Sections, seconds: float, downbeats: Times | None, reach: float) -> Sections:
    """Sections with the boundaries inside a recording, perhaps moved to downbeats in reach (s)."""
    if seconds <= 0:
        return Sections()
    times, confidence = scale.inner, scale.confidence[1:-1]
    if downbeats is not None:
        times, confidence = snapped(times, confidence, downbeats, reach=reach)
    inside = (times > 0) & (times < seconds)
    edges = np.array([0.0, *times[inside], seconds])
    return Sections(edges, _labels_at(scale, edges), [1.0, *confidence[inside], 1.0])


def _labels_at(scale: Sections, edges: Times) -> list[str]:
    """The labels at the middles of other sections; "" for none."""
    if not len(scale):
        return [""] * (len(edges) - 1)
    middles = (edges[:-1] + edges[1:]) / 2
    at = np.searchsorted(scale.boundaries, middles, side="right") - 1
    return [scale.labels[index] for index in at.clip(0, len(scale) - 1).tolist()]


def _model_of(analysis: Analysis, model: Named | None) -> Runner:
    """The model of the novelty, which may be named instead."""
    maker = next((each for each in analysis.makers if SectionOptions.layer in each.layers), None)
    if model is None:
        if maker is None:
            raise ModelError(
                "the analysis does not say which model its novelty is of; name it with --model"
            )
        try:
            model = load_shipped(maker.name)
        except ModelError as error:
            raise ModelError(
                f"{maker.name}, the model of the novelty, is not shipped with this lausch; name "
                "its weights file with --model"
            ) from error
    runner = load(model) if isinstance(model, (str, Path)) else model
    if SectionOptions.layer not in runner.layers:
        raise OptionError(f"the model {runner.name} finds {' and '.join(runner.layers)}")
    if maker is not None and runner.digest != maker.digest:
        raise ModelError(
            f"the novelty is of {maker.name} ({maker.digest[:12]}), and {runner.name} "
            f"({runner.digest[:12]}) has other thresholds and cannot pick from it; leave --model "
            f"out, or analyze the recording with --model {runner.name}"
        )
    return runner
