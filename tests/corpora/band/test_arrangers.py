"""What every arranger promises, on collections small enough to be written by the tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import symbols

from lausch.corpora.band.kinds import KINDS, kind_named
from lausch.corpora.band.playing.score import Score
from lausch.corpora.band.sources.billboard import chart_titles, read_chart
from lausch.corpora.band.sources.pop909 import read_song
from lausch.errors import CorpusError

FORMS = tuple(kind.name for kind in KINDS if kind.has_form)
NAMES = tuple(kind.name for kind in KINDS)
SEEDS = range(30)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("symbolic")
    symbols.write_wjd(folder)
    symbols.write_pop909(folder)
    symbols.write_groove(folder)
    symbols.write_billboard(folder)
    symbols.write_freedoom(folder)
    return folder


def scores(name: str, data: Path) -> Iterator[Score]:
    arranger = kind_named(name)
    names = arranger.titles(data)
    for seed in SEEDS:
        yield arranger.arrange(data, names[seed % len(names)], seed)


def table(score: Score) -> list[tuple[object, ...]]:
    return [(part.role, part.program, part.drums, part.notes.tobytes()) for part in score.parts]


@pytest.mark.parametrize("name", NAMES)
def test_titles_are_stable_and_fit_for_file_names(name: str, data: Path) -> None:
    titles = kind_named(name).titles(data)
    assert titles == kind_named(name).titles(data)
    assert len(set(titles)) == len(titles) > 0
    assert all("/" not in title and title.strip() == title for title in titles)


@pytest.mark.parametrize("name", NAMES)
def test_same_arguments_give_the_same_score_and_another_seed_another(name: str, data: Path) -> None:
    arranger = kind_named(name)
    title = arranger.titles(data)[0]
    first, again, other = (arranger.arrange(data, title, seed) for seed in (5, 5, 6))
    assert table(first) == table(again)
    assert np.array_equal(first.beats.times, again.beats.times)
    assert first.duration == again.duration
    assert table(first) != table(other)
    assert first.song == other.song


@pytest.mark.parametrize("name", NAMES)
def test_scores_are_playable_and_their_beats_legal(name: str, data: Path) -> None:
    for score in scores(name, data):
        beats = score.beats
        assert len(beats) >= 8, score.song
        assert np.diff(beats.times).min() > 0.1, score.song
        positions = beats.positions
        assert positions is not None
        steps = np.diff(positions)
        # Every beat counts one on, or begins a new bar.
        assert ((steps == 1) | (positions[1:] == 1)).all(), score.song
        assert score.beats.times[-1] <= score.duration < (340 if name in FORMS else 200)
        assert "/" not in score.song
        for part in score.parts:
            notes = part.notes
            assert len(notes) > 0
            assert (np.diff(notes["start"]) >= 0).all()
            assert notes["start"].min() >= 0
            assert notes["end"].max() <= score.duration
            assert (notes["end"] > notes["start"]).all()
            assert 0 <= notes["pitch"].min() <= notes["pitch"].max() <= 127
            assert 1 <= notes["velocity"].min() <= notes["velocity"].max() <= 127
            assert 0 <= part.program <= 127
            for pitch in np.unique(notes["pitch"]):
                own = notes[notes["pitch"] == pitch]
                assert (own["end"][:-1] <= own["start"][1:] + 1e-9).all(), (score.song, part.role)


@pytest.mark.parametrize("name", [kind.name for kind in KINDS if not kind.has_speakers])
def test_onsets_lie_on_the_beats_they_are_labelled_with(name: str, data: Path) -> None:
    near = []
    for score in scores(name, data):
        onsets = np.sort(np.concatenate([part.notes["start"] for part in score.parts]))
        at = np.clip(np.searchsorted(onsets, score.beats.times), 1, len(onsets) - 1)
        away = np.minimum(
            np.abs(onsets[at] - score.beats.times), np.abs(onsets[at - 1] - score.beats.times)
        )
        near.append(float((away < 0.05).mean()))
    # A beat may be silent (breaks, off-beat figures), but not most of them.
    assert np.mean(near) > 0.85


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_collection_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"needs .*which is not there|there are none"):
        kind_named(name).titles(tmp_path)


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_title_is_a_corpus_error(name: str, data: Path) -> None:
    with pytest.raises(CorpusError):
        kind_named(name).arrange(data, "999", 0)


def test_solos_without_bars_are_left_out(data: Path) -> None:
    assert list(kind_named("jazz").titles(data)) == ["001", "002"]


def test_jazz_keeps_the_metre_and_the_pick_up(data: Path) -> None:
    score = kind_named("jazz").arrange(data, "001", 3)
    assert score.beats.beats_per_bar == 4
    assert score.performer == "Player 1"
    waltz = kind_named("jazz").arrange(data, "002", 3)
    assert waltz.beats.beats_per_bar == 3


def test_solos_are_whole_in_their_own_timing_and_bars_are_counted(data: Path) -> None:
    assert list(kind_named("solos").titles(data)) == ["001", "002", "003"]
    for title, step, metre in (("001", 0.25, 4), ("002", 0.7, 3), ("003", 0.4, 4)):
        score = kind_named("solos").arrange(data, title, 5)
        assert len(score.beats) == 96
        np.testing.assert_allclose(np.diff(score.beats.times), step, atol=1e-9)
        assert score.beats.beats_per_bar == metre
        solo = score.parts[-1]
        assert solo.role == "solo"
        assert len(solo.notes) == 192
        np.testing.assert_allclose(solo.notes["start"][::2] - score.beats.times, 0, atol=1e-6)
        assert score.solo_db is not None
        assert abs(score.solo_db) <= 6


def test_of_a_sung_song_the_melody_alone_leads_and_a_voice_has_it(data: Path) -> None:
    for score in scores("sung", data):
        assert score.solo_db is not None
        assert abs(score.solo_db) <= 6
        (lead,) = (part for part in score.parts if part.role in ("solo", "melody", "vocal"))
        assert (lead.role, lead.player) == ("solo", "voice")


def test_a_song_that_changes_its_tempo_is_read_as_it_sounds(data: Path) -> None:
    steady, changing = (read_song(data, title) for title in ("001", "002"))
    starts = [[row[0] for row in song.melody] for song in (steady, changing)]
    np.testing.assert_allclose(starts[1], starts[0], atol=0.01)


def test_drum_titles_leave_fills_out_and_metres_are_counted_as_felt(data: Path) -> None:
    drums = kind_named("drums")
    titles = drums.titles(data)
    assert len(titles) == 5
    metre = {
        title: kind_named("drums").arrange(data, title, 1).beats.beats_per_bar for title in titles
    }
    assert [metre[f"drummer1-session1-{index}"] for index in (1, 4, 5, 6)] == [4, 3, 2, 5]


def test_a_drummer_who_plays_early_is_labelled_where_he_plays(data: Path) -> None:
    for seed in range(8):
        score = kind_named("drums").arrange(data, "drummer1-session1-1", seed)
        drums = next(part for part in score.parts if part.drums).notes
        kicks = drums["start"][drums["pitch"] == 36]
        at = np.abs(kicks[:, None] - score.beats.times[None, :]).min(axis=1)
        assert np.median(at) < 0.006


def test_band_pieces_keep_their_metre_changes(data: Path) -> None:
    metres = {
        score.beats.beats_per_bar
        for score in (kind_named("bands").arrange(data, "odd", seed) for seed in range(12))
    }
    assert metres <= {4, 7}
    assert 7 in metres


def test_thrash_written_slowly_is_counted_fast(data: Path) -> None:
    score = kind_named("bands").arrange(data, "thrash", 0)
    tempo = score.beats.tempo_bpm
    assert tempo is not None
    assert 180 * 0.75 < tempo < 180 * 1.35


def test_a_chart_is_read_bar_by_bar(data: Path) -> None:
    assert chart_titles(data) == ("0001", "0002")
    chart = read_chart(data, "0001")
    assert (chart.key, chart.bpm, len(chart.chords)) == (2, pytest.approx(120), 8 * 8 * 4)
    assert chart.sections[:3] == ((0, "A"), (8, "B"), (16, "A"))
    assert [chord and chord.root for chord in chart.chords[4:12]] == [7, 7, 9, 9, 11, 11, 11, 4]
    assert chart.chords[24] is None
    minor_ninth = chart.chords[28]
    assert minor_ninth is not None
    assert minor_ninth.tones == (0, 3, 7, 10, 14)
    assert len(read_chart(data, "0002").chords) == 2 * 24 * 4


def test_metres_last_for_whole_bars_and_follow_each_other(data: Path) -> None:
    several = 0
    for score in scores("meters", data):
        positions = score.beats.positions
        bars = np.diff(np.flatnonzero(positions == 1))
        assert set(bars.tolist()) <= {2, 3, 4, 5, 7}
        changes = int((np.diff(bars) != 0).sum())
        assert changes <= 2
        several += changes > 0
        assert f"{positions.max()} beats" in score.tags
        roles = [part.role for part in score.parts]
        assert len(set(roles)) == len(roles)
    assert 5 <= several <= len(SEEDS) - 5


def test_one_song_in_two_charts_is_one_song(data: Path) -> None:
    charts = kind_named("charts")
    assert charts.arrange(data, "0001", 0).song == charts.arrange(data, "0002", 0).song
