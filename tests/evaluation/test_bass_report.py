"""The report on bass lines: a track that is known, and a page from rows that are made up."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import soundfile
from truths import TRUTHS, heard

from lausch.annotation import Beats
from lausch.corpora.corpus import Corpus
from lausch.corpora.track import Track
from lausch.errors import CorpusError, FormatError
from lausch.evaluation.bass_lines import (
    ROOTS,
    ROOTS_PLAYED,
    Bassed,
    BassJob,
    bass_jobs,
    follow_bass,
)
from lausch.evaluation.bass_report import BassEvidence, bass_csv, bass_page
from lausch.evaluation.bass_unlabelled import read_unlabelled
from lausch.frames import Clock
from lausch.tasks.bass import BassTracking, beat_pitches

TRUTH = TRUTHS["bass"]


@pytest.fixture
def track(tmp_path: Path) -> Track:
    soundfile.write(tmp_path / "bass.wav", heard("bass", 22050), 22050)
    beats = partial(Beats, TRUTH.beats)
    return Track("bass", tmp_path / "bass.wav", 20.0, "tune",
                 truth={"beats": beats, "bass": lambda: TRUTH.notes},
                 facts={"bassist": lambda: "fluidr3:35"})  # fmt: skip


def test_a_rival_that_writes_the_truth_is_right_everywhere(track: Track, tmp_path: Path) -> None:
    folder = tmp_path / "rivals" / "pyin" / "made"
    folder.mkdir(parents=True)
    salience = BassTracking().encode(TRUTH, Clock(22050, 1024), 431).values
    np.save(folder / "bass.npy", 0.9 * salience)
    counted = Beats(TRUTH.beats, np.arange(len(TRUTH.beats)) % 4 + 1)
    played = beat_pitches(TRUTH.notes, TRUTH.beats).pitches % 12
    known = replace(track, truth={**track.truth, "beats": lambda: counted},
                    facts={**track.facts, "roots": lambda: played})  # fmt: skip
    (row,) = follow_bass(BassJob("made", known, (), tmp_path / "rivals"))
    assert row.system == "pyin"
    assert row.scores[ROOTS] == row.scores[ROOTS_PLAYED] > 0.9
    assert row.unseen
    assert row.scores["beat accuracy"] == 1
    assert row.scores["frame accuracy"] > 0.99
    assert row.scores["sparsity"] == pytest.approx(1)
    np.save(folder / "bass.npy", salience[:, :12])
    with pytest.raises(FormatError, match="rivals_bass"):
        follow_bass(BassJob("made", track, (), tmp_path / "rivals"))


def test_tracks_without_a_bass_line_are_no_jobs(track: Track, tmp_path: Path) -> None:
    plain = Track("plain", track.audio, 1.0, "other")
    corpus = Corpus("made", "CC0", "", "ship", (track, plain))
    assert [job.track.name for job in bass_jobs([corpus], ["m"], None, None)] == ["bass"]
    with pytest.raises(CorpusError, match="bass line"):
        bass_jobs([Corpus("made", "CC0", "", "ship", (plain,))], ["m"], None, None)


def test_the_page_compares_systems_and_says_what_was_missed() -> None:
    rows = tuple(
        Bassed(system, "basses", f"t{n}", f"song {n}", player, 60.0 + 40 * n, n - 6.0,
               {"beat accuracy": right - 0.01 * n, "frame accuracy": right})
        for n, player in enumerate(["fluidr3:35"] * 6 + ["double bass"] * 2)
        for system, right in (("abesser2017", 0.8), ("abesser2017m1", 0.7), ("published", 0.5))
    )  # fmt: skip
    page = bass_page(BassEvidence(rows, {}, "lausch report bass", ("x: lost",)), "bass.csv")
    assert "| M1+, beat accuracy on unseen basses and songs | ≥ .900 | .775" in page
    assert "| M1+ minus M1, basses | interval over 0 | **+.100 [+.100, +.100]** | yes |" in page
    assert "x: lost" in page
    assert "## By tempo" in page
    assert "| double bass |  | 2 |" in page
    assert "hours without labels" not in page
    lines = bass_csv(rows).splitlines()
    assert len(lines) == 1 + len(rows)
    assert lines[0].startswith("corpus,track,song,bass,bpm,level_db,system,frame accuracy")


def test_amounts_of_sound_without_labels_are_compared_with_the_teacher() -> None:
    amounts = (
        {"hours": 2.0, "model": "student", "tracks": [[f"t{n}", f"s{n}", 0.8] for n in range(6)]},
        {"hours": 0.0, "model": "teacher", "tracks": [[f"t{n}", f"s{n}", 0.7] for n in range(6)]},
    )
    page = bass_page(BassEvidence((), {}, "lausch report bass", unlabelled=amounts), "bass.csv")
    assert "| 0.0 | teacher | .700 [.70, .70] | – |" in page
    assert "| 2.0 | student | .800 [.80, .80] | **+.100 [+.100, +.100]** |" in page


def test_a_damaged_file_of_amounts_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bass_unlabelled.json"
    assert read_unlabelled(path) == ()
    for damaged in ('[{"hours": 1', '[{"hours": 1}]', '[{"hours": "x", "model": "m"}]'):
        path.write_text(damaged)
        with pytest.raises(FormatError, match=r"bass_unlabelled\.json is not what"):
            read_unlabelled(path)
