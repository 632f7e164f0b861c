"""The memory of an analysis of hours, by layer: writes `reports/memory.md`.

    python studies/memory.py examples/*.ogg

The page is written after each measurement, so that a long run can be read, and ended, early.
"""

from __future__ import annotations

import argparse
import datetime
import platform
import tempfile
from pathlib import Path

import numpy as np
import soundfile
from speed import peak_megabytes

from lausch import __version__
from lausch.audio import load_audio
from lausch.models.model import default_model, load_model

RATE = 22050
PAGE = Path(__file__).parents[1] / "reports" / "memory.md"
ABOUT = """# The memory of hours

Written by `python studies/memory.py`. The largest resident size of `lausch analyze` for one layer,
in MB, on recordings of so many hours: pieces of {songs}, one after the other, each at another level
and with a pause.

{date}, lausch {version}, {models}; {machine}.

"""
THREATS = """
## What might make this invalid

- **Two songs, over and over.** Other music has more notes, beats or sections to keep.
- **The largest resident size counts shared libraries**, and pages that the system would give back.
- **One run of each.** Sizes differ by some tens of megabytes from run to run.
"""


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
    """Measure, print and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("songs", nargs="+", type=Path)
    parser.add_argument("--hours", default="0.25,1,5")
    parser.add_argument("--layers", default="beats,solo,bass,sections")
    parser.add_argument("--out", type=Path, default=PAGE)
    options = parser.parse_args()
    hours, layers = options.hours.split(","), options.layers.split(",")
    models = [load_model(default_model(layer)) for layer in layers]
    about = ABOUT.format(
        songs=" and ".join(f"`{song.name}`" for song in options.songs),
        date=datetime.datetime.now(tz=datetime.UTC).date(),
        version=__version__,
        models=", ".join(f"{model.name} ({model.digest[:12]})" for model in models),
        machine=f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
    )
    peaks: dict[tuple[str, str], str] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hours.flac"
        for hour in hours:
            write_hours(options.songs, path, float(hour))
            for layer in layers:
                out = Path(folder) / f"{layer}.json"
                peak = peak_megabytes("analyze", path, "--only", layer, "-o", out)
                peaks[layer, hour] = f"{peak:,.0f}"
                print(f"{hour} h  {layer:8}  {peak:,.0f} MB", flush=True)
                rows = [
                    [layer, *(peaks.get((layer, each), "") for each in hours)] for layer in layers
                ]
                head = [["layer", *(f"{each} h" for each in hours)], ["---", *["--:"] * len(hours)]]
                lines = (f"| {' | '.join(row)} |\n" for row in [*head, *rows])
                page = about + "".join(lines) + THREATS
                options.out.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
