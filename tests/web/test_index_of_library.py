"""A library with a saved index: what is in the index is found, and analysed when it is opened."""

from __future__ import annotations

import json
import time

import pytest
import soundfile
from libraries import NAMES, RATE, library, salience, solo, tone
from visitors import Visitor, served

from lausch.analysis.runner import load_shipped
from lausch.errors import SearchIndexError
from lausch.retrieval import Index
from lausch.retrieval.chroma import fold, quantised
from lausch.retrieval.entry import Entry, absolute
from lausch.retrieval.tables import Binding
from lausch.web.indexed import Indexed
from lausch.web.songs import FAILED, WAITING

ORIGIN = {"Origin": "its own"}
FROM, UNTIL = 10.0, 20.0


def entry(path, seed: int) -> Entry:
    values = quantised(fold(salience(solo(seed))))
    return Entry(absolute(path), f"{seed:064d}", len(values) / 10, values)


@pytest.fixture(scope="module")
def outside(tmp_path_factory):
    path = tmp_path_factory.mktemp("elsewhere") / "fourth.wav"
    soundfile.write(path, tone(solo(3)), RATE)
    return path


@pytest.fixture(scope="module")
def songs(tmp_path_factory):
    return library(
        tmp_path_factory.mktemp("music"), tmp_path_factory.mktemp("kept"), only=("beats",)
    )


@pytest.fixture(scope="module")
def client(songs, outside, tmp_path_factory):
    index = Index.create(tmp_path_factory.mktemp("index") / "solos.index")
    first = next(song for song in songs.songs.values() if song.title == NAMES[0])
    index.put([entry(first.path, 0), entry(outside, 3)])
    with served(songs, indexed=Indexed(index, songs)) as port:
        yield Visitor(port)


def asked(client, seed: int) -> dict:
    notes = solo(seed)
    inside = (notes.onsets >= FROM) & (notes.onsets < UNTIL)
    body = {
        "onsets": (notes.onsets[inside] - FROM).tolist(),
        "offsets": (notes.offsets[inside] - FROM).tolist(),
        "pitches": notes.pitches[inside].tolist(),
    }
    answer = client.post("/api/questions/notes", content=json.dumps(body), headers=ORIGIN)
    return client.get(f"/api/questions/{answer.json()['id']}").json()


@pytest.mark.parametrize(("seed", "name"), list(enumerate((*NAMES, "fourth.wav"))))
def test_what_the_index_has_and_what_is_ready_is_found_in_one_list(client, seed, name):
    answer = asked(client, seed)
    assert answer["known"] == 4  # one of the three is in the index, and another one
    best = answer["hits"][0]
    assert (best["title"], best["sure"] > 0.9) == (name, True)
    assert best["start"] == pytest.approx(FROM, abs=0.3)
    assert (best["sound"] is None) == (name == "fourth.wav")  # which is not analysed


def test_a_recording_of_the_index_alone_is_not_listed_and_analysed_when_opened(
    client, songs, outside
):
    found = asked(client, 3)["hits"][0]
    assert asked(client, 3)["hits"][0]["song"] == found["song"]
    assert str(outside.parent) not in json.dumps(found)
    titles = [each["title"] for each in client.get("/api/songs").json()["songs"]]
    assert titles == list(NAMES)
    song = songs.songs[found["song"]]
    time.sleep(0.3)
    assert (song.state, song.path) == (WAITING, outside)
    outside.unlink()
    end = time.monotonic() + 30
    while client.get(f"/api/songs/{song.id}").json()["state"] != FAILED:
        assert time.monotonic() < end
        time.sleep(0.05)
    assert "No such file" in song.failure


def test_a_stretch_is_looked_for_elsewhere_in_a_recording_of_the_index(client, songs):
    first = next(song for song in songs.songs.values() if song.title == NAMES[0])
    body = json.dumps({"song": first.id, "start": FROM, "end": UNTIL})
    answer = client.post("/api/questions/stretch", content=body, headers=ORIGIN)
    hits = client.get(f"/api/questions/{answer.json()['id']}").json()["hits"]
    (own,) = [hit for hit in hits if hit["song"] == first.id]
    assert own["end"] <= FROM + 0.1 or own["start"] >= UNTIL - 0.1


def test_an_index_of_another_model_is_refused(songs, tmp_path, monkeypatch):
    index = Index.create(tmp_path / "other.index")
    assert index.binding.digest == load_shipped(index.binding.model).digest
    index.binding = Binding(index.binding.model, "0" * 64)
    with pytest.raises(SearchIndexError):
        Indexed(index, songs)
