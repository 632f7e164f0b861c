"""The key by its chords: how chords follow one another in each of 24 keys.

The chords are those of `chord-templates`, or others where an analysis has them; the probabilities
of their successions are counted in annotated music (`lausch.decoding.harmony`). How often each
pitch class belongs to a chord tells the key of the whole as well (`lausch.decoding.key_profiles`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from lausch.decoding.harmony import harmony
from lausch.decoding.key_profiles import profiles, with_tones
from lausch.formulas.chord_templates import FORMULA as CHORDS
from lausch.formulas.chord_templates import ChordFormula
from lausch.formulas.formula import Formula
from lausch.frames import FloatArray, Frames
from lausch.tasks.key import KeyFinding


@dataclass(frozen=True, kw_only=True)
class KeyFormula(Formula):
    """Probabilities of keys while each chord of another formula lasts."""

    chords: ChordFormula
    task: KeyFinding

    @property
    def method_settings(self) -> dict[str, Any]:
        weights, power = profiles()
        return {
            "chords": self.chords.method_settings,
            "task": {"kind": self.task.kind, **asdict(self.task)},
            "tones": [*weights.tolist(), power],
        }

    def run(self, blocks: Iterable[FloatArray]) -> Frames:
        """P(key) of each frame, shape (frames, 24); 0 in silence."""
        activations = self.chords.run(blocks)
        values = np.zeros((len(activations), len(self.task.outputs)), np.float32)
        task = self.chords.task
        if len(activations):
            path = task.decoder.path(
                task.scores(activations), task.labels_found, fps=activations.clock.fps
            )
            steps = np.diff(path.edges)
            shares = self.task.decoder.posteriors(
                harmony(task.labels_found), path.labels, steps / activations.clock.fps
            )
            shares = with_tones(path.labels, steps / activations.clock.fps, shares)
            values[:] = shares[np.repeat(np.arange(len(steps)), steps)]
            values[activations.values.sum(axis=1) == 0] = 0
        return Frames(values, activations.clock, self.task.outputs)


FORMULA = KeyFormula(
    name="key-successions",
    title="Successions of chords in each key, found by chord-templates",
    spectrum=CHORDS.spectrum,
    chords=CHORDS,
    task=KeyFinding(),
)
