"""From a recording to its analysis in one call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias, Unpack, overload

from lausch.analysis.choice import choose
from lausch.analysis.findings import analyze_with
from lausch.analysis.runner import Named
from lausch.annotation import Beats
from lausch.annotation.analysis import Analysis
from lausch.annotation.contents import (
    WithBass,
    WithBeats,
    WithEverything,
    WithRhythm,
    WithSections,
    WithSolo,
)
from lausch.audio import AudioSource
from lausch.decoding.anchors import NONE, Anchors
from lausch.tasks.options import BeatOptions, Options, SectionOptions

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
    activations: bool = False,
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
    activations : keep those of every layer, such as onsets, drums, chords and key, in
        `layer_activations`; those of beats, solo and bass are always there.

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
    >>> import lausch
    >>> analysis = lausch.analyze("examples/vibe_ace.ogg")
    >>> round(analysis.tempo.bpm[0])
    130
    >>> analysis.beats.times.shape == analysis.beats.positions.shape
    True
    >>> song = lausch.analyze("examples/lets_go_fishin.ogg", only="solo")
    >>> len(song.solo.pitches) == len(song.solo.onsets)
    True

    Samples stand for a file, here a second of silence in which nothing is found:

    >>> import numpy as np
    >>> len(lausch.analyze((np.zeros(44100), 44100)).beats)
    0
    """
    choice = choose(
        only,
        model,
        beat_options=BeatOptions(
            min_bpm, max_bpm, meters, anchors.and_downbeat(downbeat), rotate_bars, decoder
        ),
        section_options=SectionOptions(sections, sensitivity, snap),
        beats=beats,
        activations=activations,
    )
    return analyze_with(choice, source)
