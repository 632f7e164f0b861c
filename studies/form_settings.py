"""Chooses the settings of formulas for sections, and of the letters, one after the other.

    python studies/form_settings.py --rendered RENDERED [--tracks 20] [--only foote labels]

Tracks are those of the validation split of the rendered forms, and further ones of the training
split, since formulas are not trained. No test track is opened. Each setting takes the value with
the highest mean over corpora: of the boundaries' F at .5 s and 3 s on both scales, or, for letters
on the true boundaries, of pairwise F and S F.
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
class Example:
    """The features and the form of a track."""

    corpus: str
    features: Frames
    form: Form


def examples(rendered: Path, most: int) -> Iterator[Example]:
    """At most `most` tracks of each corpus, those for validation first."""
    for name in CORPORA:
        tracks = [t for corpus in open_corpus(name, rendered=rendered) for t in corpus.tracks]
        ordered = [t for split in ("validation", "train") for t in tracks if t.split == split]
        for track in ordered[:most]:
            features = structure(track.load(STRUCTURE.rate).blocks(1 << 20))
            yield Example(name, features, track.read("sections"))


def changed(method: Any, setting: str, value: object) -> Any:
    """The method with another value of a setting, or of a setting of one of its parts."""
    part, _, rest = setting.partition(".")
    return replace(method, **{part: changed(getattr(method, part), rest, value) if rest else value})


def estimate(name: str, method: Any, track: Example) -> Form:
    """The form by a formula, or the true sections with letters."""
    if name == "labels":
        return labelled(track.form, track.features, method)
    form: Form = replace(open_formula(name), method=method).decode(method.novelty(track.features))
    end = float(track.form.coarse.boundaries[-1])
    return Form(*(_until(scale, end) for scale in form.scales.values()))


def _until(scale: Sections, end: float) -> Sections:
    return Sections([0.0, *scale.inner[scale.inner < end], end])


def scores(name: str, method: Any, tracks: list[Example]) -> dict[str, dict[str, float]]:
    """Mean scores of each corpus."""
    kinds = ("pairwise F", "S F") if name == "labels" else (" F 0.5 s", " F 3 s")
    means = {}
    for corpus in CORPORA:
        here = [track for track in tracks if track.corpus == corpus]
        each = [sections.score(track.form, estimate(name, method, track)) for track in here]
        keys = [key for key in each[0] if key.endswith(kinds)]
        means[corpus] = {key: float(np.mean([s[key] for s in each if key in s])) for key in keys}
    return means


def overall(means: dict[str, dict[str, float]]) -> float:
    """The mean of all scores."""
    return float(np.mean([value for row in means.values() for value in row.values()]))


def best_method(name: str, method: Any, score: Callable[[Any], float]) -> Any:
    """The method with the best value of each setting, one setting after the other."""
    best = score(method)
    for setting, values in CHOICES[name].items():
        candidates = [changed(method, setting, value) for value in values]
        results = [score(each) for each in candidates]
        row = ", ".join(f"{v}: {r:.3f}" for v, r in zip(values, results, strict=True))
        print(f"{name} {setting}: {row}", flush=True)
        if max(results) > best:
            best = max(results)
            method = candidates[int(np.argmax(results))]
    return method


def main() -> None:
    """Choose the settings and print them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rendered", type=Path, required=True)
    parser.add_argument("--tracks", type=int, default=20, help="of each corpus, at most")
    parser.add_argument("--only", nargs="+", choices=list(CHOICES), default=list(CHOICES))
    options = parser.parse_args()
    tracks = list(examples(options.rendered, options.tracks))
    print({name: sum(t.corpus == name for t in tracks) for name in CORPORA}, flush=True)
    for name in options.only:
        start: Any = Labeller() if name == "labels" else open_formula(name).method
        method = best_method(
            name, start, lambda each, name=name: overall(scores(name, each, tracks))
        )
        print(f"{name}: {method}")
        for corpus, row in scores(name, method, tracks).items():
            print(f"  {corpus:10}", ", ".join(f"{key} {value:.3f}" for key, value in row.items()))


if __name__ == "__main__":
    main()
