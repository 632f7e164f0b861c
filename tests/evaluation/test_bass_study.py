"""The study of bass lines: a track that is known, and a page from rows that are made up."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from house import study
from truths import TRUTHS, recording_of

from lausch.annotation import Beats
from lausch.corpora.track import Track
from lausch.errors import FormatError
from lausch.evaluation import run
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.report import page, tracks_csv
from lausch.evaluation.result import Result
from lausch.frames import Clock
from lausch.tasks.bass import BassTracking, beat_pitches

TRUTH = TRUTHS["bass"]
bass = study("bass")


@pytest.fixture
def track(tmp_path: Path) -> Track:
    soundfile.write(tmp_path / "bass.wav", recording_of("bass", 22050), 22050)
    beats = partial(Beats, TRUTH.beats)
    return Track("bass", tmp_path / "bass.wav", 20.0, "tune",
                 truth={"beats": beats, "bass": lambda: TRUTH.notes},
                 facts={"bassist": lambda: "fluidr3:35"})  # fmt: skip


def measured(track: Track, *systems: str, rivals: Path | None = None) -> list[Result]:
    return run.measure(run.Job("made", track, systems, bass.STUDY.procedure, rivals=rivals))


def test_a_rival_that_writes_the_truth_is_right_everywhere(track: Track, tmp_path: Path) -> None:
    folder = tmp_path / "rivals" / "pyin" / "made"
    folder.mkdir(parents=True)
    salience = BassTracking().encode(TRUTH, Clock(22050, 1024), 431).values
    np.save(folder / "bass.npy", 0.9 * salience)
    counted = Beats(TRUTH.beats, np.arange(len(TRUTH.beats)) % 4 + 1)
    played = beat_pitches(TRUTH.notes, TRUTH.beats).pitches % 12
    known = replace(track, truth={**track.truth, "beats": lambda: counted},
                    facts={**track.facts, "roots": lambda: played})  # fmt: skip
    (row,) = measured(known, rivals=tmp_path / "rivals")
    assert row.system == "pyin"
    assert row.scores[bass.ROOTS] == row.scores[bass.ROOTS_PLAYED] > 0.9
    assert bass.unseen(row)
    assert row.scores["beat accuracy"] == 1
    assert row.scores["frame accuracy"] > 0.99
    assert row.scores["sparsity"] == pytest.approx(1)
    np.save(folder / "bass.npy", salience[:, :12])
    with pytest.raises(FormatError, match="rivals/bass"):
        measured(track, rivals=tmp_path / "rivals")


def test_our_own_beats_are_tried_by_one_model_alone(track: Track) -> None:
    ours, formula = measured(track, "abesser2017", "bass-salience")
    assert "sparsity" in formula.scores
    assert bass.OWN_BEATS not in formula.scores
    assert ours.scores["beat accuracy"] > 0.5
    assert ours.cpu_seconds > 0


def rows() -> tuple[Result, ...]:
    return tuple(
        Result(system, "basses", f"t{n}", f"song {n}", 10.0,
               {"beat accuracy": right - 0.01 * n, "frame accuracy": right},
               facts={"bass": player, "bpm": 60.0 + 40 * n, "level_db": n - 6.0, "split": "test"})
        for n, player in enumerate(["fluidr3:35"] * 6 + ["double bass"] * 2)
        for system, right in (("abesser2017", 0.8), ("abesser2017m1", 0.7), ("published", 0.5))
    )  # fmt: skip


def made(results: tuple[Result, ...], **more: Any) -> Evidence:
    models = ("abesser2017", "abesser2017m1")
    return Evidence(bass.STUDY, (), models, {}, results, "lausch report", **more)


def test_the_page_compares_systems_and_says_what_was_missed() -> None:
    evidence = made(rows(), failures=("x: lost",))
    text = page(evidence, {}, "bass.csv")
    assert "| abesser2017, unseen basses and songs: beat accuracy | ≥ .900 | .775" in text
    assert "| abesser2017 minus abesser2017m1, basses: beat accuracy | > 0 | **+.100 [+.100" in text
    assert "x: lost" in text
    assert "## By tempo" in text
    assert "| double bass |  | 2 |" in text
    assert "hours without labels" not in text
    lines = tracks_csv(evidence).splitlines()
    assert len(lines) == 1 + len(rows())
    assert lines[0].startswith("corpus,track,song,bass,bpm,level_db,system,frame accuracy")


def test_a_rival_that_was_tried_on_a_few_tracks_narrows_nothing() -> None:
    slow = replace(rows()[0], system="pyin")
    evidence = made((*rows(), slow))
    assert len(evidence.of("basses", "abesser2017")) == 8
    assert len(evidence.of("basses", "pyin")) == 1
    assert "abesser2017 minus pyin | 1 |" in page(evidence, {}, "bass.csv")


def test_amounts_of_sound_without_labels_are_compared_with_the_teacher() -> None:
    amounts = (
        {"hours": 2.0, "model": "student", "tracks": [[f"t{n}", f"s{n}", 0.8] for n in range(6)]},
        {"hours": 0.0, "model": "teacher", "tracks": [[f"t{n}", f"s{n}", 0.7] for n in range(6)]},
    )
    text = page(made(rows(), inputs={bass.UNLABELLED: amounts}), {}, "bass.csv")
    assert "| 0.0 | teacher | .700 [.70, .70] | – |" in text
    assert "| 2.0 | student | .800 [.80, .80] | **+.100 [+.100, +.100]** |" in text


def test_a_damaged_file_of_amounts_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bass_unlabelled.json"
    assert bass.read_unlabelled(path) == ()
    for damaged in ('[{"hours": 1', '[{"hours": 1}]', '[{"hours": "x", "model": "m"}]'):
        path.write_text(damaged)
        with pytest.raises(FormatError, match=r"bass_unlabelled\.json is not what"):
            bass.read_unlabelled(path)


def test_a_table_says_which_means_are_over_fewer_tracks() -> None:
    results = rows()
    first = {row.key for row in results[:1]}
    fewer = tuple(
        replace(row, scores={k: v for k, v in row.scores.items() if k != "beat accuracy"})
        if row.key in first
        else row
        for row in results
    )
    assert "the means are over those" not in page(made(results), {}, "bass.csv")
    text = page(made(fewer), {}, "bass.csv")
    assert "Of the 8 tracks 7 have beat accuracy; the means are over those." in text
