"""Recordings that were sent to a library: named by their content, shown by what users call them."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lausch.errors import OptionError
from lausch.web.kept import fingerprint, write_json

ABANDONED_SECONDS = 86_400.0
"""What began to come longer ago comes no more."""
MOST_AT_ONCE = 2


class Uploads:
    """A folder of recordings, and the room in it in bytes."""

    def __init__(self, root: Path, most_bytes: int) -> None:
        self.folder = root / "uploads"
        self.coming = self.folder / "coming"
        self.most_bytes = most_bytes
        self._expected: list[int] = []
        self._lock = threading.Lock()
        self.coming.mkdir(parents=True, exist_ok=True)
        for path in self.coming.iterdir():
            if path.stat().st_mtime < time.time() - ABANDONED_SECONDS:
                path.unlink(missing_ok=True)

    def recordings(self) -> Iterator[tuple[Path, str]]:
        """Each recording with its title."""
        for note in sorted(self.folder.glob("*/title.json")):
            try:
                entry = json.loads(note.read_text("utf-8"))
                path = note.parent / Path(entry["file"]).name
                title = str(entry["title"])
            except (OSError, ValueError, KeyError, TypeError):
                continue  # of a program that was killed; what it was of can be sent again
            if path.is_file():
                yield path, title

    @property
    def used(self) -> int:
        """The bytes of all recordings."""
        return sum(path.stat().st_size for path, _ in self.recordings())

    @contextmanager
    def room(self, expected: int) -> Iterator[None]:
        """Room for so many bytes while they come.

        Raises OptionError when there is none, or others are coming.
        """
        with self._lock:
            if len(self._expected) >= MOST_AT_ONCE:
                raise OptionError("other recordings are coming; send it when they are here")
            left = self.most_bytes - self.used - sum(self._expected)
            if expected > left:
                raise OptionError(
                    f"{expected / 1e6:,.1f} MB, and there is room for {max(0, left) / 1e6:,.1f} MB "
                    "of uploaded recordings: remove some, or start the server with a larger --room"
                )
            self._expected.append(expected)
        try:
            yield
        finally:
            with self._lock:
                self._expected.remove(expected)

    def take(self, path: Path, title: str) -> Path:
        """Keep a file that has come; where it is now depends on its content alone."""
        folder = self.folder / fingerprint(path)
        folder.mkdir(exist_ok=True)
        place = folder / f"recording{path.suffix}"
        path.replace(place)
        write_json(folder / "title.json", {"title": title, "file": place.name})
        return place

    def remove(self, path: Path) -> None:
        """Remove a recording; what its user corrected is kept elsewhere, and stays."""
        if path.parent.parent == self.folder:
            shutil.rmtree(path.parent, ignore_errors=True)
