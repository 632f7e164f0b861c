"""The predominant f0 of recordings as rivals find it: CSV files that `studies/solo.py` reads.

Runs in an environment of its own, because lausch depends on none of them (essentia is AGPL):

    python -m venv rivals
    rivals/bin/pip install --pre 'essentia<2.1b6.dev1438' soundfile librosa onnxruntime \\
        mir_eval pretty_midi resampy scikit-learn
    rivals/bin/pip install --no-deps basic-pitch     # with its .onnx, so without TensorFlow
    rivals/bin/python studies/rivals/solo.py --out RIVALS --corpus mir1k DATA/real/mir1k

AUDIO is files or folders of them. Each rival takes the mean of the channels and has its own
default settings. OUT/<rival>/<corpus>/<recording>.csv (without --corpus OUT/<rival>/...) holds
`seconds,hz` lines without a header, as mir_eval.io.load_time_series reads them: below 0 is a
guess where the rival says that nothing sounds, 0 no guess. With --keep a run that was stopped
goes on. Times are seconds of processing per file, models loaded, in OUT/seconds.csv; versions in
OUT/versions.txt.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import librosa
import numpy as np

Tracker = Callable[[Path], tuple[np.ndarray, np.ndarray]]
SOUNDS = (".wav", ".flac", ".ogg", ".mp3", ".aif", ".aiff")


def melodia() -> Tracker:
    """Salamon & Gomez 2012 as essentia has it, at 44.1 kHz after an equal-loudness filter.

    `guessUnvoiced` gives pitches to silences too, which the rival itself marks with a negative
    confidence; where it finds the melody, nothing changes by that.
    """
    import essentia.standard as essentia

    rate, hop = 44100, 128
    extract = essentia.PredominantPitchMelodia(frameSize=2048, hopSize=hop, guessUnvoiced=True)

    def track(path: Path) -> tuple[np.ndarray, np.ndarray]:
        samples, _ = librosa.load(path, sr=rate, mono=True)
        hz, confidence = extract(essentia.EqualLoudness()(samples))
        return np.arange(len(hz)) * hop / rate, np.where(confidence > 0, hz, -hz)

    return track


def basic_pitch() -> Tracker:
    """Bittner et al. 2022, the ICASSP model: the strongest bin of its contours in each frame.

    Something sounds where its strongest note reaches 0.3, the frame threshold of its notes.
    """
    from basic_pitch import FilenameSuffix, build_icassp_2022_model_path
    from basic_pitch.constants import FREQ_BINS_CONTOURS
    from basic_pitch.inference import Model, run_inference
    from basic_pitch.note_creation import model_frames_to_time

    model = Model(build_icassp_2022_model_path(FilenameSuffix.onnx))

    def track(path: Path) -> tuple[np.ndarray, np.ndarray]:
        output = run_inference(path, model)
        hz = FREQ_BINS_CONTOURS[output["contour"].argmax(axis=1)]
        sounds = output["note"].max(axis=1) >= 0.3
        return model_frames_to_time(len(hz)), np.where(sounds, hz, -hz)

    return track


RIVALS: dict[str, Callable[[], Tracker]] = {"melodia": melodia, "basic-pitch": basic_pitch}
PACKAGES = ("essentia", "basic-pitch", "librosa", "numpy", "onnxruntime")


def recordings(paths: list[Path]) -> Iterator[Path]:
    """Files as given; of folders the sounding files, subfolders too."""
    for path in paths:
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*") if each.suffix.lower() in SOUNDS)
        else:
            yield path


def main() -> None:
    """Run every chosen rival on every file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("audio", nargs="+", type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--corpus", default="", help="a folder of its own in each rival's")
    parser.add_argument("--only", nargs="*", choices=list(RIVALS), default=list(RIVALS))
    parser.add_argument("--keep", action="store_true", help="leave results that are there")
    options = parser.parse_args()
    audio = list(recordings(options.audio))
    if not audio:
        raise SystemExit(f"no file ends in {', '.join(SOUNDS)}")
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "versions.txt").write_text(
        "".join(f"{name} {version(name)}\n" for name in PACKAGES)
    )
    for name in options.only:
        track = RIVALS[name]()
        track(audio[0])  # the first call compiles and loads
        folder = options.out / name / options.corpus
        folder.mkdir(parents=True, exist_ok=True)
        for path in audio:
            target = folder / f"{path.stem}.csv"
            if options.keep and target.exists():
                continue
            began = time.perf_counter()
            times, hz = track(path)
            took = time.perf_counter() - began
            lines = (f"{a:.4f},{b:.3f}\n" for a, b in zip(times, hz, strict=True))
            target.write_text("".join(lines))
            with (options.out / "seconds.csv").open("a", newline="") as file:
                sound = librosa.get_duration(path=path)
                csv.writer(file).writerow((name, path.stem, f"{took:.3f}", f"{sound:.3f}"))


if __name__ == "__main__":
    main()
