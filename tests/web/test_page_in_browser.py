"""The page in a browser: it opens from a file, plays in time, loops, and is found accessible."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
from pages import BEATS, SECONDS, analysis, sound
from playwright.sync_api import sync_playwright

from lausch.annotation import Beats
from lausch.annotation.analysis import Analysis
from lausch.web import write_page

ARGUMENTS = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--mute-audio"]
CLICK_SECONDS = 0.005
STRETCHED_SECONDS = 0.012
"""A window of the stretched music may be moved by a hundredth of a second."""


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as driver:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = driver.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "clicks.html"
    moved = BEATS.copy()
    moved[3] += 0.1
    reference = Analysis(beats=Beats(moved[:-1]))
    write_page(sound(), analysis(), path, name="<b>clicks.wav", references=(reference,))
    return path


@pytest.fixture
def page(browser, file):
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    faults = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: faults.append(request.url))
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-ready]")
    yield page
    page.close()
    faults = [fault for fault in faults if "ScriptProcessorNode" not in fault]  # of this test
    assert faults == [file.as_uri()]  # it asked for nothing else, and nothing went wrong


def test_it_shows_a_lane_for_every_layer_and_names_as_text(page):
    titles = page.locator(".lane h2").all_text_contents()
    assert titles[1:] == ["Recording", "Spectrogram", "Beats", "Tempo", "Form", "Solo", "Bass"]
    assert page.locator("h1").text_content() == "<b>clicks.wav"
    assert "1 missed, 2 false" in page.locator(".reference").first.text_content()


RECORD = """async ([speed, seconds]) => {
  const { player } = window.lausch;
  player.setSpeed(speed);
  player.setFader("beats", 1);
  player.seek(3.25);
  const nodes = [player.node("recording"), player.node("beats")];
  const context = nodes[0].context;
  const merger = context.createChannelMerger(2);
  nodes.forEach((node, at) => node.connect(merger, 0, at));
  const recorder = context.createScriptProcessor(4096, 2, 1);
  merger.connect(recorder);
  recorder.connect(context.destination);
  const onsets = [[], []];
  let frame = 0;
  const last = [-1e9, -1e9];
  recorder.onaudioprocess = (event) => {
    for (let channel = 0; channel < 2; channel++) {
      const values = event.inputBuffer.getChannelData(channel);
      values.forEach((value, at) => {
        if (Math.abs(value) < 0.1) return;
        const now = frame + at;
        const rate = context.sampleRate;
        if (now - last[channel] > 0.15 * rate) onsets[channel].push(now / rate);
        last[channel] = now;
      });
    }
    frame += 4096;
  };
  await player.play();
  await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  player.pause();
  recorder.disconnect();
  return onsets;
}"""


@pytest.mark.parametrize(("speed", "within"), [(1, CLICK_SECONDS), (0.5, STRETCHED_SECONDS)])
def test_clicks_sound_on_the_beats_of_the_recording(page, speed, within):
    music, clicks = (np.array(each) for each in page.evaluate(RECORD, [speed, 3.2]))
    assert len(clicks) >= 3
    assert np.median(np.diff(clicks)) == pytest.approx(0.5 / speed, abs=0.001)
    distance = np.abs(music[:, None] - clicks).min(axis=0)
    assert distance[:-1].max() < within


def test_a_bar_is_looped_without_leaving_it(page):
    page.keyboard.press("ArrowRight")
    page.keyboard.press("l")
    assert page.evaluate("window.lausch.player.loop") == [0.5, 2.5]
    page.evaluate("window.lausch.player.seek(1.9)")
    page.keyboard.press("Space")
    page.wait_for_timeout(1500)
    assert 0.5 <= page.evaluate("window.lausch.player.position") < 1.9
    page.keyboard.press("Space")
    assert page.evaluate("window.lausch.player.playing") is False


def test_zoom_and_stretch_by_keyboard_and_pointer(page):
    canvas = page.locator(".lane canvas").nth(3)
    box = canvas.bounding_box()
    page.keyboard.press("0")
    assert page.evaluate("window.lausch.view.end") == pytest.approx(SECONDS)
    page.keyboard.press("+")
    assert page.evaluate("window.lausch.view.end") < SECONDS
    page.mouse.click(box["x"] + 100, box["y"] + 10)
    at = page.evaluate("window.lausch.player.position")
    assert at == pytest.approx(page.evaluate("window.lausch.view.seconds(100)"), abs=0.05)
    page.mouse.move(box["x"] + 200, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 400, box["y"] + 10)
    page.mouse.up()
    page.keyboard.press("l")
    start, end = page.evaluate("window.lausch.player.loop")
    assert end - start > 1
