"""Pages for everyone: axe-core finds nothing by WCAG 2.2 AA, in light, in dark, and on a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from libraries import library, solo
from pages import analysis, sound
from test_asking import part
from visitors import served

from lausch.web import write_page
from lausch.web.uploads import Uploads

SIZES = {"desk": {"width": 1200, "height": 900}, "phone": {"width": 390, "height": 800}}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASK = """async (notes) => {
  const body = JSON.stringify(notes);
  const answer = await fetch("/api/questions/notes", { method: "POST", body });
  window.location.hash = (await answer.json()).id;
}"""


@pytest.fixture(scope="module")
def songs(tmp_path_factory):
    return library(tmp_path_factory.mktemp("music"), tmp_path_factory.mktemp("kept"))


@pytest.fixture(scope="module")
def port(songs):
    with served(songs, uploads=Uploads(songs.manner.root, 10**9)) as port:
        yield port


@pytest.fixture(params=SIZES)
def page(request, browser):
    # Without transitions, which have other colours on their way.
    page = browser.new_page(viewport=SIZES[request.param], reduced_motion="reduce")
    yield page
    page.close()


def faults(page) -> list[str]:
    """What axe finds in light and in dark, and what is wider than the page."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        rules = {"runOnly": {"type": "tag", "values": RULES}}
        for each in Axe().run(page, options=rules).response["violations"]:
            places = [node["html"][:120] for node in each["nodes"][:3]]
            found.append(f"{scheme}: {each['id']}: {each['help']}: {places}")
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append("wider than the page")
    return found


def test_the_library(page, port):
    page.goto(f"http://127.0.0.1:{port}/")
    page.get_by_text("3 of 3").wait_for()
    assert faults(page) == []


def test_a_search_with_its_hits(page, port):
    page.goto(f"http://127.0.0.1:{port}/search")
    page.get_by_role("button", name="Play on the keyboard").click()
    notes = part(solo(1))
    page.evaluate(ASK, {n: getattr(notes, n).tolist() for n in ("onsets", "offsets", "pitches")})
    page.get_by_text("3 recordings searched").wait_for()
    assert faults(page) == []


def test_a_recording_with_all_its_tools(page, port, songs):
    page.goto(f"http://127.0.0.1:{port}/songs/{next(iter(songs.songs))}")
    page.wait_for_selector("html[data-ready] .lane canvas")
    page.evaluate("window.lausch.transport.choose([10, 20])")
    page.keyboard.press("e")
    page.keyboard.press("m")
    page.get_by_role("button", name="Find it").wait_for()
    assert faults(page) == []


def test_a_file_and_its_list_of_keys(page, tmp_path):
    write_page(sound(), analysis(), tmp_path / "page.html", name="clicks.wav")
    page.goto((tmp_path / "page.html").as_uri())
    page.wait_for_selector("html[data-ready]")
    page.get_by_role("button", name="Self-similarity").click()
    assert faults(page) == []
    page.keyboard.press("?")
    assert faults(page) == []
