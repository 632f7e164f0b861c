"""A folder of recordings with beats beside them."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
import soundfile

from lausch.annotation import BassLine, Beats, Contour, Form, Notes, Onsets, Sections
from lausch.annotation.analysis import Analysis
from lausch.corpora.folder import divided, side_by_side, sound_seconds
from lausch.corpora.splits import split_names
from lausch.errors import CorpusError
from lausch.formats import write

BEATS = Beats(0.5 * np.arange(1, 9), np.arange(8) % 4 + 1)


def analysis() -> Analysis:
    return Analysis(duration=5.0, beats=BEATS)


def sound(path: Path) -> None:
    path.parent.mkdir(exist_ok=True, parents=True)
    soundfile.write(path, np.zeros(8000, dtype=np.float32), 8000)


def test_pairs_are_found_and_the_rest_is_left(tmp_path: Path) -> None:
    sound(tmp_path / "one.flac")
    write(analysis(), tmp_path / "one.beats")
    write(analysis(), tmp_path / "one.jams")
    sound(tmp_path / "inside/two.wav")
    write(analysis(), tmp_path / "inside/two.jams")
    sound(tmp_path / "without.wav")
    write(analysis(), tmp_path / "silent.beats")
    (tmp_path / "one.txt").write_text("words")
    found = side_by_side(tmp_path)
    assert [track.name for track in found.tracks] == ["inside/two", "one"]
    assert [track.audio.name for track in found.tracks] == ["two.wav", "one.flac"]
    assert {track.split for track in found.tracks} == {"test"}
    assert found.use == "eval"
    for track in found.tracks:
        np.testing.assert_allclose(track.read("beats").times, BEATS.times)
        assert track.duration == 1.0


def test_damage_is_found_when_it_is_used(tmp_path: Path) -> None:
    (tmp_path / "bad.wav").write_bytes(b"no sound")
    write(analysis(), tmp_path / "bad.beats")
    (track,) = side_by_side(tmp_path).tracks
    assert track.duration == 0


def test_the_length_of_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    lengths: list[float] = []
    asking = Thread(
        target=lambda: lengths.append(sound_seconds(tmp_path / "pipe.wav")), daemon=True
    )
    asking.start()
    asking.join(20)
    assert lengths == [0.0]


def test_a_folder_without_pairs_says_what_it_needs(tmp_path: Path) -> None:
    sound(tmp_path / "one.flac")
    with pytest.raises(CorpusError, match="an annotation beside it"):
        side_by_side(tmp_path)


def test_suffixes_in_capitals_are_the_same(tmp_path):
    for name in ("a.BEATS", "a.jams", "b.Jams"):
        (tmp_path / name).write_text("0.5\n")
    for name in ("a", "b"):
        soundfile.write(tmp_path / f"{name}.wav", np.zeros(100), 8000)
    tracks = side_by_side(tmp_path).tracks
    assert [track.name for track in tracks] == ["a", "b"]
    assert tracks[0].read("beats").times.tolist() == [0.5]


NOTES = Notes([0.5, 1.0], [0.9, 1.5], [57.0, 60.0])
FULL = Analysis(
    beats=BEATS,
    solo=NOTES,
    contour=Contour([0.0, 0.5, 1.0], [0.0, 220.0, 0.0]),
    bass=BassLine(notes=Notes([0.5], [1.0], [40.0])),
    sections=Form(Sections([0.0, 2.0, 4.0], ["A", "B"])),
    duration=4.0,
    others={"onsets": Onsets([0.25, 0.5])},
)
NOUNS = {"beats", "onsets", "sections", "notes", "contour", "bass"}


@pytest.mark.parametrize(
    ("ending", "nouns"),
    [
        (".jams", NOUNS),
        (".mid", {"notes", "contour", "bass"}),
        (".midi", {"notes", "contour", "bass"}),
        (".beats", {"beats"}),
        (".csv", {"beats"}),
        (".lab", {"sections"}),
        (".sections.csv", {"sections"}),
        (".onsets", {"onsets"}),
        (".onsets.csv", {"onsets"}),
        (".f0.csv", {"contour"}),
        (".notes.csv", {"notes", "contour"}),
        (".bass.notes.csv", {"bass"}),
    ],
)
def test_every_layer_is_read_from_the_files_beside(ending, nouns, tmp_path):
    sound(tmp_path / "a.b.wav")
    write(FULL, tmp_path / f"a.b{ending}", "midi" if ending == ".midi" else None)
    (track,) = side_by_side(tmp_path).tracks
    assert track.name == "a.b"
    assert set(track.truth) == nouns
    for noun in nouns:
        assert len(track.read(noun).coarse if noun == "sections" else track.read(noun)) > 0


def test_a_solo_of_notes_has_the_contour_of_their_keys(tmp_path):
    sound(tmp_path / "a.wav")
    write(FULL, tmp_path / "a.notes.csv")
    (track,) = side_by_side(tmp_path).tracks
    contour = track.read("contour")
    assert contour.hz[contour.times == 0.7] == pytest.approx(220.0)
    assert not contour.voiced[(contour.times > 0.9) & (contour.times < 1.0)].any()


def test_with_a_licence_it_is_for_training_in_splits_by_song(tmp_path):
    for number in range(6):
        sound(tmp_path / f"{number}.wav")
        write(analysis(), tmp_path / f"{number}.beats")
    corpus = side_by_side(tmp_path, "CC0")
    assert (corpus.use, corpus.licence) == ("ship", "CC0")
    assert {track.split for track in corpus.tracks} == {"train", "validation", "test"}
    again = divided(side_by_side(tmp_path))
    assert again.use == "eval"
    assert [track.split for track in again.tracks] == [track.split for track in corpus.tracks]


def test_many_songs_are_divided_by_hash_and_few_have_one_in_each_split():
    many = split_names([f"song {number}" for number in range(1000)])
    assert 0.75 < list(many.values()).count("train") / 1000 < 0.85
    for count in range(3, 12):
        names = [f"piece {number}" for number in range(count)]
        assert set(split_names(names).values()) == {"train", "validation", "test"}
        assert split_names(names[::-1]) == split_names(names)
    assert split_names(["only"]).keys() == {"only"}
