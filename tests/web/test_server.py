"""The server: who may ask, what is kept, and that no name leads out of its folder."""

from __future__ import annotations

import json
import random
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
import soundfile
from pages import BEATS, analysis, sound
from visitors import Visitor, served

import lausch
from lausch.annotation.analysis import ModelRef
from lausch.formats import FORMATS
from lausch.web import kept as keeping
from lausch.web.kept import Kept, fingerprint, usual_folder
from lausch.web.preparing import Work, explain, prepare
from lausch.web.receiving import MOST_BYTES
from lausch.web.songs import FAILED, READY, WAITING, Manner, Songs

ORIGIN = {"Origin": "its own"}
PIECES = (
    "..",
    "../../mine.json",
    "%2e%2e",
    "..\\",
    "/etc/passwd",
    "C:\\",
    "\\\\host\\share",
    "\0",
    "CON",
)
PIECES += ("sound", "0", "spectrum", "analysis.json", "//", ".", "~", "%00", "é", "-1", "1e9")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two recordings, one of which is broken, and an analysis of the other."""
    folder = tmp_path_factory.mktemp("music")
    soundfile.write(folder / "clicks.wav", *sound())
    (folder / "broken.mp3").write_bytes(b"no sound " * 400)
    recording = lausch.load_audio(folder / "clicks.wav")
    found = replace(analysis(), provenance=recording.provenance, duration=recording.duration)
    lausch.write(found, folder / "clicks.json")
    return folder


@pytest.fixture(scope="module")
def songs(folder, tmp_path_factory):
    """A server's recordings after their work was done."""
    root = tmp_path_factory.mktemp("kept")
    songs = Songs([folder / "clicks.json", folder / "broken.mp3"], Manner(root, "a"))
    songs.start()
    end = time.monotonic() + 60
    while any(song.state not in (READY, FAILED) for song in songs.songs.values()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return songs


@pytest.fixture(scope="module")
def client(songs):
    with served(songs, "music <b>") as port:
        yield Visitor(port)


@pytest.fixture
def song(songs):
    song = next(iter(songs.songs.values()))
    yield song
    (song.kept.folder / keeping.MINE).unlink(missing_ok=True)


def test_a_recording_is_listed_shown_corrected_and_exported(client, song, songs):
    good, bad = client.get("/api/songs").json()["songs"]
    assert (good["title"], good["state"], good["tempo"]) == ("clicks.json", "ready", 120.0)
    assert bad["state"] == "failed"
    assert "no decoder reads it" in bad["what"]
    base = f"/api/songs/{good['id']}"
    lanes = client.get(f"{base}/document").json()["lanes"]
    assert [lane["layer"] for lane in lanes] == ["beats", "tempo", "sections", "solo", "bass"]
    mine = {"times": (BEATS[::2]).tolist(), "positions": None}
    assert client.put(f"{base}/layers/beats", json_value=mine, headers=ORIGIN).status_code == 204
    changed = client.get(f"{base}/document").json()
    assert changed["corrected"] == ["beats"]
    assert changed["lanes"][0]["shapes"][0]["times"] == mine["times"]
    assert changed["lanes"][0]["why"] == lanes[0]["why"]
    assert changed["lanes"][1]["head"].startswith("60.0 bpm")
    clicks = next(voice for voice in changed["voices"] if voice["layer"] == "beats")
    assert clicks["bursts"][0]["times"] == mine["times"]
    text = client.get(f"{base}/export/beats")
    assert text.headers["content-disposition"] == "attachment; filename*=UTF-8''clicks.beats"
    assert [float(row) for row in text.text.split()] == pytest.approx(mine["times"], abs=1e-3)
    again = Songs([song.path], songs.manner)  # as another start of the server has it
    (other,) = again.songs.values()
    assert not again._prepare(other)
    assert other.kept.mine().beats.times.tolist() == mine["times"]
    assert client.put(f"{base}/layers/beats", content="null", headers=ORIGIN).status_code == 204
    assert client.get(f"{base}/document").json()["lanes"] == lanes


def test_every_format_is_exported_or_says_why_not(client, song):
    offered = {
        each["name"] for each in client.get(f"/api/songs/{song.id}/document").json()["formats"]
    }
    for name in FORMATS:
        answer = client.get(f"/api/songs/{song.id}/export/{name}")
        assert answer.status_code in ((200, 422) if name in offered else (422,)), name
        assert answer.status_code == 200 or answer.text


def test_both_scales_of_form_are_kept_and_exported_in_every_format_of_sections(client, song):
    coarse = {"boundaries": [0, 8.5, 24], "labels": ["A", "B"]}
    fine = {"boundaries": [0, 4.25, 8.5, 17.125, 24], "labels": ["a", "turn", "b", "b"]}
    base = f"/api/songs/{song.id}"
    put = {"json_value": {"coarse": coarse, "fine": fine}, "headers": ORIGIN}
    assert client.put(f"{base}/layers/sections", **put).status_code == 204
    lanes = {lane["layer"]: lane for lane in client.get(f"{base}/document").json()["lanes"]}
    assert lanes["sections"]["head"] == "2 sections · 4 phrases"
    form = song.kept.whole().sections
    assert form.fine.labels == ("a", "turn", "b", "b")
    of_sections = [name for name, each in FORMATS.items() if "sections" in each.layers]
    assert len(of_sections) > 6
    for name in of_sections:
        answer = client.get(f"{base}/export/{name}")
        assert answer.status_code == 200, name
        read = (
            FORMATS[name]
            .decode(answer.content if FORMATS[name].binary else answer.text, name)
            .sections
        )
        for scale in read.scales:
            times = read.scales[scale].inner
            known = [form.scales[each].inner.tolist() for each in form.scales]
            assert times.round(3).tolist() in known, (name, scale)
    text = client.get(f"{base}/export/finelab").text
    assert "4.250" in text
    assert "turn" in text


def test_a_new_analysis_leaves_what_the_user_made(song):
    song.kept.correct("beats", {"times": [1.0, 2.0], "positions": [1, 2]})
    newer = Kept(song.kept.folder, "b")
    assert not newer.ready
    assert prepare(Work(song.path, newer, ("all",), ()))
    assert newer.whole().beats.times.tolist() == [1.0, 2.0]
    assert newer.whole().tempo.bpm[0] == pytest.approx(60)


def test_corrections_are_shown_without_reading_activations(client, song):
    song.kept.correct("beats", {"times": [1.0, 2.0], "positions": [1, 2]})
    whole = song.kept.made / "analysis.json"
    away = whole.rename(whole.with_suffix(".away"))
    answer = client.get(f"/api/songs/{song.id}/document")
    assert client.get(f"/api/songs/{song.id}/export/beats").status_code == 200
    away.rename(whole)
    lanes = {lane["layer"]: lane for lane in answer.json()["lanes"]}
    assert lanes["beats"]["shapes"][0]["times"] == [1.0, 2.0]
    assert lanes["beats"]["why"]  # the curves of the network stay
    assert song.kept.found().activations is not None


def test_a_reference_of_any_format_is_compared_with_what_the_user_has(client, song):
    base = f"/api/songs/{song.id}"
    text = "\n".join(f"{time:.3f}\t{at % 4 + 1}" for at, time in enumerate(BEATS[:-1]))
    answer = client.put(f"{base}/reference?name=true.beats", content=text, headers=ORIGIN)
    assert answer.status_code == 204, answer.text
    document = client.get(f"{base}/document").json()
    assert document["compared"]
    lane = document["lanes"][0]
    assert lane["said"].endswith(f"{len(BEATS) - 1} hits, 0 missed, 1 false")
    assert lane["shapes"][0]["outcome"] == [1] * (len(BEATS) - 1) + [3]
    assert len(lane["reference"][0]["times"]) == len(BEATS) - 1
    song.kept.correct("beats", {"times": BEATS[:10].tolist(), "positions": None})
    compared = client.get(f"{base}/compared").json()
    assert compared["beats"]["said"].endswith(f"10 hits, {len(BEATS) - 11} missed, 0 false")
    for name, content, reason in (
        ("a.jams", b"{", "a.jams: "),
        ("a.mid", b"MThd", "a.mid: "),
        ("../../b.lab", b"\0\0", "b.lab: "),
        ("a", b"x y z", "a: "),
    ):
        wrong = client.put(f"{base}/reference?name={name}", content=content, headers=ORIGIN)
        assert wrong.status_code == 422
        assert wrong.text.startswith(reason)
        assert str(song.kept.folder) not in wrong.text
    assert client.get(f"{base}/compared").json() == compared
    assert not [path for path in song.kept.folder.iterdir() if len(path.stem) == 24]
    assert client.request("DELETE", f"{base}/reference", headers=ORIGIN).status_code == 204
    assert client.get(f"{base}/compared").json() == {}


def test_notes_of_the_user_are_kept_before_the_salience_and_sound(client, song):
    mine = {"onsets": [1.0], "offsets": [2.0], "pitches": [72]}
    base = f"/api/songs/{song.id}"
    assert client.put(f"{base}/layers/solo", json_value=mine, headers=ORIGIN).status_code == 204
    document = client.get(f"{base}/document").json()
    (lane,) = [lane for lane in document["lanes"] if lane["layer"] == "solo"]
    assert [shape["kind"] for shape in lane["shapes"]] == ["notes", "line"]
    assert lane["shapes"][0]["pitches"] == [72]
    (voice,) = [voice for voice in document["voices"] if voice["layer"] == "solo"]
    (line,) = voice["lines"]
    sounds = [time for time, level in zip(line["times"], line["level"], strict=True) if level > 0]
    assert (sounds[0], sounds[-1]) == (pytest.approx(1, abs=0.02), pytest.approx(2, abs=0.02))
    assert client.get(f"{base}/export/midi").content.startswith(b"MThd")


def test_notes_of_the_bass_are_mended_and_the_rest_of_it_stays(client, song):
    base = f"/api/songs/{song.id}"
    mine = {"notes": {"onsets": [0.5], "offsets": [3.4], "pitches": [38]}}
    assert client.put(f"{base}/layers/bass", json_value=mine, headers=ORIGIN).status_code == 204
    document = client.get(f"{base}/document").json()
    (lane,) = [lane for lane in document["lanes"] if lane["layer"] == "bass"]
    (notes,) = [shape for shape in lane["shapes"] if shape["kind"] == "notes"]
    assert (lane["edit"], lane["part"], notes["pitches"]) == ("notes", "notes", [38])
    whole = song.kept.whole().bass
    assert len(whole.contour) == 3
    assert whole.beats.pitches.tolist() == [38, 38, 0]  # what now sounds on the beats there were
    assert client.put(f"{base}/layers/bass", json_value=None, headers=ORIGIN).status_code == 204
    assert song.kept.whole().bass.beats.pitches.tolist() == [40, 40, 40]


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {"Host": "evil.example"}, 403),
        ("GET", {"Host": "127.0.0.1:5001"}, 403),
        ("GET", {"Sec-Fetch-Site": "cross-site"}, 403),
        ("GET", {}, 200),
        ("POST", {}, 403),
        ("POST", {"Origin": "http://evil.example"}, 403),
        ("POST", {"Origin": "null"}, 403),
        ("POST", ORIGIN, 204),
    ],
)
def test_only_its_own_pages_may_ask(client, song, method, headers, status):
    path = f"/api/songs/{song.id}" + ("/again" if method == "POST" else "")
    assert client.request(method, path, headers=headers).status_code == status


def test_answers_tell_browsers_to_run_nothing_else(client):
    answer = client.get("/")
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "<title>music &lt;b&gt;</title>" in answer.text
    assert answer.text.count("<script") == 1


def test_no_name_leads_out_of_the_folder(client, song):
    draw = random.Random(0)
    for _ in range(2000):
        name = "/".join(draw.choices(PIECES, k=draw.randint(1, 4)))
        assert song.kept.part(name) is None or name == "sound/0"
    for name in PIECES:
        base = f"/api/songs/{song.id}"
        for path in (f"{base}/parts/{name}", f"{base}/export/{name}", f"/api/songs/{name}"):
            answer = client.get(quote(path, safe="/%.~"))
            assert answer.status_code in (404, 422) or path.endswith("/")
    assert client.get(f"/api/songs/{song.id}/parts/sound/0").content.startswith(b"OggS")


@pytest.mark.parametrize(
    ("layer", "value"),
    [
        ("beats", {"times": [2.0, 1.0], "positions": None}),
        ("beats", {"times": [1.0], "positions": [0]}),
        ("beats", {"times": "no"}),
        ("beats", [1, 2]),
        ("beats", {}),
        ("beats", []),
        ("beats", {"times": [1e300], "positions": None}),
        ("sections", {"coarse": {"boundaries": [0, 1], "labels": ["a", "b"]}}),
        ("provenance", {"times": []}),
        ("nothing", {}),
    ],
)
def test_a_wrong_correction_is_refused_in_words_and_changes_nothing(client, song, layer, value):
    path = f"/api/songs/{song.id}/layers/{layer}"
    answer = client.put(path, content=json.dumps(value), headers=ORIGIN)
    assert answer.status_code == 422
    assert answer.text
    assert not (song.kept.folder / keeping.MINE).exists()


def test_a_correction_that_is_too_large_is_not_read_to_its_end(client, song):
    path = f"/api/songs/{song.id}/layers/beats"
    assert client.put(path, content=b"[" * (MOST_BYTES + 1), headers=ORIGIN).status_code == 413
    assert client.put(path, content=b"[" * 100_000, headers=ORIGIN).status_code == 422


def test_what_failed_is_tried_again_when_asked(client, songs):
    bad = list(songs.songs.values())[1]
    assert client.post(f"/api/songs/{bad.id}/again", headers=ORIGIN).status_code == 204
    assert bad.state in (WAITING, "working", FAILED)
    assert client.get(f"/api/songs/{bad.id}/document").status_code == 409


def test_a_page_has_what_the_network_said_and_keeps_it_once(folder, tmp_path):
    kept = Kept(tmp_path, "onsets")
    assert prepare(Work(folder / "clicks.wav", kept, ("onsets",), ()))
    (lane,) = kept.document()["lanes"]
    assert (lane["layer"], lane["why"][0]["columns"]) == ("onsets", ["onset"])
    assert kept.found().layer_activations == {}


def test_a_process_that_cannot_begin_is_a_failure_of_its_recording(song, tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr("lausch.web.songs.work_through", refuse)
    songs = Songs([song.path], Manner(tmp_path, "a"))
    songs.start()
    (waiting,) = songs.songs.values()
    end = time.monotonic() + 20
    while waiting.state != FAILED and time.monotonic() < end:
        time.sleep(0.01)
    assert "Cannot allocate memory" in waiting.failure


def test_pages_are_kept_by_content_and_where_the_user_says(tmp_path, monkeypatch):
    one, other = tmp_path / "a", tmp_path / "b"
    one.write_bytes(b"x" * 3_000_000)
    other.write_bytes(b"x" * 3_000_000)
    assert fingerprint(one) == fingerprint(other)
    other.write_bytes(b"x" * 3_000_001)
    assert fingerprint(one) != fingerprint(other)
    monkeypatch.setenv("LAUSCH_PAGES", str(tmp_path))
    assert usual_folder() == tmp_path
    monkeypatch.delenv("LAUSCH_PAGES")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert usual_folder().is_relative_to(tmp_path)


def test_reasons_are_in_words(tmp_path):
    work = Work(Path("a.wav"), Kept(tmp_path, "a"), ("all",), ())
    assert explain(work, lausch.LauschError("a.wav: no\nsound")) == "no sound"
    assert "unexpected KeyError" in explain(work, KeyError("x"))


def test_beats_are_decoded_again_with_what_the_user_named(client, song, songs):
    path = f"/api/songs/{song.id}/decode"
    named = {"beats": [], "downbeats": [1.0]}
    answer = client.post(path, content=json.dumps(named), headers=ORIGIN)
    assert answer.status_code == 422  # these beats are of no model
    found = song.kept.found()
    maker = ModelRef("lausch2026", "", ("beats", "downbeats", "tempo"))
    model = lausch.load_model("lausch2026")
    activations = model.activations(lausch.load_audio(sound(), rate=model.rate))
    lausch.write(
        replace(found, makers=(maker,), activations=activations),
        song.kept.made / "analysis.json",
        "json",
    )
    answer = client.post(path, content=json.dumps(named), headers=ORIGIN)
    assert answer.status_code == 200, answer.text
    beats = answer.json()
    (at,) = [at for at, time in enumerate(beats["times"]) if abs(time - 1.0) < 0.07]
    assert beats["positions"][at] == 1
    for wrong in ({}, {"beats": 1, "downbeats": []}, {"beats": ["x"], "downbeats": []}):
        answer = client.post(path, content=json.dumps(wrong), headers=ORIGIN)
        assert answer.status_code == 422
    lausch.write(found, song.kept.made / "analysis.json", "json")
