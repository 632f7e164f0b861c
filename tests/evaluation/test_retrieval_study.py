"""The study of retrieval on tunes of plain tones, which a model that finds them must find."""

from __future__ import annotations

import csv
import re
import sys

import pytest
from click.testing import CliRunner
from house import STUDIES, study
from singing import Singer, songbook

from lausch.cli.report import command
from lausch.corpora.corpus import Corpus
from lausch.errors import OptionError
from lausch.evaluation import run

retrieval = study("retrieval")
search = sys.modules["retrieval_search"]


class Deaf(Singer):
    """Finds nothing."""

    digest = "1" * 64

    def activations(self, recording):
        frames = super().activations(recording)
        frames.values[:] = 0
        return frames


@pytest.fixture
def house(tmp_path, monkeypatch):
    """Rendered tunes, one model that finds them and one that does not, MIR-1K made of tunes."""
    solos = songbook(tmp_path / "RENDERED" / "solos")
    clips = songbook(tmp_path / "clips", "clip")
    corpora = {
        "solos": solos,
        "mir1k": Corpus("mir1k", "", "", "eval", tuple(clips.split("test"))),
    }
    models = {"singer": Singer(), "deaf": Deaf("deaf")}
    for module in (run, search):
        monkeypatch.setattr(module, "opened", models.__getitem__)
    monkeypatch.setattr(run, "systems_of", lambda layer: tuple(models))
    monkeypatch.setattr(retrieval, "open_corpus", lambda name, **_: [corpora[name]])
    monkeypatch.setattr(retrieval, "every_rendered", lambda _: list(solos.tracks))
    for corpus in corpora.values():
        folder = tmp_path / "rivals" / "melodia" / corpus.name
        folder.mkdir(parents=True)
        for track in corpus.split("test"):
            line = track.read("contour")
            rows = zip(line.times, line.hz, strict=True)
            (folder / f"{track.name}.csv").write_text("".join(f"{a},{b}\n" for a, b in rows))
    (tmp_path / "rivals" / "versions.txt").write_text("essentia 2\n")
    return tmp_path


def typed(house, *words):
    where = ("--corpora", house / "RENDERED", "--data", house, "--out", house / "retrieval.md")
    words = (STUDIES / "retrieval.py", *where, *words)
    return CliRunner().invoke(command, [str(word) for word in words])


def test_the_page_tells_who_finds_what(house, monkeypatch):
    words = ("--work", house / "work", "--rivals", house / "rivals")
    done = typed(house, *words)
    assert done.exit_code == 0, done.output
    text = (house / "retrieval.md").read_text()
    assert re.search(r"^\| MRR, 5 s \| ≥ \.750 \| 1\.000 \[1\.00, 1\.00\] \| yes \|", text, re.M)
    assert re.search(r"^\| \*\*deaf\*\* \| \.[0-4]", text, re.M)
    assert "## Test solos alone\n\n6 recordings." in text
    assert "| melodia | 1.000 [1.00, 1.00] |" in text
    assert re.search(r"^\| test solos \| singer minus deaf", text, re.M)
    assert "| whole |" in text
    assert "**Jazz repeats itself.**" in text
    assert "Not everything was analysed" not in text
    assert not re.search(r"\bnan\b|\{", text)
    assert str(house) not in text
    assert (house / "retrieval-length.png").stat().st_size > 5000
    with (house / "retrieval.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["collection"] for row in rows} == {"8 solos", "validation", "test solos", "mir1k"}
    # Chroma and answers are kept: nothing is matched again.
    monkeypatch.setattr(search, "_matcher", None)
    assert typed(house, *words).exit_code == 0


def test_what_is_missing_is_said(house):
    done = typed(house)
    assert isinstance(done.exception, OptionError)
    assert "--work WORK" in str(done.exception)
    assert "not on pop" in str(typed(house, "--work", house / "work", "--on", "pop").exception)


def test_ranks_become_measures():
    assert search.measures(1) == dict.fromkeys(search.MEASURES, 1.0)
    assert search.measures(4) == {"MRR": 0.25, "top 1": 0.0, "top 5": 1.0, "top 10": 1.0}
    assert search.measures(0) == dict.fromkeys(search.MEASURES, 0.0)


def test_second_renderings_are_left_out(tmp_path):
    tracks = songbook(tmp_path / "solos").tracks
    again = type(tracks[0])(**{**vars(tracks[0]), "name": "solos0-01"})
    assert retrieval.once([again, *tracks]) == [tracks[0], *tracks[1:]]
