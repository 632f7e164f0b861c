"""Files of other programs are read as they are, also when they found nothing."""

from __future__ import annotations

import numpy as np
import pytest
from stubs import corpus

from lausch.errors import FormatError
from lausch.evaluation.beat_evidence import of
from lausch.evaluation.beat_rivals import measure_rivals, open_rivals
from lausch.evaluation.system import jobs


@pytest.fixture
def tried(tmp_path):
    """A corpus; one rival that counts and one that does not, on some of its tracks."""
    found = corpus(tmp_path / "clicks")
    one, two, three = [track for track in found.tracks if track.split == "test"][:3]
    for name in ("counter", "tapper"):
        (tmp_path / "rivals" / name).mkdir(parents=True)
    beats = one.read("beats")
    lines = [f"{time:.4f}\t{n}" for time, n in zip(beats.times, beats.positions, strict=True)]
    (tmp_path / "rivals/counter" / f"{one.name}.beats").write_text("\n".join(lines) + "\n")
    (tmp_path / "rivals/counter" / f"{two.name}.beats").write_text("\n")
    tapped = "\n".join(f"{time:.4f}" for time in three.read("beats").times[::2])
    (tmp_path / "rivals/tapper" / f"{three.name}.beats").write_text(tapped + "\n")
    (tmp_path / "rivals/seconds.csv").write_text("counter,a,2,20\n")
    return found, tmp_path / "rivals", (one.name, two.name, three.name)


def test_every_file_is_scored_and_no_other(tried):
    found, folder, (one, two, three) = tried
    rivals = open_rivals(folder)
    assert [rival.name for rival in rivals] == ["counter", "tapper"]
    rows = measure_rivals(rivals, jobs([found], "test", ["ours"]))
    by_track = {row.track: row for row in rows}
    assert set(by_track) == {one, two, three}
    assert by_track[one].scores["downbeat F"] == pytest.approx(1)
    assert by_track[two].scores["beat F"] == 0
    assert by_track[two].scores["downbeat F"] == 0
    assert by_track[three].level == "half"
    assert "downbeat F" not in by_track[three].scores
    assert len(of(rows, "counter")) == 2


def test_a_folder_of_something_else(tmp_path):
    (tmp_path / "songs").mkdir()
    with pytest.raises(FormatError, match="no RIVAL/TRACK"):
        open_rivals(tmp_path)


def test_what_rivals_find_is_written_as_they_are_read(tmp_path):
    """The line format of studies/rivals/beats.py."""
    folder = tmp_path / "librosa"
    folder.mkdir()
    found = np.array([[0.5], [1.0000001], [1.5]])
    lines = ["\t".join(f"{value:.4f}" for value in row) for row in found]
    (folder / "song.with.dots.beats").write_text("\n".join(lines) + "\n")
    (rival,) = open_rivals(tmp_path)
    beats = rival.beats("song.with.dots")
    assert beats is not None
    np.testing.assert_allclose(beats.times, found[:, 0], atol=1e-4)
    assert not rival.counts
    assert rival.beats("another") is None
