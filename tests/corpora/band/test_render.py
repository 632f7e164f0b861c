"""Scores become recordings: reproducible, in time with their beats, resumable."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import jams
import numpy as np
import pytest
import soundfile
from click.testing import CliRunner

from lausch.annotation import Beats
from lausch.cli.corpus import command
from lausch.corpora.band import kinds
from lausch.corpora.band.playing.casting import cast
from lausch.corpora.band.playing.score import Part, Score, excerpt, notes
from lausch.corpora.band.sounding.render import render
from lausch.corpora.band.sounding.sounds import Sounds, find_sounds, open_font
from lausch.corpora.band.sounding.synth import RATE
from lausch.corpora.band.store import job, opened
from lausch.corpora.band.store.jamsfile import read_record
from lausch.corpora.band.store.piece import Piece, make, window
from lausch.corpora.registry import CORPORA, open_corpus
from lausch.corpora.splits import split_of
from lausch.corpora.verify import onset_lag, verify
from lausch.errors import CorpusError, MissingExtraError

NO_FONTS = Sounds()  # the instruments written as formulas play everything


def score(seconds: float = 12.0, song: str = "tune", bpm: float = 100.0) -> Score:
    beat = 60 / bpm
    times = np.arange(0, seconds - 0.1, beat)
    drums = [(t, t + 0.1, 36 if i % 2 else 38, 100) for i, t in enumerate(times)]
    bass = [(t, t + 0.8 * beat, 36 + i % 5, 90) for i, t in enumerate(times)]
    parts = (Part("drums", 0, notes(drums), drums=True), Part("bass", 33, notes(bass)))
    return Score(song, "", "rock", parts, Beats(times, np.arange(len(times)) % 4 + 1), seconds)


def replace_kind(monkeypatch: pytest.MonkeyPatch, name: str, **fields: Any) -> None:
    """Give the kind of that name other titles or arrangements."""
    others = tuple(replace(kind, **fields) if kind.name == name else kind for kind in kinds.KINDS)
    monkeypatch.setattr(kinds, "KINDS", others)


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stands for the kind pop; the title "bad" cannot be arranged."""

    def arrange(data: Path, title: str, rng: Random) -> Score:
        if title == "bad":
            raise ValueError("no such song")
        return score(4.0, title, bpm=90 + rng.randrange(50))

    replace_kind(monkeypatch, "pop", titles=lambda data: ["one", "two", "three"], arranger=arrange)


def test_same_seed_same_sound_other_seed_other_sound() -> None:
    first, again, other = (render(score(3.0), seed, NO_FONTS) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.samples, again.samples)
    assert first.cast == again.cast
    assert not np.array_equal(first.samples[: 3 * RATE], other.samples[: 3 * RATE])


@pytest.mark.parametrize("seed", range(6))
def test_onsets_lie_on_the_beats(seed: int) -> None:
    made = render(score(), seed, NO_FONTS)
    assert np.isfinite(made.samples).all()
    lag = onset_lag(made.samples, RATE, made.beats.times)
    assert lag is None or abs(lag) < 0.015


def test_silence_before_the_music_moves_the_beats() -> None:
    made = [render(score(2.0), seed, NO_FONTS) for seed in range(40)]
    late = [one for one in made if len(one.samples) > 2 * RATE]
    assert 0 < len(late) < 12
    for one in late:
        assert one.beats.times[0] == pytest.approx((len(one.samples) - 2 * RATE) / RATE)


def test_an_excerpt_moves_beats_and_keeps_what_rings() -> None:
    cut = excerpt(score(30.0), 10.0, 8.0)
    whole = score(30.0).beats
    inside = (whole.times >= 10) & (whole.times < 18)
    np.testing.assert_allclose(cut.beats.times, whole.times[inside] - 10)
    assert whole.positions is not None
    np.testing.assert_array_equal(cut.beats.positions, whole.positions[inside])
    assert cut.parts[0].notes["start"].min() < 0
    assert len(render(cut, 0, NO_FONTS).samples) >= 8 * RATE


def test_long_scores_are_cut_and_short_ones_are_whole() -> None:
    assert window(score(119.0), 5).duration == 119.0
    lengths = [window(score(200.0), seed).duration for seed in range(20)]
    assert all(60 <= length <= 120 for length in lengths)
    assert len(set(lengths)) == 20


def test_a_solo_keeps_its_f0_beside_its_sound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def arrange(data: Path, title: str, rng: Random) -> Score:
        made = score(3.0, title)
        line = Part("solo", 66, notes([(0.5, 1.5, 69, 90), (1.5, 2.5, 71, 90)]))
        return replace(made, parts=(*made.parts, line), solo_db=3.0)

    replace_kind(monkeypatch, "solos", arranger=arrange)
    piece = Piece("solos", "one", 0, 3)
    record = make(piece, tmp_path, tmp_path, NO_FONTS)
    hz = np.load(tmp_path / "solos" / f"{piece.name}.f0.npy")
    assert hz.dtype == np.float32
    assert len(hz) == int(record.duration * 100) + 1
    (solo,) = (part for part in record.parts if part.role == "solo")
    first = solo.notes[0]
    middle = hz[round(float(first["start"] + first["end"]) * 50)]
    pitch = 69 + 12 * np.log2(middle / 440)
    assert pitch == pytest.approx(float(first["pitch"]) + solo.tuning_semitones, abs=0.7)
    assert (hz > 0).mean() == pytest.approx(2 / record.duration, abs=0.02)
    jams_path = tmp_path / "solos" / f"{piece.name}.jams"
    pitches = opened._notes(jams_path, ("solo",)).pitches
    assert pitches.tolist() == solo.notes["pitch"].tolist()
    np.testing.assert_array_equal(opened._contour(jams_path, ("solo",)).hz, hz)
    jams_path.with_suffix(".f0.npy").unlink()
    alone = opened._contour(jams_path, ("solo",))
    assert np.abs(12 * np.log2(alone.hz[130] / hz[130])) < 0.7
    assert alone.times[1] == 0.01


def test_a_score_about_its_solo_is_not_cut() -> None:
    long = replace(score(200.0), solo_db=0.0)
    assert window(long, 5) is long
    assert window(replace(score(500.0), solo_db=0.0), 5).duration == 480


def test_an_empty_score_is_refused() -> None:
    with pytest.raises(CorpusError, match="no notes"):
        render(excerpt(score(), 100.0, 5.0), 0, NO_FONTS)


def test_casting_varies_and_amplifies_distorted_guitars() -> None:
    rng = np.random.default_rng(0)
    part = Part("guitar", 30, notes([(0, 1, 40, 90)]))
    sounds = Sounds({"fluidr3": Path("a.sf2"), "musescore": Path("b.sf3")})
    players = {cast(part, sounds, rng).label for _ in range(40)}
    assert len(players) > 5
    assert any(label.endswith("+amp") for label in players)


# jams itself calls jsonschema in a way that jsonschema deprecates
@pytest.mark.filterwarnings("ignore:Passing a schema:DeprecationWarning")
def test_a_piece_is_written_once_with_a_valid_annotation(tmp_path: Path, stand_in: None) -> None:
    piece = Piece("pop", "one", 0, 0)
    record = make(piece, tmp_path, tmp_path / "out", NO_FONTS)
    flac = tmp_path / "out" / "pop" / f"{piece.name}.flac"
    assert soundfile.info(flac).samplerate == RATE
    document = jams.load(str(flac.with_suffix(".jams")), validate=True, strict=True)
    rows = document.annotations.search(namespace="beat")[0].data
    np.testing.assert_allclose([row.time for row in rows], record.beats.times)
    assert [row.value for row in rows][:5] == [1, 2, 3, 4, 1]
    assert record.onsets is not None
    rows = document.annotations.search(namespace="onset")[0].data
    np.testing.assert_allclose([row.time for row in rows], record.onsets.times, atol=1e-5)
    back = read_record(flac.with_suffix(".jams"))
    assert len(back.onsets) == len(rows) > 4
    assert back.drums.instruments == record.drums.instruments
    assert len(back.drums)
    assert [part.role for part in back.parts] == [part.role for part in record.parts]
    np.testing.assert_allclose(back.drums.times, record.drums.times, atol=1e-5)
    np.testing.assert_allclose(back.drums.velocities, record.drums.velocities, atol=1e-3)
    stamp = flac.stat().st_mtime_ns
    assert make(piece, tmp_path, tmp_path / "out", NO_FONTS).pcm_sha256 == record.pcm_sha256
    assert flac.stat().st_mtime_ns == stamp
    assert not list(flac.parent.glob(".*"))


def test_a_damaged_annotation_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "x.jams").write_text('{"annotations": []}')
    with pytest.raises(CorpusError, match="render again"):
        read_record(tmp_path / "x.jams")


def test_names_of_pieces_never_collide() -> None:
    titles = ["a/b", "a-b", "a b", "ä", "ö", "x" * 200, "x" * 201]
    names = {Piece("pop", t, v, 0).name for t in titles for v in (0, 1)}
    assert len(names) == 14
    assert all(name.isascii() and "/" not in name for name in names)


def test_pieces_come_before_variants(stand_in: None, tmp_path: Path) -> None:
    first = [piece for piece, _ in zip(job.pieces("pop", tmp_path, 0), range(6), strict=False)]
    assert {piece.title for piece in first[:3]} == {"one", "two", "three"}
    assert [piece.variant for piece in first] == [0, 0, 0, 1, 1, 1]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_job_renders_the_hours_and_reports_what_failed(
    tmp_path: Path, stand_in: None, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    replace_kind(monkeypatch, "pop", titles=lambda data: ["one", "bad", "two"])
    outcome = job.render_kind(
        "pop", data=tmp_path, out=tmp_path, sounds=NO_FONTS, hours=14 / 3600, jobs=jobs
    )
    assert 14 <= outcome.seconds < 24
    assert {title.split()[0] for title, _ in outcome.failures} == {"bad"}
    path = job.write_manifest(tmp_path, outcome, data=tmp_path, sounds=NO_FONTS, seed=0)
    manifest = json.loads(path.read_text())
    assert len(manifest["tracks"]) == len(outcome.records)
    (corpus,) = open_corpus(str(tmp_path))
    assert corpus.use == "ship"
    found = verify(corpus.tracks)
    assert found.problems == []
    assert sum(1 for track in corpus.tracks if track.song == "one") == len(
        {track.name for track in corpus.tracks if track.song == "one"}
    )


@pytest.mark.parametrize("split", ["test", "validation"])
def test_a_job_goes_on_with_songs_of_a_split_alone(
    tmp_path: Path, stand_in: None, monkeypatch: pytest.MonkeyPatch, split: str
) -> None:
    songs = [f"song {number}" for number in range(40)]
    tests = [song for song in songs if split_of(song, "pop/") == split]
    assert 1 < len(tests) < 20
    replace_kind(monkeypatch, "pop", titles=lambda data: songs)
    outcome = job.render_kind(
        "pop", data=tmp_path, out=tmp_path, sounds=NO_FONTS, hours=1 / 3600,
        **{f"{split}_hours": 7 / 3600},
    )  # fmt: skip
    played = [record.song for record in outcome.records]
    assert len(set(played)) == len(played)
    assert set(played[1:]) <= set(tests)
    assert 7 <= 4 * len(set(played) & set(tests)) < 14


def test_a_job_where_all_fails_stops(
    tmp_path: Path, stand_in: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_kind(monkeypatch, "pop", titles=lambda data: ["bad"])
    with pytest.raises(CorpusError, match="no such song"):
        job.render_kind("pop", data=tmp_path, out=tmp_path, sounds=NO_FONTS, hours=1)


def test_missing_sound_sets_say_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lausch.corpora.band.sounding.sounds.SYSTEM_FOLDERS", ())
    with pytest.raises(CorpusError, match="apt install fluid-soundfont-gm"):
        find_sounds(tmp_path)
    folder = tmp_path / "sounds" / "fluidr3mono"
    folder.mkdir(parents=True)
    (folder / "FluidR3Mono_GM.sf3").touch()
    assert set(find_sounds(tmp_path).fonts) == {"fluidr3mono"}


def test_missing_synthesizer_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tinysoundfont", None)
    with pytest.raises(MissingExtraError, match="pip install --no-deps tinysoundfont"):
        open_font(Path("nowhere.sf2"))


def test_command_line_renders_verifies_and_counts(
    tmp_path: Path, stand_in: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "lausch.corpora.band.sounding.sounds.find_sounds", lambda *_, **__: NO_FONTS
    )
    run = CliRunner().invoke
    where = ["--data", str(tmp_path), "--out", str(tmp_path / "out")]
    done = run(command, ["render", *where, "--kinds", "pop", "--hours", "0.003"])
    assert done.exit_code == 0, done.output
    assert "x real time" in done.output
    assert "0 with problems" in run(command, ["verify", str(tmp_path / "out")]).output
    assert "beats per bar  4:" in run(command, ["stats", str(tmp_path / "out")]).output
    listing = run(command, ["list", "--rendered", str(tmp_path / "out")]).output
    assert listing.count("not here") == len(CORPORA) - 1
    flac = next((tmp_path / "out" / "pop").glob("*.flac"))
    samples, _ = soundfile.read(flac, dtype="int16")
    soundfile.write(flac, samples // 2, RATE)
    broken = run(command, ["verify", str(tmp_path / "out")])
    assert broken.exit_code == 1
    assert "hash" in broken.output


def test_command_line_explains_itself(tmp_path: Path) -> None:
    run = CliRunner().invoke
    clean = {"LAUSCH_DATA": ""}
    without = run(command, ["render", "--out", str(tmp_path)], env=clean)
    assert without.exit_code == 2
    assert "LAUSCH_DATA" in without.output
    where = ["--out", str(tmp_path), "--data", str(tmp_path)]
    unknown = run(command, ["render", *where, "--kinds", "folk"])
    assert unknown.exit_code == 2
    assert ", ".join(kind.name for kind in kinds.KINDS) in unknown.output
