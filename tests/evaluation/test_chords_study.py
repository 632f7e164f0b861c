"""The study of chords: what is counted by kind, rivals' files, and the comparison of features."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import soundfile
from house import study

from lausch.annotation import Chords
from lausch.corpora.track import Track
from lausch.errors import FormatError
from lausch.evaluation import run
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.result import Result

chords = study("chords")
TUNE = Chords([[0.0, 4.0], [4.0, 6.0], [6.0, 8.0], [8.0, 10.0]], ["A:min7", "D:7", "C:5", "N"])


def track(folder: Path) -> Track:
    soundfile.write(folder / "tune.wav", [0.0] * 80000, 8000)
    return Track("tune", folder / "tune.wav", 10.0, "tune", truth={"chords": lambda: TUNE})


def test_kinds_are_counted_by_tenths_of_seconds_without_what_is_in_no_class():
    found = Chords([[0.0, 4.0], [4.0, 9.0]], ["A:min", "G:7"])
    assert chords.by_kind(TUNE, found) == {
        "min7": (40, 40, 0),
        "7": (20, 0, 0),
        "N": (20, 10, 10),
    }
    assert chords.by_kind(Chords(), found) == {}


def test_a_rival_that_writes_the_truth_is_right(tmp_path: Path) -> None:
    folder = tmp_path / "rivals" / "madmom-cnn" / "made"
    folder.mkdir(parents=True)
    rows = zip(TUNE.intervals.tolist(), TUNE.labels, strict=True)
    lines = [f"{start:.3f}\t{end:.3f}\t{label}\n" for (start, end), label in rows]
    (folder / "tune.lab").write_text("".join(lines))
    job = run.Job("made", track(tmp_path), (), chords.STUDY.procedure, rivals=tmp_path / "rivals")
    (row,) = run.measure(job)
    assert row.scores["majmin"] == row.scores["sevenths"] == 1
    assert row.facts["kinds"]["7"] == (20, 20, 20)
    (folder / "tune.lab").write_text("0.0 4.0 A:min7\n")
    with pytest.raises(FormatError, match="rivals/chords"):
        run.measure(job)


def entry(name: str, values: tuple[float, ...]) -> dict[str, object]:
    tracks = [["pop", f"t{n}", f"s{n}", value] for n, value in enumerate(values)]
    return {"name": name, "inputs": 12, "context": 0, "epochs": 3, "frames": 1000,
            "validation": 0.5, "digest": "ab" * 32, "tracks": tracks}  # fmt: skip


def test_features_are_compared_track_by_track(tmp_path: Path) -> None:
    path = tmp_path / "chords_features.json"
    rows = [entry("chroma", (0.4,) * 6), entry("deep chroma", (0.7,) * 6)]
    path.write_text(json.dumps(rows))
    inputs = {path.name: chords.read_features(path)}
    evidence = Evidence(chords.STUDY, (), (), {}, (), "lausch report", inputs=inputs)
    text = chords.features(evidence)
    assert "**+.300" in text
    assert "`abababababab`" in text
    assert chords.older(evidence)
    assert chords.features(Evidence(chords.STUDY, (), (), {}, (), "lausch report")) == ""


@pytest.mark.parametrize("text", ["[{}]", "{", '[{"tracks": [], "inputs": "many"}]'])
def test_other_contents_are_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "chords_features.json"
    assert chords.read_features(path) == ()
    path.write_text(text)
    with pytest.raises(FormatError, match="chords_features"):
        chords.read_features(path)


def test_the_table_of_kinds_has_roots_and_classes() -> None:
    rows = (
        Result("ours", "pop", "t", "s", 10.0, {"majmin": 1.0}, facts={"kinds": {"7": (4, 2, 1)}}),
    )
    evidence = Evidence(chords.STUDY, (), ("ours",), {}, rows, "lausch report")
    assert ".500 / .250" in chords.kinds(evidence)
