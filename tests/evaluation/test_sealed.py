"""A sealed set: songs and seeds of its own, opened by one command alone, which logs it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from stubs import Stub

from lausch.annotation import Beats
from lausch.cli import cli
from lausch.corpora.band import kinds
from lausch.corpora.band.playing.score import Part, Score, notes
from lausch.corpora.band.sounding.sounds import Sounds, find_sounds
from lausch.corpora.band.store.job import render_kind, write_manifest
from lausch.corpora.registry import open_corpus
from lausch.corpora.splits import is_sealed, split_of
from lausch.errors import CorpusError, FormatError, MissingExtraError, OptionError
from lausch.evaluation import evidence, run, sealed

SONGS = [f"song {number}" for number in range(200)]
TESTED = {song for song in SONGS if split_of(song, "pop/") == "test"}
SHUT = {song for song in TESTED if is_sealed("", song)}


def arrange(data, title, rng):
    beat = 0.5 + 0.1 * rng.random()
    times = np.arange(0, 5.9, beat)
    strokes = [
        (time, time + 0.1, 36 if number % 2 else 38, 100) for number, time in enumerate(times)
    ]
    parts = (Part("drums", 0, notes(strokes), drums=True),)
    return Score(title, "", "rock", parts, Beats(times, np.arange(len(times)) % 4 + 1), 6.0)


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    """A folder with an open rendering and one with a sealed one, of the same songs."""
    folder = tmp_path_factory.mktemp("rendered")
    pop = replace(kinds.kind_named("pop"), titles=lambda data: SONGS, arranger=arrange)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kinds, "KINDS", (pop,))
        for name, shut in (("open", False), ("sealed", True)):
            outcome = render_kind(
                "pop", data=folder, out=folder / name, sounds=Sounds(), sealed=shut,
                hours=18 / 3600, test_hours=0 if shut else 14 / 3600,
            )  # fmt: skip
            write_manifest(
                folder / name, outcome, data=folder, sounds=Sounds(), seed=0, sealed=shut
            )
    return folder


@pytest.fixture(autouse=True)
def model(monkeypatch, tmp_path):
    monkeypatch.setattr(run, "opened", Stub)
    monkeypatch.setattr(evidence, "Model", Stub)
    monkeypatch.chdir(tmp_path)
    Path("reports").mkdir()
    sealed.LOG.touch()


def evaluated(folder, *words):
    return CliRunner().invoke(cli, ["evaluate", "energy", "--on", str(folder), *words])


def test_its_songs_are_a_part_of_the_test_songs_that_no_open_rendering_has(rendered):
    assert 2 < len(SHUT) < len(TESTED)
    (shut,) = open_corpus(str(rendered / "sealed"), sealed=True)
    (seen,) = open_corpus(str(rendered / "open"))
    assert {track.song for track in shut.tracks} <= SHUT
    assert {track.split for track in shut.tracks} == {"test"}
    assert {track.song for track in seen.split("test")} <= TESTED - SHUT
    assert not {track.song for track in seen.tracks} & SHUT
    both = [json.loads((rendered / name / "pop" / "manifest.json").read_text())["seed"]
            for name in ("open", "sealed")]  # fmt: skip
    assert both == [0, 0]  # the jobs' seeds; those of the pieces differ
    seeds = [{json.loads(path.read_text())["sandbox"]["lausch"]["seed"] for path in
              (rendered / name / "pop").glob("*.jams")} for name in ("open", "sealed")]  # fmt: skip
    assert not set.intersection(*seeds)


def test_nothing_else_opens_it(rendered):
    with pytest.raises(CorpusError, match="--sealed"):
        open_corpus("pop", rendered=rendered / "sealed")
    words = ("report", "studies/beats.py", "--on", "pop", "--corpora", rendered / "sealed")
    studies = Path(__file__).parents[2]
    for command in (
        ("evaluate", "energy", "--on", rendered / "sealed" / "pop"),
        ("train", "boeck2011", "--corpora", rendered / "sealed"),
        ("corpus", "export", rendered / "sealed", "--out", "out"),
        ("corpus", "stats", rendered / "sealed"),
        (words[0], studies / words[1], *words[2:]),
    ):
        done = CliRunner().invoke(cli, [str(word) for word in command])
        assert done.exit_code
        # Where torch is missing, training is refused before it looks at corpora.
        assert isinstance(done.exception, CorpusError | MissingExtraError), command
    assert sealed.LOG.read_text() == ""


def test_it_is_opened_once_and_logged(rendered):
    done = evaluated(rendered / "sealed", "--sealed")
    assert done.exit_code == 0, done.output
    assert "song" not in done.output
    (line,) = sealed.openings(sealed.LOG)
    assert (line.model, line.sha256, line.corpus, line.again) == ("energy", "0" * 64, "pop", "")
    assert line.tracks == 3
    assert line.scores["beat F"] > 0.5
    with pytest.raises(OptionError, match="was scored on the sealed set pop"):
        raise evaluated(rendered / "sealed", "--sealed").exception
    assert len(sealed.openings(sealed.LOG)) == 1
    again = evaluated(rendered / "sealed", "--sealed", "--again", "a cable was loose")
    assert again.exit_code == 0, again.output
    assert [each.again for each in sealed.openings(sealed.LOG)] == ["", "a cable was loose"]


@pytest.mark.parametrize(
    ("where", "words", "reason"),
    [
        ("sealed", ("--sealed", "--tracks"), "only the means"),
        ("sealed", ("--sealed", "--json"), "only the means"),
        ("sealed", ("--sealed", "--most", "1"), "only the means"),
        ("sealed", ("--sealed", "--log", "elsewhere.jsonl"), "elsewhere.jsonl is not there"),
        ("open", ("--sealed",), "is not sealed"),
        ("open", ("--again", "because"), "for sealed sets"),
        ("mdb_drums", ("--sealed",), "has no sealed part"),
    ],
)
def test_what_is_refused(rendered, where, words, reason):
    folder = rendered / where
    done = evaluated(folder if folder.is_dir() else where, *words)
    assert reason in str(done.exception)
    assert sealed.LOG.read_text() == ""


def test_a_damaged_log_is_named(rendered):
    sealed.LOG.write_text("[]\n")
    with pytest.raises(FormatError, match=r"sealed\.jsonl is damaged"):
        raise evaluated(rendered / "sealed", "--sealed").exception


def test_its_sounds_are_no_training_sounds(tmp_path):
    folder = tmp_path / "sounds" / "other"
    folder.mkdir(parents=True)
    (folder / "FluidR3_GM.sf2").touch()
    (folder / "TimGM6mb.sf2").touch()
    assert set(find_sounds(tmp_path, sealed=True).fonts) == {"timgm6mb"}
    assert "timgm6mb" not in find_sounds(tmp_path).fonts


def test_the_log_of_this_repository_can_be_read():
    log = Path(__file__).parents[2] / sealed.LOG
    firsts = [(each.sha256, each.corpus) for each in sealed.openings(log) if not each.again]
    assert len(set(firsts)) == len(firsts)
