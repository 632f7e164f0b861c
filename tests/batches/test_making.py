"""A result is made again when anything changes that it depends on, and at nothing else."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from truths import WHOLE

from lausch import formats
from lausch.analysis.choice import Choice
from lausch.annotation.layers import family_of, layer_named, layer_names
from lausch.batches.making import joined, making, reached
from lausch.formats.registry import FORMATS
from lausch.tasks.options import BeatOptions, SectionOptions


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
    assert formats.encode(restricted(WHOLE, layers), name) == formats.encode(WHOLE, name)


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_tells_whether_it_names_the_recording(name):
    other = replace(WHOLE, provenance=replace(WHOLE.provenance, name="new.wav"))
    same = formats.encode(WHOLE, name) == formats.encode(other, name)
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
    assert reached(["sections"], choice()) == {"sections", "beats", "downbeats"}
    assert "beats" in reached(["key"], choice())


@pytest.mark.parametrize(
    ("settings", "changed"),
    [
        (
            {"beat_options": BeatOptions(min_bpm=70)},
            {"beats", "tempo", "bass", "chords", "lab", "json"},
        ),
        ({"section_options": SectionOptions(count=4)}, {"lab", "json"}),
        ({"section_options": SectionOptions(snap=True)}, {"lab", "json"}),
        ({"section_options": SectionOptions(snap=False)}, {"lab", "json"}),
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
