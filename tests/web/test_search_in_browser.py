"""Search by melody in a browser: a stretch, the keyboard, a file and the microphone."""

from __future__ import annotations

import pytest
import soundfile
from browsers import chromium
from libraries import RATE, library, solo, tone
from test_asking import FROM, UNTIL, part
from visitors import served

FAKES = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
PHONE = {"width": 390, "height": 780}


@pytest.fixture(scope="module")
def library_port(tmp_path_factory):
    songs = library(tmp_path_factory.mktemp("music"), tmp_path_factory.mktemp("kept"))
    with served(songs) as port:
        yield port


@pytest.fixture(scope="module")
def hummed(tmp_path_factory):
    path = tmp_path_factory.mktemp("sound") / "hummed.wav"
    soundfile.write(path, tone(part(solo(1)), 10), RATE)
    return path


@pytest.fixture(scope="module")
def browser(hummed):
    with chromium(*FAKES, f"--use-file-for-fake-audio-capture={hummed}") as browser:
        yield browser


@pytest.fixture
def page(browser, library_port):
    page = browser.new_page(permissions=["microphone"])
    faults = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"http://127.0.0.1:{library_port}/")
    page.get_by_text("3 of 3").wait_for()
    yield page
    page.close()
    assert [fault for fault in faults if "422" not in fault] == []  # a refusal is logged


def test_a_marked_stretch_is_found_compared_and_opened(page):
    page.get_by_role("link", name="second.json").click()
    page.wait_for_selector("html[data-ready] .lane canvas")
    page.evaluate(f"window.lausch.transport.choose([{FROM}, {UNTIL}])")
    page.get_by_role("button", name="Find it").click()
    page.get_by_text("3 recordings searched").wait_for()
    assert page.locator(".hits li").count() == 3
    page.locator(".warping canvas").wait_for()
    page.keyboard.press("Space")
    page.locator(".side[aria-pressed=true]", has_text="Recording").wait_for()
    page.keyboard.press("b")
    page.locator(".side[aria-pressed=true]", has_text="Melody").wait_for()
    page.get_by_role("button", name="Melody", exact=True).click()
    page.wait_for_function("!document.querySelector('.side[aria-pressed=true]')")
    page.locator(".hit .at").first.click()
    page.wait_for_selector("html[data-ready] .lane canvas")
    start, end = page.evaluate("window.lausch.transport.selection")
    assert page.evaluate("window.lausch.player.position") == start < end


def test_what_is_played_on_the_keyboard_is_found(page):
    page.get_by_role("link", name="Find a melody").click()
    page.get_by_role("button", name="Play on the keyboard").click()
    names = "awsedftgyhujkolp;'"
    melody = part(solo(0))
    gaps = 1000 * (melody.onsets[1:9] - melody.onsets[:8])
    for pitch, gap in zip(melody.pitches[:8], gaps.tolist(), strict=True):
        page.keyboard.down(names[round(pitch) - 60])
        page.wait_for_timeout(0.7 * gap)
        page.keyboard.up(names[round(pitch) - 60])
        page.wait_for_timeout(0.3 * gap)
    page.get_by_text("8 notes").wait_for()
    page.get_by_role("button", name="Find it").click()
    page.get_by_role("heading", name="what you played").wait_for()
    assert page.locator(".hit .song").first.text_content() == "first.json"


def test_a_file_and_the_microphone_are_found(page, hummed):
    page.get_by_role("link", name="Find a melody").click()
    page.get_by_label("Choose a file").set_input_files(hummed)
    page.get_by_role("heading", name="hummed.wav").wait_for(timeout=90_000)
    assert page.locator(".hit .song").first.text_content() == "second.json"
    page.get_by_role("button", name="Hum into the microphone").click()
    page.wait_for_timeout(9000)
    page.get_by_role("button", name="Stop and find it").click()
    page.get_by_role("heading", name="what you hummed.wav").wait_for(timeout=90_000)
    assert page.locator(".hit .song").first.text_content() == "second.json"
    page.get_by_label("Look").select_option("0")
    page.get_by_text("3 recordings searched").wait_for()


def test_a_file_without_a_melody_is_refused_in_words(page, tmp_path):
    (tmp_path / "no.mid").write_bytes(b"MThd")
    page.get_by_role("link", name="Find a melody").click()
    page.get_by_label("Choose a file").set_input_files(tmp_path / "no.mid")
    page.get_by_text("no.mid: ").wait_for(timeout=60_000)
