"""The memory of an analysis of hours: the largest resident size of the process, by layer.

    python studies/memory.py SONG... [--hours 1,5] [--layers beats,solo,bass,sections]

Hours are made of the recordings, one after the other, each at another level and with a pause.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import soundfile
from speed import peak_megabytes

from lausch.audio import load_audio

RATE = 22050


def write_hours(songs: list[Path], path: Path, hours: float) -> int:
    """Write so many hours of the songs in pieces, and return the number of samples."""
    dice = np.random.default_rng(0)
    sounds = [load_audio(song, rate=RATE).samples for song in songs]
    count = 0
    with soundfile.SoundFile(path, "w", RATE, 1) as file:
        while count < hours * 3600 * RATE:
            sound = sounds[dice.integers(len(sounds))]
            piece = sound[dice.integers(len(sound) // 2) :] * dice.uniform(0.3, 0.9)
            file.write(piece)
            file.write(np.zeros(pause := round(dice.uniform(0.2, 4) * RATE), dtype=np.float32))
            count += len(piece) + pause
    return count


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("songs", nargs="+", type=Path)
    parser.add_argument("--hours", default="1,5")
    parser.add_argument("--layers", default="beats,solo,bass,sections")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hours.flac"
        for hours in options.hours.split(","):
            write_hours(options.songs, path, float(hours))
            for layer in options.layers.split(","):
                out = Path(folder) / f"{layer}.json"
                peak = peak_megabytes("analyze", path, "--only", layer, "-o", out)
                print(f"{hours} h  {layer:8}  {peak:,.0f} MB", flush=True)


if __name__ == "__main__":
    main()
