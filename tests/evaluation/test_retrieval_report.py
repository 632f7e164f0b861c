"""`lausch report retrieval` on tunes of plain tones, which a model that hears them must find."""

from __future__ import annotations

import csv
import re

import pytest
from click.testing import CliRunner
from singing import Singer, songbook

from lausch.cli.report import command
from lausch.corpora.corpus import Corpus
from lausch.evaluation import following, retrieval
from lausch.evaluation.retrieval import RETRIEVAL_MEASURES, Sought
from lausch.evaluation.retrieval_plan import once
from lausch.evaluation.retrieval_report import THREATS


class Deaf(Singer):
    """Hears nothing."""

    digest = "1" * 64

    def activations(self, recording):
        heard = super().activations(recording)
        heard.values[:] = 0
        return heard


@pytest.fixture
def house(tmp_path, monkeypatch):
    """Rendered tunes, one model that hears them and one that does not, and MIR-1K made of tunes."""
    solos = songbook(tmp_path / "RENDERED" / "solos")
    clips = songbook(tmp_path / "clips", "clip")
    corpora = {
        "solos": solos,
        "mir1k": Corpus("mir1k", "", "", "eval", tuple(clips.split("test"))),
    }
    models = {"singer": Singer(), "deaf": Deaf("deaf")}
    monkeypatch.setattr(following, "_opened", models.__getitem__)
    monkeypatch.setattr(following, "solo_models", lambda: tuple(models))
    monkeypatch.setattr("lausch.corpora.registry.open_corpus", lambda name, **_: [corpora[name]])
    monkeypatch.setattr(
        "lausch.corpora.band.store.opened.every_rendered", lambda _: list(solos.tracks)
    )
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
    return CliRunner().invoke(command, [str(word) for word in ("retrieval", *where, *words)])


def test_the_page_tells_who_finds_what(house, monkeypatch):
    words = ("--work", house / "work", "--rivals", house / "rivals")
    done = typed(house, *words)
    assert done.exit_code == 0, done.output
    text = (house / "retrieval.md").read_text()
    assert re.search(r"^\| MRR, 5 s \| ≥ \.750 \| 1\.000 \[1\.00, 1\.00\] \| yes \|", text, re.M)
    assert re.search(r"^\| \*\*deaf\*\* \| \.[0-4]", text, re.M)
    assert "## 6 test solos" in text
    assert "| melodia | 1.000 [1.00, 1.00] |" in text
    assert re.search(r"^\| 6 test solos|^\| test solos \| singer minus deaf", text, re.M)
    assert "| whole |" in text
    assert not re.search(r"\bnan\b", text)
    assert str(house) not in text
    for title, _ in THREATS:
        assert f"**{title}.**" in text
    assert (house / "retrieval-length.png").stat().st_size > 5000
    with (house / "retrieval.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["collection"] for row in rows} == {"8 solos", "validation", "test solos", "mir1k"}
    # What was heard and answered is kept: nothing is matched again.
    monkeypatch.setattr(retrieval, "_matcher", None)
    assert typed(house, *words).exit_code == 0


def test_what_is_missing_is_said(house):
    assert "--work WORK" in typed(house).output
    done = typed(house, "--work", house / "work", "--on", "pop")
    assert done.exit_code == 2
    assert "not on pop" in done.output


def test_ranks_become_measures():
    def row(rank):
        return Sought("x", "y", "a", "s", "as played", 5, 0, rank, 0.9, 0.8, 0.1)

    assert row(1).scores == dict.fromkeys(RETRIEVAL_MEASURES, 1.0)
    assert row(4).scores == {"MRR": 0.25, "top 1": 0.0, "top 5": 1.0, "top 10": 1.0}
    assert row(0).scores == dict.fromkeys(RETRIEVAL_MEASURES, 0.0)


def test_second_renderings_are_left_out(tmp_path):
    tracks = songbook(tmp_path / "solos").tracks
    again = type(tracks[0])(**{**vars(tracks[0]), "name": "solos0-01"})
    assert once([again, *tracks]) == [tracks[0], *tracks[1:]]
