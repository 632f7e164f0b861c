"""What the models of a choice find in a recording, and the analysis of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeAlias

from lausch import __version__
from lausch.analysis.choice import Choice
from lausch.analysis.evidence import evidence_of
from lausch.analysis.finders import READ_AGAIN, Run, finder_of
from lausch.analysis.known_beats import check_inside
from lausch.annotation.analysis import Analysis, ModelRef, attributes
from lausch.annotation.layers import family_of, layer_named, ordered
from lausch.audio import AudioSource, Provenance, Recording, open_audio
from lausch.frames import Frames

USUAL_RATE = 22050
"""Samples a second of a recording that no model reads."""
Watch: TypeAlias = "Callable[[str, float, float | None], None]"


@dataclass(frozen=True)
class Findings:
    """What models find in a recording.

    Parameters
    ----------
    recording : read to its end.
    annotations : whole annotations by the family of their layers, such as all beats.
    contents : contents of an analysis, by attribute or by a layer's name.
    runs : the models that ran, in their order, with their activations.
    """

    recording: Recording
    annotations: Mapping[str, Any]
    contents: Mapping[str, Any]
    runs: tuple[Run, ...]


def find(choice: Choice, source: AudioSource, watch: Watch | None = None) -> Findings:
    """The annotations by the models of `lausch.analysis.choice.choose`, each of which runs once.

    `watch` is called with a layer and its model, the seconds read, and those of the whole if known.
    """
    contents: dict[str, Any] = dict(choice.known)
    annotations: dict[str, Any] = dict(choice.known)
    evidence: dict[str, Frames] = {}
    runs: dict[int, Run] = {}
    recording: Recording | None = None
    readers = len({id(each) for _, each in choice.models}) + sum(map(choice.has, READ_AGAIN))
    for layer, model in choice.models:
        family = layer_named(layer).family
        if family in annotations:
            continue
        if id(model) not in runs:
            # A file object is read only once: later models share the recording of the first.
            if recording is None:
                recording = open_audio(source, model.rate)
                recording = recording.shared() if readers > 1 else recording
            else:
                recording = open_audio(recording, model.rate)
            if watch is not None:
                recording.watch = partial(watch, f"{family} ({model.name})")
            activations = model.activations(recording)
            ordinary = recording.at_ordinary_level()
            if ordinary is not recording:
                recording, activations = ordinary, model.activations(ordinary)
            # Where nothing sounds there is no activation, and so nothing that a decoder finds.
            activations = recording.sounding.masked(activations)
            check_inside(choice.known.get("beats"), recording.provenance.duration)
            choice.beat_options.anchors.check_inside(recording.provenance.duration)
            runs[id(model)] = Run(
                choice, model, activations, annotations, recording.sounding, recording
            )
        annotations[family], fields = finder_of(layer)(runs[id(model)])
        contents.update(fields)
        frames = evidence_of(layer)(runs[id(model)]) if choice.activations else None
        if frames is not None:
            evidence[layer] = frames
    if recording is None:  # everything was known
        recording = open_audio(source, USUAL_RATE)
        for _ in recording.blocks():
            pass
        check_inside(choice.known.get("beats"), recording.provenance.duration)
    if evidence:
        contents["layer_activations"] = evidence
    return Findings(recording, annotations, contents, tuple(runs.values()))


def analyze_with(choice: Choice, source: AudioSource, watch: Watch | None = None) -> Analysis:
    """`lausch.analyze` with the models of `choice.choose`; `watch` is as in `find`."""
    findings = find(choice, source, watch)
    provenance = findings.recording.provenance
    return analysis_of(choice, findings.contents, findings.runs, provenance)


def analysis_of(
    choice: Choice, contents: Mapping[str, Any], runs: Sequence[Run], provenance: Provenance
) -> Analysis:
    """The analysis with contents that these runs gave."""
    analysis = Analysis(
        **attributes(contents),
        provenance=provenance,
        duration=provenance.duration,
        version=__version__,
        options=choice.options,
    )
    makers = (_reference(run, choice, analysis.layers) for run in runs)
    return replace(analysis, makers=tuple(makers))


def _reference(run: Run, choice: Choice, layers: Sequence[str]) -> ModelRef:
    """A model with the layers it found; of a helper also others of a family in the analysis."""
    model = run.model
    own = {layer for layer, owner in choice.layers.items() if owner is model}
    for layer in (layer for layer, owner in choice.helpers.items() if owner is model):
        own |= {layer} | (family_of(layer) & set(layers))
    return ModelRef(model.name, model.digest, ordered(own), run.activations.followed)
