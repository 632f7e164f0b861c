"""From a recording to its analysis: represent, run, decode, in one call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import Any

from lausch import __version__
from lausch.analysis.choice import Choice, Listener, Named, choose
from lausch.analysis.finders import FINDERS, READ_AGAIN, Step
from lausch.analysis.given import check_inside
from lausch.annotation import Beats
from lausch.annotation.analysis import Analysis, ModelRef
from lausch.annotation.layers import family_of, layer_named, ordered
from lausch.audio import AudioSource, Recording, open_audio
from lausch.frames import Frames
from lausch.tasks.options import BeatOptions, SectionOptions


def analyze(
    source: AudioSource,
    *,
    only: Iterable[str] | str | None = None,
    model: Named | Sequence[Named] | None = None,
    min_bpm: float | None = None,
    max_bpm: float | None = None,
    meters: Sequence[int] | None = None,
    sections: int | None = None,
    sensitivity: float = 0.0,
    snap: bool = False,
    beats: Beats | None = None,
) -> Analysis:
    """Find beats, downbeats and tempo of a recording, its solo, its bass line, or its form.

    Parameters
    ----------
    source : path, bytes, open binary file or (samples, rate) as librosa has them.
    only : some of "beats", "downbeats", "tempo", "solo", "bass", "sections"; by default all
        that the models named find, or the first three.
    model : a shipped model's name, the path of a weights file, a loaded model, or several of
        them; each finds the layers that it can, and the best shipped ones the others.
    min_bpm, max_bpm : limits of the tempo in beats per minute; by default the model's.
    meters : possible numbers of beats in a bar, each 2 to 7; by default the model's.
    sections : at most that many coarse sections, 1 to 1000; by default what the threshold gives.
    sensitivity : of boundaries, -1 (few) to 1 (every peak of the novelty).
    snap : move boundaries to the nearest downbeats, for which a model of beats listens too.
    beats : those of the recording, where they are known; the bass is read on them, and boundaries
        are moved to them. Otherwise a model of beats listens for both.

    Returns
    -------
    Analysis with `beats.times` (s), `beats.positions` (1 = downbeat), `downbeats` (s), `tempo`;
    when the solo was asked for, with `solo` (notes), `contour` and `solo_activations`; when the
    bass was, with `bass` and the beats it stands on; when sections were, with `sections` (coarse
    and fine, labelled), `novelty` and `structure`. Silence has no solo and one section; but the
    shipped models of beats go on counting in it, and the bass holds a tone on those beats. Where
    every sample is 0, `provenance.notes` says so.

    Raises
    ------
    AudioError
        When the recording cannot be read.
    OptionError
        For an option outside its rule.
    AnnotationError
        For given beats that lie beyond the end of the recording.
    ModelError
        When a model cannot be loaded, or none is shipped for a layer.

    Examples
    --------
    ``mir_eval.beat.f_measure(reference, lausch.analyze("song.mp3").beats.times)``
    """
    choice = choose(
        only,
        model,
        beat_options=BeatOptions(min_bpm, max_bpm, meters),
        section_options=SectionOptions(sections, sensitivity, snap),
        beats=beats,
    )
    return analyze_with(choice, source)


def analyze_with(choice: Choice, source: AudioSource) -> Analysis:
    """Find what was chosen: every model runs once, and every layer after those that it needs.

    Parameters
    ----------
    choice : by `lausch.analysis.choice.choose`.
    source : see `analyze`.
    """
    kept: dict[str, Any] = dict(choice.given)
    annotations: dict[str, Any] = dict(choice.given)
    outputs: dict[int, tuple[Recording, Frames]] = {}
    listeners: dict[int, Listener] = {}
    recording: Recording | None = None
    readers = len({id(each) for _, each in choice.owners}) + sum(map(choice.wants, READ_AGAIN))
    for layer, listener in choice.owners:
        family = layer_named(layer).family
        if family in annotations:
            continue
        if id(listener) not in outputs:
            # A file object is read only once: later models get what the first one opened.
            if recording is None:
                recording = open_audio(source, listener.rate)
                recording = recording.shared() if readers > 1 else recording
            else:
                recording = open_audio(recording, listener.rate)
            outputs[id(listener)] = recording, listener.activations(recording)
            check_inside(choice.given.get("beats"), recording.provenance.duration)
            listeners[id(listener)] = listener
        own, activations = outputs[id(listener)]
        step = Step(choice, listener, activations, own, annotations)
        annotations[family], found = FINDERS[layer](step)
        kept.update(found)
    assert recording is not None  # there is at least one layer
    provenance = recording.provenance
    names = {field.name for field in fields(Analysis)}
    analysis = Analysis(
        **{name: value for name, value in kept.items() if name in names},
        others={name: value for name, value in kept.items() if name not in names},
        provenance=provenance,
        duration=provenance.duration,
        version=__version__,
        options=(*choice.beat_options.told, *choice.section_options.told),
    )
    makers = (_reference(each, choice, analysis.layers) for each in listeners.values())
    return replace(analysis, makers=tuple(makers))


def _reference(listener: Listener, choice: Choice, held: Sequence[str]) -> ModelRef:
    """What a model was asked for; one that only helps also says what of its layers was kept."""
    layers = {layer for layer, owner in choice.wanted.items() if owner is listener}
    for layer in (layer for layer, owner in choice.helpers.items() if owner is listener):
        layers |= {layer} | (family_of(layer) & set(held))
    return ModelRef(listener.name, listener.digest, ordered(layers))
