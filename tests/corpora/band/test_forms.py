"""Whole pieces with their form: where boundaries lie, what is nested in what, what survives."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
import symbols

from lausch.annotation import Form, Sections
from lausch.corpora.band.kinds import KINDS, kind_named
from lausch.corpora.band.kinds.pop import form_marks
from lausch.corpora.band.playing.score import Score
from lausch.corpora.band.playing.stage import Voice
from lausch.corpora.band.sounding.sounds import Sounds
from lausch.corpora.band.sources.billboard import read_chart
from lausch.corpora.band.store.jamsfile import read_record, write_record
from lausch.corpora.band.store.piece import Piece, make, window
from lausch.corpora.band.writing.layout import joined, labelled, refined, runs
from lausch.corpora.band.writing.programme import programme
from lausch.corpora.band.writing.texture import staged
from lausch.corpora.track import Track
from lausch.errors import CorpusError

FORMS = tuple(kind.name for kind in KINDS if kind.has_form)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forms")
    symbols.write_wjd(folder)
    symbols.write_pop909(folder)
    symbols.write_billboard(folder)
    return folder


def arranged(kind: str, data: Path, seed: int) -> Score:
    arranger = kind_named(kind)
    titles = arranger.titles(data)
    return arranger.arrange(data, titles[seed % len(titles)], seed)


def both(form: Form) -> tuple[Sections, Sections]:
    assert form.fine is not None
    return form.coarse, form.fine


@pytest.mark.parametrize("kind", FORMS)
def test_boundaries_are_downbeats_and_fine_parts_lie_in_coarse_ones(kind: str, data: Path) -> None:
    for seed in range(12):
        score = arranged(kind, data, seed)
        assert score.form is not None
        coarse, fine = both(score.form)
        downbeats = score.beats.times[score.beats.positions == 1]
        for sections in (coarse, fine):
            assert np.abs(sections.boundaries[:-1, None] - downbeats).min(axis=1).max() < 1e-9
            assert sections.boundaries[0] == score.beats.times[0]
            assert score.beats.times[-1] < sections.boundaries[-1] <= score.duration
        assert set(coarse.boundaries) <= set(fine.boundaries)
        assert len(fine) >= len(coarse) > 0
        assert len(fine) > 1
        # Parts last bars, not beats.
        assert np.diff(fine.boundaries).min() > 2.0


@pytest.mark.parametrize("kind", FORMS)
def test_the_same_seed_gives_the_same_form(kind: str, data: Path) -> None:
    first, again = (arranged(kind, data, 4).form for _ in range(2))
    assert first is not None
    assert again is not None
    for one, other in zip(both(first), both(again), strict=True):
        np.testing.assert_array_equal(one.boundaries, other.boundaries)
        assert one.labels == other.labels


@pytest.mark.parametrize("kind", FORMS)
def test_pieces_with_a_form_stay_whole(kind: str, data: Path) -> None:
    score = arranged(kind, data, 2)
    assert window(score, 1) is score


def test_a_rendered_form_is_read_back_on_the_time_of_the_recording(
    tmp_path: Path, data: Path
) -> None:
    piece = Piece("popform", "001", 0, 3)
    record = make(piece, data, tmp_path, Sounds({}, None, None))
    jams = tmp_path / "popform" / f"{piece.name}.jams"
    again = read_record(jams)
    assert record.form is not None
    assert again.form is not None
    for written, read in zip(both(record.form), both(again.form), strict=True):
        np.testing.assert_allclose(read.boundaries, written.boundaries, atol=1e-4)
        assert read.labels == written.labels
    positions = again.beats.positions
    assert positions is not None
    downbeats = again.beats.times[positions == 1]
    away = np.abs(again.form.coarse.boundaries[:-1, None] - downbeats).min(axis=1)
    assert away.max() < 1e-4
    assert again.form.coarse.labels[:3] == ("i", "A", "B")
    write_record(jams, replace(record, form=None))
    assert read_record(jams).form is None


def test_a_track_without_form_says_so() -> None:
    with pytest.raises(CorpusError, match="no annotated sections"):
        Track("one", Path("one.flac"), 1.0, "song").read("sections")


def test_a_song_has_one_split_in_all_kinds_of_its_source() -> None:
    families = {
        ("jazz", "solos", "jazzform", "basses"),
        ("pop", "sung", "popform", "voices"),
        ("charts", "chartform", "meters"),
        ("drums",),
        ("bands",),
    }
    for family in families:
        assert len({id(kind_named(name).source) for name in family}) == 1
    assert {name for family in families for name in family} == {kind.name for kind in KINDS}


def test_runs_and_short_parts_join_and_phrases_refine() -> None:
    marks = ((0, "i"), (2, "A"), (10, "A"), (18, "x"), (19, "B"), (27, "o"))
    assert runs(marks) == ((0, "i"), (2, "A"), (18, "x"), (19, "B"), (27, "o"))
    assert joined(runs(marks), 35, 4) == ((0, "A"), (19, "B"), (27, "o"))
    coarse = ((0, "A"), (16, "B"))
    assert refined(coarse, [2, 4, 8, 15, 24, 31], 32, 4) == [0, 4, 8, 16, 24]
    assert labelled([0, 8, 16, 24], coarse) == ((0, "A"), (8, "A"), (16, "B"), (24, "B"))


def test_two_annotators_make_coarse_sections_and_fine_phrases() -> None:
    first = ((1, "i"), (5, "A"), (9, "A"), (13, "B"), (21, "x"), (22, "B"), (30, "end"))
    second = ((1, "i"), (5, "A"), (13, "B"), (17, "B"), (20, "x"), (22, "B"))
    coarse, fine, end = form_marks(first, second)
    assert end == 30
    assert coarse == ((1, "i"), (5, "A"), (13, "B"))
    assert [bar for bar, _ in fine] == [1, 5, 9, 13, 17, 21, 22]


def test_lines_of_a_chart_count_repeats(data: Path) -> None:
    chart = read_chart(data, "0001")
    assert chart.lines[0] == 0
    assert {bar for bar, _ in chart.sections} <= set(chart.lines)
    assert max(chart.lines) < len(chart.chords) // 4


def test_without_contrast_nothing_changes_and_with_it_labels_are_played_alike() -> None:
    rows = [(float(beat), 1.0, 60, 80) for beat in range(64)]
    voices = [Voice(role, 0, list(rows)) for role in ("bass", "pad", "comping", "guitar")]
    parts = ((0, "A"), (16, "B"), (32, "A"), (48, "B"))
    assert staged(voices, parts, Random(0), contrast=0.0) == voices
    rested = 0
    for seed in range(20):
        out = staged(voices, parts, Random(seed), contrast=1.0)
        for voice in out:
            counts = [sum(a <= row[0] < a + 16 for row in voice.rows) for a in (0, 16, 32, 48)]
            assert counts[0] == counts[2]
            assert counts[1] == counts[3]
            rested += counts.count(0)
        for start in (0, 16, 32, 48):
            assert sum(any(start <= row[0] < start + 16 for row in v.rows) for v in out) >= 2
    assert rested > 0


def test_a_programme_begins_and_ends_with_the_theme_and_keeps_its_time() -> None:
    for seed in range(60):
        items = programme("ts", seed % 4, 32, 1.2, Random(seed), seconds=240.0)
        labels = [item.label for item in items if item.label not in ("intro", "outro")]
        assert labels[0] == labels[-1] == "theme"
        assert any(label.startswith("solo") for label in labels)
        total = sum(item.choruses * 32 + item.bars for item in items) * 1.2
        assert 0.7 * 240 <= total <= 240
        assert sum(item.choruses for item in items if item.own) <= seed % 4
