"""The work on one recording, in a process of its own: sound, pictures, analysis, document."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from lausch import formats
from lausch.analysis.choice import Choice, choose
from lausch.analysis.findings import Watch, analyze_with
from lausch.analysis.runner import opened
from lausch.annotation.analysis import Analysis
from lausch.annotation.pitch import with_signs
from lausch.audio import AudioSource
from lausch.errors import LauschError
from lausch.files import printable
from lausch.formats.key import in_words
from lausch.retrieval.chroma import fold, quantised
from lausch.web.document import document_of, title_of
from lausch.web.kept import CHROMA, Kept, forget, write_json
from lausch.web.lanes import lanes_of
from lausch.web.parts import write_parts
from lausch.web.subject import is_analysis, recording_of

SOUND_SHARE = 0.15
"""Of the whole work."""


@dataclass(frozen=True)
class Work:
    """A recording, or an analysis of one, and what is to be found; other processes are sent it.

    Its title is that of its path unless it has another. One that lasts longer than
    `most_seconds` is refused.
    """

    path: Path
    kept: Kept
    only: tuple[str, ...]
    models: tuple[str, ...]
    title: str = ""
    most_seconds: float = float("inf")

    @property
    def name(self) -> str:
        """What it is called on its page."""
        return self.title or str(self.path)


def prepare(work: Work) -> bool:
    """Make everything that the page of a recording needs, unless it is there.

    Raises LauschError when the recording cannot be read, and OSError.
    """
    kept = work.kept
    if kept.ready:
        return True
    for rest in kept.folder.glob(".new-*"):  # of a process that was killed
        forget(rest)
    folder = kept.folder / f".new-{os.getpid()}"
    parts = folder / "parts"
    parts.mkdir(parents=True, exist_ok=True)
    try:
        analysis = formats.read(work.path) if is_analysis(work.path) else None
        source = work.path if analysis is None else recording_of(analysis, work.path)
        kept.tell("reading the recording", 0.0)
        entries = write_parts(
            source, lambda name, data: _write(parts, name, data), work.most_seconds
        )
        if analysis is None:
            analysis = _analyze(work, source)
        # Of single layers the document has what lanes show, and nothing is decoded again.
        found = replace(analysis, layer_activations={})
        formats.write(found, folder / "analysis.json", "json")
        formats.write(analysis.without_activations(), folder / "annotations.json", "json")
        write_json(folder / "document.json", document_of(analysis, work.name, **entries))
        write_json(folder / "sound.json", entries["sound"])
        if analysis.solo_activations is not None:
            np.save(folder / CHROMA, quantised(fold(analysis.solo_activations)))
        write_json(folder / "row.json", row_of(analysis, work.name))
        folder.replace(kept.made)
    finally:
        forget(folder)
    return True


def explain(work: Work, error: BaseException) -> str:
    """The reason why a recording has no page."""
    text = " ".join(str(error).split())
    known = isinstance(error, (LauschError, OSError))
    reason = text if known else f"unexpected {type(error).__name__}: {text}"
    shown = printable(work.path)
    return printable(reason.removeprefix(f"{shown}: ")).replace(shown, "the recording")


def row_of(analysis: Analysis, name: str) -> dict[str, Any]:
    """What a library lists: length, tempo, key, tags; and the layers that have lanes."""
    tempo, key, tags = analysis.tempo, analysis.read("key"), analysis.read("tags")
    return {
        "title": title_of(name),
        "duration": analysis.duration,
        "tempo": round(tempo.bpm[0], 2) if tempo else None,
        "key": "" if key is None else with_signs(in_words(key.name)),
        "layers": [lane.layer for lane in lanes_of(analysis)],
        "tags": [] if tags is None else list(tags.present),
    }


def _analyze(work: Work, source: AudioSource) -> Analysis:
    choice = choose(work.only, work.models or None, opened, activations=True)
    return analyze_with(choice, source, _watch(work.kept, choice))


def _watch(kept: Kept, choice: Choice) -> Watch:
    """Tells the share of all models' work that is done; each reads the recording once."""
    count = max(1, len({id(model) for _, model in choice.models}))
    begun: list[str] = []
    last = -1.0

    def watch(what: str, seconds: float, whole: float | None) -> None:
        nonlocal last
        if what not in begun:
            begun.append(what)
        within = min(1.0, seconds / whole) if whole else 0.5
        done = min(1.0, (len(begun) - 1 + within) / count)
        if done >= last + 0.005:
            last = done
            kept.tell(what, SOUND_SHARE + (1 - SOUND_SHARE) * done)

    return watch


def _write(folder: Path, name: str, data: bytes) -> None:
    (folder / name.replace("/", "-")).write_bytes(data)
