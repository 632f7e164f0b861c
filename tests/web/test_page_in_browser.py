"""The page in a browser: it opens from a file, plays in time, loops, and is found accessible."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest
import soundfile
from pages import BEATS, SECONDS, analysis, sound
from playwright.sync_api import sync_playwright
from visitors import served

import lausch
from lausch.annotation import Beats
from lausch.annotation.analysis import Analysis
from lausch.web import write_page
from lausch.web.songs import Manner, Songs

ARGUMENTS = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--mute-audio"]
CLICK_SECONDS = 0.005
STRETCHED_SECONDS = 0.012
"""A window of the stretched music may be moved by a hundredth of a second."""


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as driver:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        assert chromium, "apt install chromium: the driver brings no browser of its own"
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
    lanes = ["Beats", "Tempo", "Form", "Self-similarity", "Solo", "Bass"]
    assert titles == ["Recording", "Spectrogram", *lanes]
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


def test_beats_are_corrected_by_keyboard_undone_and_saved_as_a_file(page, tmp_path):
    beats = "window.lausch.corrections.beats"
    page.keyboard.press("Shift+ArrowUp")
    assert page.evaluate(f"{beats}.times.slice(0, 3)") == [0.5, 0.75, 1.0]
    page.keyboard.press("Control+z")
    assert page.evaluate(f"{beats}.times.length") == len(BEATS)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("1")  # the second beat begins a bar
    assert page.evaluate(f"{beats}.positions.slice(0, 4)") == [4, 1, 2, 3]
    page.keyboard.press(">")
    page.keyboard.press(">")
    assert page.evaluate(f"{beats}.times[1]") == pytest.approx(1.02)
    page.keyboard.press("Delete")
    page.evaluate("window.lausch.player.seek(12)")
    page.keyboard.press("s")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save a file").click()
    saved.value.save_as(tmp_path / "mine.json")
    mine = lausch.read(tmp_path / "mine.json")
    assert mine.beats.times[:2].tolist() == [0.5, 1.5]
    assert mine.sections.coarse.boundaries.tolist() == [0.0, 8.5, 12.0, 16.5, SECONDS]


def test_a_page_with_corrections_in_no_file_is_not_left_unasked(page):
    page.keyboard.press("e")
    page.get_by_role("button", name="×2").click()
    with page.expect_event("dialog") as asked:
        page.evaluate("() => { setTimeout(() => window.location.reload()); }")
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    with page.expect_download():
        page.get_by_role("button", name="Save a file").click()
    assert page.evaluate("window.lausch.corrections.saving.unsaved") is False


def test_a_beat_is_dragged(page):
    page.keyboard.press("e")
    page.evaluate("window.lausch.view.fit(0, 8)")
    page.wait_for_timeout(100)
    box = page.get_by_role("img", name="Beats").bounding_box()
    x = box["x"] + page.evaluate("window.lausch.view.x(2.0)")
    pixels = page.evaluate("window.lausch.view.scale")
    page.mouse.move(x, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(x + 0.1 * pixels, box["y"] + 20, steps=4)
    page.mouse.up()
    assert page.evaluate("window.lausch.corrections.beats.times[3]") == pytest.approx(2.1, abs=0.02)
    page.keyboard.press("Control+z")
    assert page.evaluate("window.lausch.corrections.beats.times[3]") == 2.0


def test_notes_are_drawn_moved_and_made_by_keys(page, tmp_path):
    notes = "window.lausch.corrections.notes"
    page.keyboard.press("e")
    page.evaluate("window.lausch.view.fit(0, 12)")
    page.wait_for_timeout(100)
    lane = page.get_by_role("img", name="Solo")
    lane.scroll_into_view_if_needed()
    box = lane.bounding_box()
    x = lambda seconds: box["x"] + page.evaluate(f"window.lausch.view.x({seconds})")  # noqa: E731
    page.keyboard.press("n")
    page.mouse.move(x(8.02), box["y"] + 60)
    page.mouse.down()
    page.mouse.move(x(8.98), box["y"] + 60, steps=4)
    page.mouse.up()
    drawn = page.evaluate(f"{notes}[8]")
    assert (drawn["onset"], drawn["offset"]) == (8.0, 9.0)  # they snap to beats
    page.mouse.move(x(8.5), box["y"] + 60)
    page.mouse.down()
    page.mouse.move(x(8.5), box["y"] + 90, steps=4)
    page.mouse.up()
    moved = page.evaluate(f"{notes}[8]")
    assert moved["pitch"] < drawn["pitch"]
    assert moved["onset"] == 8.0
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert page.evaluate(f"{notes}.length") == 8
    page.evaluate("window.lausch.player.seek(6.5)")
    page.keyboard.press("v")
    page.keyboard.press("PageUp")
    page.keyboard.press("Shift+PageUp")
    made = page.evaluate(f"{notes}[8]")
    assert (made["onset"], made["offset"], made["pitch"]) == (6.5, pytest.approx(7.05), 68)
    page.evaluate("window.lausch.player.seek(0.6)")
    page.evaluate("window.lausch.corrections.selected = null")
    page.keyboard.press("Backspace")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save a file").click()
    saved.value.save_as(tmp_path / "mine.json")
    solo = lausch.read(tmp_path / "mine.json").solo
    assert solo.onsets.tolist() == [*BEATS[1:8].tolist(), 6.5]
    assert solo.pitches[-1] == 68


def test_notes_of_the_bass_are_drawn_and_saved_beside_those_of_the_solo(page, tmp_path):
    notes = "window.lausch.corrections.notes"
    page.keyboard.press("e")
    page.evaluate("window.lausch.view.fit(0, 12)")
    page.wait_for_timeout(100)
    lane = page.get_by_role("img", name="Bass")
    lane.scroll_into_view_if_needed()
    box = lane.bounding_box()
    x = lambda seconds: box["x"] + page.evaluate(f"window.lausch.view.x({seconds})")  # noqa: E731
    page.keyboard.press("n")
    page.mouse.move(x(2.32), box["y"] + 20)
    page.mouse.down()
    page.mouse.move(x(2.48), box["y"] + 20, steps=4)
    page.mouse.up()
    drawn = page.evaluate(f"{notes}[1]")
    assert (drawn["onset"], drawn["offset"]) == (pytest.approx(2.32, abs=0.02), 2.5)
    page.get_by_role("button", name="Bass", exact=True).click()  # the solo again
    assert page.evaluate(f"{notes}.length") == 8
    page.evaluate("window.lausch.player.seek(0.6)")
    page.keyboard.press("PageUp")
    assert page.evaluate(f"{notes}[0].pitch") == 61
    page.keyboard.press("w")
    page.keyboard.press("PageDown")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save a file").click()
    saved.value.save_as(tmp_path / "mine.json")
    mine = lausch.read(tmp_path / "mine.json")
    assert mine.solo.pitches[:2].tolist() == [61, 61]
    assert mine.bass.notes.pitches[:2].tolist() == [39, round(drawn["pitch"])]


def test_keys_do_nothing_behind_the_list_of_them(page):
    page.keyboard.press("ArrowRight")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    assert dialog.get_by_role("heading", name="Keys").is_visible()
    page.keyboard.press("l")
    assert page.evaluate("window.lausch.player.loop") is None
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    page.keyboard.press("l")
    assert page.evaluate("window.lausch.player.loop") is not None


TOUCH = """([kind, points]) => {
  const canvas = document.querySelectorAll(".lane canvas")[1];
  const box = canvas.getBoundingClientRect();
  points.forEach((x, pointerId) => canvas.dispatchEvent(new PointerEvent(kind, {
    pointerId, pointerType: "touch", clientX: box.left + x, clientY: box.top + 9, bubbles: true,
  })));
}"""


def test_fingers_scroll_zoom_and_tap(page):
    page.evaluate("window.lausch.view.fit(4, 12)")

    def touch(kind: str, *points: float) -> None:
        page.evaluate(TOUCH, [kind, points])

    def seen() -> tuple[float, float]:
        return tuple(page.evaluate("[window.lausch.view.start, window.lausch.view.end]"))

    scale = page.evaluate("window.lausch.view.scale")
    touch("pointerdown", 300)
    touch("pointermove", 200)
    touch("pointerup", 200)
    assert seen() == (pytest.approx(4 + 100 / scale), pytest.approx(12 + 100 / scale))
    assert page.evaluate("window.lausch.player.position") == 0
    touch("pointerdown", 300, 400)
    touch("pointermove", 200, 500)
    touch("pointerup", 200, 500)
    start, end = seen()
    assert end - start == pytest.approx(8 / 3)
    touch("pointerdown", 100)
    touch("pointerup", 100)
    assert page.evaluate("window.lausch.player.position") == pytest.approx(
        start + 100 / (3 * scale)
    )


def test_a_bar_is_counted_before_the_music(page):
    page.evaluate("window.lausch.player.seek(2.5)")
    page.keyboard.press("i")
    page.keyboard.press("Space")
    page.wait_for_timeout(600)
    assert page.evaluate("window.lausch.player.position") == 2.5
    assert page.evaluate("window.lausch.player.counts.length") == 4
    page.wait_for_timeout(2600)
    assert page.evaluate("window.lausch.player.position") > 2.6
    page.keyboard.press("Space")


def test_the_matrix_shows_what_repeats_when_it_is_asked_for(page):
    canvas = page.get_by_role("img", name="Self-similarity")
    assert not canvas.is_visible()
    page.get_by_role("button", name="Self-similarity").click()
    canvas.wait_for()
    page.wait_for_timeout(200)
    values = page.evaluate("""() => {
      const { values, data } = window.lausch.rows.find((row) => row.data?.chroma);
      return [10, 120, 200].map((at) => values[30 * data.count + at]);
    }""")
    assert values[0] > 200
    assert values[2] > 200
    assert values[1] < 100


MARKS = """async () => {
  const page = window.lausch;
  const times = Array.from({ length: 20000 }, (_, at) => (at * 24) / 20000);
  page.corrections.setBeats({ times, positions: times.map((_, at) => (at % 4) + 1) }, "");
  page.view.fit(2, 20);
  let frames = 0;
  const end = performance.now() + 1500;
  await new Promise((resolve) => {
    const step = () => {
      frames += 1;
      page.view.scroll(frames % 2 ? 7 : -5);
      if (performance.now() < end) requestAnimationFrame(step);
      else resolve();
    };
    requestAnimationFrame(step);
  });
}"""
DRAWN = """() => {
  const page = window.lausch;
  for (let at = 0; at < 20; at++) {
    page.view.scroll(at % 2 ? 7 : -7);
    page.rows.forEach((row) => row.draw(page.view, page.colours));
  }
}"""


def test_all_lanes_with_twenty_thousand_marks_are_drawn_within_a_frame(page):
    page.evaluate(MARKS)
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable", {"timeDomain": "threadTicks"})  # whatever else is running

    def spent() -> float:
        metrics = tools.send("Performance.getMetrics")["metrics"]
        return next(each["value"] for each in metrics if each["name"] == "TaskDuration")

    begun = spent()
    page.evaluate(DRAWN)
    assert 0 < (spent() - begun) / 20 < 0.020  # 50 a second


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


def test_a_browser_that_is_too_old_is_told_so(browser, file):
    page = browser.new_page()
    page.add_init_script("delete window.DecompressionStream")  # as in an old browser
    page.goto(file.as_uri())
    page.get_by_text("This page cannot be shown").wait_for()
    page.close()
