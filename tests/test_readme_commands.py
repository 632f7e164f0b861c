"""What every page for users says is done, from its top to its end, in a folder of its own.

Commands that take hours are parsed only, as all are in test_readme.py.
"""

from __future__ import annotations

import json
import shlex
import shutil
from dataclasses import replace

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner
from readme import pictures, python
from starterkit import mydata
from userpages import READ, ROOT, name_of, steps

import lausch
from lausch import systems
from lausch.annotation import BassLine, Beats, Drums, Form, Notes, Sections
from lausch.annotation.analysis import Analysis
from lausch.cli import cli
from lausch.formats.grids import read_beats

PAGES = {name_of(page): page.read_text(encoding="utf-8") for page in READ}
DRAWN = [words for page in PAGES.values() for words, _ in pictures(page)]
"""Commands that draw the pictures of pages: they have a test of their own."""
STEPS = {
    name: [step for step in steps(text) if list(step.words) not in DRAWN]
    for name, text in PAGES.items()
}
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
SECONDS = 9
NOTES = Notes([1.0, 2.0, 3.0], [1.8, 2.7, 3.9], [45.0, 47.0, 49.0])
BEATS = Beats(0.5 + 0.46 * np.arange(18), np.arange(18) % 4 + 1)
FORM = Form(Sections([0.0, 4.0, SECONDS], ["A", "B"]))


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The files that pages speak of: a short song, an album, annotations."""
    folder = tmp_path_factory.mktemp("files")
    mydata(folder)
    (folder / "small2026.py").write_text(python(CONTRIBUTING.read_text("utf-8")), "utf-8")
    (folder / "examples").mkdir()
    for each in (ROOT / "examples").glob("*.ogg"):
        shutil.copy(each, folder / "examples")
    example = ROOT / "examples" / "vibe_ace.ogg"
    rate = soundfile.info(example).samplerate
    samples, _ = soundfile.read(example, frames=SECONDS * rate)
    soundfile.write(folder / "song.mp3", samples, rate)
    soundfile.write(folder / "hummed.wav", samples[: 8 * rate], rate)
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


@pytest.fixture
def folder(files, tmp_path, monkeypatch):
    """A folder with these files, where a page begins."""
    folder = tmp_path / "page"
    shutil.copytree(files, folder)
    monkeypatch.chdir(folder)
    whole = systems.open_system
    monkeypatch.setattr("lausch.systems.open_system", lambda name: shortened(whole(name)))
    return folder


def shortened(system):
    """A system whose epoch is four excerpts, and two at a time."""
    recipe = replace(system.recipe, batch=2, excerpts_per_epoch=4)
    return replace(system, recipe=recipe)


@pytest.mark.parametrize("name", [name for name in STEPS if STEPS[name]])
def test_a_page_can_be_followed(name, folder):
    names: dict[str, object] = {}
    absent: set[str] = set()
    for step in STEPS[name]:
        if not step.runs or step.takes(absent):
            absent |= step.makes
        elif step.code:
            exec(compile(step.code, name, "exec"), names)
        else:
            done = CliRunner().invoke(cli, step.words, catch_exceptions=False)
            assert done.exit_code == 0, (shlex.join(step.words), done.output)
            for path in written(step.words, folder):
                assert path.is_dir() or path.stat().st_size > 0


def test_corrected_beats_are_in_what_is_written_with_them(folder):
    beats = Beats([0.7, 1.3, 1.9, 2.5, 3.1], [4, 1, 2, 3, 4])
    Analysis(beats=beats).save("corrected.beats")
    words = "analyze song.mp3 --beats corrected.beats --click clicks.flac -o corrected.mid"
    assert CliRunner().invoke(cli, words.split(), catch_exceptions=False).exit_code == 0
    assert read_beats("corrected.mid").times[:5] == pytest.approx(beats.times, abs=0.02)
    assert lausch.load_audio("clicks.flac").duration == pytest.approx(SECONDS, abs=0.1)
