"""The salience of basses as rivals find it: .npy files that `studies/bass.py` reads.

Needs `pip install 'lausch[test]'` (librosa, h5py), and basic-pitch as `solo.py` has it. The
published network is that of Abeßer et al. (github.com/jakobabesser/walking_bass_transcription_dnn,
MIT), whose weights.h5 is not shipped here:

    python studies/rivals/bass.py --corpora RENDERED --on basses --out RIVALS \\
        --weights DATA/real/walking_bass/weights.h5

OUT/<rival>/<corpus>/<track>.npy holds (frames, 40): E1 to G4, at 22050 Hz with a hop of 1024. The
published network takes lausch's constant-Q transform, which gives what its own program gives
(tests/representations/test_constantq.py): as `published` tuned to the recording, whose reference
pitch its program is told by the user, as `published-440` at that program's default. pYIN is
librosa's, from 38 to 400 Hz after a low-pass at 400 Hz, and has its voicing probability at the
nearest semitone. basic-pitch finds all parts: its lowest note that reaches 0.3, the threshold of
its frames, is taken for the bass. Tracks that are there already are left alone.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np

from lausch.audio import load_audio
from lausch.corpora.registry import open_corpus
from lausch.representations import Around, ConstantQ, Stack, represent
from lausch.systems.abesser2017 import REPRESENTATION

Rival = Callable[[Path], np.ndarray]
UNTOLD = Stack((Around(ConstantQ(22050, 1024, 9472)),))
"""At A4 = 440 Hz."""
LOWEST, COLUMNS = 28, 40
SURE = 0.3


def published(weights: Path, stack: Stack) -> Rival:
    """Four dense layers, ReLU and at last sigmoid, frame by frame."""
    import h5py

    with h5py.File(weights) as file:
        layers = [
            (file[f"dense_{n}/dense_{n}_W"][()], file[f"dense_{n}/dense_{n}_b"][()])
            for n in (7, 8, 9, 10)
        ]

    def salience(path: Path) -> np.ndarray:
        values = represent(stack, load_audio(path, rate=22050).samples).values
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
        values = np.zeros((len(hz), COLUMNS))
        voiced = np.flatnonzero(np.isfinite(hz))
        column = np.round(69 + 12 * np.log2(hz[voiced] / 440)).astype(int) - LOWEST
        inside = (column >= 0) & (column < COLUMNS)
        values[voiced[inside], column[inside]] = sure[voiced[inside]]
        return values

    return salience


def basic_pitch() -> Rival:
    """Bittner et al. 2022, the ICASSP model: the lowest of its notes in each frame."""
    from basic_pitch import FilenameSuffix, build_icassp_2022_model_path
    from basic_pitch.inference import Model, run_inference
    from basic_pitch.note_creation import model_frames_to_time

    model = Model(build_icassp_2022_model_path(FilenameSuffix.onnx))

    def salience(path: Path) -> np.ndarray:
        notes = run_inference(path, model)["note"]
        notes = notes[:, LOWEST - 21 : LOWEST - 21 + COLUMNS]  # its first key is A0
        lowest = (notes >= SURE).argmax(axis=1)
        rows = np.flatnonzero((notes >= SURE).any(axis=1))
        values = np.zeros_like(notes)
        values[rows, lowest[rows]] = notes[rows, lowest[rows]]
        times = model_frames_to_time(len(notes))
        frames = np.arange(int(times[-1] * 22050 / 1024) + 1) * 1024 / 22050
        return values[np.searchsorted(times, frames).clip(max=len(values) - 1)]

    return salience


def main() -> None:
    """Analyse every test track with a bass line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--on", default="basses")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--only", default="published,published-440,pyin")
    parser.add_argument("--most", type=int)
    options = parser.parse_args()
    names = options.only.split(",")
    rivals: dict[str, Rival] = {}
    for name, stack in (("published", REPRESENTATION), ("published-440", UNTOLD)):
        if name in names and options.weights:
            rivals[name] = published(options.weights, stack)
    if "pyin" in names:
        rivals["pyin"] = pyin()
    if "basic-pitch" in names:
        rivals["basic-pitch"] = basic_pitch()
    for name in options.on.split(","):
        for corpus in open_corpus(name, rendered=options.corpora):
            tracks = [track for track in corpus.split("test") if track.has("bass")][: options.most]
            for track in tracks:
                for rival, salience in rivals.items():
                    path = options.out / rival / corpus.name / f"{track.name}.npy"
                    if not path.is_file():
                        path.parent.mkdir(parents=True, exist_ok=True)
                        np.save(path, salience(track.audio).astype(np.float32))


if __name__ == "__main__":
    main()
