"""The form of recordings as a rival finds it: .lab files that `studies/structure.py` reads.

Runs in an environment of its own:

    python -m venv rivals
    rivals/bin/pip install 'librosa==0.11.*' scikit-learn soundfile
    rivals/bin/python studies/rivals/structure.py --out RIVALS --corpus popform RENDERED/popform

AUDIO is files or folders of them; with --tracks only recordings named in that manifest's test split
are heard. OUT/<rival>/<corpus>/<recording>.lab holds `start end label` lines with tabs between.
With --keep a run that was stopped goes on. Seconds of processor time per file stand in
OUT/seconds.csv, versions in OUT/versions.txt. (msaf 0.1.80 does not start with today's scipy.)
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from importlib.metadata import version
from pathlib import Path

import librosa
import numpy as np
import scipy.linalg
import scipy.ndimage
import scipy.sparse.csgraph
import sklearn.cluster

CLUSTERS = 5
BINS_PER_OCTAVE = 36
OCTAVES = 7
PACKAGES = ("librosa", "scikit-learn", "numpy", "scipy")
NAME = "librosa-laplacian"


def laplacian(path: Path) -> tuple[np.ndarray, list[str]]:
    """McFee & Ellis, ISMIR 2014, as librosa's gallery describes the method, with its settings.

    A graph of beats joins those that sound alike (constant-Q) and those that follow one another
    (MFCC); the first eigenvectors of its Laplacian are clustered, and a section ends where the
    cluster changes.

    Returns
    -------
    boundaries (n + 1) in seconds, and n labels.
    """
    samples, rate = librosa.load(path, sr=22050, mono=True)
    constant_q = librosa.amplitude_to_db(
        np.abs(
            librosa.cqt(
                samples, sr=rate, bins_per_octave=BINS_PER_OCTAVE, n_bins=OCTAVES * BINS_PER_OCTAVE
            )
        ),
        ref=np.max,
    )
    _, beats = librosa.beat.beat_track(y=samples, sr=rate, trim=False)
    seconds = len(samples) / rate
    if len(beats) < 2 * CLUSTERS:
        return np.array([0.0, seconds]), ["A"]
    by_beat = librosa.util.sync(constant_q, beats, aggregate=np.median)
    times = librosa.frames_to_time(librosa.util.fix_frames(beats, x_min=0), sr=rate)
    alike = librosa.segment.recurrence_matrix(by_beat, width=3, mode="affinity", sym=True)
    diagonals = librosa.segment.timelag_filter(scipy.ndimage.median_filter)(alike, size=(1, 7))
    timbre = librosa.util.sync(librosa.feature.mfcc(y=samples, sr=rate), beats)
    steps = np.sum(np.diff(timbre, axis=1) ** 2, axis=0)
    near = np.exp(-steps / np.median(steps))
    path_graph = np.diag(near, k=1) + np.diag(near, k=-1)
    path_degree, repeated_degree = path_graph.sum(axis=1), diagonals.sum(axis=1)
    share = path_degree.dot(path_degree + repeated_degree) / np.sum(
        (path_degree + repeated_degree) ** 2
    )
    graph = share * diagonals + (1 - share) * path_graph
    normalised = scipy.sparse.csgraph.laplacian(graph, normed=True)
    _, vectors = scipy.linalg.eigh(normalised)
    vectors = scipy.ndimage.median_filter(vectors, size=(9, 1))
    lengths = np.cumsum(vectors**2, axis=1) ** 0.5
    rows = vectors[:, :CLUSTERS] / np.maximum(lengths[:, CLUSTERS - 1 : CLUSTERS], 1e-9)
    clusters = sklearn.cluster.KMeans(CLUSTERS, n_init="auto", random_state=0).fit_predict(rows)
    first = np.concatenate([[0], 1 + np.flatnonzero(np.diff(clusters))])
    starts = times[np.minimum(first, len(times) - 1)]
    return np.append(starts, seconds), ["ABCDEFGH"[clusters[at]] for at in first]


def main() -> None:
    """Run the rival on every file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("audio", nargs="+", type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--corpus", default="", help="a folder of its own")
    parser.add_argument("--tracks", type=Path, help="manifest.json: only its test tracks")
    parser.add_argument("--keep", action="store_true", help="leave results that are there")
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
    folder = options.out / NAME / options.corpus
    folder.mkdir(parents=True, exist_ok=True)
    (options.out / "versions.txt").write_text(
        "".join(f"{name} {version(name)}\n" for name in PACKAGES)
    )
    laplacian(audio[0])  # the first call compiles
    for path in audio:
        target = folder / f"{path.stem}.lab"
        if options.keep and target.exists():
            continue
        began = time.process_time()
        edges, labels = laplacian(path)
        took = time.process_time() - began
        rows = zip(edges[:-1], edges[1:], labels, strict=True)
        target.write_text("".join(f"{a:.3f}\t{b:.3f}\t{label}\n" for a, b, label in rows if b > a))
        with (options.out / "seconds.csv").open("a", newline="") as file:
            csv.writer(file).writerow((NAME, path.stem, f"{took:.3f}", f"{edges[-1]:.3f}"))


if __name__ == "__main__":
    main()
