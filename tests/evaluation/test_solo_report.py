"""`lausch report solo` on a tiny imitation of MIR-1K, with rivals whose scores are known."""

from __future__ import annotations

import csv
import re

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner
from singing import Singer, songbook

from lausch.cli.report import command
from lausch.evaluation import following
from lausch.evaluation.solo_threats import ALWAYS, REAL, RENDERED


@pytest.fixture
def folders(tmp_path):
    """Six clips of six songs; `good` is right, `low` an octave below, on five of them."""
    clips, rivals = tmp_path / "real" / "mir1k", tmp_path / "rivals"
    clips.mkdir(parents=True)
    for name in ("good", "low"):
        (rivals / name).mkdir(parents=True)
    for n in range(6):
        name = f"{'Ani' if n < 3 else 'annar'}_{n}_01"
        soundfile.write(clips / f"{name}.ogg", np.zeros((8000, 2)), 16000)
        (clips / f"{name}.pv").write_text("0\n69\n69\n0\n")
        times = (0.02, 0.04, 0.06, 0.08)
        for rival, hz in (("good", (-440, 440, 440, 0)), ("low", (220, 220, 220, 220))):
            if rival == "good" or n < 5:
                text = "".join(f"{a},{b}\n" for a, b in zip(times, hz, strict=True))
                (rivals / rival / f"{name}.csv").write_text(text)
    (rivals / "versions.txt").write_text("good 1.0\n")
    return tmp_path


def typed(*words):
    return CliRunner().invoke(command, [str(word) for word in words])


@pytest.fixture
def nobody(monkeypatch):
    """A house in which no model finds solos."""
    monkeypatch.setattr(following, "shipped", lambda: ())
    monkeypatch.setattr(following, "WEIGHTLESS", {})


@pytest.mark.usefixtures("nobody")
def test_the_page_says_what_was_measured_and_no_more(folders):
    page = folders / "out" / "solo.md"
    words = ("--data", folders, "--rivals", folders / "rivals", "--out", page, "--on", "mir1k")
    done = typed("solo", *words)
    assert done.exit_code == 0, done.output
    text = page.read_text()
    good = re.search(r"^\| good \| 5 \| 5 \|(.*)$", text, re.M)
    low = re.search(r"^\| low \| 5 \| 5 \|(.*)$", text, re.M)
    assert good is not None
    assert low is not None
    assert good[1].count("1.000 [1.00, 1.00]") == 4
    assert low[1].split("|")[0].strip() == ".000 [.00, .00]"
    assert low[1].split("|")[1].strip() == "1.000 [1.00, 1.00]"
    assert "good minus low" in text
    assert "**+1.000 [+1.000, +1.000]**" in text
    assert "| mir1k | annar | good | 2 | 2 |" in text
    assert "## Targets" not in text
    assert not re.search(r"\bnan\b", text)
    assert str(folders) not in text
    for title, _ in (*REAL, *ALWAYS):
        assert f"**{title}.**" in text
    assert RENDERED[0][0] not in text
    assert (page.parent / "solo-scores.png").stat().st_size < 100_000
    with (page.parent / "solo.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 11


@pytest.fixture
def house(tmp_path, monkeypatch):
    """Rendered tunes, two models that need no weights, and Melodia a semitone off."""
    corpus = songbook(tmp_path / "RENDERED" / "solos")
    models = {"singer": Singer(), "octave": Singer("octave", up=12)}
    monkeypatch.setattr(following, "_opened", models.__getitem__)
    monkeypatch.setattr(following, "solo_models", lambda: tuple(models))
    monkeypatch.setattr("lausch.corpora.registry.open_corpus", lambda *_, **__: [corpus])
    folder = tmp_path / "rivals" / "melodia" / "solos"
    folder.mkdir(parents=True)
    for track in corpus.split("test"):
        line = track.read("contour")
        rows = zip(line.times, line.hz * 2 ** (1 / 12), strict=True)
        (folder / f"{track.name}.csv").write_text("".join(f"{a},{b}\n" for a, b in rows))
    (tmp_path / "rivals" / "versions.txt").write_text("essentia 2\n")
    (tmp_path / "rivals" / "seconds.csv").write_text("melodia,a,1.0,20\n")
    return tmp_path


def test_models_stand_beside_rivals_and_targets(house):
    page = house / "solo.md"
    words = ("--rivals", house / "rivals", "--out", page, "--on", "solos", "--most", 5)
    done = typed("solo", *words)
    assert done.exit_code == 0, done.output
    text = page.read_text()
    assert re.search(r"^\| \*\*singer\*\* \| 5 \| 5 \|", text, re.M)
    assert re.search(r"solos, raw pitch accuracy \| ≥ \.850 \| singer \| .* \| yes \|", text)
    assert "raw pitch accuracy minus Melodia's" in text
    assert "singer minus octave" in text
    assert "0 under -3 dB, 0 -3 dB to 0 dB, 0 0 dB to +3 dB, 5 from +3 dB up" in text
    heights = re.search(r"Raw pitch accuracy by the median.*?Tracks in all: (.*?)\.", text, re.S)
    assert heights
    assert sum(int(count.split()[0]) for count in heights[1].split(", ")) == 5
    assert "| melodia | 20 |" in text
    assert "| song | 1 | 1 | 6 | 0 |" in text
    assert "every 100 ms, semitones" in text
    assert f"**{RENDERED[0][0]}.**" in text
    assert "MIR-1K is karaoke" not in text
    assert not re.search(r"\bnan\b", text)
    for name in ("scores", "example"):
        assert (house / f"solo-{name}.png").stat().st_size > 5000
    with (house / "solo.csv").open(newline="") as file:
        assert len(list(csv.DictReader(file))) == 15


@pytest.mark.usefixtures("nobody")
def test_without_models_and_rivals_there_is_nothing_to_report(folders):
    done = typed("solo", "--data", folders, "--on", "mir1k")
    assert done.exit_code == 2
    assert "rivals_solo.py" in done.output


def test_rivals_of_other_recordings_are_refused(folders):
    for path in (folders / "rivals").glob("*/*.csv"):
        path.rename(path.with_name(f"x{path.name}"))
    words = ("--data", folders, "--rivals", folders / "rivals", "--on", "mir1k")
    done = typed("solo", *words)
    assert done.exit_code == 2
    assert "no f0 of a test track" in done.output
