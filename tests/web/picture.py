"""The picture of the page in the README: `python tests/web/picture.py`, with Debian's chromium."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

import lausch
from lausch.web import write_page

ROOT = Path(__file__).parents[2]
SIZE = {"width": 1280, "height": 1180}


def main() -> None:
    """Analyse the example, open its page, and take a picture of a part."""
    recording = ROOT / "examples" / "vibe_ace.ogg"
    analysis = lausch.analyze(recording, only="all", activations=True)
    with TemporaryDirectory() as folder, sync_playwright() as driver:
        file = Path(folder) / "vibe_ace.html"
        write_page(recording, analysis, file, name=recording.name)
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport=SIZE)
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-ready]")
        page.evaluate("window.lausch.view.fit(12, 40); window.lausch.player.seek(20.3)")
        page.wait_for_timeout(800)
        page.screenshot(path=ROOT / "examples" / "page.png")
        browser.close()


if __name__ == "__main__":
    main()
