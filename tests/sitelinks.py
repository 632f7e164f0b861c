"""What is wrong with a built site: links without a target, and what is loaded from elsewhere.

`python tests/sitelinks.py site` prints it, and exits with 1 if there is any.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADED = {"script": "src", "img": "src", "audio": "src", "source": "src", "iframe": "src"}
"""Elements that load what an attribute names; `link` does as well, but for some relations."""
RELATIONS = {"stylesheet", "icon", "preload", "preconnect", "modulepreload"}


class Page(HTMLParser):
    """The links of a page, what it loads, and its anchors."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called for each element."""
        values = {name: value or "" for name, value in attrs}
        self.anchors.update(values[name] for name in ("id", "name") if name in values)
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag in LOADED and LOADED[tag] in values:
            self.loaded.append(values[LOADED[tag]])
        if tag == "link" and RELATIONS.intersection(values.get("rel", "").split()):
            self.loaded.append(values["href"])


def faults(site: Path) -> Iterator[str]:
    """A line for each link that leads nowhere and each thing that is loaded from elsewhere."""
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}
    for path, page in pages.items():
        name = path.relative_to(site)
        for target in page.loaded:
            if urlsplit(target).netloc:
                yield f"{name}: loads {target}"
        for target in {*page.links, *page.loaded}:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                continue
            file = path if not parts.path else path.parent / unquote(parts.path)
            file = file.resolve()
            places = pages[file].anchors if file in pages else set()
            if not file.exists():
                yield f"{name}: {target} is not there"
            elif parts.fragment and places and unquote(parts.fragment) not in places:
                yield f"{name}: {target} has no such place"


def main() -> int:
    """Check the site that is named."""
    found = sorted(faults(Path(sys.argv[1]).resolve()))
    print("\n".join(found) or "every link has its target, and nothing is loaded from elsewhere")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
