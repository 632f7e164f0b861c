"""`lausch report solo` on a tiny imitation of MIR-1K, with rivals whose scores are known."""

from __future__ import annotations

import csv
import re

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner

from lausch.cli.report import command
from lausch.evaluation.solo_report import THREATS


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


def test_the_page_says_what_was_measured_and_no_more(folders):
    page = folders / "out" / "solo.md"
    done = typed("solo", "--data", folders, "--rivals", folders / "rivals", "--out", page)
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
    assert "| mir1k | annar | low | 2 | 2 |" in text
    assert "Versions: good 1.0." in text
    assert "nan" not in text.replace("finance", "")
    assert str(folders) not in text
    for title, _ in THREATS:
        assert f"**{title}.**" in text
    assert (page.parent / "solo-scores.png").stat().st_size < 100_000
    with (page.parent / "solo.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 11


def test_without_rivals_there_is_nothing_to_report(folders):
    done = typed("solo", "--data", folders)
    assert done.exit_code == 2
    assert "rivals_solo.py" in done.output


def test_rivals_of_other_recordings_are_refused(folders):
    for path in (folders / "rivals").glob("*/*.csv"):
        path.rename(path.with_name(f"x{path.name}"))
    done = typed("solo", "--data", folders, "--rivals", folders / "rivals")
    assert done.exit_code == 2
    assert "no f0 of a test track" in done.output
