"""Debian's Chromium for the tests of the page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

USUAL = ("--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--mute-audio")


@contextmanager
def chromium(*arguments: str) -> Iterator[Browser]:
    """A browser within the block."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "apt install chromium: the driver brings no browser of its own"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=[*USUAL, *arguments])
        yield browser
        browser.close()
