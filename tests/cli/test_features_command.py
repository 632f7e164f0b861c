"""`lausch features` writes arrays that numpy reads."""

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner

from lausch.cli import cli
from lausch.models.model import load_model

RATE = 22050


@pytest.fixture
def song(tmp_path):
    samples = 0.1 * np.random.default_rng(0).standard_normal(6 * RATE)
    soundfile.write(tmp_path / "song.wav", samples, RATE)
    return tmp_path / "song.wav"


def run(*words):
    return CliRunner().invoke(cli, ["features", *map(str, words)])


def test_a_file_holds_an_embedding_with_its_clock_and_its_model(song, tmp_path):
    result = run(song, "--model", "hamel2011", "-o", tmp_path / "out.npz")
    assert result.exit_code == 0, result.output
    model = load_model("hamel2011")
    with np.load(tmp_path / "out.npz") as file:
        assert file["values"].shape == (len(file["times"]), model.embedding_columns)
        assert file["values"].dtype == np.float32
        assert file["columns"][0] == "unit 1"
        assert file["times"][1] == pytest.approx(file["hop"] / file["rate"])
        assert (file["model"], file["sha256"]) == ("hamel2011", model.digest)
    assert "song.wav" in result.output
    assert "out.npz" in result.output


def test_by_default_the_file_stands_beside_the_recording_and_many_go_into_a_folder(song, tmp_path):
    assert run(song, "--what", "activations", "--model", "hamel2011").exit_code == 0
    assert song.with_suffix(".npz").is_file()
    other = tmp_path / "other.wav"
    other.write_bytes(song.read_bytes())
    assert run(song, other, "--model", "hamel2011", "-o", tmp_path / "all").exit_code == 0
    assert sorted(path.name for path in (tmp_path / "all").iterdir()) == ["other.npz", "song.npz"]


def test_what_cannot_be_done_is_said(song, tmp_path):
    assert "name a folder" in run(song, song, "-o", tmp_path / "one.npz").output
    assert "name" in (told := run(song, "-o", tmp_path / "x.txt").output)
    assert "not as .txt" in told
    (tmp_path / "a.folder").mkdir()
    assert run(song, "--model", "hamel2011", "-o", tmp_path / "a.folder").exit_code == 0
    assert (tmp_path / "a.folder" / "song.npz").is_file()
    assert "no embedding" in run(song, "--model", "lausch2026").output
    result = run(tmp_path / "missing.wav", "--model", "hamel2011")
    assert result.exit_code == 1
    assert "missing.wav" in result.output
    assert run(song, "--model", "nothing").exit_code == 2


def test_ctrl_c_exits_with_130_and_leaves_nothing_behind(song, tmp_path, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(np, "savez_compressed", interrupt)
    result = run(song, "--model", "hamel2011", "-o", tmp_path / "out" / "song.npz")
    assert result.exit_code == 130
    assert result.output.splitlines()[-1] == "interrupted"
    assert list((tmp_path / "out").iterdir()) == []
