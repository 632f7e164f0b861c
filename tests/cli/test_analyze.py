"""`lausch analyze` as it is typed: what is printed, what is written, what the exit code says."""

import csv
import io
import json
import os
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner

from lausch import formats
from lausch.cli import cli
from lausch.corpora.workers import Outcome

RATE = 22050


@pytest.fixture
def lausch(energy_model, monkeypatch):
    """Run a command line with the model that needs no weights, and batches in this process."""

    def serial(jobs, run, explain, **limits):
        for job in jobs:
            try:
                yield Outcome(job, run(job))
            except Exception as error:
                yield Outcome(job, None, explain(job, error))

    monkeypatch.setattr("lausch.analysis.runner.opened", lambda name: energy_model)
    monkeypatch.setattr("lausch.corpora.workers.work_through", serial)

    def invoke(*words):
        result = CliRunner().invoke(cli, ["analyze", *map(str, words)])
        assert "Traceback" not in result.output
        assert isinstance(result.exception, SystemExit | None)
        return result

    return invoke


@pytest.fixture
def record(clicks, tmp_path):
    def write(name, bpm=120, seconds=6):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(path, clicks(bpm, seconds), RATE, format="WAV")
        return path

    return write


def files(folder: Path) -> set[str]:
    """The files below a folder, without the journal."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {str(path) for path in paths if ".lausch" not in path.parts}


class TestOneRecording:
    def test_the_summary(self, lausch, record, tmp_path):
        result = lausch(record("a.wav"))
        assert result.exit_code == 0
        rows = dict(line.split(maxsplit=1) for line in result.stdout.splitlines() if line)
        assert rows["tempo"].startswith("120.")
        assert rows["metre"] == "4 beats in a bar"
        assert rows["beats"] == "11 in 3 bars"
        assert rows["duration"] == "0:06 (6.00 s)"
        assert np.allclose([float(x) for x in rows["1"].split()], [0.5, 1, 1.5, 2], atol=0.02)
        assert result.stderr == ""
        assert files(tmp_path) == {"a.wav"}

    @pytest.mark.parametrize("name", formats.holding(["beats"]))
    def test_a_format_on_stdout(self, name, lausch, record, tmp_path):
        result = lausch(record("a.wav"), "--format", name)
        assert result.exit_code == 0
        path = tmp_path / "read back"
        path.write_bytes(result.stdout_bytes)
        assert len(formats.read(path, name).beats) == 11

    def test_a_dash_is_standard_output(self, lausch, record):
        sound = record("a.wav")
        assert lausch(sound, "-o", "-").stdout == lausch(sound, "--format", "beats").stdout
        assert lausch(sound, "-o", "-", "--format", "json").stdout.startswith("{")
        assert not Path("-").exists()
        many = lausch(sound, record("b.wav"), "-o", "-")
        assert (many.exit_code, many.stdout) == (2, "")
        assert "do not fit on stdout" in many.stderr

    def test_a_dash_is_standard_input(self, lausch, record, tmp_path, monkeypatch):
        sound = record("a.wav")

        class Standard:
            buffer = io.BytesIO(sound.read_bytes())

        monkeypatch.setattr("lausch.cli.job.sys", SimpleNamespace(stdin=Standard))
        piped = lausch("-", "-o", "-", "--click", tmp_path / "c.flac")
        assert piped.stdout == lausch(sound, "-o", "-").stdout
        assert soundfile.info(tmp_path / "c.flac").frames > 0

    def test_a_file_by_its_suffix_or_by_its_format(self, lausch, record, tmp_path):
        sound = record("a.wav")
        assert lausch(sound, "-o", tmp_path / "x.jams").exit_code == 0
        assert lausch(sound, "-o", tmp_path / "x.dat", "--format", "json").exit_code == 0
        assert len(formats.read(tmp_path / "x.jams").beats) == 11
        assert json.loads((tmp_path / "x.dat").read_text())["audio"]["decoder"] == "libsndfile"

    def test_a_folder_and_several_formats(self, lausch, record, tmp_path):
        result = lausch(
            record("a.wav"), "-o", f"{tmp_path}/out/", "--format", "beats,jams,audacity"
        )
        assert result.exit_code == 0
        assert files(tmp_path / "out") == {"a.beats", "a.jams", "a.txt"}
        assert "out/a.beats" in result.stdout

    def test_clicks_and_a_plot(self, lausch, record, tmp_path):
        click, plot = tmp_path / "out.flac", tmp_path / "out.png"
        assert lausch(record("a.wav"), "--click", click, "--plot", plot).exit_code == 0
        assert soundfile.info(click).duration == pytest.approx(6.0)
        assert plot.read_bytes().startswith(b"\x89PNG")

    def test_only_some_layers(self, lausch, record):
        sound = record("a.wav")
        assert "metre" not in lausch(sound, "--only", "beats").stdout
        assert lausch(sound, "--only", "tempo").stdout.splitlines()[0].startswith("tempo")
        downbeats = lausch(sound, "--only", "downbeats", "--format", "beats").stdout
        assert [line.split("\t")[1] for line in downbeats.splitlines()] == ["1"] * 3

    def test_meters_reach_the_decoder(self, lausch, record):
        assert "3 beats in a bar" in lausch(record("a.wav"), "--meters", "3").stdout

    def test_silence_is_a_valid_answer(self, lausch, tmp_path):
        soundfile.write(tmp_path / "a.wav", np.zeros(RATE), RATE)
        result = lausch(tmp_path / "a.wav")
        assert result.exit_code == 0
        assert "none: silent" in result.stdout

    def test_a_bad_recording_is_one_line_on_stderr(self, lausch, tmp_path):
        path = tmp_path / "a\nb.mp3"
        path.write_bytes(b"<html>")
        result = lausch(path)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.count("\n") == 1
        assert "a\\nb.mp3: " in result.stderr
        assert "HTML" in result.stderr

    def test_what_cannot_be_written_is_said(self, lausch, record, tmp_path):
        (tmp_path / "blocked").write_text("")
        result = lausch(record("a.wav"), "-o", tmp_path / "blocked" / "x.beats")
        assert result.exit_code == 1
        assert "cannot write" in result.stderr

    def test_a_bug_is_reported_without_a_traceback(self, lausch, record, energy_model):
        energy_model.activations = lambda _: 1 / 0
        result = lausch(record("a.wav"))
        assert result.exit_code == 1
        assert "unexpected ZeroDivisionError" in result.stderr

    def test_interrupted(self, lausch, record, energy_model):
        def interrupt(_):
            raise KeyboardInterrupt

        energy_model.activations = interrupt
        assert lausch(record("a.wav")).exit_code == 130

    @pytest.mark.parametrize(
        ("words", "clue"),
        [
            (["--only", "lyrics"], "lyrics"),
            (["--format", "ogg"], "ogg"),
            (["--format", "beats,csv"], "-o FOLDER/"),
            (["-o", "x.beats", "--format", "beats,csv"], "-o x.beats/"),
            (["-o", "x.foo"], ".foo"),
            (["--only", "tempo", "--format", "beats"], "--only asks for tempo"),
            (["--meters", "3,x"], "whole numbers"),
            (["--meters", "9"], "2 to 7"),
            (["--min-bpm", "200", "--max-bpm", "100"], "less than"),
            (["--click", "x.txt"], ".flac"),
            (["--plot", "x.txt"], ".png"),
            (["-j", "0"], "0"),
            (["--nonsense"], "nonsense"),
        ],
    )
    def test_wrong_usage(self, words, clue, lausch, record):
        result = lausch(record("a.wav"), *words)
        assert result.exit_code == 2
        assert clue in result.stderr

    def test_limits_and_metres_reach_the_model(self, lausch, record, energy_model, monkeypatch):
        asked = {}
        decode = energy_model.decode

        def noted(activations, **options):
            asked.update(options)
            return decode(activations, **options)

        monkeypatch.setattr(energy_model, "decode", noted, raising=False)
        words = ("--min-bpm", "150", "--max-bpm", "250", "--meters", "3,5")
        assert lausch(record("a.wav"), *words).exit_code == 0
        assert asked == {"min_bpm": 150, "max_bpm": 250, "meters": (3, 5)}

    def test_no_input_is_wrong_usage(self, lausch):
        assert lausch().exit_code == 2

    def test_the_recording_is_never_overwritten(self, lausch, record):
        sound = record("a.wav")
        before = sound.read_bytes()
        result = lausch(sound, "--click", sound)
        assert result.exit_code == 2
        assert "overwritten" in result.stderr
        assert sound.read_bytes() == before


class TestManyRecordings:
    def test_results_next_to_each(self, lausch, record, tmp_path):
        result = lausch(record("a.wav"), record("b/c.wav", bpm=100))
        assert result.exit_code == 0
        assert files(tmp_path) == {"a.wav", "a.beats", "b/c.wav", "b/c.beats"}
        assert len(result.stdout.splitlines()) == 2
        assert result.stderr == "2 done\n"

    def test_a_mirrored_tree(self, lausch, record, tmp_path, monkeypatch):
        for name in ("in/a.wav", "in/x.mp3/b.wav", "in/x.mp3/.hidden.wav", "in/y/z/c.FLAC"):
            record(name)
        monkeypatch.chdir(tmp_path / "in")
        (tmp_path / "in" / "notes.pdf").write_text("")
        result = lausch(tmp_path / "in", "-o", tmp_path / "out", "--format", "beats,json")
        assert result.exit_code == 0
        stems = {"a", "x.mp3/b", "y/z/c"}
        assert files(tmp_path / "out") == {f"{s}{e}" for s in stems for e in (".beats", ".json")}

    @pytest.mark.parametrize("here", [".", "in", "elsewhere"])
    def test_the_tree_is_the_same_whichever_folder_is_named(
        self, here, lausch, record, tmp_path, monkeypatch
    ):
        record("in/one/a.wav")
        record("in/one/b.wav")
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / here)
        shown = {".": "in/one", "in": "one", "elsewhere": str(tmp_path / "in/one")[1:]}[here]
        trees = []
        for at, named in enumerate((["in"], ["in/one"], ["in/one/a.wav", "in/../in/one/b.wav"])):
            paths = [os.path.relpath(tmp_path) + f"/{name}" for name in named]
            assert lausch(*paths, "-o", tmp_path / f"out{at}").exit_code == 0
            trees.append(files(tmp_path / f"out{at}"))
        assert trees == [{f"{shown}/a.beats", f"{shown}/b.beats"}] * 3

    def test_bad_recordings_do_not_stop_the_others(self, lausch, record, tmp_path):
        record("in/a.wav")
        (tmp_path / "in" / "b.mp3").write_bytes(b"<html>")
        (tmp_path / "in" / "c.wav").write_bytes(b"")
        record("in/d.wav")
        result = lausch(tmp_path / "in", tmp_path / "missing.wav")
        assert result.exit_code == 1
        assert files(tmp_path / "in") >= {"a.beats", "d.beats"}
        *bad, last = result.stderr.splitlines()
        assert [Path(line.split(": ")[0]).name for line in bad] == ["b.mp3", "c.wav", "missing.wav"]
        assert last == "2 done, 3 failed"

    def test_recordings_of_one_stem_stay_apart(self, lausch, record, tmp_path):
        record("a.wav", bpm=100)
        record("a.flac", bpm=150)
        record("b.wav")
        assert lausch(tmp_path / "a.wav", tmp_path / "b.wav").exit_code == 0
        assert lausch(tmp_path / "a.flac", tmp_path / "b.wav").exit_code == 0
        results = {name for name in files(tmp_path) if name.endswith(".beats")}
        assert results == {"a.wav.beats", "a.flac.beats", "b.beats"}

    def test_two_recordings_never_share_a_file(self, lausch, record, tmp_path):
        (tmp_path / "a").write_bytes(b"sound of a name without a suffix")
        result = lausch(record("a.wav"), tmp_path / "a", "-o", tmp_path / "out")
        assert result.exit_code == 2
        assert "would both be written" in result.stderr
        assert not (tmp_path / "out").exists()

    def test_what_exists_is_kept_until_asked_otherwise(self, lausch, record, tmp_path):
        record("a.wav")
        record("b.wav")
        mine = tmp_path / "a.beats"
        mine.write_text("tapped by hand")
        result = lausch(tmp_path)
        assert result.exit_code == 0
        assert mine.read_text() == "tapped by hand"
        assert (tmp_path / "b.beats").exists()
        assert result.stderr == "1 done, 1 kept; --overwrite replaces what was kept\n"
        assert lausch(tmp_path, "--overwrite").exit_code == 0
        assert formats.read(mine).beats.beats_per_bar == 4

    def test_what_is_older_than_its_recording_is_said(self, lausch, record, tmp_path):
        sound = record("a.wav")
        record("b.wav")
        assert lausch(tmp_path).exit_code == 0
        mine = tmp_path / "a.beats"
        mine.write_text("tapped by hand")
        later = mine.stat().st_mtime + 60
        os.utime(sound, (later, later))
        last = lausch(tmp_path).stderr
        assert last.startswith("0 done, 2 kept, 1 of those kept are older than their recording;")
        assert mine.read_text() == "tapped by hand"

    def test_a_table_has_a_row_for_each_recording(self, lausch, record, tmp_path):
        record("in/a.wav", bpm=120)
        record("in/b.wav", bpm=100)
        (tmp_path / "in" / "c.wav").write_bytes(b"")
        assert lausch(tmp_path / "in" / "a.wav", tmp_path / "in" / "c.wav").exit_code == 1
        table = tmp_path / "all.csv"
        assert lausch(tmp_path / "in", "--summary", table).exit_code == 1
        with table.open(newline="") as file:
            a, b, c = csv.DictReader(file)
        assert [Path(row["recording"]).name for row in (a, b, c)] == ["a.wav", "b.wav", "c.wav"]
        assert [row["status"] for row in (a, b, c)] == ["kept", "done", "failed"]
        assert [row["beats_per_bar"] for row in (a, b)] == ["4", "4"]
        assert float(b["tempo_bpm"]) == pytest.approx(100, rel=0.01)
        assert int(a["beats"]) == len(formats.read(tmp_path / "in" / "a.beats").beats)
        assert "c.wav" in c["reason"]
        assert len(b["sha256_pcm"]) == 64

    def test_a_collection_has_the_grid_of_each_recording(self, lausch, record, tmp_path):
        record("in/a.wav", bpm=120)
        record("in/b.wav", bpm=100)
        lausch(tmp_path / "in" / "a.wav", "-o", tmp_path / "in" / "a.beats")
        whole = tmp_path / "all.xml"
        result = lausch(tmp_path / "in", "--summary", whole)
        assert "wrote" in result.stderr
        assert "without 1 of those kept" in result.stderr
        lausch(tmp_path / "in", "--format", "beats,json")
        assert (
            "without"
            not in lausch(tmp_path / "in", "--format", "beats,json", "--summary", whole).stderr
        )
        a, b = ElementTree.parse(whole).findall("COLLECTION/TRACK")
        assert (a.get("Name"), b.get("Name")) == ("a", "b")
        assert float(b.find("TEMPO").get("Bpm")) == pytest.approx(100, rel=0.01)
        assert b.get("Location").endswith("/in/b.wav")

    def test_a_summary_of_another_suffix_is_refused(self, lausch, record, tmp_path):
        result = lausch(record("a.wav"), record("b.wav"), "--summary", tmp_path / "all.txt")
        assert result.exit_code == 2
        assert "a table (.csv) or a collection" in result.stderr

    def test_a_table_of_one_recording_is_wrong_usage(self, lausch, record, tmp_path):
        result = lausch(record("a.wav"), "--summary", tmp_path / "all.csv")
        assert result.exit_code == 2
        assert "--summary is a table of many" in result.stderr

    def test_a_recording_given_twice_is_read_once(self, lausch, record, tmp_path):
        sound = record("in/a.wav")
        result = lausch(sound, tmp_path / "in", tmp_path / "in" / ".." / "in" / "a.wav")
        assert len(result.stdout.splitlines()) == 1

    def test_clicks_and_plots_have_folders(self, lausch, record, tmp_path, monkeypatch):
        record("in/a.wav")
        record("in/b/c.wav")
        monkeypatch.chdir(tmp_path / "in")
        words = ("-o", tmp_path / "o", "--click", tmp_path / "c", "--plot", tmp_path / "p")
        assert lausch(tmp_path / "in", *words).exit_code == 0
        assert files(tmp_path / "c") == {"a.flac", "b/c.flac"}
        assert files(tmp_path / "p") == {"a.png", "b/c.png"}

    def test_a_file_for_many_is_wrong_usage(self, lausch, record, tmp_path):
        record("in/a.wav")
        for option in ("-o", "--click", "--plot"):
            result = lausch(tmp_path / "in", option, tmp_path / "x.flac")
            assert result.exit_code == 2
            assert "need a folder" in result.stderr

    def test_a_folder_without_recordings(self, lausch, tmp_path):
        result = lausch(tmp_path)
        assert result.exit_code == 1
        assert "no recordings" in result.stderr

    def test_loops_of_links_end(self, lausch, record, tmp_path):
        record("in/a.wav")
        (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
        (tmp_path / "in" / "loop.wav").symlink_to("loop.wav")
        result = lausch(tmp_path / "in")
        assert result.exit_code == 1
        assert "loop.wav: cannot be opened" in result.stderr
        assert (tmp_path / "in" / "a.beats").exists()


def test_corrected_beats_are_clicked_drawn_and_written(lausch, record, tmp_path):
    sound = record("a.wav")
    (tmp_path / "mine.beats").write_text("0.5\t1\n1.0\t2\n1.5\t3\n2.0\t1\n")
    words = ("--beats", tmp_path / "mine.beats", "--click", tmp_path / "c.flac")
    result = CliRunner().invoke(
        cli, [str(w) for w in ("analyze", sound, *words, "-o", tmp_path / "a.mid")]
    )
    assert result.exit_code == 0, result.output
    assert "4 in 2 bars" in result.output
    assert (tmp_path / "c.flac").stat().st_size > 1000
    assert (tmp_path / "a.mid").read_bytes().startswith(b"MThd")


@pytest.mark.parametrize("known", [True, False])
def test_another_metrical_level_is_told_with_its_option(known):
    from lausch.annotation import Beats
    from lausch.annotation.analysis import Analysis
    from lausch.cli.job import Job
    from lausch.cli.summary import line, page
    from lausch.cli.table import cells

    times = np.concatenate([np.arange(0, 30, 0.5), np.arange(30, 42, 1.0), np.arange(42, 60, 0.5)])
    sure = None if known else np.full(len(times), 0.9)
    analysis = Analysis(beats=Beats(times, confidence=sure))
    text = page(analysis, Job(Path("a.wav")))
    assert "level     half as fast at 0:" in text
    assert ("--min-bpm 85 has the faster level alone" in text) != known
    assert "at two metrical levels" in line(analysis, Job(Path("a.wav")))
    start, end = map(float, str(cells(analysis)["other_tactus_s"]).split("-"))
    assert (start, end) == pytest.approx((30, 42), abs=2)
