"""A batch tells results that it would make again from those of other makings."""

import csv
import json
import os
import shutil
from functools import partial

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner

from lausch import formats
from lausch.annotation import Beats, Form, Sections
from lausch.annotation.analysis import Analysis, ModelRef
from lausch.cli import cli
from lausch.corpora.workers import Outcome

RATE = 22050
OLD = "1" * 64


@pytest.fixture
def lausch(energy_model, monkeypatch):
    """The last line of a batch with the model that needs no weights, in this process."""

    def serial(jobs, run, explain, **limits):
        return (Outcome(job, run(job)) for job in jobs)

    monkeypatch.setattr("lausch.analysis.runner.opened", lambda name: energy_model)
    monkeypatch.setattr("lausch.corpora.workers.work_through", serial)

    def invoke(*words):
        result = CliRunner().invoke(cli, ["analyze", *map(str, words)])
        assert result.exit_code == 0, result.output
        return result.stderr.splitlines()[0]

    return invoke


@pytest.fixture
def record(clicks, tmp_path):
    def write(name, seconds=6):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(path, clicks(120, seconds), RATE, format="WAV")
        return path

    return write


@pytest.fixture
def songs(record):
    return [record("in/a.wav"), record("in/b.wav")]


def replace(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


KEPT = "0 done, 2 kept; --overwrite replaces what was kept"
FAMILIES = ["json", "jams", "beats,csv,json", "jams,beats"]


@pytest.mark.parametrize("names", FAMILIES)
def test_the_same_again_is_kept(lausch, songs, names):
    again = partial(lausch, songs[0].parent, "--format", names, "--min-bpm", 70, "--meters", "3,4")
    again()
    assert again() == KEPT


@pytest.mark.parametrize("names", FAMILIES)
def test_another_model_is_said(lausch, songs, names, energy_model):
    lausch(*songs, "--format", names)
    suffix = ".json" if "json" in names else ".jams"
    replace(songs[0].with_suffix(suffix), energy_model.digest, OLD)
    assert lausch(*songs, "--format", names) == (
        "0 done, 1 kept, 1 other (1 of another model); --overwrite replaces results that exist"
    )
    assert lausch(*songs, "--format", names, "--overwrite") == "2 done"
    assert lausch(*songs, "--format", names) == KEPT


@pytest.mark.parametrize("name", ["json", "jams"])
@pytest.mark.parametrize("words", [("--max-bpm", "90"), ("--rotate-bars", "1")])
def test_other_options_are_said(lausch, songs, name, words):
    lausch(*songs, "--format", name)
    assert "0 done, 2 other (2 with other options);" in lausch(*songs, "--format", name, *words)
    assert lausch(*songs, "--format", name) == KEPT


def test_a_layer_that_is_not_in_the_file_is_another_option(lausch, songs):
    lausch(*songs, "--format", "json", "--only", "beats,downbeats,tempo")
    assert lausch(*songs, "--format", "json", "--only", "beats") == KEPT
    lausch(*songs, "--format", "json", "--only", "beats", "--overwrite")
    line = lausch(*songs, "--format", "json", "--only", "beats,tempo")
    assert "2 other (2 with other options)" in line


@pytest.mark.parametrize("name", ["json", "jams"])
def test_another_recording_is_said(lausch, record, tmp_path, name, monkeypatch):
    record("one/01.wav")
    record("one/02.wav")
    record("two/01.wav", seconds=9)
    shutil.copy(tmp_path / "one" / "02.wav", tmp_path / "two" / "02.wav")
    into = ("-o", tmp_path / "out", "--format", name)
    monkeypatch.chdir(tmp_path / "one")
    lausch(tmp_path / "one", *into)
    monkeypatch.chdir(tmp_path / "two")
    line = lausch(tmp_path / "two", *into)
    assert line.startswith("0 done, 1 kept, 1 other (1 of another recording);")


def test_the_same_relative_path_from_two_folders_is_told_apart(
    lausch, record, tmp_path, monkeypatch
):
    record("one/songs/01.wav")
    record("two/songs/01.wav", seconds=9)
    into = ("-o", tmp_path / "out", "--format", "json")
    for folder, line in (("one", "1 done"), ("one", "0 done, 1 kept;"), ("two", "0 done, 1 other")):
        monkeypatch.chdir(tmp_path / folder)
        assert lausch("songs", *into).startswith(line)


def test_what_made_a_long_jams_is_at_its_end(tmp_path, energy_model):
    beats = Beats(0.5 * np.arange(4000))
    sections = Form(Sections(np.arange(4001.0), ["A"] * 4000))
    makers = (ModelRef("one", "1" * 64, ("beats",)), ModelRef("two", "2" * 64, ("sections",)))
    path = tmp_path / "a.jams"
    formats.write(Analysis(beats=beats, sections=sections, makers=makers, duration=4000.0), path)
    assert path.stat().st_size > 500_000
    origin = formats.format_of("", "jams").origin(path)
    assert origin.digests == {"beats": "1" * 64, "sections": "2" * 64}
    assert origin.duration == 4000


def test_a_recording_of_another_suffix_is_another_one(lausch, songs):
    folder = songs[0].parent
    lausch(folder, "--format", "json")
    songs[0].rename(songs[0].with_suffix(".flac"))
    assert "1 other (1 of another recording)" in lausch(folder, "--format", "json")


def test_the_table_says_which_and_why(lausch, songs, energy_model, tmp_path):
    lausch(*songs, "--format", "json")
    replace(songs[1].with_suffix(".json"), energy_model.digest, OLD)
    table = tmp_path / "all.csv"
    lausch(*songs, "--format", "json", "--summary", table)
    with table.open(newline="") as file:
        a, b = csv.DictReader(file)
    assert (a["status"], a["reason"]) == ("kept", "")
    assert (b["status"], b["reason"]) == ("other", "of another model")
    assert OLD[:12] in b["models"]


def test_a_format_that_tells_nothing_is_kept(lausch, songs):
    lausch(*songs, "--format", "beats,csv")
    assert lausch(*songs, "--format", "beats,csv", "--max-bpm", "90") == KEPT


CONTENTS = [
    "",
    "{",
    "[" * 10**4 + ',\n "duration": 2.0,\n',
    "[]",
    '{"schema": "x",\n "models": 3,\n "duration": 2.0,\n "beats": 1}',
    "\0é",
]


@pytest.mark.parametrize("name", ["json", "jams"])
@pytest.mark.parametrize("content", CONTENTS)
def test_a_file_of_others_is_kept(lausch, songs, name, content):
    for song in songs:
        song.with_suffix(f".{name}").write_text(content, encoding="utf-8")
    assert lausch(*songs, "--format", name) == KEPT


def test_a_long_result_is_not_read_whole(lausch, songs, energy_model):
    """What follows the head of JSON counts for nothing, however long."""
    lausch(*songs, "--format", "json")
    for song in songs:
        path = song.with_suffix(".json")
        path.write_text(path.read_text().rstrip()[:-1] + " " * 10**6)
        assert json.loads(path.read_text().rstrip() + "}")["models"]
    assert lausch(*songs, "--format", "json") == KEPT
    replace(songs[0].with_suffix(".json"), energy_model.digest, OLD)
    assert "1 other" in lausch(*songs, "--format", "json")


def test_only_what_is_kept_can_be_old(lausch, songs, energy_model):
    lausch(*songs, "--format", "json")
    replace(songs[0].with_suffix(".json"), energy_model.digest, OLD)
    for song in songs:
        later = song.with_suffix(".json").stat().st_mtime + 60
        os.utime(song, (later, later))
    assert lausch(*songs, "--format", "json").startswith(
        "0 done, 1 kept, 1 other (1 of another model), 1 of those kept are older than"
    )


def test_the_origin_of_a_result_with_activations_is_told(lausch, songs, energy_model):
    lausch(*songs, "--format", "json", "--activations")
    origin = formats.format_of("", "json").origin(songs[0].with_suffix(".json"))
    assert set(origin.digests.values()) == {energy_model.digest}
