"""What comes from strangers' files reaches a terminal as text, and names no file to be opened."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1] / "models"))
from strangers import card, model

from lausch.analysis.runner import load_shipped
from lausch.cli import cli
from lausch.errors import ModelError
from lausch.files import printable

PRINTS = r"""
import sys
from lausch.cli.outputs import to_stdout

to_stdout(f"0.5\t{sys.argv[1]}\nmore\n")
"""
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


def test_content_of_a_file_moves_no_cursor_and_reaches_a_pipe_as_it_is():
    """Labels that a stranger's model gives to sections, in a format on stdout."""
    command = (sys.executable, "-c", PRINTS, EVIL)
    piped = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    assert piped.decode() == f"0.5\t{EVIL}\nmore\n"
    parent, child = os.openpty()
    subprocess.run(command, stdout=child, check=True)
    os.close(child)
    shown = os.read(parent, 1000).decode().replace("\r\n", "\n")
    os.close(parent)
    assert shown.expandtabs() == f"0.5\t{printable(EVIL)}\nmore\n".expandtabs()
