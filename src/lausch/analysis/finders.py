"""The table of functions from a model's activations to the layers of an analysis."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

from lausch.analysis.choice import Choice
from lausch.analysis.known_beats import renumbered
from lausch.analysis.repick import pick, structure_of
from lausch.analysis.runner import Runner
from lausch.annotation import Beats, Melody, Tags, Tempo, Times
from lausch.annotation.tempocurve import curve_of
from lausch.audio import Recording
from lausch.audio.sounding import Sounding
from lausch.errors import OptionError
from lausch.frames import Frames
from lausch.representations.partials import with_odd_partials
from lausch.tasks.options import BeatOptions


@dataclass(frozen=True)
class Run:
    """A model after its run over a recording.

    Parameters
    ----------
    choice : all models and options of the analysis.
    activations : the output of the model.
    annotations : earlier annotations by the family of their layers, such as all beats.
    sounding : where the recording sounds.
    read : the recording at the model's rate, read to its end; None where it is not there.
    """

    choice: Choice
    model: Runner
    activations: Frames
    annotations: Mapping[str, Any]
    sounding: Sounding
    read: Recording | None

    @property
    def recording(self) -> Recording:
        """The recording; raises OptionError where only activations are there."""
        if self.read is None:
            raise OptionError("activations alone are not enough for this: name the recording")
        return self.read


PAUSE_SECONDS = 3.0
"""Beats go on in shorter pauses, from sound to sound; at 30 bpm there is one every two seconds."""

Finding: TypeAlias = "tuple[Any, dict[str, Any]]"
"""The whole annotation, and contents of the analysis by attribute or by a layer's name."""


def _rhythm(run: Run) -> Finding:
    """Beats, and the contents of the analysis for those layers of rhythm that it has.

    A bass line needs all beats with their numbers, so then these are complete.
    """
    choice, options = run.choice, run.choice.beat_options
    anchors, limits = options.anchors, _limits(run.model, options)
    beats: Beats = run.model.decode(run.activations, **limits, meters=options.meters)
    if anchors.downbeats and beats.positions is None:
        raise OptionError(
            f"the model {run.model.name} finds no bars, so a downbeat cannot be named; choose "
            "another model (`lausch models` lists them), or name the time as a beat"
        )
    if choice.requires("downbeats") and beats.positions is None:
        raise OptionError(
            f"the model {run.model.name} finds no downbeats; choose another one with "
            "--model (`lausch models` lists them)"
            if options.decoder is None
            else f"the decoder {options.decoder} finds no downbeats; leave it out, or the downbeats"
        )
    sounds = run.sounding.at(beats.times, bridged_seconds=PAUSE_SECONDS)
    beats = beats.only(sounds | anchors.near(beats.times))
    if options.rotate_bars:
        beats = renumbered(beats, options)
    return beats, {
        "beats": beats if choice.needs("beats") else _beats_in(choice, beats),
        "activations": run.activations if choice.has("beats", "downbeats", "tempo") else None,
    }


def _limits(model: Runner, options: BeatOptions) -> dict[str, Any]:
    """Limits of the tempo, and the decoder and the anchors, if there are any."""
    decoder = {} if options.decoder is None else {"decoder": options.decoder}
    anchored = bool(options.anchors) and options.layer in model.layers
    anchors = {"anchors": options.anchors} if anchored else {}
    return {"min_bpm": options.min_bpm, "max_bpm": options.max_bpm, **decoder, **anchors}


def _tempo(run: Run) -> Finding:
    """The tempi of a model of tempo, or those of the beats of the model that finds these."""
    options = run.choice.beat_options
    owner = {**run.choice.helpers, **run.choice.layers}.get("beats", run.model)
    beats = run.annotations.get("beats")
    if owner is run.model and beats is not None:
        annotation = beats
    else:
        annotation = run.model.decode(run.activations, **_limits(run.model, options))
    if isinstance(annotation, Beats):
        sounds = run.sounding.at(annotation.times, bridged_seconds=PAUSE_SECONDS)
        sounds |= options.anchors.near(annotation.times)
        annotation = _tempo_of(annotation.only(sounds), run.activations)
    return annotation, {"tempo": annotation, "activations": run.activations}


def _solo(run: Run) -> Finding:
    melody: Melody = run.model.decode(run.activations)
    return melody, {
        "solo": melody.notes,
        "contour": melody.contour,
        "solo_activations": melody.activations,
    }


def _bass(run: Run) -> Finding:
    """The bass line on its beats, or without beats if there is no steady beat."""
    times = run.annotations["beats"].times
    activations = with_odd_partials(run.activations, run.recording.blocks())
    bass = run.model.decode(activations, beats=times if len(times) else None)
    return bass, {"bass": bass}


def _chords(run: Run) -> Finding:
    """The chords, on the beats where these are found or known."""
    chords = run.model.decode(run.activations, beats=run.annotations.get("beats"))
    return chords, {"chords": chords}


def _key(run: Run) -> Finding:
    """The key, by the chords where these are found."""
    key = run.model.decode(run.activations, chords=run.annotations.get("chords"))
    return key, {"key": key}


def _downbeats_to_snap_to(run: Run) -> Times | None:
    """Those that were asked for, or else those that the analysis has; None for none."""
    choice, snap = run.choice, run.choice.section_options.snap
    shown = choice.known or choice.has("downbeats") or choice.needs("beats")
    if snap is False or not (snap or shown):
        return None
    beats: Beats = run.annotations["beats"]
    return beats.downbeats if snap or beats.positions is not None else None


def _sections(run: Run) -> Finding:
    features = structure_of(run.recording)
    form = pick(
        run.model,
        run.activations,
        features,
        run.choice.section_options,
        seconds=run.recording.provenance.duration,
        downbeats=_downbeats_to_snap_to(run),
    )
    return form, {"sections": form, "novelty": run.activations, "structure": features}


def _tags(run: Run) -> Finding:
    """Tags of what sounds; nothing plays in silence."""
    tags: Tags = run.model.decode(run.activations)
    sounding = run.sounding
    if sounding.silent:
        tags = Tags()
    elif tags.curve is not None:
        sounds = sounding.at(tags.curve.times, bridged_seconds=PAUSE_SECONDS)
        curve = replace(tags.curve, values=np.where(sounds[:, None], tags.curve.values, 0))
        tags = Tags(tags.names, tags.probabilities, curve)
    return tags, {"tags": tags}


def finder_of(layer: str) -> Callable[[Run], Finding]:
    """The function that finds a layer: in `FINDERS`, or else its annotation is kept as decoded."""

    def decoded(run: Run) -> Finding:
        annotation = run.model.decode(run.activations)
        return annotation, {layer: annotation}

    return FINDERS.get(layer, decoded)


FINDERS: dict[str, Callable[[Run], Finding]] = {
    "beats": _rhythm,
    "downbeats": _rhythm,
    "tempo": _tempo,
    "solo": _solo,
    "bass": _bass,
    "chords": _chords,
    "key": _key,
    "sections": _sections,
    "tags": _tags,
}
"""Layers that need more than decoding; those of a family share a function, which is called once."""
READ_AGAIN = frozenset({"bass", "sections"})
"""Layers whose function reads the recording again, after the model."""


def _beats_in(choice: Choice, beats: Beats) -> Beats | None:
    """Beats with numbers, beats alone, or downbeats alone."""
    if choice.has("beats"):
        return beats if choice.has("downbeats") else Beats(beats.times, None, beats.confidence)
    if choice.has("downbeats") and beats.positions is not None:
        return beats.only(beats.positions == 1)
    return None


def _tempo_of(beats: Beats, activations: Frames) -> Tempo:
    """The tempo of the beats, and the next strongest one; empty for fewer than two beats."""
    if beats.tempo_bpm is None:
        return Tempo()
    from lausch.decoding.confidence import BARS, BEATS
    from lausch.decoding.tempo import two_tempi

    # The larger output is that of any beat, also if downbeats are a class of their own.
    activation, fps = activations.strongest, activations.clock.fps
    bpm, weights = two_tempi(activation, fps, beats.tempo_bpm)
    curve = curve_of(beats.times)
    if beats.confidence is None:
        return Tempo(bpm, weights, curve=curve)
    fitted = BEATS if beats.positions is None else BARS
    return Tempo(bpm, weights, fitted.of_tempo(beats.times * fps, activation, fps), curve)
