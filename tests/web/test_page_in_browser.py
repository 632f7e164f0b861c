"""The page in a browser: it opens from a file, and is looked at by pointer, keys and fingers."""

from __future__ import annotations

import pytest
from pages import SECONDS


def test_it_shows_a_lane_for_every_layer_and_names_as_text(page):
    titles = page.locator(".lane h2").all_text_contents()
    lanes = ["Beats", "Tempo", "Form", "Self-similarity", "Solo", "Bass"]
    assert titles == ["Recording", "Spectrogram", *lanes]
    assert page.locator("h1").text_content() == "<b>clicks.wav"
    assert "1 missed, 2 false" in page.locator(".reference").first.text_content()


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


def test_a_browser_that_is_too_old_is_told_so(browser, file):
    page = browser.new_page()
    page.add_init_script("delete window.DecompressionStream")  # as in an old browser
    page.goto(file.as_uri())
    page.get_by_text("This page cannot be shown").wait_for()
    page.close()
