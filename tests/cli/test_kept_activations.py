"""`--save-activations` and `--from-activations` on the command line."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner

from lausch.cli import cli

RATE = 44100


@pytest.fixture
def song(clicks, tmp_path):
    path = tmp_path / "songs" / "song.wav"
    path.parent.mkdir()
    soundfile.write(path, clicks(120, 8, RATE), RATE)
    return path


def analyze(*words):
    result = CliRunner().invoke(cli, ["analyze", *map(str, words)])
    assert isinstance(result.exception, SystemExit | None)
    return result


@pytest.fixture
def kept(song, tmp_path):
    path = tmp_path / "song.npz"
    assert analyze(song, "--save-activations", path, "-o", tmp_path / "a.beats").exit_code == 0
    return path


def test_beats_come_from_the_file_without_the_recording(song, kept, tmp_path):
    text = (tmp_path / "a.beats").read_text()
    assert analyze("--from-activations", kept, "--format", "beats").stdout == text
    moved = analyze("--from-activations", kept, "--format", "beats", "--downbeat", "1.5").stdout
    assert moved == analyze(song, "--format", "beats", "--downbeat", "1.5").stdout
    assert moved != text
    song.unlink()
    result = analyze("--from-activations", kept)
    assert "120.0 bpm" in result.stdout
    assert "downbeats2026" in result.stdout
    assert analyze("--from-activations", kept, "-o", f"{tmp_path}/out/").exit_code == 0
    assert (tmp_path / "out" / "song.beats").read_text() == text


def test_the_recording_itself_may_be_named_for_its_sound(song, kept, clicks, tmp_path):
    out = tmp_path / "clicks.wav"
    assert analyze(song, "--from-activations", kept, "--click", out).exit_code == 0
    assert out.is_file()
    other = tmp_path / "other.wav"
    soundfile.write(other, clicks(90, 8, RATE), RATE)
    result = analyze(other, "--from-activations", kept)
    assert result.exit_code == 2
    assert "of another recording" in result.stderr


def test_a_folder_of_recordings_has_a_folder_of_activations(song, tmp_path):
    into = tmp_path / "kept"
    result = analyze(song.parent, "-j", "1", "--save-activations", into, "-o", f"{tmp_path}/r/")
    assert result.exit_code == 0, result.output
    (file,) = into.rglob("*.npz")
    with np.load(file) as arrays:
        assert arrays["values"].shape[1] == 2


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ((), "Missing argument"),
        (
            ("--from-activations", "KEPT", "--only", "solo"),
            "finds beats and downbeats and tempo, but",
        ),
        (("--from-activations", "KEPT", "--click", "a.wav"), "--click needs the recording"),
        (("--from-activations", "KEPT", "--model", "boeck2011"), "save them again"),
        (("--from-activations", "KEPT", "--save-activations", "b.npz"), "none runs for them"),
        (("--from-activations", "SONG"), "song.wav"),
        (("--from-activations", "none.npz"), "No such file"),
        (("SONG", "SONGS", "--from-activations", "KEPT"), "of one recording"),
        (("SONG", "--save-activations", "a.json"), "name a.npz"),
        (("SONG", "--save-activations", "a.npz", "--only", "onsets"), "none runs for them"),
    ],
)
def test_what_cannot_be_is_refused_in_words(words, reason, song, kept, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = {"KEPT": kept, "SONG": song, "SONGS": song.parent}
    result = analyze(*(names.get(word, word) for word in words))
    assert result.exit_code == 2
    assert reason in " ".join(result.stderr.split())
