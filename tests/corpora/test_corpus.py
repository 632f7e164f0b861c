"""Track, Corpus, and what verify and statistics say of them."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from lausch.annotation import Beats
from lausch.corpora.corpus import Corpus
from lausch.corpora.registry import CORPORA, open_corpus
from lausch.corpora.statistics import count
from lausch.corpora.track import Track
from lausch.corpora.verify import onset_lag, verify
from lausch.errors import CorpusError

RATE = 22050


def beats(late: float = 0.0) -> Beats:
    times = 0.5 + 0.5 * np.arange(16)
    return Beats(times + late, np.arange(16) % 4 + 1)


def clicks(late: float = 0.0) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    samples = np.zeros(9 * RATE, dtype=np.float32)
    burst = np.random.default_rng(0).standard_normal(400) * np.exp(-np.arange(400) / 80)
    for time in beats().times:
        start = round((time + late) * RATE)
        samples[start : start + 400] += 0.3 * burst.astype(np.float32)
    return samples


def track(folder: Path, name: str = "a", late: float = 0.0, **fields: Any) -> Track:
    path = folder / f"{name}.flac"
    soundfile.write(path, clicks(late), RATE, subtype="PCM_16")
    fields = {"song": name, **fields}
    return Track(name, path, duration=9.0, truth={"beats": beats}, **fields)


def test_a_track_gives_beats_and_sound(tmp_path: Path) -> None:
    one = track(tmp_path)
    assert one.has("beats")
    assert one.read("beats").tempo_bpm == pytest.approx(120)
    assert one.load(RATE).samples.shape == (9 * RATE,)


def test_stems_are_added(tmp_path: Path) -> None:
    one = track(tmp_path)
    both = Track("mix", one.audio, 9.0, "a", also=(one.audio,))
    np.testing.assert_allclose(both.load(RATE).samples, 2 * one.load(RATE).samples, atol=1e-6)


def test_a_track_without_annotation_says_so(tmp_path: Path) -> None:
    silent = Track("x", tmp_path / "x.flac", 1.0, "x")
    assert not silent.has("beats")
    with pytest.raises(CorpusError, match="no annotated beats"):
        silent.read("beats")


def test_an_unknown_split_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="'dev' is no split"):
        track(tmp_path, split="dev")
    with pytest.raises(CorpusError, match="no split"):
        Corpus("c", "MIT", "", "ship", ()).split("dev")  # type: ignore[arg-type]


@pytest.mark.parametrize("field", ["song", "performer"])
def test_a_leaking_corpus_cannot_be_built(tmp_path: Path, field: str) -> None:
    tracks = (
        track(tmp_path, "a", split="train", **{field: "same"}),
        track(tmp_path, "b", split="test", **{field: "same"}),
    )
    with pytest.raises(CorpusError, match=f"{field} 'same' is in train and in test"):
        Corpus("c", "MIT", "", "ship", tracks)


def test_two_tracks_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="two tracks named 'a'"):
        Corpus("c", "MIT", "", "ship", (track(tmp_path), track(tmp_path)))


def test_a_split_holds_its_tracks(tmp_path: Path) -> None:
    tracks = tuple(track(tmp_path, n, split=s) for n, s in (("a", "train"), ("b", "test")))
    corpus = Corpus("c", "MIT", "", "ship", tracks)
    assert [one.name for one in corpus.split("test")] == ["b"]
    assert corpus.hours == pytest.approx(18 / 3600)


@pytest.mark.parametrize("late", [-0.05, 0.0, 0.03])
def test_lag_of_clicks_is_found(late: float) -> None:
    lag = onset_lag(clicks(late), RATE, beats().times)
    assert lag == pytest.approx(late, abs=0.006)


def test_lag_of_noise_is_unclear() -> None:
    noise = np.random.default_rng(1).standard_normal(9 * RATE).astype(np.float32)
    assert onset_lag(noise, RATE, beats().times) is None


def test_verify_passes_what_is_sound(tmp_path: Path) -> None:
    found = verify([track(tmp_path)])
    assert (found.tracks, found.problems) == (1, [])
    assert found.aligned


def test_verify_tells_late_audio(tmp_path: Path) -> None:
    assert not verify([track(tmp_path, late=0.05)]).aligned


def test_verify_names_what_is_wrong(tmp_path: Path) -> None:
    good = track(tmp_path, "a")
    pcm, _ = soundfile.read(good.audio, dtype="int16")
    right = hashlib.sha256(pcm.tobytes()).hexdigest()
    flat = tmp_path / "flat.wav"
    soundfile.write(flat, np.zeros(RATE), RATE)
    tracks = [
        Track("right", good.audio, 9.0, "a", pcm_sha256=right, truth={"beats": beats}),
        Track("changed", good.audio, 9.0, "a", pcm_sha256="0" * 64, truth={"beats": beats}),
        Track("shorter", good.audio, 12.0, "a", truth={"beats": beats}),
        Track("silent", flat, 1.0, "a", truth={"beats": beats}),
        Track("outside", good.audio, 9.0, "a", truth={"beats": partial(beats, 5.0)}),
        Track("gone", tmp_path / "gone.flac", 9.0, "a", truth={"beats": beats}),
    ]
    problems = dict(verify(tracks).problems)
    assert set(problems) == {"changed", "shorter", "silent", "outside", "gone"}
    assert "hash" in problems["changed"]
    assert "last beat" in problems["outside"]


def test_statistics_weigh_by_hours(tmp_path: Path) -> None:
    found = count([track(tmp_path, "a", style="rock"), track(tmp_path, "b", split="train")])
    assert found.beats == 32
    assert found.downbeats == 8
    assert found.songs == 2
    assert found.tempi == pytest.approx({120: 18 / 3600})
    assert found.metres == pytest.approx({4: 18 / 3600})
    assert found.styles == pytest.approx({"rock": 9 / 3600, "unknown": 9 / 3600})
    assert dict(found.tracks) == {"test": 1, "train": 1}


def test_registered_names_are_unique_and_real_recordings_never_ship() -> None:
    names = [entry.name for entry in CORPORA]
    assert len(set(names)) == len(names)
    # Groove MIDI is no sound.
    may_ship = [e.name for e in CORPORA if e.real and e.use == "ship"]
    assert may_ship == ["groove", "everythingisfree", "billboard_chroma"]


def test_unknown_or_absent_corpora_say_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="mdb_drums"):
        open_corpus("nonsense")
    with pytest.raises(CorpusError, match="LAUSCH_DATA"):
        open_corpus("mdb_drums")
    with pytest.raises(CorpusError, match="rendered"):
        open_corpus("jazz")
    for entry in CORPORA:
        with pytest.raises(CorpusError, match=str(tmp_path)):
            open_corpus(entry.name, data=tmp_path, rendered=tmp_path)
