"""The form of a recording: picked from a novelty curve and labelled, as often as one likes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lausch.analysis.choice import Listener, Named, load, load_shipped
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

STRUCTURE_FPS = 2.0


def structure_of(source: AudioSource) -> Frames:
    """Chroma and cepstra of a recording as an analysis keeps them: shape (2 a second, 32).

    The numbers are those of half precision, so that a JSON of them is small and loses nothing.
    """
    features = structure(open_audio(source, STRUCTURE.rate).blocks())
    frames = round(features.clock.fps / STRUCTURE_FPS)
    values = averaged(features.values, frames).astype(np.float16).astype(np.float32)
    clock = Clock(features.clock.rate, features.clock.hop * frames)
    return Frames(values, clock, features.columns)


def picked(
    listener: Listener,
    novelty: Frames,
    features: Frames | None,
    options: SectionOptions,
    *,
    seconds: float,
    downbeats: Times | None = None,
) -> Form:
    """Sections from a novelty curve, from 0 to the end of the recording, with letters.

    Letters that the listener gives stay.

    Parameters
    ----------
    listener : the model that heard the novelty, whose decoder picks.
    novelty : its activations.
    features : by `structure_of`; without them there are no labels.
    options : how many, and how sensitively.
    seconds : the length of the recording.
    downbeats : where boundaries are drawn to; by default they stay where their peaks are.
    """
    form: Form = listener.decode(novelty, sections=options.count, sensitivity=options.sensitivity)
    form = Form(*(_fitted(level, seconds, downbeats) for level in form.levels.values()))
    unknown = any("" in level.labels for level in form.levels.values())
    return labelled(form, features) if unknown and features is not None else form


def repick(
    analysis: Analysis,
    *,
    sections: int | None = None,
    sensitivity: float = 0.0,
    snap: bool = False,
    model: Named | None = None,
) -> Analysis:
    """Other sections from the novelty that an analysis holds; no network runs.

    Parameters
    ----------
    analysis : by `lausch.analyze`, or read from its JSON.
    sections : at most that many coarse sections, whatever the threshold.
    sensitivity : -1 (few boundaries) to 1 (every peak).
    snap : move boundaries to the downbeats that the analysis holds.
    model : what heard the novelty, when it is not shipped; a name, a path or a loaded model.

    Returns
    -------
    The same analysis with other `sections`.

    Raises
    ------
    OptionError
        For an option outside its rule, an analysis without novelty, or `snap` without downbeats.
    ModelError
        When the model is not there, or another version of it heard the novelty.
    """
    return repick_with(SectionOptions(sections, sensitivity, snap), analysis, model)


def repick_with(
    options: SectionOptions, analysis: Analysis, model: Named | None = None
) -> Analysis:
    """As `repick`, with options that are checked already."""
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
    form = picked(
        _maker(analysis, model),
        novelty,
        analysis.structure,
        options,
        seconds=float(novelty.clock.seconds(len(novelty))) if duration is None else duration,
        downbeats=analysis.downbeats if options.snap else None,
    )
    others = tuple(pair for pair in analysis.options if pair[0] not in options.names)
    return replace(analysis, sections=form, options=(*others, *options.told))


def _fitted(level: Sections, seconds: float, downbeats: Times | None) -> Sections:
    """The boundaries inside a recording, on its downbeats where these are given."""
    if seconds <= 0:
        return Sections()
    times, sure = level.inner, level.confidence[1:-1]
    if downbeats is not None:
        times, sure = snapped(times, sure, downbeats)
    inside = (times > 0) & (times < seconds)
    edges = np.array([0.0, *times[inside], seconds])
    return Sections(edges, _labels_at(level, edges), [1.0, *sure[inside], 1.0])


def _labels_at(level: Sections, edges: Times) -> list[str]:
    """What the middles of sections are called in a level; "" where there is nothing."""
    if not len(level):
        return [""] * (len(edges) - 1)
    middles = (edges[:-1] + edges[1:]) / 2
    at = np.searchsorted(level.boundaries, middles, side="right") - 1
    return [level.labels[index] for index in at.clip(0, len(level) - 1).tolist()]


def _maker(analysis: Analysis, model: Named | None) -> Listener:
    """The model that heard the novelty, or what is named in its place."""
    maker = next((each for each in analysis.makers if SectionOptions.layer in each.layers), None)
    if model is None:
        if maker is None:
            raise ModelError(
                "the analysis does not say which model heard its novelty; name it with --model"
            )
        try:
            model = load_shipped(maker.name)
        except ModelError as error:
            raise ModelError(
                f"{maker.name}, which heard the novelty, is not shipped with this lausch; name its "
                "weights file with --model"
            ) from error
    listener = load(model) if isinstance(model, (str, Path)) else model
    if SectionOptions.layer not in listener.layers:
        raise OptionError(f"the model {listener.name} finds {' and '.join(listener.layers)}")
    if maker is not None and listener.digest != maker.digest:
        raise ModelError(
            f"the novelty was heard by {maker.name} ({maker.digest[:12]}), and its thresholds are "
            f"not those of {listener.name} ({listener.digest[:12]}); analyze the recording again, "
            "or name the weights file with --model"
        )
    return listener
