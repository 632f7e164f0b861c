"""What is made of a model's activations, by layer: a table of functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from lausch.analysis.choice import Choice, Listener
from lausch.analysis.repick import picked, structure_of
from lausch.annotation import Beats, Melody, Tempo
from lausch.audio import Recording
from lausch.errors import OptionError
from lausch.frames import Frames


@dataclass(frozen=True)
class Step:
    """A model has run over a recording; what was found before stands in `annotations`.

    Parameters
    ----------
    choice : of models and options.
    listener : the model.
    activations : what it gave.
    recording : that it read, at its rate, to the end.
    annotations : whole annotations by the family of their layers, such as all beats.
    """

    choice: Choice
    listener: Listener
    activations: Frames
    recording: Recording
    annotations: Mapping[str, Any]


Found: TypeAlias = "tuple[Any, dict[str, Any]]"
"""The whole annotation, and what the analysis keeps: by its attributes, or by a layer's name."""


def _rhythm(step: Step) -> Found:
    """Beats and what they say of bars and tempo; of layers that nobody asked for nothing is kept.

    Bars and tempi of a bass line are those of the beats it stands on, so these are kept whole.
    """
    choice, options = step.choice, step.choice.beat_options
    beats: Beats = step.listener.decode(
        step.activations,
        min_bpm=options.min_bpm,
        max_bpm=options.max_bpm,
        meters=options.meters,
    )
    if choice.insists_on("downbeats") and beats.positions is None:
        raise OptionError(
            f"the model {step.listener.name} finds no downbeats; choose another one with "
            "--model (`lausch models` lists them)"
        )
    return beats, {
        "beats": beats if choice.keeps("beats") else _asked(beats, choice),
        "tempo": _tempo(beats, step.activations) if choice.wants("tempo") else None,
        "activations": (step.activations if choice.wants("beats", "downbeats", "tempo") else None),
    }


def _solo(step: Step) -> Found:
    melody: Melody = step.listener.decode(step.activations)
    return melody, {
        "solo": melody.notes,
        "contour": melody.contour,
        "solo_activations": melody.activations,
    }


def _bass(step: Step) -> Found:
    line = step.listener.decode(step.activations, beats=step.annotations["beats"].times)
    return line, {"bass": line}


def _sections(step: Step) -> Found:
    options = step.choice.section_options
    features = structure_of(step.recording)
    form = picked(
        step.listener,
        step.activations,
        features,
        options,
        seconds=step.recording.provenance.duration,
        downbeats=step.annotations["beats"].downbeats if options.snap else None,
    )
    return form, {"sections": form, "novelty": step.activations, "structure": features}


FINDERS: dict[str, Callable[[Step], Found]] = {
    "beats": _rhythm,
    "downbeats": _rhythm,
    "tempo": _rhythm,
    "solo": _solo,
    "bass": _bass,
    "sections": _sections,
}
"""For each layer the function that finds it; layers of one family share one, which runs once."""
READ_AGAIN = frozenset({"sections"})
"""Layers whose function reads the recording once more than their model."""


def _asked(beats: Beats, choice: Choice) -> Beats | None:
    if choice.wants("beats"):
        return beats if choice.wants("downbeats") else Beats(beats.times)
    if choice.wants("downbeats") and beats.positions is not None:
        downbeats = beats.downbeats
        return Beats(downbeats, [1] * len(downbeats))
    return None


def _tempo(beats: Beats, activations: Frames) -> Tempo:
    """The tempo of the beats, and what else resonates; empty for fewer than two beats."""
    if beats.tempo_bpm is None:
        return Tempo()
    from lausch.decoding.tempo import two_tempi

    # Whether a downbeat is also a beat, or a class of its own, the larger output speaks for both.
    activation = activations.values.max(axis=1)
    return Tempo(*two_tempi(activation, activations.clock.fps, beats.tempo_bpm))
