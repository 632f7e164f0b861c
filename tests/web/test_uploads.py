"""Recordings sent to a library: counted, limited, shown by their names, refused in words."""

from __future__ import annotations

import random
import socket
import time
from io import BytesIO
from types import SimpleNamespace
from urllib.parse import quote

import numpy as np
import pytest
import soundfile
from pages import sound
from test_server import ORIGIN, PIECES
from visitors import HOST, Visitor, served

from lausch.errors import OptionError
from lausch.web import receiving, uploads
from lausch.web.receiving import suffix_of, title_in
from lausch.web.songs import FAILED, READY, Manner, Songs
from lausch.web.uploads import Uploads

ROOM = 3_000_000


def wav(seconds: float = 3.0, **arguments) -> bytes:
    samples, rate = sound()
    file = BytesIO()
    soundfile.write(file, samples[: round(seconds * rate)], rate, format="WAV", **arguments)
    return file.getvalue()


@pytest.fixture
def kept(tmp_path):
    return tmp_path / "kept"


@pytest.fixture
def songs(kept):
    manner = Manner(kept, "a", ("onsets",), ("superflux",), sent_seconds=60.0)
    return Songs([], manner)


@pytest.fixture
def client(songs, kept):
    with served(songs, uploads=Uploads(kept, ROOM)) as port:
        yield Visitor(port)


def put(client, name, content, **headers):
    path = f"/api/recordings?name={quote(name, safe='')}"
    return client.put(path, content=content, headers={**ORIGIN, **headers})


def finished(client):
    end = time.monotonic() + 90
    while True:
        entries = client.get("/api/songs").json()["songs"]
        if all(entry["state"] in (READY, FAILED) for entry in entries):
            return entries
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_recording_is_sent_analysed_found_again_and_removed(client, songs, kept):
    songs.start()
    name = "So What <b>.wav"
    sent = put(client, name, wav())
    assert sent.status_code == 200, sent.text
    assert put(client, "again.wav", wav()).json() == sent.json()  # the same content
    (entry,) = finished(client)
    assert (entry["title"], entry["state"], entry["folder"]) == (name, READY, "uploaded")
    document = client.get(f"/api/songs/{entry['id']}/document").json()
    assert document["title"] == name
    again = Uploads(kept, ROOM)
    assert [title for _, title in again.recordings()] == ["again.wav"]
    songs.songs[entry["id"]].kept.correct("beats", {"times": [1.0, 2.0], "positions": None})
    gone = client.request("DELETE", f"/api/recordings/{entry['id']}", headers=ORIGIN)
    assert gone.status_code == 204
    assert client.get("/api/songs").json()["songs"] == []
    assert list(again.recordings()) == []
    assert len(list(kept.glob("*/mine.json"))) == 1


def test_bombs_and_what_is_no_sound_fail_in_words_and_the_others_go_on(client, songs):
    songs.start()
    bomb = BytesIO()
    soundfile.write(bomb, np.zeros(600 * 48000, np.int16), 48000, format="FLAC")
    assert len(bomb.getvalue()) < ROOM / 5
    assert put(client, "bomb.flac", bomb.getvalue()).status_code == 200
    assert put(client, "no.mp3", b"no sound " * 400).status_code == 200
    assert put(client, "good.wav", wav()).status_code == 200
    entries = {entry["title"]: entry for entry in finished(client)}
    assert entries["bomb.flac"]["what"] == (
        "lasts longer than 1 min, and no more are taken; cut it into parts"
    )
    assert "no decoder reads it" in entries["no.mp3"]["what"]
    assert "/" not in entries["no.mp3"]["what"].replace("and/or", "")
    assert entries["good.wav"]["state"] == READY


def test_what_has_no_room_is_refused_before_it_comes(client, kept, monkeypatch):
    answer = put(client, "a.wav", b"x" * (ROOM + 1))
    assert answer.status_code == 413
    assert "3.0 MB at most" in answer.text
    assert put(client, "a.wav", b"x" * (ROOM - 100_000)).status_code == 200
    answer = put(client, "b.wav", b"y" * 200_000)
    assert answer.status_code == 422
    assert "there is room for 0.1 MB" in answer.text
    full = SimpleNamespace(free=receiving.SPARE_BYTES)
    monkeypatch.setattr("shutil.disk_usage", lambda _: full)
    answer = put(client, "c.wav", b"y")
    assert answer.status_code == 507
    assert list(Uploads(kept, ROOM).coming.iterdir()) == []


@pytest.mark.parametrize(
    ("lines", "body"),
    [
        ("Content-Length: 900000", b"x" * 1000),
        ("Content-Length: 5", b""),
        ("Transfer-Encoding: chunked", b"3\r\nabc\r\n0\r\n\r\n"),
        ("Content-Length: -4", b"abcd"),
        ("Content-Length: 1e3", b"abcd"),
        ("Content-Length: 0", b""),
    ],
)
def test_a_torn_upload_leaves_nothing(client, kept, lines, body):
    with socket.create_connection((HOST, client.port)) as visitor:
        host = f"{HOST}:{client.port}"
        head = f"PUT /api/recordings?name=a.wav HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}"
        visitor.sendall(f"{head}\r\n{lines}\r\n\r\n".encode() + body)
        visitor.shutdown(socket.SHUT_WR)
        answer = visitor.makefile("rb").readline()
    assert answer == b"" or answer.split()[1] in (b"400", b"411"), answer
    end = time.monotonic() + 10
    while (rest := list((kept / "uploads").rglob("*.*"))) and time.monotonic() < end:
        time.sleep(0.02)
    assert rest == []
    assert put(client, "good.wav", wav()).status_code == 200


def test_no_name_leads_out_of_the_folder(client, kept):
    draw = random.Random(1)
    before = set(kept.parent.iterdir())
    for at in range(2000):
        name = "/".join(draw.choices(PIECES, k=draw.randint(1, 4)))
        title = title_in(SimpleNamespace(query_params={"name": name}))
        place = kept / f"a{suffix_of(title)}"
        assert place.resolve().parent == kept.resolve()
        if at < 20:
            assert put(client, name, str(at).encode()).status_code == 200
            assert client.request("DELETE", f"/api/recordings/{quote(name)}").status_code == 403
    assert set(kept.parent.iterdir()) == before
    assert len(title_in(SimpleNamespace(query_params={"name": "a" * 5000}))) <= 130


def test_two_come_at_once_and_others_wait(tmp_path, monkeypatch):
    library = Uploads(tmp_path, ROOM)
    with library.room(10), library.room(10), pytest.raises(OptionError, match="other recordings"):
        library.room(10).__enter__()
    with library.room(ROOM), pytest.raises(OptionError, match=r"there is room for 0\.0 MB"):
        library.room(1).__enter__()
    (library.coming / "old").write_bytes(b"x")
    later = time.time() + 2 * uploads.ABANDONED_SECONDS
    monkeypatch.setattr("lausch.web.uploads.time.time", lambda: later)
    Uploads(tmp_path, ROOM)
    assert list(library.coming.iterdir()) == []


def test_recordings_of_the_folder_are_not_removed(client, songs, tmp_path):
    (tmp_path / "a.wav").write_bytes(wav())
    song = songs.add(tmp_path / "a.wav", "a.wav", "")
    answer = client.request("DELETE", f"/api/recordings/{song.id}", headers=ORIGIN)
    assert answer.status_code == 422
    assert "remove it there" in answer.text
    assert (tmp_path / "a.wav").exists()
    answer = client.request("DELETE", "/api/recordings/no", headers=ORIGIN)
    assert answer.status_code == 404
