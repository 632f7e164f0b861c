"""The form on a page is corrected on both scales, by pointer and keys, undone and saved."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pages import SECONDS, analysis, sound

import lausch
from lausch.annotation import Form, Sections
from lausch.web import write_page

COARSE = [0.0, 8.5, 16.5, SECONDS]
FINE = [0.0, 4.5, 8.5, 12.5, 16.5, 20.5, SECONDS]
FORM = "window.lausch.corrections.form"


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    form = Form(Sections(COARSE, ["A", "B", "A"]), Sections(FINE, ["a", "b", "c", "c", "a", "b"]))
    path = tmp_path_factory.mktemp("page") / "form.html"
    write_page(sound(), replace(analysis(), sections=form), path, name="form.wav")
    return path


def boundaries(page):
    return [page.evaluate(f"{FORM}[{scale}].boundaries") for scale in (0, 1)]


def labels(page, scale):
    return page.evaluate(f"{FORM}[{scale}].labels")


def rename(page, noun, name):
    page.keyboard.press("r")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name=f"Rename the {noun}").wait_for(state="detached")


def test_phrases_are_split_joined_and_renamed_by_keys_alone_undone_and_saved(page, tmp_path):
    page.evaluate("window.lausch.player.seek(6.5)")
    page.keyboard.press("s")
    assert boundaries(page) == [[0.0, 6.5, 8.5, 16.5, SECONDS], FINE]  # sections come first
    page.keyboard.press("Control+z")
    page.keyboard.press("p")
    page.keyboard.press("s")
    split = [0.0, 4.5, 6.5, *FINE[2:]]
    assert boundaries(page) == [COARSE, split]
    rename(page, "phrase", "turn")
    assert labels(page, 1) == ["a", "b", "turn", "c", "c", "a", "b"]
    page.evaluate("window.lausch.player.seek(12.6)")
    page.keyboard.press("j")
    assert boundaries(page) == [COARSE, [0.0, 4.5, 6.5, 8.5, 16.5, 20.5, SECONDS]]
    page.keyboard.press("Control+z")
    assert boundaries(page) == [COARSE, split]
    page.keyboard.press("Control+Shift+z")
    page.keyboard.press("p")
    rename(page, "section", "bridge")
    assert labels(page, 0) == ["A", "bridge", "A"]
    assert page.get_by_role("img", name="3 sections · 6 phrases, corrected").is_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save a file").click()
    saved.value.save_as(tmp_path / "mine.json")
    form = lausch.read(tmp_path / "mine.json").sections
    assert form.coarse.boundaries.tolist() == COARSE
    assert form.coarse.labels == ("A", "bridge", "A")
    assert form.fine.boundaries.tolist() == [0.0, 4.5, 6.5, 8.5, 16.5, 20.5, SECONDS]
    assert form.fine.labels == ("a", "b", "turn", "c", "a", "b")


def test_tools_work_on_the_scale_that_was_pressed(page):
    lane = page.get_by_role("img", name="Form:")
    box = lane.bounding_box()
    x = box["x"] + page.evaluate("window.lausch.view.x(10.5)")
    page.mouse.click(x, box["y"] + 45)  # the lower row
    page.keyboard.press("e")
    page.get_by_role("button", name="Phrases", pressed=True).wait_for()
    page.get_by_role("button", name="Split").click()
    assert boundaries(page)[0] == COARSE
    assert len(boundaries(page)[1]) == len(FINE) + 1
    assert boundaries(page)[1][3] == pytest.approx(10.5, abs=0.05)
    box = lane.bounding_box()
    page.mouse.click(x, box["y"] + 12)
    page.get_by_role("button", name="Phrases", pressed=False).wait_for()
    page.get_by_role("button", name="Split").click()
    assert boundaries(page)[0] == [0.0, 8.5, pytest.approx(10.5, abs=0.05), 16.5, SECONDS]
    page.keyboard.press("p")
    page.locator(".rows .chosen", has_text="phrases").wait_for()
