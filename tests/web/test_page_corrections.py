"""The page in a browser is corrected by pointer and keys, undone, and saved as a file."""

from __future__ import annotations

import pytest
from pages import BEATS, SECONDS

import lausch


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
