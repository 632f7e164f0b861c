"""Takes of the Groove MIDI Dataset as strokes on beats."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from symbols import write_groove

from lausch.corpora.takes import groove


@pytest.fixture
def data(tmp_path: Path) -> Path:
    write_groove(tmp_path / "symbolic")
    return tmp_path


def test_each_take_has_beats_from_a_beat_that_its_name_draws(data: Path) -> None:
    corpus = groove(data)
    assert corpus.use == "ship"
    assert corpus.licence == "CC BY 4.0"
    firsts = set()
    for track in corpus.tracks:
        beats = track.read("beats")
        assert beats.times[0] == 0
        np.testing.assert_allclose(np.diff(beats.times), beats.times[1])
        bar = int(beats.positions.max())
        assert (np.diff(beats.positions) % bar == 1 % bar).all()
        firsts.add(int(beats.positions[0]))
    assert len(firsts) > 1


def test_strokes_stand_on_the_beats(data: Path) -> None:
    (track,) = (each for each in groove(data).tracks if each.style == "rock" and "-1" in each.name)
    beats, drums = track.read("beats"), track.read("drums")
    hats = drums.of("hi-hat").times
    np.testing.assert_allclose(hats, np.arange(len(hats)) * beats.times[1] / 2, atol=0.03)
    kicks, ones = drums.of("kick").times, beats.downbeats
    assert all(np.abs(kicks - one).min() < 0.03 for one in ones)


def test_drummers_who_are_held_out_are_in_no_other_split(data: Path) -> None:
    path = data / "symbolic" / "groove" / "info.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    splits = {}
    for drummer in ("drummer2", "drummer3", "drummer10"):
        with path.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, list(rows[0]))
            writer.writeheader()
            writer.writerows([{**row, "drummer": drummer} for row in rows])
        from lausch.corpora.band.sources.groove import listings

        listings.cache_clear()
        splits[drummer] = {track.split for track in groove(data).tracks}
    assert splits == {"drummer2": {"validation"}, "drummer3": {"test"}, "drummer10": set()}
