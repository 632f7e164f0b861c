"""`lausch index` and `lausch search` as they are typed; recordings are heard in processes."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile
from click.testing import CliRunner
from melodies import RATE, excerpt, melody, tones
from readme import README

from lausch import formats
from lausch.annotation.analysis import Analysis
from lausch.cli import cli
from lausch.formulas import WEIGHTLESS
from lausch.retrieval import Index

MAIN = [sys.executable, str(Path(__file__).with_name("tonal.py"))]


def processes(*words, expected=0):
    """In a process of its own, which starts others."""
    done = subprocess.run([*MAIN, *map(str, words)], capture_output=True, text=True)
    assert "Traceback" not in done.stderr
    assert done.returncode == expected, done.stderr
    return done


def lausch(*words, expected=0):
    """In this process, without the last step that turns errors into lines."""
    done = CliRunner().invoke(cli, [*map(str, words)])
    assert isinstance(done.exception, SystemExit | None), done.exception
    assert done.exit_code == expected, done.stderr
    return done


@pytest.fixture(autouse=True, scope="module")
def tones_model():
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(WEIGHTLESS, "tones", "melodies")
        yield


@pytest.fixture(scope="module")
def collection(tmp_path_factory):
    """Three recordings and what is none, an index of them, and what adding them printed."""
    folder = tmp_path_factory.mktemp("collection")
    for seed in range(3):
        soundfile.write(folder / f"{seed}.wav", tones(melody(seed, 20)), RATE)
    (folder / "bad.mp3").write_bytes(b"<html>")
    index = folder / "index"
    made = lausch("index", "create", index, "--model", "tones")
    assert "empty index" in made.stdout
    return folder, processes("index", "add", index, folder, "-j", "2", expected=1)


@pytest.fixture
def query(tmp_path):
    path = tmp_path / "query.mid"
    formats.write(Analysis(solo=excerpt(melody(1, 20), 5, 8, up=-3)), path)
    return path


def test_a_bad_file_is_reported_and_the_others_are_in(collection):
    folder, added = collection
    assert added.stdout.count(": added\n") == 3
    assert "bad.mp3: " in added.stderr
    listed = json.loads(lausch("index", "list", folder / "index", "--json").stdout)
    assert listed["model"] == "tones"
    names = [Path(each["path"]).name for each in listed["recordings"]]
    assert names == ["0.wav", "1.wav", "2.wav"]


def test_adding_again_hears_nothing_again(collection):
    folder, _ = collection
    again = lausch("index", "add", folder / "index", folder / "0.wav")
    assert again.stdout == ""
    assert "already in the index" in again.stderr


def test_a_table_for_people_and_json_for_programs(collection, query):
    folder, _ = collection
    asked = (
        "search",
        query,
        "--index",
        folder / "index",
        "--transpose",
        "any",
        "--tempo",
        "0.9-1.1",
    )
    head, first, *_ = lausch(*asked).stdout.splitlines()
    assert head.split()[:4] == ["rank", "score", "sure", "from"]
    assert first.split()[0] == "1"
    assert "+3" in first
    assert first.endswith("1.wav")
    (best,) = json.loads(lausch(*asked, "-k", "1", "--json").stdout)
    assert best["path"] == str(folder / "1.wav")
    assert best["transposition"] == 3
    assert best["start"] == pytest.approx(5.2, abs=0.5)


def test_the_best_match_is_drawn_and_heard(collection, query, tmp_path):
    folder, _ = collection
    asked = ("search", query, "--index", folder / "index", "--transpose", "3")
    plot, sound = tmp_path / "match.png", tmp_path / "match.flac"
    lausch(*asked, "--plot", plot, "--audition", sound)
    assert plot.stat().st_size > 10_000
    assert soundfile.info(sound).channels == 2
    lausch(*asked, "--plot", tmp_path / "match.txt", expected=2)


def test_a_melody_of_nowhere_is_said_to_be_missing(collection, tmp_path):
    folder, _ = collection
    path = tmp_path / "strange.mid"
    formats.write(Analysis(solo=excerpt(melody(50, 20), 5, 8)), path)
    asked = lausch("search", path, "--index", folder / "index").stdout
    assert asked.splitlines()[-1].startswith("probably none of them")


def test_the_page_on_search_shows_what_is_printed(tmp_path, monkeypatch):
    page = (README.parent / "docs" / "search.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```(console|text)\n(.*?)```", page, re.S)
    (_, typed), (_, shown) = blocks[:2]
    (tmp_path / "examples").symlink_to(README.parent / "examples")
    monkeypatch.chdir(tmp_path)
    for line in typed.splitlines():
        printed = lausch(*line.split()[1:]).stdout.splitlines()
    wanted = shown.splitlines()
    assert printed[0] == wanted[0]
    # Scores are those of the model that was the default when the page was written.
    assert [line.split()[-1] for line in printed[1:3]] == [line.split()[-1] for line in wanted[1:3]]
    samples, rate = soundfile.read("examples/lets_go_fishin.ogg", frames=10 * 44100)
    soundfile.write("hummed.wav", samples, rate)
    for line in blocks[2][1].splitlines():
        lausch(*line.split()[1:])
    assert soundfile.info("match.flac").duration > 10  # the query, then the match


def test_check_and_remove(collection, tmp_path):
    folder, _ = collection
    index = tmp_path / "index"
    lausch("index", "create", index, "--model", "tones")
    Index.open(index).add([folder / "0.wav", folder / "2.wav"])
    assert "whole, 2 recordings" in lausch("index", "check", index).stdout
    gone = lausch("index", "remove", index, folder / "0.wav", folder / "7.wav", expected=1)
    assert "0.wav: removed" in gone.stdout
    assert "7.wav: is not in" in gone.stderr
    lausch("index", "remove", index, folder)
    assert "0 recordings" in lausch("index", "list", index).stdout


def test_a_name_that_is_not_utf8_is_escaped_and_read_back(tmp_path):
    index, odd = tmp_path / "index", tmp_path / os.fsdecode(b"caf\xe9.wav")
    soundfile.write(tmp_path / "a.wav", tones(melody(0, 20)), RATE)
    (tmp_path / "a.wav").rename(odd)
    lausch("index", "create", index, "--model", "tones")
    assert Index.open(index).add([odd]) == []
    assert "caf\\udce9.wav" in lausch("index", "list", index).stdout
    (row,) = json.loads(lausch("index", "list", index, "--json").stdout)["recordings"]
    assert row["path"] == str(odd)
    assert "already in the index" in lausch("index", "add", index, odd).stderr
    assert "removed" in lausch("index", "remove", index, odd).stdout


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("index", "list", "absent"), "no index is there"),
        (("index", "create", "new", "--model", "absent"), "neither a shipped model"),
        (("search", "q.mid", "--index", "absent"), "no index is there"),
        (("search", "q.mid", "--index", "i", "--transpose", "up"), "semitones"),
        (("search", "q.mid", "--index", "i", "--tempo", "fast"), "range"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_usage_is_explained(words, reason, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert reason in " ".join(lausch(*words, expected=2).stderr.split())
    assert list(tmp_path.iterdir()) == []


def test_a_missing_query_is_one_line(collection):
    folder, _ = collection
    done = processes("search", "absent.mid", "--index", folder / "index", expected=1)
    assert done.stderr.count("\n") == 1
    assert "absent.mid" in done.stderr


def test_shards_are_merged(collection, tmp_path):
    folder, _ = collection
    whole = tmp_path / "whole"
    lausch("index", "create", whole, "--model", "tones")
    merged = lausch("index", "merge", whole, folder / "index")
    assert merged.stdout == f"{whole}: 3 recordings added, 3 in all\n"
    assert "0 recordings added" in lausch("index", "merge", whole, folder / "index").stdout
    assert lausch("index", "compact", whole).stdout == ""
    assert "whole, 3 recordings" in lausch("index", "check", whole).stdout
