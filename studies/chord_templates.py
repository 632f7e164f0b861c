"""Learns the templates of the formula `chord-templates` from rendered music.

    python studies/chord_templates.py --rendered RENDERED [--tracks 30]

Multinomial regression of the class of a frame's chord on its treble and bass chroma: for each
quality a template of both, turned to all twelve roots, and an offset. Every third frame of so many
training tracks of `pop`, `charts` and `jazz` is used; frames whose chord is unknown are left out.
Writes src/lausch/formulas/chord_templates.json.
"""

from __future__ import annotations

import argparse
import json
from itertools import islice
from pathlib import Path

import numpy as np
import torch

from lausch.annotation.vocabulary import NONE, QUALITIES, class_of
from lausch.corpora.registry import open_corpus
from lausch.corpora.track import Track
from lausch.formulas.chord_templates import FORMULA, spectrum_of
from lausch.frames import FloatArray

CORPORA = ("pop", "charts", "jazz")
STEP = 3
OUT = Path(__file__).parents[1] / "src" / "lausch" / "formulas" / "chord_templates.json"


class Regression(torch.nn.Module):
    """Scores of 120 chords and none from chroma, (frames, 24)."""

    def __init__(self) -> None:
        super().__init__()
        self.templates = torch.nn.Parameter(torch.zeros(len(QUALITIES), 2, 12))
        self.offset = torch.nn.Parameter(torch.zeros(len(QUALITIES)))
        self.none = torch.nn.Parameter(torch.zeros(3))

    def forward(self, chroma: torch.Tensor) -> torch.Tensor:
        parts = chroma.view(-1, 2, 12)
        rows = [
            torch.einsum("npc,qpc->nq", torch.roll(parts, -root, 2), self.templates) + self.offset
            for root in range(12)
        ]
        chords = torch.stack(rows, dim=2).reshape(len(chroma), -1)
        none = parts.mean(dim=2) @ self.none[:2] + self.none[2]
        return torch.cat([chords, none[:, None]], dim=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rendered", type=Path, required=True)
    parser.add_argument("--tracks", type=int, default=30)
    arguments = parser.parse_args()
    rows, numbers = [], []
    for name in CORPORA:
        (corpus,) = open_corpus(name, rendered=arguments.rendered)
        for track in islice(corpus.split("train"), arguments.tracks):
            chroma, classes = frames_of(track)
            rows.append(chroma)
            numbers.append(classes)
    inputs = torch.tensor(np.concatenate(rows))
    targets = torch.tensor(np.concatenate(numbers))
    torch.manual_seed(0)
    model = Regression()
    descent = torch.optim.LBFGS(model.parameters(), max_iter=60, history_size=20)

    def loss() -> float:
        descent.zero_grad()
        value = torch.nn.functional.cross_entropy(model(inputs), targets)
        value = value + 1e-5 * (model.templates**2).sum()
        value.backward()
        return float(value)

    descent.step(loss)
    print(f"{len(inputs)} frames, loss {loss():.4f}")
    table = {
        "treble": model.templates[:, 0],
        "bass": model.templates[:, 1],
        "offset": model.offset,
        "none": model.none,
    }
    text = json.dumps(
        {name: np.round(rows.detach().numpy(), 2).tolist() for name, rows in table.items()},
        separators=(",", ":"),
    )
    OUT.write_text(text.replace("],[", "],\n[").replace(',"', ',\n"') + "\n", encoding="utf-8")


def frames_of(track: Track) -> tuple[FloatArray, np.ndarray]:
    """Chroma and classes of every third frame whose class is known."""
    spectrum = spectrum_of(FORMULA.spectrum, track.load(FORMULA.rate).blocks(1 << 16))
    chroma, _ = FORMULA.templates.features(spectrum)
    labels = track.read("chords").at(FORMULA.spectrum.clock.times(len(chroma)), "X")
    classes = np.array([class_of(label) for label in labels])
    kept = np.flatnonzero(classes != NONE)[::STEP]
    return chroma[kept], classes[kept]


if __name__ == "__main__":
    main()
