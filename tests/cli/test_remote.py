"""Recordings and results at addresses that fsspec opens: the same bytes, and the same journal."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import fsspec
import pytest
import soundfile
from click.testing import CliRunner

from lausch import stores
from lausch.batches.layout import journal_path
from lausch.batches.stamps import GONE, content, stamp
from lausch.cli import cli
from lausch.errors import MissingExtraError, StoreError
from lausch.files import absolute, address, printable

WORDS = ["--only", "onsets", "--model", "superflux"]


@pytest.fixture
def songs(clicks, tmp_path, monkeypatch):
    """Three recordings, in a folder and in a store of this process."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "states"))
    monkeypatch.chdir(tmp_path)
    memory = fsspec.filesystem("memory")
    (tmp_path / "in" / "deep").mkdir(parents=True)
    for name, bpm in (("a", 100), ("b", 120), ("deep/c", 140)):
        path = tmp_path / "in" / f"{name}.wav"
        soundfile.write(path, clicks(bpm, 5), 22050)
        memory.pipe_file(f"/in/{name}.wav", path.read_bytes())
    yield tmp_path
    memory.rm("/in", recursive=True)
    if memory.exists("/out"):
        memory.rm("/out", recursive=True)


def lausch(*words):
    return CliRunner().invoke(cli, ["analyze", *map(str, words), *WORDS])


@pytest.mark.parametrize(
    "written", ["s3://bucket/a b.wav", "memory://in/a.wav", "file:///in/a.wav", "gs://b/c/d.flac"]
)
def test_an_address_is_a_path_and_back(written):
    assert address(Path(written)) == printable(Path(written)) == written
    assert absolute(Path(written)) == Path(written)


@pytest.mark.parametrize("written", ["C:/a.wav", "a:b.wav", "/s3:/a.wav", "s3:", "../x://y"])
def test_other_paths_are_none(written):
    assert address(written) == written
    assert absolute(written) == absolute(Path(written).absolute())


def test_a_store_says_what_it_has(songs):
    place = Path("memory://in")
    assert stores.is_folder(place)
    assert not stores.is_folder(place / "a.wav")
    below = [address(each) for each in stores.listed(place)]
    assert below == [f"memory://in/{name}.wav" for name in ("a", "b", "deep/c")]
    here = songs / "in" / "a.wav"
    assert stamp(place / "a.wav").size == stamp(here).size
    assert content(place / "a.wav") == content(here)
    assert stamp(place / "none.wav") == GONE
    with pytest.raises(StoreError, match=r"memory://in/none\.wav: there is no such file"):
        stores.fetch(place / "none.wav", songs / "x.wav")
    with pytest.raises(MissingExtraError, match="nonsense://"):
        stores.facts(Path("nonsense://a/b"))


def test_what_is_put_replaces_what_was_there(songs):
    here, place = songs / "one.txt", Path("memory://out/deep/one.txt")
    for text in ("old", "new"):
        here.write_text(text)
        stores.put(here, place)
        assert stores.content(place) == text.encode()
    assert [each.name for each in stores.listed(place.parent)] == ["one.txt"]


def test_one_recording_comes_from_a_store_and_goes_there(songs):
    here = lausch("in/a.wav", "-o", "a.json")
    assert here.exit_code == 0, here.output
    there = lausch("memory://in/a.wav", "-o", "memory://out/a.json")
    assert there.exit_code == 0, there.output
    remote = json.loads(stores.content(Path("memory://out/a.json")))
    local = json.loads((songs / "a.json").read_text())
    assert remote["audio"].pop("name") == "memory://in/a.wav"
    assert local["audio"].pop("name") == "in/a.wav"
    assert remote == local
    lost = lausch("memory://in/none.wav")
    assert lost.exit_code == 1
    assert lost.stderr == "memory://in/none.wav: there is no such file\n"


def test_a_batch_from_a_store_into_a_store_goes_on(songs):
    """In processes of its own, which share a store on the disk."""
    source, out = f"file://{songs}/in", f"file://{songs}/out"
    first = lausch(source, "-o", out, "--format", "onsets,json")
    assert first.exit_code == 0, first.output
    assert first.stderr.splitlines()[-1] == "3 done"
    below = songs / "out" / songs.relative_to("/") / "in"
    assert sorted(path.name for path in below.rglob("*.*")) == [
        f"{name}.{suffix}" for name in "abc" for suffix in ("json", "onsets")
    ]
    local = lausch("in", "-o", "local", "--format", "onsets")
    assert local.exit_code == 0, local.output
    for name in ("a", "b", "deep/c"):
        onsets = (songs / "local" / "in" / f"{name}.onsets").read_bytes()
        assert (below / f"{name}.onsets").read_bytes() == onsets
    again = lausch(source, "-o", out, "--format", "onsets,json")
    assert again.stderr.startswith("0 done, 3 kept")
    (below / "a.onsets").unlink()
    soundfile.write(songs / "in" / "b.wav", [0.0, 0.5] * 9999, 22050)
    third = lausch(source, "-o", out, "--format", "onsets,json")
    assert third.stderr.startswith("2 done, 1 kept")
    status = CliRunner().invoke(cli, ["status", out])
    assert status.stdout.startswith(f"3 recordings in {out}\n")
    assert journal_path(Path(out)).is_relative_to(songs / "states")
    table = songs / "table.csv"
    collected = CliRunner().invoke(cli, ["collect", out, "-o", str(table)])
    assert (collected.exit_code, len(table.read_text().splitlines())) == (0, 4), collected.output
    with closing(sqlite3.connect(journal_path(Path(out)))) as journal:
        paths = {path for (path,) in journal.execute("SELECT path FROM results")}
    assert str((songs / "in").relative_to("/") / "a.json") in paths


def test_a_list_may_name_addresses(songs):
    (songs / "list.txt").write_text(f"in/a.wav\nfile://{songs}/in/b.wav\nfile://{songs}/no.wav\n")
    result = lausch("list.txt", "-o", "out")
    assert result.stderr.splitlines()[-1] == "2 done, 1 failed"
    assert "no.wav: there is no such file" in result.stderr
    assert lausch("list.txt", "-o", "out").stderr.splitlines()[-1].startswith("0 done, 2 kept")
