"""What is kept of a recording: what was found in it, and beside that what its user corrected.

A folder is named by the content of the recording, so that it is found again after a move. In it
stands `mine.json`, which no analysis touches, and a folder for each way of making the rest.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from lausch import formats
from lausch.analysis.known_beats import rhythm_of
from lausch.annotation.analysis import Analysis, attributes
from lausch.errors import FormatError
from lausch.files import replacing
from lausch.formats.jsonlayers import CODECS
from lausch.frames import FloatArray
from lausch.retrieval.chroma import restored
from lausch.web.mending import mended
from lausch.web.parts import NAME

END_BYTES = 1 << 20
DIGITS = 32
MINE = "mine.json"
CHROMA = "chroma.npy"


def usual_folder() -> Path:
    """Where pages are kept: LAUSCH_PAGES, or a folder of the system for data of programs."""
    named = os.environ.get("LAUSCH_PAGES")
    if named:
        return Path(named)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    else:
        base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "lausch" / "pages"


def fingerprint(path: Path) -> str:
    """A name for the content of a file: of its size, its beginning and its end."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        digest = hashlib.sha256(f"{size}\n".encode())
        digest.update(file.read(END_BYTES))
        file.seek(max(0, size - END_BYTES))
        digest.update(file.read(END_BYTES))
    return digest.hexdigest()[:DIGITS]


@dataclass(frozen=True)
class Kept:
    """The folder of one recording, and in it that of one way of making."""

    folder: Path
    making: str

    @property
    def made(self) -> Path:
        """The folder of what was found; it is there as a whole, or not at all."""
        return self.folder / self.making

    @property
    def ready(self) -> bool:
        """Whether everything was found."""
        return self.made.is_dir()

    @property
    def progress(self) -> dict[str, Any]:
        """What is being done, and the share of it that is done."""
        try:
            entry: dict[str, Any] = json.loads((self.folder / "progress.json").read_text("utf-8"))
        except (OSError, ValueError):
            return {"what": "starting", "share": 0.0}
        return entry

    def tell(self, what: str, share: float) -> None:
        """Note the progress for another process."""
        temporary = self.folder / f"progress.{os.getpid()}"
        temporary.write_text(json.dumps({"what": what, "share": round(share, 4)}), "utf-8")
        temporary.replace(self.folder / "progress.json")

    def row(self) -> dict[str, Any]:
        """What a library lists of it."""
        entry: dict[str, Any] = json.loads((self.made / "row.json").read_text("utf-8"))
        return entry

    def document(self) -> dict[str, Any]:
        """The document of its page, without corrections."""
        entry: dict[str, Any] = json.loads((self.made / "document.json").read_text("utf-8"))
        return entry

    def document_text(self) -> str:
        """The document as it is on the disk: that of three hours is long to read and to write."""
        return (self.made / "document.json").read_text("utf-8")

    def sound(self) -> dict[str, Any]:
        """What its document says of its sound."""
        entry: dict[str, Any] = json.loads((self.made / "sound.json").read_text("utf-8"))
        return entry

    @property
    def has_solo(self) -> bool:
        """Whether melodies can be looked for in it."""
        return (self.made / CHROMA).is_file()

    def chroma(self) -> FloatArray:
        """The solo as searches compare it, (frames, 12), 0 to 1."""
        return restored(np.load(self.made / CHROMA))

    def part(self, name: str) -> bytes | None:
        """A part by its name; None for a name that no part has."""
        if not NAME.fullmatch(name):
            return None
        try:
            return (self.made / "parts" / name.replace("/", "-")).read_bytes()
        except OSError:
            return None

    def mine(self) -> Analysis:
        """What the user corrected."""
        try:
            return formats.read(self.folder / MINE)
        except FormatError:
            if (self.folder / MINE).exists():
                raise
            return Analysis()

    def correct(self, layer: str, value: Any) -> None:
        """Keep a layer as the user has it, or with None no longer.

        It is written, and on the disk, when this returns. Raises FormatError for a layer that
        cannot be corrected, or a value that is none of it.
        """
        if layer not in CODECS or layer not in Analysis.__dataclass_fields__:
            raise FormatError(f"there is no layer {layer!r} that could be corrected")
        try:
            annotation = None if value is None else CODECS[layer][1](value)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise FormatError(f"{layer}: {error}") from error
        change: dict[str, Any] = {layer: annotation}
        formats.write(replace(self.mine(), **change), self.folder / MINE)

    @property
    def reference_path(self) -> Path:
        """Where what is known to be true is kept."""
        return self.folder / "reference.json"

    def reference(self) -> Analysis | None:
        """What is known to be true; None if nothing was sent."""
        return formats.read(self.reference_path) if self.reference_path.exists() else None

    def found(self) -> Analysis:
        """What was found, with the activations of the networks."""
        return formats.read(self.made / "analysis.json")

    def whole(self) -> Analysis:
        """What was found with what the user corrected in its place, without activations."""
        found, mine = formats.read(self.made / "annotations.json"), self.mine()
        contents = mended(mine, found)
        if mine.beats is not None:
            contents |= rhythm_of(mine.beats, found.layers)
        known: dict[str, Any] = attributes(contents)
        known.pop("others")
        return replace(found, **known)


def write_json(path: Path, value: Any) -> None:
    """A document in a file: all of it, or nothing."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def forget(folder: Path) -> None:
    """Remove a folder of what was found; it can be made again."""
    shutil.rmtree(folder, ignore_errors=True)
