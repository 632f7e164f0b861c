"""Bass lines of tracks and their scores: what models, formulas and rivals make of each."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from lausch.analysis.choice import Listener, load
from lausch.annotation import BassLine, Beats
from lausch.audio import Audio
from lausch.corpora.corpus import Corpus
from lausch.corpora.splits import UNSEEN_BASSES
from lausch.corpora.track import Track
from lausch.decoding.beatwise import BeatWise
from lausch.errors import CorpusError, FormatError
from lausch.frames import Clock, Frames
from lausch.metrics import bass
from lausch.metrics.bass import beat_accuracy, root_hits, sparsity
from lausch.models.model import DEFAULT
from lausch.tasks.bass import BassTracking, BassTruth, beat_pitches

ROOTS = "root on downbeats"
ROOTS_PLAYED = "root on downbeats, as played"
OWN_BEATS = "beat accuracy on our beats"
RIVAL_CLOCK = Clock(22050, 1024)
"""On which `studies/rivals/bass.py` writes salience."""
_PUBLISHED = BeatWise(threshold=0.2, share=0.0, late_frames=0.5)
RIVALS = {
    "published": _PUBLISHED,
    "published-440": _PUBLISHED,
    "pyin": BeatWise(threshold=0.0, late_frames=0.0),
}
"""How the salience of each rival becomes a line; others are read as `pyin` is."""


@dataclass(frozen=True)
class Bassed:
    """What one system made of the bass line of one track.

    Parameters
    ----------
    system : the model, formula or rival.
    corpus, track, song : of the recording.
    bassist : who plays the bass there.
    bpm, level_db : its tempo, and the bass over the other pitched parts.
    scores : by the names in `metrics.bass.MEASURES`, and "sparsity".
    seconds, worked : of sound, and of the model, without decoding the file.
    """

    system: str
    corpus: str
    track: str
    song: str
    bassist: str
    bpm: float
    level_db: float
    scores: dict[str, float]
    seconds: float = 0.0
    worked: float = float("nan")

    @property
    def key(self) -> tuple[str, str]:
        """Which recording it is."""
        return self.corpus, self.track

    @property
    def unseen(self) -> bool:
        """Whether no training piece has this bass."""
        return self.bassist.removesuffix("+amp") in UNSEEN_BASSES


@dataclass(frozen=True)
class BassJob:
    """A track, who hears it, and the folder with what rivals made of it."""

    corpus: str
    track: Track
    models: tuple[str, ...]
    rivals: Path | None = None


def bass_jobs(
    corpora: Sequence[Corpus], models: Sequence[str], rivals: Path | None, most: int | None
) -> list[BassJob]:
    """A job for each test track with a bass line, or for the first `most` of each corpus.

    Raises
    ------
    CorpusError : there is none.
    """
    jobs: list[BassJob] = []
    for corpus in corpora:
        known = [track for track in corpus.split("test") if track.has("bass")]
        jobs += [BassJob(corpus.name, track, tuple(models), rivals) for track in known[:most]]
    if not jobs:
        names = ", ".join(corpus.name for corpus in corpora)
        raise CorpusError(f"{names}: no test track has a bass line; jazz, solos and basses have")
    return jobs


@lru_cache(maxsize=16)
def _opened(name: str) -> Listener:
    return load(name)


def follow_bass(job: BassJob) -> list[Bassed]:
    """Score everybody on one track: with the annotated beats, and our first model with our own."""
    truth = BassTracking().read(job.track)
    rooted = _rooted(job.track, truth)
    sounds: dict[int, Audio] = {}

    def sound(rate: int) -> Audio:
        return sounds.setdefault(rate, job.track.load(rate))

    rows = []
    for place, name in enumerate(job.models):
        listener = _opened(name)
        heard = sound(listener.rate)
        began = time.perf_counter()
        activations = listener.activations(heard)
        line = listener.decode(activations, beats=truth.beats)
        worked = time.perf_counter() - began
        scores = bass.score(truth.line(), line) | {"sparsity": sparsity(line.activations.values)}
        scores |= rooted(line)
        if place == 0:
            scores |= _own_beats(truth, listener, activations, sound)
        rows.append(_row(listener.name, job, truth, scores, worked))
    for name, frames in _theirs(job):
        decoder = RIVALS.get(name, RIVALS["pyin"])
        line = decoder.line(frames, low_midi=BassTracking().low_midi, beats=truth.beats)
        scores = bass.score(truth.line(), line) | {"sparsity": sparsity(frames.values)}
        scores |= rooted(line)
        rows.append(_row(name, job, truth, scores))
    return rows


def _own_beats(
    truth: BassTruth, listener: Listener, activations: Frames, sound: Callable[[int], Audio]
) -> dict[str, float]:
    """Beat accuracy on the beats that our own model finds, against what sounds there."""
    tracker = _opened(DEFAULT)
    beats: Beats = tracker.decode(tracker.activations(sound(tracker.rate)))
    if len(beats) < 2:
        return {}
    line = listener.decode(activations, beats=beats.times)
    right, _, _ = beat_accuracy(beat_pitches(truth.notes, beats.times), line.beats)
    return {OWN_BEATS: right}


def _rooted(track: Track, truth: BassTruth) -> Callable[[BassLine], dict[str, float]]:
    """What says how often a line, and the bass that was played, have the root on downbeats."""
    positions = track.read("beats").positions
    roots = track.fact("roots")
    roots = np.zeros(0, np.int64) if roots is None else roots
    played = truth.line().beats

    def rooted(line: BassLine) -> dict[str, float]:
        if positions is None or not len(line.beats) == len(positions) == len(roots):
            return {}
        lines = {ROOTS: line.beats, ROOTS_PLAYED: played}
        return {name: root_hits(each, positions, roots) for name, each in lines.items()}

    return rooted


def _row(
    system: str, job: BassJob, truth: BassTruth, scores: dict[str, float], worked: float = np.nan
) -> Bassed:
    track = job.track
    kept = {name: value for name, value in scores.items() if not np.isnan(value)}
    bpm = 60 / float(np.median(np.diff(truth.beats))) if len(truth.beats) > 1 else float("nan")
    level = track.fact("bass_db")
    level = float("nan") if level is None else level
    player = track.fact("bassist") or ""
    return Bassed(system, job.corpus, track.name, track.song, player, bpm, level, kept,
                  track.duration, worked)  # fmt: skip


def _theirs(job: BassJob) -> list[tuple[str, Frames]]:
    """What rivals wrote of a track: RIVALS/<rival>/<corpus>/<track>.npy, (frames, 40)."""
    if job.rivals is None:
        return []
    found = []
    for folder in sorted(path for path in job.rivals.iterdir() if path.is_dir()):
        path = folder / job.corpus / f"{job.track.name}.npy"
        if not path.is_file():
            continue
        values = np.load(path).astype(np.float32)
        outputs = BassTracking().outputs
        if values.ndim != 2 or values.shape[1] != len(outputs):
            raise FormatError(
                f"{path} has the shape {values.shape}, not (frames, {len(outputs)}); was it "
                "written by `studies/rivals/bass.py`?"
            )
        found.append((folder.name, Frames(values, RIVAL_CLOCK, outputs)))
    return found
