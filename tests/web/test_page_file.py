"""One file of HTML: everything is in it, nothing in it is asked for elsewhere."""

from __future__ import annotations

import io
import json
import os
import re
import zlib
from base64 import b64decode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner
from pages import BEATS, SECONDS, analysis, sound

import lausch
from lausch.annotation import Beats
from lausch.annotation.analysis import Analysis
from lausch.cli import cli
from lausch.web import bundle, write_page

ROOT = Path(__file__).parents[2]
LARGEST_GZIPPED = 300_000


@pytest.fixture(scope="module")
def html(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "clicks.html"
    write_page(sound(), analysis(), path, name="</script><b>&.wav")
    return path.read_text(encoding="utf-8")


def part(html: str, name: str) -> bytes:
    return b64decode(re.search(f'id="{name}">([^<]*)<', html)[1])


def document(html: str) -> dict:
    return json.loads(re.search(r'id="document">([^<]*)<', html)[1])


def test_the_sound_is_that_of_the_recording_to_the_sample(html):
    entry = document(html)["sound"]
    samples, rate = sound()
    assert (entry["rate"], entry["samples"]) == (rate, len(samples))
    pieces = []
    for number in range(2):
        piece, _ = soundfile.read(io.BytesIO(part(html, f"sound/{number}")))
        pieces.append(piece[entry["lead"] : entry["lead"] + entry["piece"]])
    played = np.concatenate(pieces)[: len(samples)]
    assert len(played) == len(samples)
    shifts = np.arange(-300, 300)
    middle = slice(19 * rate, 21 * rate)  # over the edge of two pieces
    fits = [np.dot(np.roll(played, shift)[middle], samples[middle]) for shift in shifts]
    assert shifts[int(np.argmax(fits))] == 0


def test_pictures_have_all_their_columns(html):
    for name, entry in document(html)["pictures"].items():
        assert entry["counts"][0] == pytest.approx(SECONDS * entry["rate"] / entry["hop"], abs=2)
        for zoom, count in enumerate(entry["counts"]):
            tiles = range(-(-count // entry["tile"]))
            sizes = [len(zlib.decompress(part(html, f"{name}/{zoom}/{at}"))) for at in tiles]
            assert sum(sizes) == count * entry["rows"]


def test_no_text_of_a_recording_becomes_code(html):
    assert html.count("<b>") == 0
    assert document(html)["title"] == "script><b>&.wav"
    assert "<title>script&gt;&lt;b&gt;&amp;.wav</title>" in html


def test_only_its_own_code_and_style_may_run(html):
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)[1]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert html.count("<script>") == 1  # the others are data
    assert not re.search(r"\son[a-z]+=", html.replace(bundle.script(), ""))


def test_the_bundle_is_built_from_its_source_and_small():
    digest = sha256()
    for path in sorted((ROOT / "web" / "src").iterdir(), key=lambda path: path.name):
        digest.update(f"{path.name}\n".encode() + path.read_bytes())
    built = (ROOT / "src" / "lausch" / "web" / "static" / "sources.sha256").read_text().strip()
    assert built == digest.hexdigest(), "run `npm install && npm run build` in web/"
    whole = bundle.script() + bundle.style()
    assert len(zlib.compress(whole.encode())) < LARGEST_GZIPPED
    assert not re.search(r"\beval\(|new Function|https?://(?!www\.w3\.org)", bundle.script())


def test_a_reference_has_hits_misses_and_false_alarms():
    moved = BEATS.copy()
    moved[3] += 0.1
    from lausch.web.compare import with_reference
    from lausch.web.lanes import lanes_of

    (lane, *_) = lanes_of(analysis())
    true = Analysis(beats=Beats(moved[:-1]))
    compared = with_reference(lane, analysis(), (true,))
    outcome = np.array(compared.shapes[0]["outcome"])
    assert np.flatnonzero(outcome == 3).tolist() == [3, len(BEATS) - 1]
    assert np.flatnonzero(np.array(compared.reference[0]["outcome"]) == 2).tolist() == [3]
    assert compared.said.endswith(f"{len(BEATS) - 2} hits, 1 missed, 2 false")
    assert with_reference(lane, analysis(), (Analysis(solo=analysis().solo),)) == lane


def test_the_command_shows_a_recording_and_an_analysis_beside_it(tmp_path):
    wav = tmp_path / "song.wav"
    soundfile.write(wav, *sound())
    run = lambda *words: CliRunner().invoke(cli, ["view", *map(str, words)])  # noqa: E731
    first = tmp_path / "a.html"
    done = run(wav, "--only", "onsets", "--model", "superflux", "--html", first)
    assert done.exit_code == 0, done.output
    shown = document(first.read_text(encoding="utf-8"))
    assert [lane["title"] for lane in shown["lanes"]] == ["Onsets"]
    found = lausch.analyze(wav, only="onsets", model="superflux")
    lausch.write(found, tmp_path / "song.json")
    reference = tmp_path / "true.onsets"
    lausch.write(replace(found, provenance=None), reference)
    second = tmp_path / "b.html"
    done = run(tmp_path / "song.json", "--html", second, "--reference", reference)
    assert done.exit_code == 0, done.output
    (lane,) = document(second.read_text(encoding="utf-8"))["lanes"]
    assert "0 missed, 0 false" in lane["said"]


def test_what_cannot_be_shown_is_said_in_a_line(tmp_path):
    run = lambda *words: CliRunner().invoke(cli, ["view", *map(str, words)])  # noqa: E731
    lost = tmp_path / "song.json"
    lausch.write(replace(analysis(), activations=None), lost)
    for words, reason in (
        ([lost, "--html", tmp_path / "a.html"], "which recording it is of; name it with --sound"),
        ([tmp_path / "no.wav", "--html", tmp_path / "a.html"], "no.wav"),
    ):
        done = run(*words)
        assert done.exit_code == 1
        assert reason in done.output
        assert done.output.count("\n") == 1
    assert not (tmp_path / "a.html").exists()


def test_what_could_not_be_written_is_refused_before_the_analysis(tmp_path, monkeypatch):
    song, lost, truth = tmp_path / "song.wav", tmp_path / "song.json", tmp_path / "true.html"
    for path in (song, truth):
        path.write_bytes(b"as it was")
    lausch.write(replace(analysis(), activations=None), lost)
    page = tmp_path / "a.html"
    for words, reason in (
        ([song, "--html", tmp_path / "a.txt"], "ends in .html"),
        ([song, "--html", song], "ends in .html"),
        ([song, "--html", truth, "--reference", truth], "would be overwritten"),
        ([lost, "--html", truth, "--sound", truth], "would be overwritten"),
        ([song, "--html", page, "--sound", song], "leave --sound out"),
        ([song, "--html", song / "a.html"], "there is no folder"),
        ([tmp_path, "--html", page], "lausch serve"),
    ):
        done = CliRunner().invoke(cli, ["view", *map(str, words)])
        assert done.exit_code == 2, words
        assert reason in done.output
    monkeypatch.setattr("os.access", lambda _, mode: mode != os.W_OK)
    done = CliRunner().invoke(cli, ["view", str(song), "--html", str(page)])
    assert done.exit_code == 2
    assert "nothing may be written" in done.output
    assert song.read_bytes() == truth.read_bytes() == b"as it was"
    assert not page.exists()
