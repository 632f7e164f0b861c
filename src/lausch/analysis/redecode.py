"""Beats from activations that were kept: other options and anchors, and no network runs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import cast

from lausch.analysis.activations import Activations, read_activations
from lausch.analysis.choice import Choice, choose
from lausch.analysis.finders import Run, finder_of
from lausch.analysis.findings import analysis_of, find
from lausch.analysis.runner import Load, Named, Runner, check_shipped, load, open_all
from lausch.annotation.analysis import Analysis, ModelRef
from lausch.annotation.contents import WithBeats
from lausch.annotation.layers import layer_named, ordered
from lausch.audio import AudioSource, open_audio
from lausch.decoding.anchors import NONE, Anchors
from lausch.errors import FormatError, LauschError, ModelError, OptionError
from lausch.files import printable
from lausch.tasks.options import BeatOptions


def activations(source: AudioSource, model: Named | None = None) -> Activations:
    """The activations of a recording by a model of beats, for `decode`; by default the best.

    `.save("song.npz")` keeps them. Raises AudioError, ModelError and OptionError as
    `lausch.analyze`.

    Examples
    --------
    >>> import lausch
    >>> kept = lausch.activations("examples/lets_go_fishin.ogg")
    >>> kept.frames.columns, kept.frames.clock.fps
    (('beat', 'downbeat'), 50.0)
    """
    models = open_all(model)
    return activations_of(find(choose(None if models else "beats", models), source).runs)


def activations_of(runs: Sequence[Run]) -> Activations:
    """The activations of the model of beats among those that ran; raises OptionError for none."""
    for run in runs:
        if not BeatOptions.layers.isdisjoint(run.model.layers):
            layers = ordered(BeatOptions.layers & set(run.model.layers))
            model = ModelRef(run.model.name, run.model.digest, layers, run.activations.followed)
            return Activations(run.activations, run.sounding, run.recording.provenance, model)
    raise OptionError("no model of beats runs, so there are no activations to be kept")


def decode(
    source: Activations | str | os.PathLike[str],
    *,
    only: Iterable[str] | str | None = None,
    model: Named | None = None,
    min_bpm: float | None = None,
    max_bpm: float | None = None,
    meters: Sequence[int] | None = None,
    anchors: Anchors = NONE,
    downbeat: float | None = None,
    rotate_bars: int = 0,
    decoder: str | None = None,
) -> WithBeats:
    """Beats, downbeats and tempo from activations, as `lausch.analyze` finds them; no network runs.

    Parameters
    ----------
    source : by `lausch.activations`, or the path of a file of them.
    only : some of "beats", "downbeats", "tempo"; by default all that the model finds.
    model : the model of the activations, if it is not shipped: a name, a path or a loaded model.
        A model that is loaded once makes repeated calls faster.

    The other options are those of `lausch.analyze`.

    Raises
    ------
    FormatError
        When the file holds no activations.
    ModelError
        When their model does not exist, or is of another version.
    OptionError
        For an option outside its rule, other layers, and anchors that no beats can have.

    Examples
    --------
    >>> import lausch
    >>> kept = lausch.activations("examples/lets_go_fishin.ogg")
    >>> slow = lausch.decode(kept, max_bpm=80)
    >>> len(slow.beats) < len(lausch.decode(kept, min_bpm=120).beats)
    True
    """
    saved = source if isinstance(source, Activations) else read_activations(source)
    options = BeatOptions(
        min_bpm, max_bpm, meters, anchors.and_downbeat(downbeat), rotate_bars, decoder
    )
    runner = model_of(saved, model)
    return cast("WithBeats", decode_with(choose(only, runner, beat_options=options), saved))


def decode_with(choice: Choice, saved: Activations) -> Analysis:
    """`decode` with a choice of models, all of which are the model of the activations."""
    choice.beat_options.anchors.check_inside(saved.duration)
    annotations: dict[str, object] = dict(choice.known)
    contents: dict[str, object] = dict(choice.known)
    run: Run | None = None
    for layer, model in choice.models:
        if layer not in BeatOptions.layers or model.digest != saved.model.digest:
            raise OptionError(
                f"the activations are of {saved.model.name}, which finds "
                f"{' and '.join(saved.model.layers)}; {layer} needs the recording: leave it out of "
                "--only, or the file of activations"
            )
        if run is None:
            run = Run(choice, model, saved.frames, annotations, saved.sounding, None)
        if layer_named(layer).family not in annotations:
            try:
                annotations[layer_named(layer).family], fields = finder_of(layer)(run)
            except LauschError:
                raise
            except (ValueError, IndexError, KeyError) as error:
                raise FormatError(
                    f"the activations have the columns {', '.join(saved.frames.columns)}, which "
                    f"{model.name} does not decode ({error}); was the file edited?"
                ) from error
            contents.update(fields)
    return analysis_of(choice, contents, () if run is None else (run,), saved.provenance)


def model_of(
    saved: Activations, model: Named | Sequence[Named] | None = None, opener: Load = load
) -> Runner:
    """The model of activations, which may be named instead; raises ModelError for another one."""
    own = saved.model
    models = open_all(model, opener)
    if len(models) > 1:
        raise OptionError(f"the activations are of one model, but {len(models)} are named")
    if not models:
        try:
            check_shipped(own.name)
        except ModelError as error:
            raise ModelError(
                f"{printable(own.name)}, the model of the activations, is not shipped with this "
                "lausch; name its weights file with --model"
            ) from error
    runner = models[0] if models else opener(own.name)
    if runner.digest != own.digest:
        raise ModelError(
            f"the activations are of {printable(own.name)} ({printable(own.digest[:12])}), and "
            f"{runner.name} is {runner.digest[:12]}; save them again, or name theirs with --model"
        )
    return runner


def check_recording(saved: Activations, source: AudioSource) -> None:
    """Raise OptionError unless the activations are of this recording, which is decoded for it."""
    recording = open_audio(source, saved.provenance.rate)
    for _ in recording.blocks():
        pass
    if recording.provenance.sha256_pcm != saved.provenance.sha256_pcm:
        raise OptionError(
            f"{printable(recording.name)}: the activations are of another recording, "
            f"{printable(saved.provenance.name)}; save those of this one"
        )
