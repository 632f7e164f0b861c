"""A result is made again when anything changes that it depends on, and at nothing else."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from lausch import formats
from lausch.analysis.choice import Choice
from lausch.annotation import (
    BassLine,
    Beats,
    Chords,
    Contour,
    Drums,
    Form,
    Key,
    Notes,
    Onsets,
    Sections,
    Tempo,
    TempoCurve,
)
from lausch.annotation.analysis import Analysis, ModelRef
from lausch.annotation.bass import BeatPitches
from lausch.annotation.layers import family_of, layer_named, layer_names
from lausch.annotation.tags import Tags
from lausch.audio import Provenance
from lausch.batches.making import joined, making, reached
from lausch.formats.registry import FORMATS
from lausch.tasks.options import BeatOptions, SectionOptions

NOTES = Notes([0.5, 1.5], [1.25, 1.75], [60.5, 72.0], [0.25, 1.0])
CURVE = Contour([0.5, 0.6, 0.7], [220.0, 230.0, 240.0], [True, False, True])
SONG = Analysis(
    beats=Beats([0.5, 1.0, 1.5], [3, 1, 2]),
    tempo=Tempo([120], [1], curve=TempoCurve([0.5, 1.0, 1.5], [121.5, 120.0, 118.0])),
    solo=NOTES,
    contour=CURVE,
    bass=BassLine(
        CURVE, Notes([0.25], [0.75], [40.0]), BeatPitches([0.5, 1.0], [40.0, 41.0], [0.9, 0.8])
    ),
    sections=Form(Sections([0, 1, 2], ["A", "B"]), Sections([0, 1, 1.5, 2], ["a", "b", "b"])),
    others={
        "onsets": Onsets([0.5, 0.75]),
        "drums": Drums([0.5, 1.0], ["kick", "hi-hat"], [1.0, 0.5]),
        "chords": Chords([(0.5, 1.0), (1.5, 2.0)], ["D#:maj7", "G:7"]),
        "key": Key("E:min", 1.0, [(0.5, 2.0)], ["E:min"]),
        "tags": Tags(("piano",), [0.9]),
    },
    provenance=Provenance("old.wav", "", "", "", 44100, 88200, 1, 22050, "", 0.0, ""),
    duration=2.0,
    makers=(ModelRef("one", "", ("beats",)),),
)


def choice(**settings):
    """Every layer by a model of its own, but relatives by one."""
    digests = {name: layer_named(name).family[0] * 64 for name in layer_names()}
    digests |= settings.pop("digests", {})
    layers = {name: SimpleNamespace(digest=digest) for name, digest in digests.items()}
    return Choice(layers, **settings)


def restricted(analysis, layers):
    """The analysis without the other layers."""
    own = {
        "beats": ("beats",),
        "tempo": ("tempo",),
        "solo": ("solo", "contour"),
        "bass": ("bass",),
        "sections": ("sections",),
    }
    gone = {name: None for layer, names in own.items() if layer not in layers for name in names}
    others = {name: value for name, value in analysis.others.items() if name in layers}
    return replace(analysis, **gone, others=others)


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_says_nothing_of_layers_that_it_does_not_depend_on(name):
    layers = reached(FORMATS[name].holds, choice())
    assert formats.encode(restricted(SONG, layers), name) == formats.encode(SONG, name)


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_tells_whether_it_names_the_recording(name):
    other = replace(SONG, provenance=replace(SONG.provenance, name="new.wav"))
    same = formats.encode(SONG, name) == formats.encode(other, name)
    assert same is not FORMATS[name].named


def digest(name, choice, **settings):
    entry = FORMATS[name]
    return making(name, entry.holds, choice, whole=entry.tells, **settings).digest


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("layer", layer_names())
def test_another_model_changes_what_depends_on_its_layers(name, layer):
    other = choice(digests=dict.fromkeys(family_of(layer), "9" * 64))
    depends = FORMATS[name].tells or layer in reached(FORMATS[name].holds, choice())
    assert (digest(name, choice()) != digest(name, other)) is depends


def test_what_tags_do_not_depend_on():
    assert reached(["tags"], choice()) == {"tags"}
    assert reached(["sections"], choice()) == {"sections"}
    snapped = choice(section_options=SectionOptions(snap=True))
    assert reached(["sections"], snapped) == {"sections", "beats", "downbeats"}
    assert "beats" in reached(["key"], choice())


@pytest.mark.parametrize(
    ("settings", "changed"),
    [
        ({"beat_options": BeatOptions(min_bpm=70)}, {"beats", "tempo", "bass", "chords", "json"}),
        ({"section_options": SectionOptions(count=4)}, {"lab", "json"}),
        ({"section_options": SectionOptions(snap=True)}, {"lab", "json"}),
    ],
)
def test_an_option_changes_what_it_is_about(settings, changed):
    names = ("beats", "tempo", "bass", "chords", "json", "lab", "tags", "notes", "onsets")
    usual, other = choice(), choice(**settings)
    assert {name for name in names if digest(name, usual) != digest(name, other)} == changed


def test_activations_change_what_holds_them():
    assert digest("json", choice(), activations=True) != digest("json", choice(), activations=False)


def test_files_together_have_one_digest():
    one, two = (making(name, ("beats",), choice()) for name in ("beats", "csv"))
    assert joined([one, two]) == joined([two, one]) != joined([one])
