"""What tests of the page share: a browser, a file with a known answer, and its page."""

from __future__ import annotations

import pytest
from pages import BEATS, analysis, sound

from lausch.annotation import Beats
from lausch.annotation.analysis import Analysis
from lausch.web import write_page


@pytest.fixture(scope="module")
def browser():
    from browsers import chromium  # where Playwright is

    with chromium() as browser:
        yield browser


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
    """The page of the file; it asks for nothing else, and nothing goes wrong."""
    page = browser.new_page(viewport={"width": 1200, "height": 900}, bypass_csp=True)
    faults = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: faults.append(request.url))
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-ready]")
    yield page
    page.close()
    faults = [fault for fault in faults if not fault.startswith("data:")]  # of a test's recorder
    assert faults == [file.as_uri()]
