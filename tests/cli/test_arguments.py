"""What a shell passes by mistake is refused in words, before anything is read or written."""

import os
import sys

import pytest
from click.testing import CliRunner

from lausch.cli import cli, main


@pytest.mark.parametrize(
    "words",
    [
        "analyze ''",
        "analyze a.wav ''",
        "analyze a.wav -o ''",
        "analyze a.wav --output=",
        "analyze a.wav --click ''",
        "analyze a.wav --model ''",
        "index create ''",
        "index add '' a.wav",
        "search a.wav --index ''",
        "corpus list --data ''",
        "repick ''",
    ],
)
def test_an_empty_path_is_not_the_current_folder(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.wav").write_bytes(b"RIFF")
    done = CliRunner().invoke(cli, [word.strip("'") for word in words.split()])
    assert done.exit_code == 2
    assert "empty (''); is a variable unset?" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]


def test_what_cannot_be_read_is_the_recordings_fault_and_no_wrong_usage(tmp_path, monkeypatch):
    paths = [tmp_path / "a.wav", tmp_path / "b.wav"]
    for path in paths:
        path.write_bytes(b"no sound")
    monkeypatch.setattr(os, "access", lambda *_args, **_more: False)
    done = CliRunner().invoke(cli, ["analyze", *map(str, paths)])
    assert done.exit_code == 1
    assert all(f"{path}: " in done.output for path in paths)


def test_ctrl_c_while_modules_are_imported_is_one_line(monkeypatch, capsys):
    def interrupt():
        raise KeyboardInterrupt

    monkeypatch.setattr("lausch.cli._run", interrupt)
    monkeypatch.setattr(sys, "argv", ["lausch", "doctor"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130
    assert capsys.readouterr().err == "interrupted\n"
