"""The salience of basses as rivals find it: .npy files that `lausch report bass` reads.

Needs `pip install 'lausch[test]'` (librosa, h5py). The published network is that of Abeßer et al.
(github.com/jakobabesser/walking_bass_transcription_dnn, MIT), whose weights.h5 is not shipped here:

    python benchmarks/rivals_bass.py --corpora RENDERED --on basses --out RIVALS \\
        --weights DATA/real/walking_bass/weights.h5

OUT/<rival>/<corpus>/<track>.npy holds (frames, 40): E1 to G4, at 22050 Hz with a hop of 1024. The
published network hears lausch's constant-Q transform, which gives what its own program gives
(tests/representations/test_constantq.py); pYIN is librosa's, from 38 to 400 Hz after a low-pass at
400 Hz, and has its voicing probability at the nearest semitone. Tracks that are there already are
left alone.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np

from lausch.audio import load_audio
from lausch.corpora.registry import open_corpus
from lausch.representations import Around, ConstantQ, Stack, represent

Rival = Callable[[Path], np.ndarray]
STACK = Stack((Around(ConstantQ(22050, 1024, 9472)),))


def published(weights: Path) -> Rival:
    """Four dense layers, ReLU and at last sigmoid, frame by frame."""
    import h5py

    with h5py.File(weights) as file:
        layers = [
            (file[f"dense_{n}/dense_{n}_W"][()], file[f"dense_{n}/dense_{n}_b"][()])
            for n in (7, 8, 9, 10)
        ]

    def salience(path: Path) -> np.ndarray:
        values = represent(STACK, load_audio(path, rate=22050).samples).values
        for weight, bias in layers[:-1]:
            values = np.maximum(values @ weight + bias, 0)
        return 1 / (1 + np.exp(-(values @ layers[-1][0] + layers[-1][1])))

    return salience


def pyin() -> Rival:
    """Mauch and Dixon 2014, on what is left of a low-passed mix."""
    import librosa
    from scipy.signal import butter, sosfiltfilt

    def salience(path: Path) -> np.ndarray:
        samples = load_audio(path, rate=22050).samples
        low = sosfiltfilt(butter(4, 400, fs=22050, output="sos"), samples)
        hz, _, sure = librosa.pyin(
            low, fmin=38.0, fmax=400.0, sr=22050, frame_length=4096, hop_length=1024
        )
        values = np.zeros((len(hz), 40))
        heard = np.flatnonzero(np.isfinite(hz))
        column = np.round(69 + 12 * np.log2(hz[heard] / 440)).astype(int) - 28
        inside = (column >= 0) & (column < 40)
        values[heard[inside], column[inside]] = sure[heard[inside]]
        return values

    return salience


def main() -> None:
    """Hear every test track with a bass line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--on", default="basses")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--only", default="published,pyin")
    parser.add_argument("--most", type=int)
    given = parser.parse_args()
    rivals: dict[str, Rival] = {}
    if "published" in given.only and given.weights:
        rivals["published"] = published(given.weights)
    if "pyin" in given.only:
        rivals["pyin"] = pyin()
    for name in given.on.split(","):
        for corpus in open_corpus(name, rendered=given.corpora):
            tracks = [track for track in corpus.split("test") if track.bassed][: given.most]
            for track in tracks:
                for rival, salience in rivals.items():
                    path = given.out / rival / corpus.name / f"{track.name}.npy"
                    if not path.is_file():
                        path.parent.mkdir(parents=True, exist_ok=True)
                        np.save(path, salience(track.audio).astype(np.float32))


if __name__ == "__main__":
    main()
