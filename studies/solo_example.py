"""The picture of a test solo: what systems make of it, and what was played."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from solo_scores import reference_pianoroll

from lausch.annotation import Contour
from lausch.audio import load_audio
from lausch.corpora.track import Track
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.figures import figure
from lausch.evaluation.run import opened
from lausch.frames import Frames
from lausch.plot.saving import save

SHOWN = ("spectrogram", "balke2017")
"""The systems in the example, if measured; otherwise the best model."""


EXAMPLE_SECONDS = 20.0


LOWEST, HIGHEST = 40, 96
"""The range of MIDI pitches in the example."""


@dataclass(frozen=True, eq=False)
class Example:
    """The first seconds of a solo: activations by system, and the annotation."""

    title: str
    pictures: dict[str, Frames]
    truth: Contour


def example(evidence: Evidence, path: Path) -> bool:
    """Draw the beginning of the first test solo, a panel for each system and one for the truth."""
    if not evidence.models:
        return False
    first = evidence.results[0]
    corpus = next(corpus for corpus in evidence.corpora if corpus.name == first.corpus)
    track = next(track for track in corpus.split("test") if track.name == first.track)
    names = [name for name in SHOWN if name in evidence.models] or list(evidence.models[:1])
    excerpt = _example(corpus.name, track, names)
    canvas = figure(9.0, 1.5 * len(excerpt.pictures) + 2.0)
    panels = canvas.subplots(len(excerpt.pictures) + 1, 1, sharex=True, sharey=True)
    for panel, (name, frames) in zip(panels, excerpt.pictures.items(), strict=False):
        _draw_pianoroll(panel, frames, frames.values, name)
    last = next(iter(excerpt.pictures.values()))
    _draw_pianoroll(panels[-1], last, reference_pianoroll(excerpt.truth, last), "as played")
    panels[-1].set_xlabel("time in seconds")
    panels[0].set_ylim(LOWEST, HIGHEST)
    panels[0].set_yticks((48, 60, 72, 84), ("C3", "C4", "C5", "C6"))
    canvas.suptitle(excerpt.title, fontsize=9)
    save([canvas], path)
    return True


def _example(corpus: str, track: Track, names: list[str]) -> Example:
    pictures = {}
    for name in names:
        system = opened(name)
        samples = track.load(system.rate).samples[: round(EXAMPLE_SECONDS * system.rate)]
        sound = load_audio((samples, system.rate), rate=system.rate)
        pictures[name] = system.decode(system.activations(sound)).activations
    who = f"{track.performer}, " if track.performer else ""
    title = f"{corpus}/{track.name}: {who}{track.song.partition('-')[2] or track.song}"
    return Example(title, pictures, track.read("contour"))


def _draw_pianoroll(panel: Any, frames: Frames, values: ArrayLike, name: str) -> None:
    picture = np.asarray(values, dtype=np.float64)
    low, high = (int(frames.columns[at].removeprefix("midi ")) for at in (0, -1))
    panel.imshow(
        picture.T,
        origin="lower",
        aspect="auto",
        extent=(0, frames.clock.seconds(len(frames)), low - 0.5, high + 0.5),
        cmap="magma",
        interpolation="nearest",
        vmin=0.0,
        vmax=float(np.quantile(picture, 0.999)) or 1.0,
    )
    panel.set_title(name, fontsize=8, loc="left", pad=2)
