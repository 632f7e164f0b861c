"""`.sv`: a session of Sonic Visualiser, which is XML under bzip2: the recording with every layer.

Its order is that of SVFileReader: each dataset follows its model, all models stand before the first
layer, and panes refer to layers by number.
"""

from __future__ import annotations

import bz2
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lausch.annotation import BassLine, Contour, Form, Notes, Onsets, TempoCurve
from lausch.annotation.analysis import Analysis, attributes
from lausch.errors import FormatError
from lausch.formats import chords, key
from lausch.formats.content import LARGEST_BYTES, text_of
from lausch.formats.drums import strokes_of
from lausch.formats.markup import quoted
from lausch.formats.parts import Part
from lausch.formats.svl import FIELDS, VIEWS, title
from lausch.formats.svlmodels import drawing, layer_text, model_text, rate_of
from lausch.formats.svlread import Model, models_of


@dataclass(frozen=True)
class Look:
    """A view in a session.

    Parameters
    ----------
    word : its name as a layer, by which it is read again.
    field : what it is in an analysis, or in `PARTS`.
    kind : of its model, see `svlread.KINDS`.
    colour : its name in Sonic Visualiser, and in red, green and blue.
    read : model to annotation.
    """

    word: str
    field: str
    kind: type
    colour: tuple[str, str]
    read: Callable[[Model], Any] = Model.read


def regions_as(read: Callable[[Sequence[Part], str], Any]) -> Callable[[Model], Any]:
    """A reader of a model of regions, of which those without a label are gaps."""
    return lambda model: read(chords.form_rows(model.read()), model.shown)


LOOKS = {
    "beatsvl": Look("beats", "beats", Onsets, ("Purple", "#c832ff"), Model.beats),
    "temposvl": Look("tempo", "tempo", TempoCurve, ("Bright Purple", "#e196ff")),
    "onsetsvl": Look("onsets", "onsets", Onsets, ("Orange", "#ff9632")),
    "svl": Look("solo", "solo", Notes, ("Bright Blue", "#1e96ff")),
    "f0svl": Look("f0 of the solo", "contour", Contour, ("White", "#ffffff")),
    "basssvl": Look("bass", "bass notes", Notes, ("Bright Orange", "#ffbc00")),
    "bassf0svl": Look("f0 of the bass", "bass contour", Contour, ("Bright Red", "#ff0000")),
    "drumsvl": Look("drums", "drums", Notes, ("Green", "#008000"), lambda m: strokes_of(m.read())),
    "chordsvl": Look("chords", "chords", Form, ("Orange", "#ff9632"), regions_as(chords.chords_of)),
    "keysvl": Look("key", "key", Form, ("Green", "#008000"), regions_as(key.key_of)),
    "sectionsvl": Look("sections", "sections", Form, ("Blue", "#0000ff")),
    "finesvl": Look("phrases", "phrases", Form, ("Red", "#800000")),
}
"""How each view of `svl.VIEWS` stands in a session."""
PARTS = {"notes": "bass notes", "contour": "bass contour"}
"""The parts of a bass line."""
PANES = (
    ("waveform", ("beatsvl", "onsetsvl")),
    ("spectrogram", ("svl", "f0svl", "basssvl", "bassf0svl")),
    ("waveform", ("drumsvl",)),
    ("waveform", ("temposvl",)),
    ("waveform", ("chordsvl", "keysvl")),
    ("waveform", ("sectionsvl", "finesvl")),
)
"""For each pane its background and the views on it."""
BACKGROUNDS = {
    "timeruler": "",
    "waveform": ' channelMode="0" gain="1" scale="0" colourName="Black" colour="#000000"',
    "spectrogram": ' channel="-1" windowSize="4096" windowHopLevel="3" minFrequency="40" '
    'maxFrequency="6000" colourScale="3" colourMap="Magma" binScale="1"',
}
_PANE = (
    'type="pane" centre="0" zoom="1024" followPan="1" followZoom="1" tracking="page" '
    'centreLineVisible="1"'
)


def encode(analysis: Analysis) -> bytes:
    """The recording as main model, by its path, and panes with all layers that can be drawn.

    Sonic Visualiser asks for a recording that is not there.
    """
    rate = rate_of(analysis)
    models = [_recording(analysis, rate)]
    layers: list[str] = []
    numbers: dict[str, int] = {}
    for form, layer, view in _views(analysis):
        numbers[form] = number = len(models)
        picture, name = drawing(view, rate), title(LOOKS[form].word, layer, analysis)
        models.append(model_text(picture, analysis, name, number, number))
        layers.append(layer_text(picture, name, number, number, _colour(form)))
    panes: list[str] = []
    for background, forms in PANES:
        own = [numbers[form] for form in forms if form in numbers]
        if own or not panes:
            behind = [len(layers) + 1, len(layers) + 2]
            for number, kind in zip(behind, (background, "timeruler"), strict=True):
                layers.append(_background(kind, number))
            panes.append(_pane([*behind, *own]))
    document = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE sonic-visualiser>\n<sv>\n  <data>\n'
        + "".join([*models, *layers])
        + "  </data>\n  <display>\n"
        + "".join(panes)
        + "  </display>\n</sv>\n"
    )
    return bz2.compress(document.encode("utf-8", "backslashreplace"))


def _recording(analysis: Analysis, rate: int) -> str:
    name = "" if analysis.provenance is None else analysis.provenance.name
    path = name
    with suppress(OSError):  # a name may be any text, and too long for a path
        path = str(Path(name).absolute()) if name and Path(name).exists() else name
    return (
        f'    <model id="0" name={quoted(Path(path).name)} sampleRate="{rate}" start="0" '
        f'end="{round((analysis.duration or 0.0) * rate)}" type="wavefile" file={quoted(path)} '
        'mainModel="true"/>\n'
    )


def _views(analysis: Analysis) -> list[tuple[str, str, Any]]:
    held = [layer for layer in VIEWS if analysis.read(layer) is not None]
    every = ((form, layer, view) for layer in held for form, view in VIEWS[layer](analysis).items())
    return [each for each in every if each[2] is not None]


def _colour(form: str) -> str:
    name, colour = LOOKS[form].colour
    dark = any(form in forms for background, forms in PANES if background == "spectrogram")
    return f' colourName="{name}" colour="{colour}" darkBackground="{str(dark).lower()}"'


def _background(kind: str, number: int) -> str:
    name = kind.capitalize()
    return f'    <layer id="{number}" type="{kind}" name="{name}" model="0"{BACKGROUNDS[kind]}/>\n'


def _pane(numbers: list[int]) -> str:
    refer = "".join(f'      <layer id="{number}" visible="true"/>\n' for number in numbers)
    return f"    <view {_PANE}>\n{refer}    </view>\n"


def decode(data: bytes, name: str) -> Analysis:
    """The layers of a session: those that lausch wrote by their names, others by their kinds.

    Of several of a kind the first counts. Instants are beats if they are called so, else onsets;
    curves in other units than Hz and bpm are left out.
    """
    values: dict[str, Any] = {}
    for model in models_of(text_of(_unpacked(data, name), name), name):
        look = _look(model)
        field = FIELDS[model.kind] if look is None else look.field
        in_hz = str(model.element.get("units", "")).lower() == "hz"
        if field not in values and (model.kind is not Contour or in_hz):
            values[field] = model.read() if look is None else look.read(model)
    if not values:
        raise FormatError(f"{name}: a session without layers of notes, f0, regions or instants")
    bass = {part: values.pop(field) for part, field in PARTS.items() if field in values}
    coarse, fine = values.get("sections"), values.pop("phrases", None)
    if fine is not None:
        values["sections"] = fine if coarse is None else Form(coarse.coarse, fine.coarse)
    return Analysis(**attributes(values | ({"bass": BassLine(**bass)} if bass else {})))


def _look(model: Model) -> Look | None:
    """The look by which a model is read: by its name, which others write in other ways."""
    word = model.title.split(" (")[0].lower()
    word = "beats" if "beat" in word else word
    own = (each for each in LOOKS.values() if each.kind is model.kind)
    return next((each for each in own if each.word == word), None)


def _unpacked(data: bytes, name: str) -> bytes:
    unpacker = bz2.BZ2Decompressor()
    try:
        text = unpacker.decompress(data, max_length=LARGEST_BYTES)
    except (OSError, ValueError) as error:
        raise FormatError(
            f"{name}: no session of Sonic Visualiser, which is compressed ({error}); is it a layer "
            "(.svl)?"
        ) from error
    if not unpacker.eof:
        cause = "was it cut off?" if unpacker.needs_input else "is it a session?"
        raise FormatError(f"{name}: no end within {LARGEST_BYTES:,} bytes of XML; {cause}")
    return text
