"""What comes from strangers' files reaches a terminal as text, and names no file to be opened."""

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1] / "models"))
from strangers import card, model

from lausch.analysis.choice import load_shipped
from lausch.cli import cli
from lausch.errors import ModelError

EVIL = "a\x1b]0;owned\x07\x9b2J\u202eb"


@pytest.fixture
def stranger(tmp_path):
    values = card()
    values["name"] = values["title"] = values["licence"] = EVIL
    values["deviations"] = [EVIL, "a\nsha256      forged"]
    path = tmp_path / "stranger.onnx"
    path.write_bytes(model(values))
    return str(path)


def test_a_card_as_json_moves_no_cursor(stranger):
    done = CliRunner().invoke(cli, ["models", stranger, "--json"])
    assert json.loads(done.output)["title"] == EVIL
    assert not set("\x1b\x07\x9b\u202e") & set(done.output)


def test_a_card_moves_no_cursor_and_forges_no_line(stranger):
    done = CliRunner().invoke(cli, ["models", stranger])
    assert done.exit_code == 0
    assert not set("\x1b\x07\x9b\u202e") & set(done.output)
    assert done.output.count("\nsha256") == 1
    assert r"\x1b]0;owned\x07" in done.output


def test_a_summary_shows_the_name_of_a_model_as_text(stranger, clicks, tmp_path):
    import soundfile

    song = tmp_path / "song.wav"
    soundfile.write(song, clicks(120, 5), 22050)
    done = CliRunner().invoke(cli, ["analyze", str(song), "--only", "bass", "--model", stranger])
    assert done.exit_code == 0, done.output
    assert not set("\x1b\x07\x9b\u202e") & set(done.output)


def test_a_file_names_no_weights(stranger):
    assert load_shipped("foote").name == "foote"
    with pytest.raises(ModelError, match="not a shipped model"):
        load_shipped(stranger)
