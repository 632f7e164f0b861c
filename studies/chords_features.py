"""What is learnt against what is designed: four features, each with the same chord classifier.

    python studies/chords_features.py --corpora RENDERED [--work WORK] [--only NAME ...]

The comparison of Korzeniowski & Widmer (ISMIR 2016): a logistic regression tells 24 major and minor
chords and none in every frame, and nothing smooths them. The extractor of the deep chroma is the
shipped one. Scores of the test tracks go to reports/chords_features.json, which `studies/chords.py`
reads. Features in that file are not measured again without --again.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from lausch.annotation import Chords
from lausch.annotation.chords import joined
from lausch.annotation.harte import UNKNOWN
from lausch.annotation.vocabulary import TRIADS
from lausch.corpora.corpus import Corpus
from lausch.corpora.registry import open_corpus
from lausch.corpora.track import SPLITS
from lausch.frames import FloatArray
from lausch.metrics import chords
from lausch.models.model import Model, read_weights
from lausch.representations import PitchS, Stack, Unit
from lausch.representations.spectra import expand
from lausch.systems.korzeniowski2016 import REPRESENTATION, SYSTEM
from lausch.tasks.deepchroma import TONES, paper_triad
from lausch.training.cache import Cache, open_spectra

OUT = Path("reports/chords_features.json")
CORPORA = (*SYSTEM.recipe.corpora, "drums")
PITCHES = PitchS(44100, 4410, 32768, shortest_samples=2048, low_midi=24, semitones=84)
ETA, CENTRE, WIDTH = 1000.0, 60, 15.0
BATCH, RATE, PENALTY, PATIENCE, EPOCHS = 512, 1e-3, 1e-4, 20, 60
THIRD = 3
"""An epoch has one of so many frames, drawn anew: those beside it are much the same."""


@dataclass(frozen=True)
class Feature:
    """A row of the table: spectra, what is made of them, and the frames on either side."""

    name: str
    spectra: Stack
    made: Callable[[FloatArray], FloatArray]
    context: int


def chroma(values: FloatArray) -> FloatArray:
    """Magnitudes of pitches, folded to pitch classes; frames of norm 1."""
    return _folded(expand(values, PITCHES.factor))


def weighted_log_chroma(values: FloatArray) -> FloatArray:
    """log(1 + 1000 x), x relative to the loudest; pitches weighted around middle C (Cho 2014)."""
    magnitudes = expand(values, PITCHES.factor)
    compressed = np.log1p(ETA * magnitudes / max(float(magnitudes.max(initial=0)), 1e-9))
    window = np.exp(-0.5 * ((PITCHES.pitches - CENTRE) / WIDTH) ** 2)
    return _folded((compressed * window).astype(np.float32))


def _folded(magnitudes: FloatArray) -> FloatArray:
    classes = magnitudes.reshape(len(magnitudes), -1, 12).sum(axis=1)  # the lowest pitch is a C
    return Unit(PITCHES).finish(classes)


def deep_chroma(model: Model) -> Callable[[FloatArray], FloatArray]:
    """The pitch classes that the extractor gives for cached spectra."""

    def made(values: FloatArray) -> FloatArray:
        return model.infer(REPRESENTATION.finish(values))[:, :TONES]

    return made


def features(model: Model) -> list[Feature]:
    """The four of the paper; contexts are those of its settings."""
    pitches = Stack((PITCHES,))
    return [
        Feature("chroma", pitches, chroma, 13),
        Feature("weighted log chroma", pitches, weighted_log_chroma, 15),
        Feature("log spectrogram", REPRESENTATION, lambda values: values, 5),
        Feature("deep chroma", REPRESENTATION, deep_chroma(model), 0),
    ]


@dataclass(frozen=True)
class Frames:
    """Frames of many tracks in one array, with silence between; and those that have a class."""

    values: torch.Tensor
    classes: torch.Tensor
    places: torch.Tensor


def together(parts: Sequence[FloatArray], truths: Sequence[Chords], context: int) -> Frames:
    """All frames of tracks; places are those whose chord is known."""
    rows, classes, places, at = [], [], [], 0
    for part, truth in zip(parts, truths, strict=True):
        labels = truth.at(REPRESENTATION.clock.times(len(part)), UNKNOWN)
        silence = np.zeros((context, part.shape[1]), np.float32)
        rows += [silence, part, silence]
        known = [n for n, label in enumerate(labels) if label != UNKNOWN]
        places.append(np.array(known, np.int64) + at + context)
        classes += [paper_triad(labels[n]) for n in known]
        at += len(part) + 2 * context
    return Frames(
        torch.from_numpy(np.concatenate(rows)),
        torch.tensor(classes),
        torch.from_numpy(np.concatenate(places)),
    )


def windows(values: torch.Tensor, places: torch.Tensor, context: int) -> torch.Tensor:
    """The frames around each place side by side, (places, (2 * context + 1) * columns)."""
    around = places[:, None] + torch.arange(-context, context + 1)
    return values[around].flatten(1)


def classifier(training: Frames, held_out: Frames, context: int) -> tuple[torch.nn.Linear, int]:
    """A logistic regression with the best accuracy on the frames held out, and its epochs."""
    torch.manual_seed(0)
    layer = torch.nn.Linear(training.values.shape[1] * (2 * context + 1), len(TRIADS))
    optimizer = torch.optim.Adam(layer.parameters(), lr=RATE, weight_decay=2 * PENALTY)
    best, state, since, epochs = -1.0, layer.state_dict(), 0, 0
    while since < PATIENCE and epochs < EPOCHS:
        order = torch.randperm(len(training.places))[: len(training.places) // THIRD]
        for chosen in order.split(BATCH):
            optimizer.zero_grad()
            logits = layer(windows(training.values, training.places[chosen], context))
            torch.nn.functional.cross_entropy(logits, training.classes[chosen]).backward()
            optimizer.step()
        right = accuracy(layer, held_out, context)
        since, epochs = since + 1, epochs + 1
        if right > best:
            best, since = right, 0
            state = {name: value.clone() for name, value in layer.state_dict().items()}
    layer.load_state_dict(state)
    return layer, epochs


def accuracy(layer: torch.nn.Linear, frames: Frames, context: int) -> float:
    """The share of frames with the right class."""
    return float((classes_of(layer, frames.values, frames.places, context) == frames.classes)
                 .float().mean())  # fmt: skip


@torch.inference_mode()
def classes_of(
    layer: torch.nn.Linear, values: torch.Tensor, places: torch.Tensor, context: int
) -> torch.Tensor:
    """The likeliest class at each place."""
    parts = places.split(4096)
    return torch.cat([layer(windows(values, part, context)).argmax(1) for part in parts])


def scored(layer: torch.nn.Linear, part: FloatArray, truth: Chords, context: int) -> Any:
    """Scores of the classes of a track's frames, each as long as a hop."""
    values = torch.from_numpy(np.pad(part, ((context, context), (0, 0))))
    numbers = classes_of(layer, values, torch.arange(len(part)) + context, context).tolist()
    edges = REPRESENTATION.clock.seconds(np.maximum(np.arange(len(part) + 1) - 0.5, 0))
    spans = np.stack([edges[:-1], edges[1:]], axis=1)
    return chords.score(truth, joined(spans, [TRIADS[number] for number in numbers]))


def measure(feature: Feature, corpora: Sequence[Corpus], cache: Path) -> dict[str, Any]:
    """Train the classifier on a feature, on the extractor's corpora, and score the test tracks."""
    tracks = {
        split: [
            track
            for corpus in corpora
            if split == "test" or corpus.name in SYSTEM.recipe.corpora
            for track in corpus.split(split)
            if track.has("chords")
        ]
        for split in SPLITS
    }
    corpus_of = {track.name: corpus.name for corpus in corpora for track in corpus.tracks}
    store = Cache(cache, feature.spectra)
    parts, truths = {}, {}
    for split, mine in tracks.items():
        paths = store.fill(mine, jobs=1)
        parts[split] = [feature.made(open_spectra(path).astype(np.float32)) for path in paths]
        truths[split] = [track.read("chords") for track in mine]
    training, held_out = (
        together(parts[split], truths[split], feature.context) for split in ("train", "validation")
    )
    print(feature.name, len(training.places), "frames", flush=True)
    layer, epochs = classifier(training, held_out, feature.context)
    rows = zip(tracks["test"], parts["test"], truths["test"], strict=True)
    scores = [(track, scored(layer, part, truth, feature.context)) for track, part, truth in rows]
    return {
        "name": feature.name,
        "inputs": layer.in_features,
        "context": feature.context,
        "epochs": epochs,
        "frames": len(training.places),
        "validation": round(accuracy(layer, held_out, feature.context), 4),
        "tracks": [
            [corpus_of[track.name], track.name, track.song, round(each["majmin"], 4)]
            for track, each in scores
            if "majmin" in each
        ],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("runs"))
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--again", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(1)
    model = Model(read_weights(SYSTEM.name))
    rows = json.loads(OUT.read_text("utf-8")) if OUT.exists() else []
    corpora = [c for name in CORPORA for c in open_corpus(name, rendered=options.corpora)]
    for feature in features(model):
        if options.only and feature.name not in options.only:
            continue
        if feature.name in {row["name"] for row in rows} and not options.again:
            continue
        row = measure(feature, corpora, options.work / "cache") | {"digest": model.digest}
        rows = [*(each for each in rows if each["name"] != row["name"]), row]
        OUT.write_text(json.dumps(rows) + "\n", encoding="utf-8")
        print(feature.name, row["validation"], np.mean([each[3] for each in row["tracks"]]))


if __name__ == "__main__":
    main()
