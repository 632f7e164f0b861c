"""The study of solo lines on tunes of plain tones, with systems whose scores are known."""

from __future__ import annotations

import csv
import re
import sys
from dataclasses import replace

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner
from house import STUDIES, settings, study
from singing import CLOCK, COLUMNS, Singer, songbook

from lausch.annotation import Contour, Notes, hertz
from lausch.audio import recording
from lausch.cli.report import command
from lausch.corpora.corpus import Corpus
from lausch.errors import FormatError, OptionError
from lausch.evaluation import evidence as collecting
from lausch.evaluation import run
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.result import Result
from lausch.evaluation.session import Session
from lausch.frames import Frames

MODELS = {"singer": Singer(), "octave": Singer("octave", up=12)}
solo = study("solo")
scores = sys.modules["solo_scores"]


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "opened", MODELS.__getitem__)
    monkeypatch.setattr(sys.modules["solo_example"], "opened", MODELS.__getitem__)
    return songbook(tmp_path / "RENDERED" / "solos")


@pytest.fixture
def house(tmp_path, corpus, monkeypatch):
    """Rendered tunes, two models that need no weights, and Melodia a semitone off."""
    monkeypatch.setattr(collecting, "systems_of", lambda layer: tuple(MODELS))
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


def typed(*words):
    words = (STUDIES / "solo.py", *words)
    return CliRunner().invoke(command, [str(word) for word in words])


def test_models_stand_beside_rivals_and_targets(house):
    page = house / "solo.md"
    words = ("--rivals", house / "rivals", "--out", page, "--on", "solos", "--most", 5)
    done = typed(*words)
    assert done.exit_code == 0, done.output
    text = page.read_text()
    assert re.search(r"^\| \*\*singer\*\* \| 5 \| 5 \|", text, re.M)
    assert re.search(r"singer, solos: raw pitch accuracy \| ≥ \.850 \| .* \| yes \|", text)
    assert "singer minus melodia, solos: raw pitch accuracy | ≥ +.080" in text
    assert "singer minus octave" in text
    assert "0 under -3 dB, 0 -3 dB to 0 dB, 0 0 dB to +3 dB, 5 from +3 dB up" in text
    heights = re.search(r"Raw pitch accuracy by the median.*?Tracks in all: (.*?)\.", text, re.S)
    assert heights
    assert sum(int(count.split()[0]) for count in heights[1].split(", ")) == 5
    assert "| melodia | 20 |" in text
    assert "| song | 1 | 1 | 6 | 0 |" in text
    assert "every 100 ms, semitones" in text
    assert "| solos | player test 0 | **singer** |" in text
    assert "**Rendered tests are the models' own world.**" in text
    assert "MIR-1K is karaoke" not in text
    assert not re.search(r"\bnan\b|\{", text)
    assert str(house) not in text
    for name in ("scores", "example"):
        assert (house / f"solo-{name}.png").stat().st_size > 5000
    with (house / "solo.csv").open(newline="") as file:
        assert len(list(csv.DictReader(file))) == 15


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """Six clips of six songs; `good` is right, `low` an octave below, on five of them."""
    monkeypatch.setattr(collecting, "systems_of", lambda layer: ())
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
    return tmp_path


def test_a_page_without_models_says_what_was_measured_and_no_more(folders):
    page = folders / "out" / "solo.md"
    words = ("--data", folders, "--rivals", folders / "rivals", "--out", page, "--on", "mir1k")
    done = typed(*words)
    assert done.exit_code == 0, done.output
    text = page.read_text()
    good = re.search(r"^\| good \| 5 \| 5 \|(.*)$", text, re.M)
    low = re.search(r"^\| low \| 5 \| 5 \|(.*)$", text, re.M)
    assert good is not None
    assert low is not None
    assert good[1].count("1.000 [1.00, 1.00]") == 4
    assert low[1].split("|")[0].strip() == ".000 [.00, .00]"
    assert low[1].split("|")[1].strip() == "1.000 [1.00, 1.00]"
    assert "| good minus low | 5 | **+1.000 [+1.000, +1.000]**" in text
    assert "| mir1k | annar | good | 2 | 2 |" in text
    assert "## Targets" not in text
    assert "MIR-1K is karaoke" in text
    assert "No model of lausch is in this page" in text
    assert "Rendered tests are" not in text
    with (page.parent / "solo.csv").open(newline="") as file:
        assert len(list(csv.DictReader(file))) == 11


def test_without_models_and_rivals_there_is_nothing_to_report(folders):
    done = typed("--data", folders, "--on", "mir1k", "--out", folders / "x.md")
    assert isinstance(done.exception, OptionError)
    assert "--rivals" in str(done.exception)


def test_rivals_of_other_recordings_are_refused(folders):
    for path in (folders / "rivals").glob("*/*.csv"):
        path.rename(path.with_name(f"x{path.name}"))
    done = typed(
        "--data", folders, "--rivals", folders / "rivals", "--on", "mir1k", "--out",
        folders / "x.md",
    )  # fmt: skip
    assert "holds nothing of a test track" in str(done.exception)


def test_a_model_that_finds_every_tone_is_right_up_to_its_frames(corpus):
    job = run.jobs(
        [corpus], ["singer", "octave"], solo.has_contour, what="f0", procedure=solo.STUDY.procedure
    )[0]
    rows = {row.system: row for row in run.measure(job)}
    right, octave = rows["singer"].scores, rows["octave"].scores
    assert right["raw pitch accuracy"] > 0.95
    assert right["overall accuracy"] > 0.85
    assert right["average precision"] > 0.8
    assert right["note F"] > 0.7
    assert octave["raw pitch accuracy"] == pytest.approx(0)
    assert octave["raw chroma accuracy"] == pytest.approx(right["raw chroma accuracy"])
    assert octave["average precision"] < 0.1
    assert octave["note F"] == 0
    assert rows["singer"].cpu_seconds > 0
    assert right["overall accuracy"] <= rows["every 100 ms"].scores["overall accuracy"] + 0.01
    assert rows["every 20 ms"].scores["raw pitch accuracy"] > 0.99


def test_a_recording_is_decoded_once(corpus, monkeypatch):
    decoded = []
    decode = recording.decode
    monkeypatch.setattr(
        recording, "decode", lambda source: decoded.append(source.name) or decode(source)
    )
    run.measure(run.jobs([corpus], ["singer", "octave"], solo.has_contour, what="f0")[0])
    assert len(decoded) == 1


def test_an_annotation_at_coarser_points():
    line = Contour([0.0, 0.01, 0.02, 0.03], [440, 445, 450, 0])
    coarse = scores.coarse(line, 0.02, semitones=True)
    np.testing.assert_allclose(coarse.times[:2], [0, 0.02])
    np.testing.assert_allclose(coarse.hz[:2], [440, 440])
    np.testing.assert_allclose(scores.coarse(line, 0.02, semitones=False).hz[1], 450)
    assert not len(scores.coarse(Contour(), 0.02, semitones=True))


def test_the_pianoroll_has_the_semitone_that_sounds():
    line = Contour([0.0, 0.1, 0.2], [hertz(60.4), 0, hertz(3)], [True, False, True])
    frames = Frames(np.zeros((3, 120), np.float32), CLOCK, COLUMNS)
    assert np.argwhere(scores.reference_pianoroll(line, frames)).tolist() == [[0, 60 - 4]]


def test_average_precision_by_hand():
    truth = [[1, 0, 0], [0, 1, 0]]
    precision = scores.average_precision
    assert precision([[9, 1, 1], [1, 8, 1]], truth) == pytest.approx(1)
    assert precision([[4, 3, 0], [0, 2, 0]], truth) == pytest.approx((1 + 2 / 3) / 2)
    assert precision(np.zeros((2, 3)), truth) == pytest.approx(1 / 3)
    assert np.isnan(precision([[1.0]], [[0]]))
    with pytest.raises(ValueError, match="shape"):
        precision([[1.0]], [[0, 1]])


def test_guesses_are_read_as_unvoiced(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("0.0,-440\n0.1,0\n0.2,220\n")
    line = scores.read_contour(path)
    assert list(line.hz) == [440, 0, 220]
    assert list(line.voiced) == [False, False, True]
    for text in ("time,hz\n", "0.1\n"):
        path.write_text(text)
        with pytest.raises(FormatError, match="seconds,hz"):
            scores.read_contour(path)


def evidence(*, sung: float = 0.9, **pitch: float) -> Evidence:
    """Five songs of either corpus; systems by name with their accuracy on real singing."""
    rows = tuple(
        Result(
            system, corpus, f"{corpus} {song}", f"song {song}", 10.0,
            {
                "raw pitch accuracy": sung if corpus == "sung" else value,
                "voicing recall": 0.8 if corpus == "sung" else 0.5,
                "overall accuracy": value,
            },
            facts={"height": 45.0 if (corpus, song) == ("mir1k", 0) else 60.0},
        )
        for corpus in ("sung", "mir1k")
        for system, value in pitch.items()
        for song in range(5)
    )  # fmt: skip
    corpora = tuple(
        Corpus(name, "MIT", "", use, ()) for name, use in (("sung", "ship"), ("mir1k", "eval"))
    )
    models = tuple(name for name in pitch if name != "melodia")
    return Evidence(solo.STUDY, corpora, models, {}, rows, "lausch")


def test_who_is_behind_on_real_singing_is_told_why() -> None:
    text = solo.singing(evidence(solo=0.6, formula=0.65, melodia=0.7))
    assert "`solo` is behind Melodia" in text
    assert "synthesised singer its raw pitch accuracy is .900" in text
    assert "on MIR-1K .600" in text
    assert "voicing recall is .800 [.80, .80] there and .500 [.50, .50] here" in text
    assert "`formula` of lausch" in text
    assert "In lines under C3" in text
    assert "So it can follow a voice" in text


def test_a_network_that_is_no_better_on_its_own_voices_is_not_excused() -> None:
    text = solo.singing(evidence(sung=0.6, solo=0.6, melodia=0.7))
    assert "`solo` is behind Melodia" in text
    assert "can follow a voice" not in text
    assert "do not say that singers are what is strange to it" in text


@pytest.mark.parametrize("given", [{"solo": 0.8, "melodia": 0.7}, {"solo": 0.8}])
def test_nothing_is_explained_that_is_not_so(given: dict[str, float]) -> None:
    assert solo.singing(evidence(**given)) == ""


def test_a_command_names_no_folder_of_this_machine(tmp_path):
    asked = settings("solo", tmp_path, data=tmp_path, most=None, on=("mir1k",))
    asked = replace(asked, systems=("salience",))
    assert collecting.command_of(solo.STUDY, asked) == (
        "lausch report studies/solo.py salience --data DATA --on mir1k --most 0"
    )


def test_notes_are_needed_for_a_score_of_notes(corpus):
    track = next(iter(corpus.split("test")))
    bare = replace(track, truth={"contour": track.truth["contour"]})
    session = Session("solos", bare)
    scores = solo.contour_scores(session, MODELS["singer"], session.estimate(MODELS["singer"]))
    assert "note F" not in scores.scores
    assert isinstance(track.read("notes"), Notes)
