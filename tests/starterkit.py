"""The code of docs/starter_kit.md by section, and a folder of recordings for it."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import soundfile

from lausch import write
from lausch.annotation import Beats
from lausch.annotation.analysis import Analysis

PAGE = Path(__file__).parents[1] / "docs" / "starter_kit.md"
RATE = 22050


def code(*sections: str) -> str:
    """The program of the page's beginning and of the sections whose headings begin so."""
    parts = re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.M)
    chosen = [part for n, part in enumerate(parts) if not n or part.startswith(sections)]
    return "\n".join(re.findall(r"```py\n(.*?)```", "\n".join(chosen), flags=re.S))


def mydata(folder: Path) -> None:
    """Clicks of twelve recordings, half of them fast, with their beats."""
    (folder / "mydata").mkdir()
    click = np.hanning(400) * np.random.default_rng(0).normal(size=400)
    for number in range(12):
        bpm = (90, 140)[number % 2] + number
        times = np.arange(0.4, 5.5, 60 / bpm)
        samples = np.zeros(6 * RATE)
        for time in times:
            samples[int(time * RATE) : int(time * RATE) + 400] += 0.3 * click
        sound = folder / "mydata" / f"{number}.wav"
        soundfile.write(sound, samples, RATE)
        write(Analysis(beats=Beats(times)), sound.with_suffix(".beats"))
