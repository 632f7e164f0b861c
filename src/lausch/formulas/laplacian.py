"""Repetition: clusters in a graph of similar frames, and their letters.

McFee & Ellis (ISMIR 2014), with frames of equal length instead of beats, and with timbre besides
harmony. Settings were chosen by `studies/form_settings.py` on 4 tracks of each rendered corpus of
forms. Five kinds of sections were best on both scales; the fine scale has six, to be finer.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Form, Sections
from lausch.decoding.laplacian import Decomposition
from lausch.decoding.scaling import averaged, balanced, step
from lausch.formulas.sections import EVEN, SectionFormula, form_of, novelty_of
from lausch.frames import Frames
from lausch.representations.structure import CEPSTRA, CHROMA
from lausch.tasks.labels import lettered

_MOST_FRAMES = 1000
"""The time for eigenvectors grows with the cube of this number, memory with the square."""
_MOST_KINDS = 10


@dataclass(frozen=True)
class Laplacian:
    """The settings.

    Parameters
    ----------
    coarse_kinds, fine_kinds : number of kinds of sections on either scale of form.
    timbre : weight of MFCC relative to chroma in the graph of repetitions.
    fps : rate to which features are averaged; lower for long recordings.
    shortest_seconds : shorter sections are merged with a neighbour.
    graph : settings of the decomposition.
    """

    coarse_kinds: int = 5
    fine_kinds: int = 6
    timbre: float = 4.0
    fps: float = 2.0
    shortest_seconds: float = 4.0
    graph: Decomposition = field(default_factory=Decomposition)

    def novelty(self, features: Frames) -> Frames:
        """Strengths of boundaries on both scales, and the kind of every frame.

        A boundary of the scale's own number of kinds has half of the strength. The other half is
        the share of all numbers, 2 to 10, with that boundary. Columns "coarse 0" ... are 1 in the
        frames of a kind.
        """
        fps = features.clock.fps
        frames = step(len(features), fps, wanted_fps=self.fps, most=_MOST_FRAMES)
        coarser = averaged(features.values, frames)
        both = balanced(coarser, CHROMA, CEPSTRA, (1.0, self.timbre))
        timbre = balanced(coarser, CHROMA, CEPSTRA, (0.0, 1.0))
        shortest = max(1, round(self.shortest_seconds * fps / frames))
        embedding = self.graph.embedding(both, timbre, _MOST_KINDS)
        partitions = {
            kinds: without_short(self.graph.parts(embedding, kinds), shortest)
            for kinds in range(2, _MOST_KINDS + 1)
            if len(embedding) >= kinds
        }
        whole = np.zeros(len(coarser), dtype=np.int64)
        changes = [_changes(parts) for parts in partitions.values()] or [_changes(whole)]
        share = np.mean(np.stack(changes), axis=0)
        curves: dict[str, NDArray[np.generic]] = {}
        scales = {"coarse": self.coarse_kinds, "fine": self.fine_kinds}
        for scale, kinds in scales.items():
            own = _changes(partitions.get(kinds, whole))
            curves[scale] = EVEN * own + (1 - EVEN) * 0.999 * share
        for scale, kinds in scales.items():
            for kind in range(kinds):
                curves[f"{scale} {kind}"] = partitions.get(kinds, whole) == kind
        return novelty_of(features, frames, **curves)

    def form(self, novelty: Frames, *, sections: int | None, sensitivity: float) -> Form:
        """Sections, each with the letter of the most frequent kind of its frames."""
        form = form_of(novelty, sections=sections, sensitivity=sensitivity)
        return Form(*(_lettered(novelty, *each) for each in form.scales.items()))


def without_short(parts: NDArray[np.int64], shortest: int) -> NDArray[np.int64]:
    """Merge runs of fewer than `shortest` frames with the run before, the first with the next."""
    parts = parts.copy()
    while True:
        starts = np.concatenate([[0], np.flatnonzero(np.diff(parts)) + 1, [len(parts)]])
        lengths = np.diff(starts)
        run = int(lengths.argmin())
        if lengths[run] >= shortest or len(lengths) < 2:
            return parts
        neighbour = starts[run] - 1 if run else starts[1]
        parts[starts[run] : starts[run + 1]] = parts[neighbour]


def _changes(parts: NDArray[np.int64]) -> NDArray[np.float64]:
    """1 where the kind differs from that of the frame before."""
    return np.asarray(np.diff(parts, prepend=parts[:1]) != 0, dtype=np.float64)


def _lettered(novelty: Frames, scale: str, sections: Sections) -> Sections:
    """Letters in order of appearance, capitals on the coarse scale."""
    kinds = [name for name in novelty.columns if name.startswith(f"{scale} ")]
    values = np.stack([novelty.column(name) for name in kinds])
    edges = novelty.clock.frames(sections.boundaries)
    most = np.add.reduceat(values, edges[:-1], axis=1).argmax(axis=0).tolist()
    order = {kind: number for number, kind in enumerate(dict.fromkeys(most))}
    return lettered(sections, scale, [order[kind] for kind in most])


FORMULA = SectionFormula(
    name="laplacian",
    title="Repetition: large parts of a graph of what resembles what",
    method=Laplacian(),
)
