"""Are learned features better than MFCC? The question of Hamel and Eck (ISMIR 2010) on our tags.

    python studies/deepbelief_features.py --corpora RENDERED [--work WORK] [--out FILE]

A support vector machine with an RBF kernel (scikit-learn) learns every tag from windows of five
seconds: from the mean and the variance of MFCC, or of the activations of the network's layers. The
network is trained three times, with and without contrastive divergence before its targets; and its
layers are also taken before they have seen targets. The table goes to
reports/deepbelief_features.json, which studies/deepbelief.py reads.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from deepbelief_scores import Floats, Judged, compared, judged
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.svm import SVC
from torch import nn

from lausch.corpora.registry import open_corpus
from lausch.corpora.track import SPLITS, Split, Track
from lausch.representations.filterbank import mel_filterbank
from lausch.representations.mfcc import cosines
from lausch.representations.spectra import compress
from lausch.system import Pretraining, System
from lausch.systems.hamel2010 import RATE, SYSTEM, TASK, WINDOW
from lausch.training.cache import Cache, open_spectra
from lausch.training.excerpts import Example
from lausch.training.loop import build, initialise, train
from lausch.training.pretraining import dbn, pretrain

SEEDS = 3
BANDS, COEFFICIENTS = 40, 20
FRAMES = 108
"""Five seconds."""
MOST_WINDOWS = 4
COST = 1.0
"""Scikit-learn's own; nothing is chosen, so that validation recordings can be judged too."""
HELD_OUT: tuple[Split, ...] = ("validation", "test")
UNTAUGHT = replace(SYSTEM, recipe=replace(SYSTEM.recipe, pretraining=Pretraining(epochs=0)))
Examples = dict[Split, list[Example]]
Rows = Callable[[np.ndarray], np.ndarray]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("runs"))
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--out", type=Path, default=Path("reports/deepbelief_features.json"))
    options = parser.parse_args()
    torch.set_num_threads(1)
    tracks = split(options.corpora, SYSTEM)
    spectra = filled(Cache(options.work / "cache", SYSTEM.representation), tracks)
    judge = of_held_out(spectra, tracks, TASK.tags)
    tags = [TASK.tags[column] for column in judge.scored]
    estimates: dict[str, list[Floats]] = {"MFCC": [machine(spectra, cepstra, tags)]}
    for seed in range(options.seeds):
        for name, network, places in networks(spectra, options.work, seed):
            for label, chosen in places.items():
                found = machine(spectra, layers(network, chosen), tags)
                estimates.setdefault(f"{name}, {label}", []).append(found)
            write(compared(judge, estimates), options.out)


def write(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Keep and show the rows."""
    for row in rows:
        print(row["name"], row["AUC"], row["difference"], row["runs"], flush=True)
    path.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def split(rendered: Path, system: System) -> dict[Split, list[Track]]:
    """The tracks of the recipe's corpora by split."""
    corpora = [
        corpus for kind in system.recipe.corpora for corpus in open_corpus(kind, rendered=rendered)
    ]
    return {
        own: [each for corpus in corpora for each in corpus.split(own) if system.task.admits(each)]
        for own in SPLITS
    }


def filled(store: Cache, tracks: dict[Split, list[Track]], system: System = SYSTEM) -> Examples:
    """Features and truths by split."""
    return {
        own: [
            Example(path, system.task.read(track))
            for path, track in zip(store.fill(each, jobs=1), each, strict=True)
        ]
        for own, each in tracks.items()
    }


def networks(
    spectra: Examples, work: Path, seed: int
) -> Iterator[tuple[str, nn.Module, dict[str, tuple[int, ...]]]]:
    """Networks of a seed by name, and which of their layers are features."""
    every = tuple(range(len(dbn(build(SYSTEM)).machines)))
    whole = {"all layers": every}
    single = {f"layer {place + 1}": (place,) for place in every}
    for name, (first, last), system, places in (
        (SYSTEM.name, ("pre-trained only", "pre-trained and fine-tuned"), SYSTEM, single | whole),
        (f"{SYSTEM.name}-untaught", ("random weights", "fine-tuned only"), UNTAUGHT, whole),
    ):
        folder = work / f"{name}-{seed}"
        tuned, _ = train(
            system, spectra["train"], spectra["validation"], folder, seed=seed, resume=True
        )
        yield last, tuned, places
        torch.manual_seed(seed)
        network = build(system)
        initialise(network, system.recipe)
        pretrain(network, system, spectra["train"], seed)
        yield first, network.eval(), whole


def cepstra(values: np.ndarray) -> np.ndarray:
    """Magnitudes to coefficients 1 to 20, as `lausch.representations.MFCC` has them."""
    bank = mel_filterbank(RATE, WINDOW, BANDS, 30.0, 11000.0)
    return compress(values @ bank, 1.0) @ cosines(BANDS, 1, COEFFICIENTS)


def layers(network: nn.Module, places: Sequence[int]) -> Rows:
    """The function from frames to the activations of some layers."""

    def rows(values: np.ndarray) -> np.ndarray:
        with torch.inference_mode():
            states = dbn(network).states(torch.from_numpy(values)[None])
        return torch.cat([states[place][0] for place in places], dim=-1).numpy()

    return rows


def windows(example: Example, rows: Rows) -> Floats:
    """Mean and variance over windows of five seconds, evenly spread: (windows, 2 columns)."""
    values = open_spectra(example.spectra)
    count = max(1, min(MOST_WINDOWS, len(values) // FRAMES))
    starts = np.linspace(0, max(len(values) - FRAMES, 0), count).astype(int)
    every = [rows(values[start : start + FRAMES].astype(np.float32)) for start in starts]
    return np.array([np.concatenate([each.mean(axis=0), each.var(axis=0)]) for each in every])


def of_held_out(
    examples: Examples, tracks: dict[Split, list[Track]], tags: tuple[str, ...]
) -> Judged:
    """What is known of the validation and the test recordings."""
    return judged(
        [each.truth for own in HELD_OUT for each in examples[own]],
        tags,
        [track.song for own in HELD_OUT for track in tracks[own]],
    )


def machine(examples: Examples, rows: Rows, tags: Sequence[str]) -> Floats:
    """Scores (held-out recordings, all tags): means over windows, a machine for each of `tags`."""
    learnt = [windows(example, rows) for example in examples["train"]]
    judged_on = [windows(each, rows) for own in HELD_OUT for each in examples[own]]
    owner = np.repeat(np.arange(len(learnt)), [len(each) for each in learnt])
    every = np.concatenate(learnt)
    mean, deviation = every.mean(axis=0), np.maximum(every.std(axis=0), 1e-6)
    every = (every - mean) / deviation
    kernel = rbf_kernel(every, every)
    sides = [rbf_kernel((each - mean) / deviation, every) for each in judged_on]
    scores = np.zeros((len(sides), len(TASK.tags)))
    for tag in tags:
        truth = np.array([each.truth.pairs.get(tag, np.nan) for each in examples["train"]])[owner]
        known = np.flatnonzero(np.isfinite(truth))
        if len(set(truth[known])) < 2:
            continue
        svm = SVC(C=COST, kernel="precomputed").fit(kernel[np.ix_(known, known)], truth[known])
        scores[:, TASK.tags.index(tag)] = [
            svm.decision_function(side[:, known]).mean() for side in sides
        ]
    return scores


if __name__ == "__main__":
    main()
