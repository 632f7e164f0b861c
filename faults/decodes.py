"""Mutated sounds against the decoders: samples, or an AudioError in words.

    python faults/decodes.py --count 30000 --seed 0

encodes a short sound in every container that libsndfile and PyAV write here, mutates the files,
and decodes them to their end.
"""

from __future__ import annotations

import gc
import io
import random
import sys
import tempfile
from functools import cache
from pathlib import Path

import numpy as np
import soundfile
import tally
from mutations import mutated

from lausch.audio import open_audio
from lausch.files import own_stderr

sys.path.append(str(Path(__file__).parents[1] / "tests" / "audio"))
from muxed import muxed

RATE = 16000
OTHER_RATES = {"OPUS": 48000, "WVE": 8000}
MUXED = (
    *(("matroska", "flac"), ("matroska", "pcm_s16le"), ("webm", "libopus"), ("mp4", "aac")),
    *(("mov", "alac"), ("asf", "wmav2"), ("wv", "wavpack"), ("tta", "tta"), ("avi", "pcm_s16le")),
    *(("avi", "libmp3lame"), ("flv", "aac"), ("caf", "alac"), ("mpegts", "aac"), ("mpegts", "mp2")),
    *(("adts", "aac"), ("ac3", "ac3"), ("mp2", "mp2"), ("nut", "flac"), ("ogg", "flac")),
    *(("rm", "ac3"), ("latm", "aac"), ("mov", "pcm_s16le"), ("wav", "libmp3lame")),
)


def sound(rate: int, seconds: float = 0.4) -> np.ndarray:
    """A tone with noise, shape (n,)."""
    times = np.arange(round(rate * seconds)) / rate
    noise = np.random.default_rng(5).uniform(-0.2, 0.2, len(times))
    return 0.4 * np.sin(2 * np.pi * 440 * times) + noise


@cache
def containers() -> dict[str, bytes]:
    """A valid file for each container and codec that can be written here."""
    files: dict[str, bytes] = {}
    for kind in soundfile.available_formats():
        if kind in ("RAW", "SD2"):  # the one has no header, the other writes a second file
            continue
        for subtype in soundfile.available_subtypes(kind):
            rate = OTHER_RATES.get(subtype, OTHER_RATES.get(kind, RATE))
            file = io.BytesIO()
            try:
                soundfile.write(file, sound(rate), rate, format=kind, subtype=subtype)
            except (soundfile.LibsndfileError, TypeError, ValueError):  # it only reads these
                continue
            files[f"{kind} {subtype}"] = file.getvalue()
    for container, codec in MUXED:
        rate = 48000 if codec in ("libopus", "aac", "ac3", "mp2") else 44100
        files[f"{container} {codec}"] = muxed(sound(rate), rate, container=container, codec=codec)
    return files


def decoded(source: Path | bytes) -> None:
    """All samples are read, and none is kept."""
    recording = open_audio(source, 22050)
    for block in recording.blocks():
        assert np.isfinite(block).all()
    assert recording.provenance.rate == 22050


def main() -> int:
    options = tally.options(__doc__, 30_000, "decodes")
    own_stderr()  # as on the command line
    files = containers()
    gc.collect()  # ends the threads of encoders: a forked process that did would wait for ever
    names = list(files)

    def row(number: int) -> str:
        return names[number % len(names)].split()[0]

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "mutated.mp3")

        def outcome(number: int) -> str:
            dice = random.Random(f"{options.seed} {number}")
            data = files[names[number % len(names)]]
            data = mutated(data, files[dice.choice(names)], dice, binary=True)
            if dice.random() < 0.5:
                return tally.called(lambda: decoded(data))
            path.write_bytes(data)
            return tally.called(lambda: decoded(path))

        return tally.run(options, row, outcome, chunk=500)


if __name__ == "__main__":
    sys.exit(main())
