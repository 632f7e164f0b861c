"""From a recording to its analysis: represent, run, decode, in one call."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from lausch import __version__
from lausch.analysis.choice import (
    RHYTHM,
    Listener,
    Named,
    choose,
    choose_with_beats,
    open_all,
    wanted_layers,
)
from lausch.analysis.repick import checked_picking, options_of, picked, structure_of
from lausch.annotation import Beats, Melody, Tempo
from lausch.annotation.analysis import Analysis, ModelRef
from lausch.audio import AudioSource, Recording, open_audio
from lausch.errors import OptionError
from lausch.frames import Frames


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
    sections : so many coarse sections at most, 1 to 1000; by default what the threshold gives.
    sensitivity : of boundaries, -1 (few) to 1 (every peak of the novelty).
    snap : move boundaries to the nearest downbeats, for which a model of beats listens too.
    beats : those of the recording, where they are known; the bass is read on them, and boundaries
        are moved to them. Otherwise a model of beats listens for both.

    Returns
    -------
    Analysis with `beats.times` (s), `beats.positions` (1 = downbeat), `downbeats` (s), `tempo`;
    when the solo was asked for, with `solo` (notes), `contour` and `solo_activations`; when the
    bass was, with `bass` and the beats it stands on; when sections were, with `sections` (coarse
    and fine, labelled), `novelty` and `structure`. Silence gives an analysis without beats and
    notes, and one section.

    Raises
    ------
    AudioError
        When the recording cannot be read.
    OptionError
        For an option outside its rule.
    ModelError
        When a model cannot be loaded, or none is shipped for a layer.

    Examples
    --------
    ``mir_eval.beat.f_measure(reference, lausch.analyze("song.mp3").beats.times)``
    """
    checked_options(min_bpm, max_bpm, meters)
    checked_picking(sections, sensitivity)
    opened_models = open_all(model)
    wanted = wanted_layers(only, opened_models)
    checked_beats(beats, wanted, snap=snap)
    pulse: Listener | None = None
    if beats is None and (snap or "bass" in wanted):
        chosen, pulse = choose_with_beats(only, opened_models, bars=snap)
    else:
        chosen = choose(only, opened_models)
    if options_of(sections, sensitivity, snap) and "sections" not in chosen:
        raise OptionError(
            "sections, sensitivity and snap are about sections, which are not looked for; add them "
            "to what is looked for, with --only sections (in Python: only=...)"
        )
    bars = None if meters is None else tuple(int(meter) for meter in meters)
    told: dict[str, Any] = {"min_bpm": min_bpm, "max_bpm": max_bpm, "meters": bars}
    found: dict[str, Any] = {}
    makers: list[ModelRef] = []
    opened: Recording | None = None
    grid = beats
    if beats is not None:
        found["beats"] = beats
    for listener in _each_once(([] if pulse is None else [pulse]) + list(chosen.values())):
        layers = tuple(layer for layer, owner in chosen.items() if owner is listener)
        # A file object is read only once: later models hear the recording that the first opened.
        opened = open_audio(source if opened is None else opened, listener.rate)
        activations = listener.activations(opened)
        if RHYTHM & set(layers) or listener is pulse:
            heard: Beats = listener.decode(activations, **told)
            needed = (only is not None and "downbeats" in layers) or (listener is pulse and snap)
            if needed and heard.positions is None:
                raise OptionError(
                    f"the model {listener.name} finds no downbeats; choose another one with "
                    "--model (`lausch models` lists them)"
                )
            grid = heard if listener is pulse else grid
            # Bars and tempi of a bass line are those of the beats it stands on.
            found["beats"] = heard if "bass" in chosen else _asked(heard, layers)
            found["tempo"] = _tempo(heard, activations) if "tempo" in layers else None
            found["activations"] = activations if RHYTHM & set(layers) else None
        if "solo" in layers:
            melody: Melody = listener.decode(activations)
            found["solo"], found["contour"] = melody.notes, melody.contour
            found["solo_activations"] = melody.activations
        if "bass" in layers:
            assert grid is not None  # it was given, or its model came first
            found["bass"] = listener.decode(activations, beats=grid.times)
        if "sections" in layers:
            found["structure"] = structure_of(opened)
            found["sections"] = picked(
                listener,
                activations,
                found["structure"],
                seconds=opened.provenance.duration,
                sections=sections,
                sensitivity=sensitivity,
                downbeats=grid.downbeats if snap and grid is not None else None,
            )
            found["novelty"] = activations
        if listener is pulse and not RHYTHM & set(layers):
            layers = (*(("beats",) if "bass" in chosen else ()), "downbeats", *layers)
        makers.append(ModelRef(listener.name, listener.digest, layers))
    assert opened is not None  # there is at least one layer
    provenance = opened.provenance
    return Analysis(
        **found,
        provenance=provenance,
        duration=provenance.duration,
        makers=tuple(makers),
        version=__version__,
        options=(
            *((name, value) for name, value in told.items() if value is not None),
            *options_of(sections, sensitivity, snap),
        ),
    )


def _each_once(listeners: Iterable[Listener]) -> list[Listener]:
    return list({id(listener): listener for listener in listeners}.values())


def checked_options(
    min_bpm: float | None, max_bpm: float | None, meters: Sequence[int] | None
) -> None:
    """Raise OptionError for what no recording can have, before any time is spent on decoding."""
    for name, value in (("min_bpm", min_bpm), ("max_bpm", max_bpm)):
        if value is not None and not (math.isfinite(value) and 10 <= value <= 1000):
            raise OptionError(f"{name} is between 10 and 1000 beats per minute, not {value}")
    if min_bpm is not None and max_bpm is not None and min_bpm >= max_bpm:
        raise OptionError(f"min_bpm ({min_bpm:g}) must be less than max_bpm ({max_bpm:g})")
    if meters is not None and (
        not meters or any(meter != int(meter) or not 2 <= meter <= 7 for meter in meters)
    ):
        raise OptionError(f"meters are whole numbers of 2 to 7 beats in a bar, not {list(meters)}")


def checked_beats(beats: Beats | None, wanted: Sequence[str], *, snap: bool) -> None:
    """Raise OptionError for given beats that nobody would use, or that do not fit."""
    if beats is None:
        return
    if RHYTHM & set(wanted):
        raise OptionError(
            f"beats are given, so {' and '.join(each for each in wanted if each in RHYTHM)} need "
            "not be looked for; ask for the bass or sections alone, with --only bass"
        )
    if "bass" not in wanted and not snap:
        raise OptionError(
            "beats are given, but neither a bass line stands on them nor are sections moved to "
            "them; add --only bass, or --snap"
        )
    if snap and beats.positions is None:
        raise OptionError(
            "the given beats have no numbers in the bar, and sections are moved to downbeats; "
            "leave the beats out, or --snap"
        )


def _asked(beats: Beats, layers: tuple[str, ...]) -> Beats | None:
    if "beats" in layers:
        return beats if "downbeats" in layers else Beats(beats.times)
    if "downbeats" in layers and beats.positions is not None:
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
    return Tempo(*two_tempi(activation, activations.clock.fps, beat_bpm=beats.tempo_bpm))
