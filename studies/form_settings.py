"""Chooses the settings of the formulas that find sections, and of the letters, one after the other.

    python studies/form_settings.py --rendered RENDERED [--tracks 20] [--only foote labels]

Tracks are those of the validation split of the rendered forms, and of the training split where
there are fewer than asked for: formulas learn nothing from them. No test track is opened. Each
setting takes the value with which the mean over corpora is highest, of the boundaries' F at .5 s
and 3 s on both levels, or, for letters on the true boundaries, of pairwise F and S F.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from lausch.annotation import Form, Sections
from lausch.corpora.registry import open_corpus
from lausch.decoding.labelling import Labeller
from lausch.formulas import open_formula
from lausch.frames import Frames
from lausch.metrics import sections
from lausch.representations.structure import STRUCTURE, structure
from lausch.tasks.labels import labelled

CORPORA = ("popform", "chartform", "jazzform")
CHOICES: dict[str, dict[str, tuple[Any, ...]]] = {
    "equal": {
        "coarse_seconds": (8.0, 10.0, 12.0, 16.0, 20.0, 25.0, 30.0),
        "fine_seconds": (4.0, 5.0, 6.0, 8.0, 10.0, 12.0),
    },
    "foote": {
        "half_seconds": (12.0, 16.0, 20.0, 24.0, 32.0),
        "coarse.threshold": (0.03, 0.05, 0.07, 0.1, 0.13, 0.16, 0.2),
        "fine.threshold": (0.01, 0.02, 0.03, 0.05, 0.07, 0.1),
        "harmony": (0.0, 0.3, 0.6),
        "taper": (0.35, 0.5, 0.7),
        "fps": (2.5, 5.0, 10.0),
    },
    "homogeneity": {
        "harmony": (0.0, 0.3, 0.6),
        "coarse_price": (4.0, 5.0, 6.0, 7.0, 8.0, 10.0),
        "fine_price": (2.0, 2.5, 3.0, 4.0, 5.0),
        "fps": (1.0, 2.0, 3.333),
    },
    "laplacian": {
        "timbre": (1.0, 2.0, 4.0),
        "coarse_kinds": (4, 5, 6, 8),
        "fine_kinds": (5, 6, 8, 10),
        "graph.stack": (1, 2, 3),
        "graph.smooth": (5, 9, 15),
        "shortest_seconds": (3.0, 4.0, 6.0),
    },
    "labels": {
        "threshold": (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6),
        "timbre": (0.0, 0.15, 0.3, 0.5, 0.7, 1.0),
        "length": (0.0, 0.1, 0.2, 0.3, 0.5),
        "slack_seconds": (0.0, 1.0, 2.0),
        "fps": (1.0, 2.0, 4.0),
    },
}


@dataclass(frozen=True)
class Heard:
    """A track's features and its form."""

    corpus: str
    features: Frames
    form: Form


def heard(rendered: Path, most: int) -> Iterator[Heard]:
    """Validation tracks first, at most so many of each corpus."""
    for name in CORPORA:
        tracks = [t for corpus in open_corpus(name, rendered=rendered) for t in corpus.tracks]
        ordered = [t for split in ("validation", "train") for t in tracks if t.split == split]
        for track in ordered[:most]:
            features = structure(track.load(STRUCTURE.rate).blocks(1 << 20))
            yield Heard(name, features, track.read("sections"))


def changed(method: Any, setting: str, value: object) -> Any:
    """The method with another value of a setting, which may be one of its parts'."""
    part, _, rest = setting.partition(".")
    return replace(method, **{part: changed(getattr(method, part), rest, value) if rest else value})


def found(name: str, method: Any, track: Heard) -> Form:
    """What a formula finds, or how the true sections are called."""
    if name == "labels":
        return labelled(track.form, track.features, method)
    form: Form = replace(open_formula(name), method=method).decode(method.novelty(track.features))
    end = float(track.form.coarse.boundaries[-1])
    return Form(*(_until(level, end) for level in form.levels.values()))


def _until(level: Sections, end: float) -> Sections:
    return Sections([0.0, *level.inner[level.inner < end], end])


def scores(name: str, method: Any, tracks: list[Heard]) -> dict[str, dict[str, float]]:
    """Mean scores of each corpus."""
    kinds = ("pairwise F", "S F") if name == "labels" else (" F 0.5 s", " F 3 s")
    means = {}
    for corpus in CORPORA:
        each = [
            sections.score(t.form, found(name, method, t)) for t in tracks if t.corpus == corpus
        ]
        wanted = [key for key in each[0] if key.endswith(kinds)]
        means[corpus] = {key: float(np.mean([s[key] for s in each if key in s])) for key in wanted}
    return means


def overall(means: dict[str, dict[str, float]]) -> float:
    """What is to be as high as possible."""
    return float(np.mean([value for row in means.values() for value in row.values()]))


def chosen(name: str, method: Any, score: Callable[[Any], float]) -> Any:
    """The method with the best value of each setting, one setting after the other."""
    best = score(method)
    for setting, values in CHOICES[name].items():
        tried = [changed(method, setting, value) for value in values]
        results = [score(each) for each in tried]
        row = ", ".join(f"{v}: {r:.3f}" for v, r in zip(values, results, strict=True))
        print(f"{name} {setting}: {row}", flush=True)
        if max(results) > best:
            best = max(results)
            method = tried[int(np.argmax(results))]
    return method


def main() -> None:
    """Listen, choose and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rendered", type=Path, required=True)
    parser.add_argument("--tracks", type=int, default=20, help="of each corpus, at most")
    parser.add_argument("--only", nargs="+", choices=list(CHOICES), default=list(CHOICES))
    options = parser.parse_args()
    tracks = list(heard(options.rendered, options.tracks))
    print({name: sum(t.corpus == name for t in tracks) for name in CORPORA}, flush=True)
    for name in options.only:
        start: Any = Labeller() if name == "labels" else open_formula(name).method
        method = chosen(name, start, lambda each, name=name: overall(scores(name, each, tracks)))
        print(f"{name}: {method}")
        for corpus, row in scores(name, method, tracks).items():
            print(f"  {corpus:10}", ", ".join(f"{key} {value:.3f}" for key, value in row.items()))


if __name__ == "__main__":
    main()
