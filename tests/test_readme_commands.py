"""Every command of the pages for users that needs no data but recordings is run.

Those of the index and of one's own data are run in retrieval/ and training/.
"""

from __future__ import annotations

import json
import shlex
import shutil

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner
from readme import PAGES as READ
from readme import ROOT, pictures, typed

import lausch
from lausch.annotation import BassLine, Beats, Drums, Form, Notes, Sections
from lausch.annotation.analysis import Analysis
from lausch.cli import cli
from lausch.formats.grids import read_beats

ELSEWHERE = {"index", "search", "DATA", "RENDERED", "mydata", "mine.onnx"}
"""Words of commands that need data or an index; like pictures they have tests of their own."""
PAGES = [page.read_text(encoding="utf-8") for page in READ]
DRAWN = [words for page in PAGES for words, _ in pictures(page)]
COMMANDS = [
    words
    for page in PAGES
    for words in typed(page)
    if words not in DRAWN and ELSEWHERE.isdisjoint(words)
]
SECONDS = 9
NOTES = Notes([1.0, 2.0, 3.0], [1.8, 2.7, 3.9], [45.0, 47.0, 49.0])
BEATS = Beats(0.5 + 0.46 * np.arange(18), np.arange(18) % 4 + 1)
FORM = Form(Sections([0.0, 4.0, SECONDS], ["A", "B"]))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The files that the page speaks of: a short song, an album, annotations."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "examples").mkdir()
    for each in (ROOT / "examples").glob("*.ogg"):
        shutil.copy(each, folder / "examples")
    example = ROOT / "examples" / "vibe_ace.ogg"
    rate = soundfile.info(example).samplerate
    samples, _ = soundfile.read(example, frames=SECONDS * rate)
    soundfile.write(folder / "song.mp3", samples, rate)
    (folder / "albums" / "first").mkdir(parents=True)
    soundfile.write(folder / "albums" / "first" / "song.flac", samples, rate)
    Analysis(beats=BEATS).save(folder / "albums" / "first" / "song.beats")
    Analysis(beats=BEATS).save(folder / "song.beats")
    lausch.analyze(folder / "song.mp3", only="sections").save(folder / "song.json")
    line = Analysis(solo=NOTES, bass=BassLine(notes=NOTES), beats=BEATS)
    line.save(folder / "transcription.mid")
    line.save(folder / "song.sv")
    line.save(folder / "bass.mid")
    strokes = Drums(BEATS.times, ["kick", "snare"] * 9)
    Analysis(beats=BEATS, others={"drums": strokes}).save(folder / "take.mid")
    Analysis(sections=FORM).save(folder / "true.lab")
    words = ["literature", "list", "--author", "Schedl", "--year", "2011", "--format", "json"]
    document = json.loads(CliRunner().invoke(cli, words).stdout)
    (paper,) = document["papers"]
    paper |= {"key": "mine2026", "title": "My method", "authors": ["Ada Mine"], "year": 2026}
    del paper["number"]
    del paper["overview"]
    (folder / "mine.json").write_text(json.dumps(document), encoding="utf-8")
    return folder


def written(words, folder):
    """The files that a command says it writes."""
    options = ("-o", "--plot", "--click", "--sonify", "--summary", "--audition")
    named = [words[at + 1] for at, word in enumerate(words) if word in options]
    return [folder / name for name in named if name != "-"]


@pytest.mark.parametrize("words", COMMANDS, ids=shlex.join)
def test_it_runs(words, folder, monkeypatch):
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(cli, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    for path in written(words, folder):
        assert path.is_dir() or path.stat().st_size > 0


def test_corrected_beats_are_in_what_is_written_with_them(folder, monkeypatch):
    monkeypatch.chdir(folder)
    beats = Beats([0.7, 1.3, 1.9, 2.5, 3.1], [4, 1, 2, 3, 4])
    Analysis(beats=beats).save("corrected.beats")
    words = "analyze song.mp3 --beats corrected.beats --click clicks.flac -o corrected.mid"
    assert CliRunner().invoke(cli, words.split(), catch_exceptions=False).exit_code == 0
    assert read_beats("corrected.mid").times[:5] == pytest.approx(beats.times, abs=0.02)
    assert lausch.load_audio("clicks.flac").duration == pytest.approx(SECONDS, abs=0.1)
