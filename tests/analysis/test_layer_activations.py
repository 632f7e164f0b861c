"""Activations of every layer are kept when they are asked for, and nothing is when not."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from truths import recording_of

import lausch
from lausch.analysis.evidence import EVIDENCE
from lausch.annotation.layers import layer_names
from lausch.errors import FormatError
from lausch.formats import json as json_format
from lausch.tasks import TASKS

RATE = 22050
ONLY = "beats,onsets,drums,chords,key"


@pytest.fixture(scope="module")
def song():
    return recording_of("chords", RATE), RATE


@pytest.fixture(scope="module")
def kept(song):
    return lausch.analyze(song, only=ONLY, activations=True)


def test_not_asked_for_none_are_kept_and_the_annotations_are_the_same(song, kept):
    plain = lausch.analyze(song, only=ONLY)
    assert plain.layer_activations == {}
    bare = lausch.encode(plain, "json")
    assert "layer_activations" not in json.loads(bare)
    assert lausch.encode(replace(kept, layer_activations={}), "json") == bare


def test_layers_without_another_place_have_theirs(kept):
    frames = kept.layer_activations
    assert set(frames) == {"onsets", "drums", "chords", "key"}
    assert frames["drums"].columns == TASKS["drums"]().outputs
    assert frames["onsets"].columns == ("onset",)
    for layer in frames:
        assert len(frames[layer]) / frames[layer].clock.fps == pytest.approx(kept.duration, abs=0.2)
    onsets = kept.read("onsets")
    at = frames["onsets"].clock.frames(onsets.times)
    np.testing.assert_allclose(frames["onsets"].values[at, 0], onsets.confidence, atol=1e-3)


def test_the_key_is_shown_by_the_chords_in_which_it_was_found(kept):
    key, frames = kept.read("key"), kept.layer_activations["key"]
    sounding = frames.values[frames.values.sum(axis=1) > 0]
    np.testing.assert_allclose(sounding.sum(axis=1), 1, atol=0.02)
    assert frames.columns[int(sounding.mean(axis=0).argmax())] == key.name


def test_a_key_without_chords_has_the_output_of_its_model(song):
    alone = lausch.analyze(song, only="key", activations=True)
    frames = alone.layer_activations["key"]
    assert frames.columns[int(frames.values.mean(axis=0).argmax())] == alone.read("key").name


def test_the_table_has_only_layers():
    assert set(EVIDENCE) <= set(layer_names())


def test_files_hold_them_on_request_and_read_them_as_they_were(kept, tmp_path):
    kept.save(tmp_path / "a.json")
    assert lausch.read(tmp_path / "a.json").layer_activations == {}
    kept.save(tmp_path / "b.json", activations=True)
    read = lausch.read(tmp_path / "b.json").layer_activations
    assert set(read) == set(kept.layer_activations)
    for layer, frames in kept.layer_activations.items():
        np.testing.assert_array_equal(read[layer].values, frames.values)
        assert (read[layer].clock, read[layer].columns) == (frames.clock, frames.columns)


def test_layers_of_a_newer_version_are_passed_over_and_damage_is_told(kept):
    document = kept.to_dict(activations=True)
    document["layer_activations"]["tomorrow"] = document["layer_activations"]["onsets"]
    read = json_format.decode(json.dumps(document), "a.json")
    assert set(read.layer_activations) == set(kept.layer_activations)
    document["layer_activations"]["onsets"]["frames"] += 1
    with pytest.raises(FormatError, match="activations have"):
        json_format.decode(json.dumps(document), "a.json")
