"""From a recording to its analysis in one call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal, TypeAlias, Unpack, overload

from lausch import __version__
from lausch.analysis.choice import Choice, choose
from lausch.analysis.finders import READ_AGAIN, Run, finder_of
from lausch.analysis.known_beats import check_inside
from lausch.analysis.runner import Named
from lausch.annotation import Beats
from lausch.annotation.analysis import Analysis, ModelRef, attributes
from lausch.annotation.contents import (
    WithBass,
    WithBeats,
    WithEverything,
    WithRhythm,
    WithSections,
    WithSolo,
)
from lausch.annotation.layers import family_of, layer_named, ordered
from lausch.audio import AudioSource, Provenance, Recording, open_audio
from lausch.decoding.anchors import NONE, Anchors
from lausch.tasks.options import BeatOptions, Options, SectionOptions

USUAL_RATE = 22050
"""Samples a second of a recording that no model reads."""
Watch: TypeAlias = "Callable[[str, float, float | None], None]"
Models: TypeAlias = "Named | Sequence[Named] | None"


# What is asked for in one word, or by nothing, is there: a checker need not be told.
@overload
def analyze(
    source: AudioSource, *, only: None = None, model: None = None, **options: Unpack[Options]
) -> WithRhythm: ...
@overload
def analyze(
    source: AudioSource,
    *,
    only: Literal["beats,tempo", "beats,downbeats,tempo"],
    model: Models = None,
    **options: Unpack[Options],
) -> WithRhythm: ...
@overload
def analyze(
    source: AudioSource,
    *,
    only: Literal["beats", "downbeats", "beats,downbeats"],
    model: Models = None,
    **options: Unpack[Options],
) -> WithBeats: ...
@overload
def analyze(
    source: AudioSource, *, only: Literal["solo"], model: Models = None, **options: Unpack[Options]
) -> WithSolo: ...
@overload
def analyze(
    source: AudioSource, *, only: Literal["bass"], model: Models = None, **options: Unpack[Options]
) -> WithBass: ...
@overload
def analyze(
    source: AudioSource,
    *,
    only: Literal["sections"],
    model: Models = None,
    **options: Unpack[Options],
) -> WithSections: ...
@overload
def analyze(
    source: AudioSource, *, only: Literal["all"], model: Models = None, **options: Unpack[Options]
) -> WithEverything: ...
@overload
def analyze(
    source: AudioSource,
    *,
    only: Iterable[str] | str | None = None,
    model: Models = None,
    **options: Unpack[Options],
) -> Analysis: ...
def analyze(
    source: AudioSource,
    *,
    only: Iterable[str] | str | None = None,
    model: Models = None,
    min_bpm: float | None = None,
    max_bpm: float | None = None,
    meters: Sequence[int] | None = None,
    anchors: Anchors = NONE,
    downbeat: float | None = None,
    rotate_bars: int = 0,
    decoder: str | None = None,
    sections: int | None = None,
    sensitivity: float = 0.0,
    snap: bool | None = None,
    beats: Beats | None = None,
) -> Analysis:
    """Find beats and tempo of a recording, its solo, bass line, chords, key, form or tags.

    Parameters
    ----------
    source : path, bytes, open binary file or (samples, rate) as in librosa.
    only : some of "beats", "downbeats", "tempo", "onsets", "drums", "solo", "bass", "chords",
        "key", "sections", "tags", in a list or with commas between them, or "all"; by default the
        layers of `model`, or the first three.
    model : name of a shipped model, path of a weights file, a loaded model, or several of these;
        the best shipped models find the layers that these do not.
    min_bpm, max_bpm : limits of the tempo in beats per minute; by default the model's.
    meters : possible numbers of beats in a bar, each 2 to 7; by default the model's.
    anchors : `lausch.Anchors(beats=[12.4], downbeats=[3.2])`: times in seconds at which there are
        beats, or bars begin. There is a beat within 70 ms of each, and the rest of the piece
        follows: bars move everywhere, and beats that are half-way between others, or twice as
        many, are so throughout.
    downbeat : one more time at which a bar begins.
    rotate_bars : number of beats by which all beginnings of bars are moved.
    decoder : "dbn" (the bar pointer), or without bars "peaks", "autocorrelation" (one period) or
        "tracker" (a period that changes); by default the model's.
    sections : at most this many coarse sections, 1 to 1000; by default a threshold decides.
    sensitivity : number of boundaries, from -1 (few) to 1 (every peak of the novelty).
    snap : move boundaries to the nearest downbeats, which another model may have to find; by
        default they are moved where the analysis has downbeats.
    beats : the beats of the recording, if known; no model finds others then. The bass is decoded
        on them, boundaries are moved to them, and they are part of the analysis.

    Returns
    -------
    Analysis with `beats.times` (s), `beats.positions` (1 = downbeat), `downbeats` (s), `tempo`;
    for the solo, with `solo` (notes), `contour` and `solo_activations`; for the bass, with `bass`
    and its beats; for chords and key, with `read("chords")` and `read("key")`, on the beats where
    these are found; for sections, with `sections` (coarse and fine, labelled), `novelty` and
    `structure`.

    There are no events in silence, and silent sections are called "silence". Silence is relative to
    the level of the recording (`lausch.audio.sounding`): a copy 60 dB below has the same result. A
    recording without a steady beat has `beats` of length 0 and an empty `tempo`, and its bass has
    notes but no pitches of beats. `provenance.notes` tells if all is silent or very quiet.

    Raises
    ------
    AudioError
        When the recording cannot be read.
    OptionError
        For an option outside its rule, and for anchors that no beats within the limits of the tempo
        can have.
    AnnotationError
        For known beats beyond the end of the recording.
    ModelError
        When a model cannot be loaded, or none is shipped for a layer.

    Examples
    --------
    ``mir_eval.beat.f_measure(reference, lausch.analyze("song.mp3").beats.times)``
    """
    choice = choose(
        only,
        model,
        beat_options=BeatOptions(
            min_bpm, max_bpm, meters, anchors.and_downbeat(downbeat), rotate_bars, decoder
        ),
        section_options=SectionOptions(sections, sensitivity, snap),
        beats=beats,
    )
    return analyze_with(choice, source)


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
    if recording is None:  # everything was known
        recording = open_audio(source, USUAL_RATE)
        for _ in recording.blocks():
            pass
        check_inside(choice.known.get("beats"), recording.provenance.duration)
    return Findings(recording, annotations, contents, tuple(runs.values()))


def analyze_with(choice: Choice, source: AudioSource, watch: Watch | None = None) -> Analysis:
    """`analyze` with the models of `lausch.analysis.choice.choose`; `watch` is as in `find`."""
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
