"""Beats from activations that were kept are those of the recording, and odd files are refused."""

from __future__ import annotations

import json
import random
import zipfile
from contextlib import suppress
from time import perf_counter

import numpy as np
import pytest

import lausch
from lausch.analysis import activations as room
from lausch.errors import AudioError, FormatError, ModelError, OptionError

RATE = 22050


@pytest.fixture
def sound(clicks):
    """Four seconds of clicks, five of silence, and clicks again."""
    silence = np.zeros(5 * RATE, dtype=np.float32)
    return np.concatenate([clicks(120, 8), silence, clicks(100, 8)]), RATE


@pytest.fixture
def saved(sound, tmp_path):
    path = tmp_path / "song.npz"
    lausch.activations(sound).save(path)
    return path


def test_the_same_beats_come_from_the_file(sound, saved):
    for options in (
        {},
        {"min_bpm": 150},
        {"meters": [3], "rotate_bars": 1},
        {"anchors": lausch.Anchors(2.75, 4.5), "downbeat": 14.0},
        {"decoder": "peaks"},
    ):
        only = "beats" if "decoder" in options else None
        whole = lausch.analyze(sound, only=only, **options)
        again = lausch.decode(saved, only=only, **options)
        assert again.to_dict() == whole.to_dict()
    assert not np.any((whole.beats.times > 9) & (whole.beats.times < 12))


def test_no_network_runs(saved, monkeypatch):
    model = lausch.load_model("downbeats2026")
    monkeypatch.setattr(type(model), "infer", lambda *_: pytest.fail("a network runs"))
    activations = lausch.read_activations(saved)
    began = perf_counter()
    for at in (0.5, 0.75, 1.0, 1.25):
        lausch.decode(activations, model=model, anchors=lausch.Anchors(downbeats=at))
    assert perf_counter() - began < 10
    assert activations.provenance.sha256_pcm
    assert activations.model.digest == model.digest
    assert activations.frames.clock == lausch.load_model("lausch2026").representation.clock


def test_a_model_of_tempo_alone_is_decoded_again(sound, tmp_path):
    kept = lausch.activations(sound, "boeck2015")
    kept.save(tmp_path / "a.npz")
    assert kept.model.layers == ("tempo",)
    tempo = lausch.decode(tmp_path / "a.npz").tempo
    np.testing.assert_array_equal(tempo.bpm, lausch.analyze(sound, model="boeck2015").tempo.bpm)


def test_what_needs_more_than_activations_is_refused(saved, sound, tmp_path, energy_model):
    for only in ("bass", "beats,sections", "solo"):
        with pytest.raises(OptionError):
            lausch.decode(saved, only=only)
    with pytest.raises(ModelError, match="save them again"):
        lausch.decode(saved, model="boeck2016")
    with pytest.raises(OptionError, match=r"ends at 21\.00 s"):
        lausch.decode(saved, anchors=lausch.Anchors(30))
    with pytest.raises(OptionError):
        lausch.activations(sound, "superflux")
    with pytest.raises(AudioError):
        lausch.activations(tmp_path / "none.wav")
    lausch.activations(sound, energy_model).save(tmp_path / "energy.npz")
    with pytest.raises(ModelError, match="energy, the model of the activations, is not shipped"):
        lausch.decode(tmp_path / "energy.npz")
    assert len(lausch.decode(tmp_path / "energy.npz", model=energy_model).beats)
    with pytest.raises(FormatError, match=r"name song\.npz"):
        lausch.read_activations(saved).save(tmp_path / "song.json")


def rewritten(path, **changes):
    """The file with another header, or other arrays."""
    with np.load(path) as file:
        arrays = dict(file)
    header = json.loads(arrays["header"].tobytes())
    for name, value in changes.items():
        if name in arrays:
            arrays[name] = value
        else:
            header[name] = value
    if "header" not in changes:
        arrays["header"] = np.frombuffer(json.dumps(header).encode(), dtype=np.uint8)
    np.savez_compressed(path, **{name: each for name, each in arrays.items() if each is not None})


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"version": 2}, "upgrade"),
        ({"kind": "other"}, "another program"),
        ({"columns": ["beat"]}, "columns"),
        ({"columns": ["beat", "b" * 300]}, "column is a name"),
        ({"columns": None}, "edited by hand"),
        ({"clock": [0, 1]}, "clock"),
        ({"clock": [44100, 1]}, "frames a second"),
        ({"clock": [44100, 441]}, "not of a recording"),
        ({"clock": [True, 1.5]}, "edited by hand"),
        ({"clock": 3}, "edited by hand"),
        ({"model": {}}, "misses"),
        ({"model": {"name": 1, "digest": "a", "layers": [], "followed": ""}}, "model is a name"),
        ({"audio": {"name": "x"}}, "misses"),
        ({"tuning": 9}, "semitone"),
        ({"tuning": "low"}, "edited by hand"),
        ({"followed": "drums"}, "follow"),
        ({"values": np.full((1050, 2), np.nan, np.float32)}, "finite"),
        ({"values": np.zeros((1050, 2))}, "float64"),
        ({"values": np.zeros((10, 2), np.float32)}, "not of a recording"),
        ({"values": np.zeros(1050, np.float32)}, "columns"),
        ({"values": np.asfortranarray(np.zeros((1050, 2), np.float32))}, "shape"),
        ({"values": np.array([{"a": 1}], dtype=object)}, "shape"),
        ({"values": None}, "holds no values"),
        ({"levels": None}, "lausch features"),
        ({"levels": np.full(1050, -1, np.float32)}, "finite"),
        ({"header": np.frombuffer(b"{", np.uint8)}, "not JSON"),
        ({"header": np.frombuffer(b"[]", np.uint8)}, "another program"),
        ({"header": np.zeros(2_000_000, np.uint8)}, "bytes; at most"),
    ],
)
def test_odd_files_are_refused_in_words(saved, changes, reason):
    rewritten(saved, **changes)
    with pytest.raises(FormatError, match=reason):
        lausch.read_activations(saved)


def test_columns_of_another_network_are_refused(saved):
    rewritten(saved, columns=["bead", "bar"])
    with pytest.raises(FormatError, match="bead, bar, which downbeats2026 does not decode"):
        lausch.decode(saved)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_methods_of_compression_are_refused(saved, method):
    with zipfile.ZipFile(saved) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(saved, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    with pytest.raises(FormatError, match="save them again"):
        lausch.read_activations(saved)


def test_encrypted_arrays_are_refused(saved):
    data = bytearray(saved.read_bytes())
    entry = data.index(b"PK\x01\x02")
    data[entry + 8] |= 1
    saved.write_bytes(data)
    with pytest.raises(FormatError, match=r"damaged .*encrypted"):
        lausch.read_activations(saved)


def test_no_file_and_other_files_are_refused(saved, tmp_path):
    for path, data in (
        (tmp_path / "text.npz", b"0.5 1\n"),
        (tmp_path / "empty.npz", b""),
        (tmp_path / "cut.npz", saved.read_bytes()[:-40]),
    ):
        path.write_bytes(data)
        with pytest.raises(FormatError, match=path.name):
            lausch.read_activations(path)
    for path in (tmp_path / "none.npz", tmp_path):
        with pytest.raises(FormatError, match="cannot be read"):
            lausch.read_activations(path)


def test_an_array_that_claims_to_be_larger_is_not_read(saved, monkeypatch):
    with zipfile.ZipFile(saved) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    claim = parts["values.npy"].replace(b"(1050, 2)", b"(9999, 2)")
    with zipfile.ZipFile(saved, "w") as archive:
        for name, data in {**parts, "values.npy": claim}.items():
            archive.writestr(name, data)
    with pytest.raises(FormatError, match="of shape"):
        lausch.read_activations(saved)
    monkeypatch.setattr(room, "LARGEST_ARRAY", 1000)
    with pytest.raises(FormatError, match="at most 1,000"):
        lausch.read_activations(saved)


def test_mutated_files_are_read_or_refused(saved):
    dice = random.Random(3)
    whole = saved.read_bytes()
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 4)):
            at = dice.randrange(len(data))
            data[at : at + dice.randint(0, 3)] = dice.randbytes(dice.randint(0, 3))
        saved.write_bytes(data)
        with suppress(FormatError):
            lausch.read_activations(saved)
