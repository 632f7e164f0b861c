"""The page in a browser is heard: clicks on the beats of the recording, loops, and a count."""

from __future__ import annotations

import numpy as np
import pytest

CLICK_SECONDS = 0.005
STRETCHED_SECONDS = 0.012
"""A window of the stretched music may be moved by a hundredth of a second."""
CLICKS = 5

RECORDER = """
registerProcessor("recorder", class extends AudioWorkletProcessor {
  last = [-1e9, -1e9];
  process(inputs) {
    inputs.forEach((input, place) => (input[0] ?? []).forEach((value, at) => {
      if (Math.abs(value) < 0.1) return;
      const now = currentFrame + at;
      if (now - this.last[place] > 0.15 * sampleRate) {
        this.port.postMessage([place, now / sampleRate]);
      }
      this.last[place] = now;
    }));
    return true;
  }
});
"""
RECORD = """async ([code, speed]) => {
  const { player } = window.lausch;
  player.setSpeed(speed);
  player.setFader("beats", 1);
  player.seek(3.25);
  const nodes = [player.node("recording"), player.node("beats")];
  const { context } = nodes[0];
  await context.audioWorklet.addModule(`data:text/javascript,${encodeURIComponent(code)}`);
  const recorder = new AudioWorkletNode(context, "recorder", { numberOfInputs: 2 });
  nodes.forEach((node, place) => node.connect(recorder, 0, place));
  recorder.connect(context.destination);
  window.onsets = [[], []];
  recorder.port.onmessage = ({ data }) => window.onsets[data[0]].push(data[1]);
  await player.play();
}"""


@pytest.mark.parametrize(("speed", "within"), [(1, CLICK_SECONDS), (0.5, STRETCHED_SECONDS)])
def test_clicks_sound_on_the_beats_of_the_recording(page, speed, within):
    # Frames of the sound itself are the clock: a busy machine is late, but with both at once.
    page.evaluate(RECORD, [RECORDER, speed])
    page.wait_for_function(f"window.onsets.every((each) => each.length > {CLICKS})", timeout=60_000)
    page.evaluate("window.lausch.player.pause()")
    music, clicks = (np.array(each) for each in page.evaluate("window.onsets"))
    clicks = clicks[:CLICKS]
    assert np.median(np.diff(clicks)) == pytest.approx(0.5 / speed, abs=0.001)
    assert np.abs(music[:, None] - clicks).min(axis=0).max() < within


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


def test_a_section_is_looped_by_a_key_and_chosen_by_pressing_twice(page):
    loop = "window.lausch.player.loop"
    page.evaluate("window.lausch.player.seek(9)")
    page.keyboard.press("Shift+L")
    assert page.evaluate(loop) == [8.5, 16.5]
    page.keyboard.press("0")
    lane = page.get_by_role("img", name="Form: ")
    lane.dblclick(position={"x": page.evaluate("window.lausch.view.x(3)"), "y": 12})
    assert page.evaluate(loop) == [0, 8.5]
    page.get_by_role("img", name="Beats: ").dblclick(
        position={"x": page.evaluate("window.lausch.view.x(3.2)"), "y": 12}
    )
    assert page.evaluate(loop) == [2.5, 4.5]


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
