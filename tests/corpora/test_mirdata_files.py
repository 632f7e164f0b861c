"""Data sets in the formats of their authors, as mirdata's own loaders read them from disk.

Loaders find files by an index that is downloaded. Here it is written, as are the files.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from mirdata.core import Index

from lausch.corpora.registry import open_corpus
from lausch.corpora.track import Track
from lausch.errors import CorpusError

FILES = {
    "beatles": {
        "audio": None,
        "beat": "0.500 1\n1.000 2\n1.500 3\n2.000 4\n2.500 1\n",
        "sections": "0.0\t0.5\t0.0\tsilence\n0.5\t2.0\t0.0\tverse\n2.0\t3.0\t0.0\trefrain\n",
        "chords": "0.0 3.0 C\n",
        "keys": "0.0\t3.0\tKey\tC\n",
    },
    "ballroom": {"audio": None, "beats": "0.50 3\n1.00 1\n1.50 2\n", "tempo": "120.0\n"},
    "medleydb_melody": {
        "audio": None,
        "melody1": "0.0,0.0\n0.1,440.0\n0.2,220.0\n",
        "melody2": "0.0,0.0\n",
        "melody3": "0.0,0.0,0.0\n",
    },
    "vocadito": {
        "audio": None,
        "f0": "0.0,0.0\n0.1,440.0\n",
        "notesA1": "0.5,440.0,0.25\n1.0,220.0,0.5\n",
        "notesA2": "0.5,440.0,0.25\n",
        "lyrics": "la\n",
    },
}
"""What the files of a data set hold, by the words that its index has for them; None for sound."""


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Track]:
    """Writes a data set of one track and opens it; some files are left out or damaged."""

    def open_(name: str, **other: str | None) -> Track:
        index = tmp_path / "index.json"
        places = {word: [f"files/{word}", None] for word in FILES[name]}
        index.write_text(json.dumps({"version": "1", "tracks": {"1": places}}))
        monkeypatch.setattr(Index, "get_path", lambda self: str(index))
        (tmp_path / "files").mkdir()
        for word, text in FILES[name].items():
            path = tmp_path / "files" / word
            if text is None:
                soundfile.write(path, np.zeros(3 * 8000), 8000, format="WAV")
            elif (content := other.get(word, text)) is not None:
                path.write_text(content)
        (corpus,) = open_corpus(f"mirdata:{name}:{tmp_path}")
        (track,) = corpus.tracks
        assert (track.duration, track.split, corpus.use) == (3.0, "test", "eval")
        return track

    return open_


def test_the_beatles(opened: Callable[..., Track]) -> None:
    track = opened("beatles")
    beats, form = track.read("beats"), track.read("sections")
    assert beats.times.tolist() == [0.5, 1.0, 1.5, 2.0, 2.5]
    assert beats.positions.tolist() == [1, 2, 3, 4, 1]
    assert form.coarse.boundaries.tolist() == [0.0, 0.5, 2.0, 3.0]
    assert form.coarse.labels == ("silence", "verse", "refrain")


def test_ballroom(opened: Callable[..., Track]) -> None:
    track = opened("ballroom")
    assert track.read("beats").positions.tolist() == [3, 1, 2]
    assert track.read("tempo").bpm == (120.0,)


def test_medleydb(opened: Callable[..., Track]) -> None:
    contour = opened("medleydb_melody").read("contour")
    np.testing.assert_allclose(contour.hz[contour.voiced], [440.0, 220.0])
    assert contour.voiced.tolist() == [False, True, True]


def test_vocadito(opened: Callable[..., Track]) -> None:
    track = opened("vocadito")
    notes = track.read("notes")
    np.testing.assert_allclose(notes.onsets, [0.5, 1.0])
    np.testing.assert_allclose(notes.offsets, [0.75, 1.5])
    np.testing.assert_allclose(notes.pitches, [69, 57])
    assert track.read("contour").voiced.tolist() == [False, True]


def test_a_missing_file_is_unknown_and_a_damaged_one_is_named(opened: Callable[..., Track]) -> None:
    track = opened("beatles", beat="half past\n", sections=None)
    assert not track.has("sections")
    with pytest.raises(CorpusError, match="beats of 1 cannot be read by mirdata"):
        track.read("beats")
