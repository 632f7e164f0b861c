"""Data sets of mirdata as corpora, with a stand-in of its shape: mirdata itself brings the clients
of three clouds. Its own loaders are in `test_mirdata_files.py`, which runs where mirdata is."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner

from lausch.cli.corpus import command
from lausch.corpora.registry import open_corpus
from lausch.corpora.track import Track
from lausch.errors import CorpusError, MissingExtraError

# ---- mirdata's annotation types (mirdata.annotations) ----


@dataclass
class BeatData:
    times: Any
    time_unit: str
    positions: Any
    position_unit: str


@dataclass
class SectionData:
    intervals: Any
    interval_unit: str
    labels: list[str] | None


@dataclass
class F0Data:
    times: Any
    time_unit: str
    frequencies: Any
    frequency_unit: str
    voicing: Any


@dataclass
class NoteData:
    intervals: Any
    interval_unit: str
    pitches: Any
    pitch_unit: str


@dataclass
class TempoData:
    tempos: Any


def beat_data(positions: Any = (1, 2, 3), unit: str = "bar_index") -> BeatData:
    return BeatData(np.array([0.5, 1.0, 1.5]), "s", positions and np.array(positions), unit)


class Source:
    """A track of a loader: its annotations are read late, its sound may be missing."""

    title, artist, genre = "Tune", "Player", "jive"

    def __init__(self, audio: Path, **reads: Callable[[], Any]) -> None:
        self.audio_path = str(audio)
        self._reads = reads

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._reads:
            raise AttributeError(name)
        return self._reads[name]()


class Untitled(Source):
    @cached_property
    def title(self) -> str:  # type: ignore[override]
        raise FileNotFoundError("the table of titles was not downloaded")


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Track]]:
    """Opens sources as `mirdata:tunes`; a further one has no sound."""

    def open_(*sources: Source) -> list[Track]:
        everything = {f"{number}/a": source for number, source in enumerate(sources)}
        everything["mute"] = Source(tmp_path / "mute.wav")
        dataset = SimpleNamespace(load_tracks=lambda: everything)
        stand_in = SimpleNamespace(
            list_datasets=lambda: ["tunes"], initialize=lambda name, data_home: dataset
        )
        monkeypatch.setitem(sys.modules, "mirdata", stand_in)  # type: ignore[arg-type]
        (corpus,) = open_corpus(f"mirdata:tunes:{tmp_path}")
        assert (corpus.name, corpus.use, corpus.absent) == ("mirdata:tunes", "eval", 1)
        return list(corpus.tracks)

    return open_


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    soundfile.write(tmp_path / "a.wav", np.zeros(4000), 8000)
    return tmp_path / "a.wav"


def test_annotations_become_ours(opened: Callable[..., list[Track]], sound: Path) -> None:
    (track,) = opened(
        Source(
            sound,
            beats=beat_data,
            sections=lambda: SectionData(
                np.array([[2000.0, 3000.0], [0.0, 2000.0], [3000.0, 3000.0]]), "ms", ["B", "A", "z"]
            ),
            melody1=lambda: F0Data(
                np.array([0.0, 0.1]), "s", np.array([69.0, 57.0]), "midi", np.array([1.0, 0.0])
            ),
            notes=lambda: NoteData(
                np.array([[1.0, 2.0], [0.0, 1.01]]), "s", np.array([440.0, 220.0]), "hz"
            ),
            tempo=lambda: TempoData(np.array([120.0, 60.0])),
        )
    )
    assert (track.name, track.song, track.performer, track.style) == (
        "0_a", "Tune", "Player", "jive",
    )  # fmt: skip
    assert (track.split, track.duration) == ("test", 0.5)
    assert track.read("beats").positions.tolist() == [1, 2, 3]
    coarse = track.read("sections").coarse
    assert (coarse.boundaries.tolist(), coarse.labels) == ([0.0, 2.0, 3.0], ("A", "B"))
    contour = track.read("contour")
    assert (contour.hz.tolist(), contour.voiced.tolist()) == ([440.0, 220.0], [True, False])
    np.testing.assert_allclose(track.read("notes").pitches, [57, 69])
    assert track.read("tempo").bpm == (120.0, 60.0)


def test_one_number_is_a_tempo(opened: Callable[..., list[Track]], sound: Path) -> None:
    (track,) = opened(Source(sound, tempo=lambda: 96.0))
    assert (track.read("tempo").bpm, track.read("tempo").weights) == ((96.0,), (1.0,))


@pytest.mark.parametrize(
    ("positions", "unit"),
    [(None, "bar_index"), ((0, 1, 2), "bar_index"), ((1, 2, 3), "global_index")],
)
def test_beats_without_a_metre_have_no_numbers(
    opened: Callable[..., list[Track]], sound: Path, positions: Any, unit: str
) -> None:
    (track,) = opened(Source(sound, beats=lambda: beat_data(positions, unit)))
    assert track.read("beats").positions is None


def test_notes_that_sound_together_are_no_line(
    opened: Callable[..., list[Track]], sound: Path
) -> None:
    chord = NoteData(np.array([[0.0, 1.0], [0.0, 1.0]]), "s", np.array([60.0, 64.0]), "midi")
    (track,) = opened(Source(sound, notes=lambda: chord))
    assert not track.has("notes")


def test_what_is_missing_is_unknown_and_what_is_damaged_says_so(
    opened: Callable[..., list[Track]], sound: Path
) -> None:
    def gone() -> Any:
        raise FileNotFoundError("a.beats")

    def damaged() -> Any:
        raise ValueError("times are not increasing")

    (track,) = opened(Untitled(sound, beats=gone, sections=damaged, melody=lambda: None))
    assert (track.song, set(track.truth)) == ("0/a", {"sections"})
    with pytest.raises(CorpusError, match=r"sections of 0/a.*not increasing"):
        track.read("sections")


def test_a_track_can_be_sent_to_another_process(
    opened: Callable[..., list[Track]], sound: Path
) -> None:
    (track,) = opened(Source(sound, beats=beat_data))
    again = pickle.loads(pickle.dumps(track))
    assert len(again.read("beats")) == 3


def test_the_count_without_sound_is_told(
    opened: Callable[..., list[Track]], sound: Path, tmp_path: Path
) -> None:
    opened(Source(sound, beats=beat_data))
    stats = CliRunner().invoke(command, ["stats", f"mirdata:tunes:{tmp_path}"])
    assert "1 more tracks are known, but their sound is not here" in stats.output
    assert "mirdata:NAME" in CliRunner().invoke(command, ["list"]).output


def test_errors_say_the_way_out(
    opened: Callable[..., list[Track]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CorpusError, match=r"none of the 1 tracks .* mirdata:tunes:FOLDER"):
        opened()
    with pytest.raises(CorpusError, match="no data set 'songs'; it has tunes"):
        open_corpus("mirdata:songs")

    def without_index(name: str, data_home: str | None) -> Any:
        raise FileNotFoundError("This dataset's index must be downloaded")

    monkeypatch.setattr(sys.modules["mirdata"], "initialize", without_index)
    with pytest.raises(CorpusError, match=r"initialize\('tunes'\).download\(\['index'\]\)"):
        open_corpus("mirdata:tunes")
    monkeypatch.setitem(sys.modules, "mirdata", None)
    with pytest.raises(MissingExtraError, match=r"lausch\[eval\]"):
        open_corpus(f"mirdata:tunes:{tmp_path / 'elsewhere'}")
