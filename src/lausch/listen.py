"""From a recording to its analysis: represent, run, decode, in one call."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from lausch import __version__
from lausch.analysis import LAYERS, Analysis
from lausch.annotation import Beats, Tempo
from lausch.audio import Audio, AudioSource, Recording, open_audio
from lausch.errors import OptionError
from lausch.frames import Frames


@runtime_checkable
class Listener(Protocol):
    """What `analyze` needs of a model; `lausch.model.Model` is one."""

    @property
    def name(self) -> str: ...
    @property
    def digest(self) -> str: ...
    @property
    def rate(self) -> int: ...
    def activations(self, recording: Recording | Audio) -> Frames: ...
    def decode(
        self,
        activations: Frames,
        *,
        min_bpm: float | None = None,
        max_bpm: float | None = None,
        meters: tuple[int, ...] | None = None,
    ) -> Beats: ...


def analyze(
    source: AudioSource,
    *,
    only: Iterable[str] | str | None = None,
    model: str | Path | Listener | None = None,
    min_bpm: float | None = None,
    max_bpm: float | None = None,
    meters: Sequence[int] | None = None,
) -> Analysis:
    """Find beats, downbeats and tempo of a recording.

    Parameters
    ----------
    source : path, bytes, open binary file or (samples, rate) as librosa has them.
    only : some of "beats", "downbeats", "tempo"; by default all that the model gives.
    model : a shipped model's name, the path of a weights file, or a loaded model; by default the
        best one shipped.
    min_bpm, max_bpm : limits of the tempo in beats per minute; by default the model's.
    meters : possible numbers of beats in a bar, each 2 to 7; by default the model's.

    Returns
    -------
    Analysis with `beats.times` (s), `beats.positions` (1 = downbeat), `downbeats` (s), `tempo`.
    Silence gives an analysis without beats.

    Raises
    ------
    AudioError
        When the recording cannot be read.
    OptionError
        For an option outside its rule.
    ModelError
        When the model cannot be loaded.

    Examples
    --------
    ``mir_eval.beat.f_measure(reference, lausch.analyze("song.mp3").beats.times)``
    """
    layers = checked_layers(only)
    checked_options(min_bpm, max_bpm, meters)
    listener = _listener(model)
    bars = None if meters is None else tuple(int(meter) for meter in meters)
    recording = open_audio(source, listener.rate)
    activations = listener.activations(recording)
    beats = listener.decode(activations, min_bpm=min_bpm, max_bpm=max_bpm, meters=bars)
    if only is not None and "downbeats" in layers and beats.positions is None:
        raise OptionError(
            f"the model {listener.name} finds no downbeats; choose another one with --model "
            "(`lausch models` lists them)"
        )
    provenance = recording.provenance
    told: dict[str, Any] = {"min_bpm": min_bpm, "max_bpm": max_bpm, "meters": bars}
    return Analysis(
        beats=_asked(beats, layers),
        tempo=_tempo(beats, activations) if "tempo" in layers else None,
        activations=activations,
        provenance=provenance,
        duration=provenance.duration,
        model=listener.name,
        model_digest=listener.digest,
        version=__version__,
        options=tuple((name, value) for name, value in told.items() if value is not None),
    )


def checked_layers(only: Iterable[str] | str | None) -> tuple[str, ...]:
    """The layers asked for, in the order of `LAYERS`; all when nothing is said."""
    if only is None:
        return LAYERS
    asked = {only} if isinstance(only, str) else set(only)
    unknown = sorted(asked - set(LAYERS))
    if unknown or not asked:
        raise OptionError(f"only: choose from {', '.join(LAYERS)}, not {', '.join(unknown)!r}")
    return tuple(layer for layer in LAYERS if layer in asked)


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


def _listener(model: str | Path | Listener | None) -> Listener:
    if model is None or isinstance(model, (str, Path)):
        from lausch.model import load_model

        loaded: Listener = load_model(model)
        return loaded
    return model


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
