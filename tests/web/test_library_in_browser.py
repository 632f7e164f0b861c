"""A library in a browser: a recording is opened, corrected, compared, exported and found again."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import soundfile
from pages import BEATS, analysis, sound
from visitors import served

import lausch
from lausch.web.songs import Manner, Songs


@pytest.fixture
def library(tmp_path):
    """The port of a server with one recording, whose analysis was made before."""
    soundfile.write(tmp_path / "clicks.wav", *sound())
    recording = lausch.load_audio(tmp_path / "clicks.wav")
    found = replace(analysis(), provenance=recording.provenance, duration=recording.duration)
    lausch.write(found, tmp_path / "clicks.json")
    songs = Songs([tmp_path / "clicks.json"], Manner(tmp_path / "kept", "a"))
    songs.start()
    with served(songs) as port:
        yield port


@pytest.fixture
def truth(tmp_path):
    path = tmp_path / "true.beats.txt"
    path.write_text("\n".join(f"{time:.3f}" for time in BEATS))
    return path


def test_a_library_opens_a_recording_and_its_corrections_are_there_again(browser, library, truth):
    page = browser.new_page()
    faults = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"http://127.0.0.1:{library}/")
    page.get_by_role("link", name="clicks.json").click()
    page.wait_for_selector("html[data-ready] .lane canvas", timeout=60_000)
    page.keyboard.press("Shift+ArrowDown")
    page.get_by_text("saved", exact=True).wait_for()
    page.reload()
    page.wait_for_selector("html[data-ready] .lane canvas")
    halved = page.evaluate("window.lausch.corrections.beats.times")
    assert halved == BEATS[::2].tolist()
    assert "60.0 bpm" in " ".join(page.locator(".head").all_text_contents())
    page.keyboard.press("e")
    with page.expect_download() as exported:
        page.get_by_label("Export in a format").select_option("json")
    text = exported.value.path().read_text(encoding="utf-8")
    assert json.loads(text)["beats"]["times"] == halved
    page.get_by_label("Reference").set_input_files(truth)
    page.get_by_text("missed").first.wait_for(timeout=60_000)
    assert "0 hits" not in page.locator(".reference").first.text_content()
    said = page.locator(".reference").first.text_content()
    page.keyboard.press("e")
    page.keyboard.press("Shift+ArrowUp")
    page.get_by_text("saved", exact=True).wait_for()
    page.wait_for_function(
        "words => document.querySelector('.reference').textContent !== words", arg=said
    )
    assert f"{len(BEATS)} hits, 0 missed" in page.locator(".reference").first.text_content()
    page.get_by_role("button", name="No reference").click()
    page.wait_for_function("() => document.querySelector('.reference') === null")
    page.goto(f"http://127.0.0.1:{library}/")
    page.get_by_label("Search").fill("nothing")
    page.get_by_text("0 of 1").wait_for()
    assert faults == []
    page.close()


def test_what_failed_says_why_and_is_tried_again(browser, tmp_path):
    soundfile.write(tmp_path / "clicks.wav", *sound())
    recording = lausch.load_audio(tmp_path / "clicks.wav")
    lausch.write(replace(analysis(), provenance=recording.provenance), tmp_path / "clicks.json")
    (tmp_path / "clicks.wav").rename(tmp_path / "away.wav")
    songs = Songs([tmp_path / "clicks.json"], Manner(tmp_path / "kept", "a"))
    songs.start()
    (song,) = songs.songs
    with served(songs) as port:
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}/songs/{song}")
        page.get_by_text("is not here").wait_for()
        (tmp_path / "away.wav").rename(tmp_path / "clicks.wav")
        page.get_by_role("button", name="Try again").click()
        page.wait_for_selector("html[data-ready] .lane canvas")
        page.close()
