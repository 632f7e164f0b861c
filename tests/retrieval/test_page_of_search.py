"""docs/search.md: its commands are run one after the other, and the table is what one prints."""

from __future__ import annotations

import re
import shutil

import soundfile
from click.testing import CliRunner
from readme import typed
from userpages import ROOT

from lausch.cli import cli


def test_the_page_is_what_happens(tmp_path, monkeypatch):
    page = (ROOT / "docs" / "search.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").mkdir()
    for each in (ROOT / "examples").glob("*.ogg"):
        shutil.copy(each, "examples")
    samples, rate = soundfile.read("examples/lets_go_fishin.ogg", frames=8 * 44100)
    soundfile.write("hummed.wav", samples, rate)
    outputs = []
    for words in typed(page):
        done = CliRunner().invoke(cli, words, catch_exceptions=False)
        assert done.exit_code == 0, (words, done.output)
        outputs.append(done.stdout)
    assert re.search(r"```text\n(.*?)```", page, re.S)[1] == outputs[3]
    assert (tmp_path / "match.png").is_file()
    assert (tmp_path / "match.flac").is_file()
