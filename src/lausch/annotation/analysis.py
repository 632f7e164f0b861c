"""Analysis: the annotations of one recording, and the models that made them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

import lausch
from lausch.annotation import BassLine, Beats, Contour, Form, Notes, Tempo, Times
from lausch.annotation.layers import layer_names
from lausch.annotation.times import LONGEST_SECONDS
from lausch.audio import AudioSource, Provenance, open_again
from lausch.errors import AnnotationError
from lausch.frames import Frames

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class ModelRef:
    """A model of an analysis: its SHA-256, of the file or of settings, and the layers it found.

    `followed` is the output that was decoded, where several of its networks estimate the same.
    """

    name: str
    digest: str = ""
    layers: tuple[str, ...] = ()
    followed: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class Analysis:
    """The annotations of one recording; None for those that are unknown or were not requested.

    Parameters
    ----------
    beats : times in seconds with their numbers in the bar; only the beats numbered 1 if the
        analysis is of downbeats without beats.
    tempo : beats per minute.
    activations : activations of the beats.
    solo : the notes of the solo.
    contour : its fundamental frequency, with voicing and confidence.
    solo_activations : strength of each semitone of the solo, 0 to 1: 120 columns
        `midi 4` to `midi 123`, 10 frames a second.
    bass : the bass line: contour, notes, a pitch for every beat, and the salience.
    sections : the form, coarse or coarse and fine.
    novelty : probability of a boundary in each frame, one column for each scale of form.
    structure : chroma and MFCC, two frames a second, from which labels of sections are computed.
    provenance : origin of the samples; None if a file does not have it.
    duration : length of the recording in seconds; None if unknown.
    makers : the models, in the order of their layers; empty when unknown.
    version : version of lausch; "" when unknown.
    options : options of the decoders, by name.
    others : annotations of layers without an attribute of their own, by layer.
    layer_activations : by layer, what the models gave of layers whose activations have no place
        above, in half precision; only where it was asked for.
    """

    beats: Beats | None = None
    tempo: Tempo | None = None
    activations: Frames | None = None
    solo: Notes | None = None
    contour: Contour | None = None
    solo_activations: Frames | None = None
    bass: BassLine | None = None
    sections: Form | None = None
    novelty: Frames | None = None
    structure: Frames | None = None
    provenance: Provenance | None = None
    duration: float | None = None
    makers: tuple[ModelRef, ...] = ()
    version: str = ""
    options: tuple[tuple[str, float | str | tuple[float, ...]], ...] = ()
    others: Mapping[str, Any] = field(default_factory=dict)
    layer_activations: Mapping[str, Frames] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.duration is not None and not 0 <= self.duration <= LONGEST_SECONDS:
            raise AnnotationError(
                f"a recording lasts 0 s or longer, and 24 h at most, not {self.duration} s"
            )

    def __repr__(self) -> str:
        name = "" if self.provenance is None else f" of {self.provenance.name!r}"
        length = "" if self.duration is None else f", {self.duration:.2f} s"
        by = f", by {self.model}" if self.makers else ""
        return f"<Analysis{name}{length}: {', '.join(self.layers) or 'nothing'}{by}>"

    def _repr_html_(self) -> str:
        return lausch.html(self)

    def save(
        self,
        path: str | os.PathLike[str],
        format: str | None = None,
        *,
        activations: bool = False,
    ) -> None:
        """Write a file as the suffix of its name says, or in a format by name.

        JSON holds the activations of the networks only on request. Raises FormatError for an
        unknown format, or one that holds none of the layers, and OSError.
        """
        lausch.write(self if activations else self.without_activations(), path, format)

    def plot(self, source: AudioSource | None = None) -> Figure:
        """The analysis as a matplotlib figure.

        `source` is the recording, which is read again for its spectrogram; by default the file that
        was analysed. Raises AudioError if that is not there, or is another recording now, and
        MissingExtraError without matplotlib.
        """
        return lausch.figure(open_again(self.provenance) if source is None else source, self)

    def to_dict(self, *, activations: bool = False) -> dict[str, Any]:
        """What JSON files hold, as dicts, lists, texts and numbers.

        `lausch.schema` describes it.
        """
        content = self if activations else self.without_activations()
        document: dict[str, Any] = json.loads(lausch.encode(content, "json"))
        return document

    @property
    def model(self) -> str:
        """Names of the models, separated by commas; "" if unknown."""
        return ", ".join(maker.name for maker in self.makers)

    def without_activations(self) -> Analysis:
        """The same without what the networks gave frame by frame, most of a long analysis.

        The novelty and the features of sections stay: boundaries can be picked again from them.
        """
        empty = BassLine().activations
        bass = None if self.bass is None else replace(self.bass, activations=empty)
        return replace(
            self, activations=None, solo_activations=None, bass=bass, layer_activations={}
        )

    @property
    def beat_times(self) -> Times:
        """Times of the beats in seconds, shape (beats,); empty without beats."""
        return np.zeros(0) if self.beats is None else self.beats.times

    @property
    def downbeats(self) -> Times:
        """Times of the downbeats in seconds; empty if the metre is unknown."""
        return np.zeros(0) if self.beats is None else self.beats.downbeats

    def read(self, layer: str) -> Any:
        """The annotation of a layer by name, or None."""
        return READERS[layer](self) if layer in READERS else self.others.get(layer)

    @property
    def layers(self) -> tuple[str, ...]:
        """Names of the layers in this analysis, in the order of `LAYERS`."""
        return tuple(name for name in layer_names() if self.read(name) is not None)


READERS: dict[str, Callable[[Analysis], Any]] = {
    "beats": lambda analysis: analysis.beats,
    "downbeats": lambda analysis: None if analysis.beats is None else analysis.beats.positions,
    "tempo": lambda analysis: analysis.tempo,
    "solo": lambda analysis: analysis.contour if analysis.solo is None else analysis.solo,
    "bass": lambda analysis: analysis.bass,
    "sections": lambda analysis: analysis.sections,
}
"""Readers of the layers that have an attribute of their own."""


def attributes(annotations: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `Analysis` for annotations by name; those without an attribute are `others`."""
    present = {name: value for name, value in annotations.items() if value is not None}
    own = {each.name for each in fields(Analysis)} & set(present)
    others = {name: value for name, value in present.items() if name not in own}
    return {name: present[name] for name in present if name in own} | {"others": others}
