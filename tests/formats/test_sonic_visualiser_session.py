"""Sessions of Sonic Visualiser: their order, their panes, and what is read of them again."""

import bz2
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest

from lausch import formats
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
from lausch.audio import Provenance
from lausch.errors import FormatError
from lausch.formats import sv, svl
from lausch.formats.grids import read_beats

RATE = 44100
NOTES = Notes([0.5, 1.5], [1.25, 1.75], [60.5, 72.0], [0.25, 1.0])
LOW = Notes([0.25], [0.75], [40.0])
CURVE = Contour([0.5, 0.6, 0.7], [220.0, 230.0, 240.0], [True, False, True])
SONG = Analysis(
    beats=Beats([0.5, 1.0, 1.5], [3, 1, 2]),
    tempo=Tempo([120], [1], curve=TempoCurve([0.5, 1.0, 1.5], [121.5, 120.0, 118.0])),
    solo=NOTES,
    contour=CURVE,
    bass=BassLine(CURVE, LOW),
    sections=Form(Sections([0, 1, 2], ["A", "B"]), Sections([0, 1, 1.5, 2], ["a", "b", "b"])),
    others={
        "onsets": Onsets([0.5, 0.75]),
        "drums": Drums([0.5, 1.0], ["kick", "hi-hat"], [1.0, 0.5]),
        "chords": Chords([(0.5, 1.0), (1.5, 2.0)], ["C:maj7", "G:7"]),
        "key": Key("C:maj", 1.0, [(0.5, 2.0)], ["C:maj"]),
    },
    provenance=Provenance("a & b.wav", "", "", "", RATE, 2 * RATE, 1, 22050, "", 0.0, ""),
    duration=2.0,
    makers=(ModelRef("one", "", ("beats",)),),
)
MANDATORY = ("type", "centre", "zoom", "followPan", "followZoom", "centreLineVisible")


@pytest.fixture(scope="module")
def root():
    return ElementTree.fromstring(bz2.decompress(formats.encode(SONG, "sv")))


def test_every_layer_reads_back():
    read = formats.FORMATS["sv"].decode(formats.encode(SONG, "sv"), "x")
    np.testing.assert_allclose(read.beats.times, SONG.beats.times, atol=1e-4)
    np.testing.assert_array_equal(read.beats.positions, SONG.beats.positions)
    np.testing.assert_allclose(read.tempo.curve.bpm, SONG.tempo.curve.bpm)
    for notes, own in ((read.solo, NOTES), (read.bass.notes, LOW)):
        np.testing.assert_allclose(notes.intervals, own.intervals, atol=1e-4)
        np.testing.assert_allclose(notes.pitches, own.pitches)
        np.testing.assert_allclose(notes.confidence, own.confidence)
    for contour in (read.contour, read.bass.contour):
        np.testing.assert_allclose(contour.hz, [220.0, 240.0])
    assert [scale.labels for scale in read.sections.scales.values()] == [
        ("A", "B"),
        ("a", "b", "b"),
    ]
    np.testing.assert_allclose(read.read("onsets").times, [0.5, 0.75], atol=1e-4)
    assert read.read("drums").instruments == ("kick", "hi-hat")
    assert read.read("chords").labels == ("C:maj7", "G:7")
    np.testing.assert_allclose(read.read("chords").starts, [0.5, 1.5], atol=1e-4)
    assert (read.read("key").name, read.read("key").labels) == ("C:maj", ("C:maj",))
    assert set(read.layers) == set(formats.FORMATS["sv"].layers)


def test_the_recording_is_the_main_model(root):
    main = root.find("data/model")
    assert main.attrib | {"start": "0"} == {
        "id": "0",
        "name": "a & b.wav",
        "sampleRate": str(RATE),
        "start": "0",
        "end": str(2 * RATE),
        "type": "wavefile",
        "file": "a & b.wav",
        "mainModel": "true",
    }


def test_a_recording_that_is_here_is_named_by_its_whole_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a & b.wav").touch()
    text = bz2.decompress(formats.encode(SONG, "sv")).decode()
    assert ElementTree.fromstring(text).find("data/model").get("file") == str(
        tmp_path / "a & b.wav"
    )


def test_the_order_is_that_of_the_reader(root):
    """SVFileReader: a dataset follows its model, models stand before layers, panes come last."""
    assert [each.tag for each in root] == ["data", "display"]
    tags = [each.tag for each in root.find("data")]
    assert tags == ["model"] + ["model", "dataset"] * 12 + ["layer"] * (12 + 2 * len(sv.PANES))
    elements = list(root.find("data"))
    for model, dataset in pairwise(elements):
        if model.get("dataset") is not None:
            assert dataset.get("id") == model.get("dataset")
            assert model.get("dimensions") == dataset.get("dimensions")
            assert {"id", "sampleRate", "type", "dimensions", "resolution"} <= set(model.attrib)


def test_numbers_are_unique_and_known(root):
    models = [each.get("id") for each in root.iter("model")]
    layers = [each for each in root.find("data") if each.tag == "layer"]
    numbers = [each.get("id") for each in layers]
    shown = [each.get("id") for each in root.iterfind("display/view/layer")]
    assert len(set(models)) == len(models)
    assert {each.get("model") for each in layers} == set(models)
    assert sorted(shown) == sorted(numbers)
    assert len(set(numbers)) == len(numbers)
    for view in root.iter("view"):
        assert set(MANDATORY) <= set(view.attrib)
        assert view.get("type") == "pane"


def test_every_view_has_a_look_and_a_pane():
    everything = {name for views in svl.VIEWS.values() for name in views(SONG)}
    shown = [name for _, names in sv.PANES for name in names]
    assert everything == set(sv.LOOKS) == set(shown)
    assert len(shown) == len(set(shown))


def test_without_layers_there_is_the_recording(root):
    text = bz2.decompress(formats.encode(Analysis(provenance=SONG.provenance), "sv"))
    assert len(ElementTree.fromstring(text).findall("display/view")) == 1


def test_beats_come_back_from_a_corrected_session(tmp_path):
    path = tmp_path / "fixed.sv"
    formats.write(replace(SONG, beats=Beats([0.4, 0.9], [1, 2])), path)
    np.testing.assert_allclose(read_beats(path).times, [0.4, 0.9], atol=1e-4)


FOREIGN = (
    '<sv><data><model id="1" name="My Beats" sampleRate="10" type="sparse" dimensions="1" '
    'dataset="0"/><dataset id="0" dimensions="1"><point frame="5" label="1"/></dataset>'
    '<model id="2" name="novelty" sampleRate="10" type="sparse" dimensions="2" units="" '
    'dataset="1"/><dataset id="1"><point frame="5" value="3"/></dataset>'
    '<model id="3" name="tune" sampleRate="10" type="sparse" dimensions="3" subtype="note" '
    'units="MIDI" dataset="2"/><dataset id="2"><point frame="5" value="60" duration="5"/></dataset>'
    "</data></sv>"
)


def test_sessions_of_others_are_read_by_kind():
    read = sv.decode(bz2.compress(FOREIGN.encode()), "x")
    assert read.layers == ("beats", "downbeats", "solo")
    assert read.solo.pitches.tolist() == [60]


@pytest.mark.parametrize(
    ("data", "clue"),
    [
        (FOREIGN.encode(), "compressed.*a layer"),
        (bz2.compress(FOREIGN.encode())[:-9], "cut off"),
        (bz2.compress(b"<html/>"), "begins with html"),
    ],
)
def test_what_is_no_session_is_told(data, clue):
    with pytest.raises(FormatError, match=clue):
        sv.decode(data, "x")


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(sv, "LARGEST_BYTES", 1000)
    with pytest.raises(FormatError, match="within 1,000 bytes"):
        sv.decode(bz2.compress(bytes(10**6)), "x")


@pytest.mark.parametrize("name", ["A" * 10_000, "a\x01b\0.wav", "", "\uffff"])
def test_the_name_of_a_recording_is_any_text(name):
    song = replace(SONG, provenance=replace(SONG.provenance, name=name))
    for kind in ("sv", "svl", "musicxml", "rekordbox"):
        assert formats.FORMATS[kind].decode(formats.encode(song, kind), "x").layers
