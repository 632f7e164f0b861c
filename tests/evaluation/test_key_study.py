"""The study of keys: relations, the ceiling by annotated chords, and rivals' files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from house import study

from lausch.annotation import Chords, Key
from lausch.corpora.track import Track
from lausch.errors import FormatError
from lausch.evaluation import run

keys = study("key")
EDGES = 2.0 * np.arange(5)
CADENCE = Chords(np.stack([EDGES[:-1], EDGES[1:]], 1), ["C:maj", "D:min7", "G:7", "C:maj"])


def track(folder: Path, name: str = "C:maj") -> Track:
    soundfile.write(folder / "tune.wav", [0.0] * 64000, 8000)
    truth = {"key": lambda: Key(name), "chords": lambda: CADENCE}
    return Track("tune", folder / "tune.wav", 8.0, "tune", truth=truth)


@pytest.mark.parametrize(
    ("truth", "estimate", "word"),
    [
        ("C:maj", "C:maj", "right"), ("C:maj", "G:maj", "a fifth above"),
        ("C:maj", "F:maj", "a fifth below"), ("C:maj", "A:min", "relative"),
        ("A:min", "C:maj", "relative"), ("C:min", "C:maj", "parallel"),
        ("C:min", "A:maj", "another"), ("C:maj", "D:maj", "another"), ("C:maj", "", "none"),
    ],
)  # fmt: skip
def test_estimates_are_related_to_the_truth(truth, estimate, word):
    assert keys.relation(truth, estimate) == word


def test_other_chords_have_a_row_each(tmp_path: Path) -> None:
    job = run.Job("pop", track(tmp_path), (), keys.STUDY.procedure)
    rows = {row.system: row for row in run.measure(job)}
    assert set(rows) == {keys.BY_TRUTH, keys.BY_DEFAULT}
    assert all(row.facts["other"] == 1 for row in rows.values())
    assert rows[keys.BY_TRUTH].scores["weighted"] == 1
    assert rows[keys.BY_DEFAULT].facts["relation"] == "none"  # the recording is silent
    assert keys.STUDY.admits(job.track)
    assert not keys.STUDY.admits(track(tmp_path, ""))


def test_what_rivals_wrote_is_scored(tmp_path: Path) -> None:
    folder = tmp_path / "rivals" / "madmom-key" / "pop"
    folder.mkdir(parents=True)
    (folder / "tune.key").write_text("G major\n")
    job = run.Job("pop", track(tmp_path), (), keys.STUDY.procedure, rivals=tmp_path / "rivals")
    row = next(each for each in run.measure(job) if each.system == "madmom-key")
    assert (row.scores["weighted"], row.facts["relation"]) == (0.5, "a fifth above")
    (folder / "tune.key").write_text("no idea\n")
    with pytest.raises(FormatError, match=r"studies/rivals/key\.py"):
        run.measure(job)
