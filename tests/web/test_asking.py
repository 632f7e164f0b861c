"""Search by melody on the server: what is marked, played or sent is found, or refused in words."""

from __future__ import annotations

import json
from base64 import b64decode
from io import BytesIO

import mido
import numpy as np
import pytest
import soundfile
from libraries import NAMES, RATE, library, solo, tone
from visitors import Visitor, served

from lausch.annotation import Notes
from lausch.web import questions
from lausch.web.questions import MOST, Questions

ORIGIN = {"Origin": "its own"}
FROM, UNTIL = 10.0, 20.0


@pytest.fixture(scope="module")
def songs(tmp_path_factory):
    return library(tmp_path_factory.mktemp("music"), tmp_path_factory.mktemp("kept"))


@pytest.fixture(scope="module")
def client(songs):
    with served(songs) as port:
        yield Visitor(port)


def part(notes: Notes, semitones: int = 0) -> Notes:
    inside = (notes.onsets >= FROM) & (notes.onsets < UNTIL)
    onsets, offsets = (each[inside] - FROM for each in (notes.onsets, notes.offsets))
    return Notes(onsets, offsets, notes.pitches[inside] + semitones)


def asked(client, answer, **words):
    assert answer.status_code == 200, answer.text
    name = answer.json()["id"]
    query = "&".join(f"{key}={value}" for key, value in words.items())
    found = client.get(f"/api/questions/{name}?{query}")
    assert found.status_code == 200, found.text
    return name, found.json()


def test_played_notes_are_found_in_another_key_with_their_path(client, songs):
    notes = part(solo(1), -3)
    body = {name: getattr(notes, name).tolist() for name in ("onsets", "offsets", "pitches")}
    answer = client.post("/api/questions/notes", content=json.dumps(body), headers=ORIGIN)
    name, found = asked(client, answer)
    assert found["known"] == len(NAMES)
    best = found["hits"][0]
    assert best["title"] == "second.json"
    assert best["sure"] > 0.9
    assert (best["start"], best["transposition"]) == (pytest.approx(FROM, abs=0.3), 3)
    path = np.array(best["recordingTimes"]) - np.array(best["queryTimes"])
    assert np.median(path) == pytest.approx(FROM, abs=0.2)
    assert len(b64decode(found["chroma"])) == 12 * round(10 * found["seconds"])
    sound, rate = soundfile.read(
        BytesIO(client.get(f"/api/questions/{name}/parts/sound/0").content)
    )
    assert (len(sound) - 2 * found["sound"]["lead"]) / rate == pytest.approx(10, abs=0.5)
    assert np.abs(sound).max() > 0.1
    _, same_key = asked(client, answer, transpose="0", slowest=1, fastest=1)
    assert same_key["hits"][0]["sure"] < 0.5


def test_a_marked_stretch_is_looked_for_everywhere_else(client, songs):
    song = next(song for song in songs.songs.values() if song.title == "third.json")
    body = json.dumps({"song": song.id, "start": FROM, "end": UNTIL})
    answer = client.post("/api/questions/stretch", content=body, headers=ORIGIN)
    _, found = asked(client, answer)
    assert (found["marked"], found["start"]) == (song.id, FROM)
    assert {hit["title"] for hit in found["hits"]} == set(NAMES)
    (own,) = [hit for hit in found["hits"] if hit["song"] == song.id]
    assert own["end"] <= FROM + 0.1 or own["start"] >= UNTIL - 0.1
    assert own["score"] < 0.95
    assert found["sound"] == song.kept.sound()


def test_midi_and_sound_are_found_as_files(client):
    file = mido.MidiFile(ticks_per_beat=480)
    track = mido.MidiTrack()
    for pitch in part(solo(0)).pitches:
        track.append(mido.Message("note_on", note=round(pitch), velocity=80, time=48))
        track.append(mido.Message("note_off", note=round(pitch), time=432))
    file.tracks.append(track)
    content = BytesIO()
    file.save(file=content)
    path = "/api/questions/file?name=phrase.mid"
    _, found = asked(client, client.put(path, content=content.getvalue(), headers=ORIGIN))
    assert (found["title"], found["hits"][0]["title"]) == ("phrase.mid", "first.json")
    wav = BytesIO()
    soundfile.write(wav, tone(part(solo(0)), 10), RATE, format="WAV")
    path = "/api/questions/file?name=hummed.wav"
    _, found = asked(client, client.put(path, content=wav.getvalue(), headers=ORIGIN))
    assert found["hits"][0]["title"] == "first.json"
    assert found["hits"][0]["start"] == pytest.approx(FROM, abs=0.5)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.mid", b"MThd", "a.mid: "),
        ("a.csv", b"0.0,0.5,60\n", "too little to look for"),
        ("", b"\0" * 5000, "upload: "),
        ("../../a.wav", b"no sound " * 99, "a.wav: "),
    ],
)
def test_what_is_no_melody_is_said(client, name, content, words):
    path = f"/api/questions/file?name={name}"
    answer = client.put(path, content=content, headers=ORIGIN)
    assert answer.status_code == 422
    assert words in answer.text
    assert "/tmp" not in answer.text
    assert "Traceback" not in answer.text


def test_a_bomb_of_sound_is_not_read_to_its_end(client):
    file = BytesIO()
    soundfile.write(file, np.zeros(4 * 3600 * 8000, np.int16), 8000, format="FLAC")
    assert len(file.getvalue()) < 500_000
    path = "/api/questions/file?name=bomb.flac"
    answer = client.put(path, content=file.getvalue(), headers=ORIGIN)
    assert answer.status_code == 422
    assert "longer than 120 s" in answer.text


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("stretch", {}),
        ("stretch", {"song": "no", "start": 0, "end": 3}),
        ("stretch", {"song": "ID", "start": 5, "end": 5}),
        ("stretch", {"song": "ID", "start": "x", "end": 5}),
        ("stretch", {"song": "ID", "start": 0, "end": float("1e300")}),
        ("stretch", {"song": "ID", "start": 3, "end": 3.4}),
        ("stretch", [1]),
        ("notes", {}),
        ("notes", {"onsets": [0], "offsets": [1], "pitches": []}),
        ("notes", {"onsets": [0], "offsets": [0.2], "pitches": [60]}),
        ("notes", {"onsets": [0], "offsets": [1e5], "pitches": [60]}),
        ("notes", {"onsets": [0] * 3000, "offsets": [1] * 3000, "pitches": [60] * 3000}),
        ("notes", "no"),
    ],
)
def test_a_wrong_question_is_refused_in_words(client, songs, path, value):
    if isinstance(value, dict) and value.get("song") == "ID":
        value = {**value, "song": next(iter(songs.songs))}
    content = json.dumps(value)
    answer = client.post(f"/api/questions/{path}", content=content, headers=ORIGIN)
    assert answer.status_code == 422
    assert answer.text


def test_only_the_last_questions_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(questions, "MOST", 3)
    asked = Questions()
    notes = part(solo(0))
    names = [asked.of_notes(notes, "played").id for _ in range(5)]
    assert [asked[name] is None for name in names] == [True, True, False, False, False]
    assert len(list(asked.folder.iterdir())) == 3
    assert asked[names[-1]].part("sound/0").startswith(b"OggS")
    assert [asked[names[-1]].part(name) for name in ("sound/../x", "x", "sound/9")] == [None] * 3
    assert MOST > 3


def test_a_question_that_is_gone_says_so(client):
    answer = client.get("/api/questions/gone")
    assert answer.status_code == 404
    assert "ask it again" in answer.text
