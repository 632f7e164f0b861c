"""Chords by templates on bass and treble chroma, followed through the key.

After Mauch & Dixon (IEEE TASLP 18(6), 2010): a spectrum in thirds of semitones, whose tuning is
estimated and whose background, the mean of an octave, is taken away; its bass is folded into one
chroma and the rest into another. Their least-squares fit of notes and their Bayesian network are
not included. How well a chord fits is a sum of products with a template (Fujishima, ICMC 1999) for
each quality, of treble and of bass. Templates are learnt by multinomial regression, one for all
roots, from training tracks of rendered `pop`, `charts` and `jazz` (`studies/chord_templates.py`);
the settings of the decoder are chosen on validation tracks of these.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lausch.annotation.vocabulary import CLASSES, QUALITIES
from lausch.decoding.chords import ChordDecoder
from lausch.formulas.formula import Formula
from lausch.frames import FloatArray, Frames
from lausch.representations import PitchS, Stack, stream
from lausch.representations.rows import Rows
from lausch.tasks.chords import ChordRecognition

_CHUNK_FRAMES = 1024
SPECTRUM = PitchS(
    22050,
    2205,
    8192,
    shortest_samples=4096,
    low_midi=28,
    semitones=72,
    bands_per_semitone=3,
    factor=100.0,
)
"""Ten frames a second from E1 to Eb7, in thirds of semitones."""


@dataclass(frozen=True)
class Templates:
    """The settings; the templates are those of `chord_templates.json`.

    Parameters
    ----------
    bass_top, treble_low : the bass fades out below the first MIDI pitch, the treble in from the
        second on; both over an octave.
    blur_frames : frames on either side over which chroma are averaged.
    faintest : chroma of less strength are silence.
    """

    bass_top: float = 55.0
    treble_low: float = 45.0
    blur_frames: int = 3
    faintest: float = 0.02

    def probabilities(self, spectrum: FloatArray) -> FloatArray:
        """P(chord) of each frame, shape (frames, 121), from (frames, thirds of semitones)."""
        if not len(spectrum):
            return np.zeros((0, len(CLASSES)), np.float32)
        features, loud = self.features(spectrum)
        known = learnt()
        treble, bass = features[:, :12], features[:, 12:]
        parts = []
        for quality in range(len(QUALITIES)):
            fits = (
                part @ np.stack([np.roll(known[name][quality], root) for root in range(12)]).T
                for name, part in (("treble", treble), ("bass", bass))
            )
            parts.append(sum(fits) + known["offset"][quality])
        means = np.stack([treble.mean(axis=1), bass.mean(axis=1), np.ones(len(bass))], axis=1)
        rows = np.concatenate([*parts, (means @ known["none"])[:, None]], axis=1)
        odds = np.exp(rows - rows.max(axis=1, keepdims=True))
        shares = odds / odds.sum(axis=1, keepdims=True)
        shares[loud < self.faintest] = 0.0
        return np.asarray(shares, dtype=np.float32)

    def features(self, spectrum: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Roots of treble and bass chroma over their largest values, (frames, 24), and strength."""
        parts = [self._blurred(part) for part in self.chroma(spectrum)]
        scaled = [np.sqrt(np.maximum(part, 0) / max(float(part.max()), 1e-6)) for part in parts]
        return np.concatenate(scaled, axis=1), parts[0].max(axis=1)

    def chroma(self, spectrum: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Treble and bass chroma, shape (frames, 12) each, at the recording's own tuning."""
        background = _octave_mean(spectrum)
        peaks = np.maximum(spectrum - background, 0)
        peaks = _tuned(peaks)
        pitches = SPECTRUM.low_midi + np.arange(peaks.shape[1])
        bass = np.clip((self.bass_top - pitches) / 12 + 0.5, 0, 1)
        treble = np.clip((pitches - self.treble_low) / 12 + 0.5, 0, 1)
        fold = np.zeros((2, len(pitches), 12), np.float32)
        fold[:, np.arange(len(pitches)), pitches % 12] = treble, bass
        return peaks @ fold[0], peaks @ fold[1]

    def _blurred(self, values: FloatArray) -> FloatArray:
        reach = self.blur_frames
        padded = np.pad(values, ((reach + 1, reach), (0, 0)), mode="edge")
        sums = np.cumsum(padded, axis=0, dtype=np.float64)
        return np.asarray(
            (sums[2 * reach + 1 :] - sums[: len(values)]) / (2 * reach + 1), np.float32
        )


@lru_cache(maxsize=1)
def learnt() -> dict[str, NDArray[np.float64]]:
    """The templates by `studies/chord_templates.py`, with C as root.

    "treble" and "bass" are (qualities, 12); "offset" is (qualities,); "none" has factors of the
    mean treble, of the mean bass, and a constant.
    """
    text = files("lausch.formulas").joinpath("chord_templates.json").read_text(encoding="utf-8")
    return {name: np.array(rows) for name, rows in json.loads(text).items()}


def _octave_mean(spectrum: FloatArray) -> FloatArray:
    """The mean over the octave around each column; fewer at the ends."""
    reach = 6 * SPECTRUM.bands_per_semitone
    sums = np.cumsum(np.pad(spectrum, ((0, 0), (1, 0))), axis=1, dtype=np.float64)
    columns = np.arange(spectrum.shape[1])
    first, last = np.maximum(columns - reach, 0), np.minimum(columns + reach + 1, len(columns))
    return np.asarray((sums[:, last] - sums[:, first]) / (last - first), np.float32)


def _tuned(peaks: FloatArray) -> FloatArray:
    """Semitones of peaks in thirds of semitones, at the tuning of the whole: (frames, semitones).

    The tuning is the phase of a semitone's period in the mean spectrum (Mauch & Dixon, 2010).
    """
    parts = SPECTRUM.bands_per_semitone
    mean = peaks.mean(axis=0)
    turns = np.exp(2j * np.pi * np.arange(len(mean)) / parts)
    away = float(np.angle((mean * turns).sum())) / (2 * np.pi)  # in semitones
    columns = np.arange(len(mean) // parts)[:, None] * parts + np.arange(-1, 2) + away * parts
    low = np.floor(columns).astype(np.int64)
    share = (columns - low).astype(np.float32)
    top = peaks.shape[1] - 1
    values = peaks[:, low.clip(0, top)] * (1 - share) + peaks[:, (low + 1).clip(0, top)] * share
    tuned: FloatArray = values.sum(axis=2)
    return tuned


@dataclass(frozen=True, kw_only=True)
class ChordFormula(Formula):
    """Probabilities of chords by `templates`, decoded by the task."""

    spectrum: Stack
    templates: Templates
    task: ChordRecognition

    @property
    def method_settings(self) -> dict[str, Any]:
        return {
            "templates": asdict(self.templates),
            "learnt": {name: rows.tolist() for name, rows in learnt().items()},
            "task": {"kind": self.task.kind, **asdict(self.task)},
        }

    def run(self, blocks: Iterable[FloatArray]) -> Frames:
        """P(chord) of each frame, shape (frames, 121)."""
        shares = self.templates.probabilities(spectrum_of(self.spectrum, blocks))
        return Frames(shares, self.spectrum.clock, CLASSES)


def spectrum_of(spectrum: Stack, blocks: Iterable[FloatArray]) -> FloatArray:
    """The spectrum of samples in blocks, shape (frames, columns)."""
    rows = Rows(len(spectrum.columns))
    for values, new in stream(spectrum, blocks, frames=_CHUNK_FRAMES, context=0):
        rows.add(values[new])
    return rows.finished()


FORMULA = ChordFormula(
    name="chord-templates",
    title="Templates on bass and treble chroma, chords followed through the key",
    spectrum=Stack((SPECTRUM,)),
    templates=Templates(),
    task=ChordRecognition("classes", decoder=ChordDecoder(weight=3.0)),
)
