"""Render many pieces in several processes; a killed job can be resumed."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from lausch import __version__
from lausch.corpora.band.kinds import kind_named
from lausch.corpora.band.sounding.sounds import Sounds, open_font
from lausch.corpora.band.sounding.speech import read_bank
from lausch.corpora.band.store.piece import Piece, make, symbolic
from lausch.corpora.band.store.record import Record
from lausch.corpora.splits import Billed, is_sealed
from lausch.corpora.track import Split
from lausch.corpora.workers import work_through
from lausch.errors import CorpusError
from lausch.files import replacing

MOST_VARIANTS = 50
SEALED_SEED = 1 << 32
"""Added to the seed of a sealed rendering: no arrangement and no mix is one of an open one."""
Result = Record | str


@dataclass
class Outcome:
    """The records and failures of one kind."""

    kind: str
    records: list[Record] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """Audio in all."""
        return sum(record.duration for record in self.records)


def pieces(kind: str, data: Path, seed: int) -> Iterator[Piece]:
    """Every title once in a shuffled order, then every title's next variant, and so on."""
    titles = sorted(kind_named(kind).titles(symbolic(data)))
    if not titles:
        raise CorpusError(
            f"the data folder {data} holds nothing to arrange for {kind!r}; is it the folder with "
            "symbolic/ in it?"
        )
    np.random.default_rng([seed, len(titles)]).shuffle(titles)
    for variant in range(MOST_VARIANTS):
        for title in titles:
            yield Piece(kind, title, variant, seed)


def _attempt(piece: Piece, data: Path, out: Path, sounds: Sounds) -> Result:
    try:
        return make(piece, data, out, sounds)
    except Exception as error:  # one bad piece of thousands is reported, not fatal
        return _explain(piece, error)


def _explain(piece: Piece, error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


def _results(
    todo: Iterator[Piece], work: Callable[[Piece], Result], jobs: int
) -> Iterator[tuple[Piece, Result]]:
    """Results in the order of the pieces, so that where a job stops does not depend on timing."""
    if jobs == 1:
        for piece in todo:
            yield piece, work(piece)
        return
    order: deque[Piece] = deque()
    results: dict[Piece, Result] = {}

    def noted() -> Iterator[Piece]:
        for piece in todo:
            order.append(piece)
            yield piece

    # Forked processes share the decoded sound sets (1.5 GB); elsewhere each decodes its own.
    options: dict[str, Any] = {"workers": jobs, "attempts": 2, "forked": True, "niceness": 5}
    for outcome in work_through(noted(), work, _explain, **options):
        results[outcome.job] = outcome.failure if outcome.result is None else outcome.result
        while order and order[0] in results:
            piece = order.popleft()
            yield piece, results.pop(piece)


def render_kind(
    kind: str,
    *,
    data: Path,
    out: Path,
    sounds: Sounds,
    hours: float,
    test_hours: float = 0.0,
    validation_hours: float = 0.0,
    seed: int = 0,
    jobs: int = 1,
    sealed: bool = False,
    progress: Callable[[Outcome], None] | None = None,
) -> Outcome:
    """Render pieces of one kind until they last `hours`, and a split until it lasts its own.

    With `sealed` they are those of the sealed set alone, with other seeds.

    When the pieces of the validation split last less than `validation_hours`, or those of the test
    split less than `test_hours`, more of that split alone follow.

    Pieces come before variants: every title is rendered once before any is rendered twice.
    A second call with the same seed continues where the first one was stopped.
    """
    outcome = Outcome(kind)
    for path in sounds.fonts.values():
        open_font(path)
    if kind_named(kind).has_speakers:  # once, and not in every process
        for paths in sounds.speakers.values():
            read_bank(paths)
    work = partial(_attempt, data=data, out=out, sounds=sounds)

    def render(todo: Iterator[Piece], enough: Callable[[], bool]) -> None:
        for piece, result in _results(todo, work, jobs):
            _note(outcome, piece, result)
            if progress is not None:
                progress(outcome)
            if enough():
                break

    def long_enough(split: Split, least: float) -> bool:
        splits = splits_of(kind, outcome.records, data)
        pairs = zip(outcome.records, splits, strict=True)
        return sum(record.duration for record, own in pairs if own == split) >= least * 3600

    wanted = pieces(kind, data, seed + SEALED_SEED * sealed)
    if sealed:
        wanted = (piece for piece in wanted if _is_in("test", piece, data, sealed=True))
    if hours:
        render(wanted, lambda: outcome.seconds >= hours * 3600)
    more: dict[Split, float] = {"validation": validation_hours, "test": test_hours}
    for split, least in more.items():
        if least and not long_enough(split, least):
            known = {record.name for record in outcome.records}
            others = (each for each in pieces(kind, data, seed) if each.name not in known)
            inside = (each for each in others if _is_in(split, each, data))
            render(inside, partial(long_enough, split, least))
    return outcome


def _note(outcome: Outcome, piece: Piece, result: Result) -> None:
    """Keep a record or a failure; nothing but failures stops the job."""
    if isinstance(result, Record):
        outcome.records.append(result)
        return
    outcome.failures.append((f"{piece.title} ({piece.variant})", result))
    if len(outcome.failures) > 20 and not outcome.records:
        raise CorpusError(
            f"none of the first 20 pieces of {outcome.kind!r} could be rendered; "
            f"the last one said: {result}"
        )


def splits_of(
    kind: str, pieces: Sequence[Billed], data: Path, *, sealed: bool = False
) -> list[Split | None]:
    """The split of each piece: sealed ones have none, and with `sealed` they alone are to test."""
    splits = kind_named(kind).source.split(pieces, symbolic(data))
    shut = [
        split == "test" and is_sealed(piece.performer, piece.song)
        for piece, split in zip(pieces, splits, strict=True)
    ]
    if sealed:
        return ["test" if each else None for each in shut]
    return [None if each else split for each, split in zip(shut, splits, strict=True)]


def _is_in(split: Split, piece: Piece, data: Path, *, sealed: bool = False) -> bool:
    """Whether a piece is in a split, or in the sealed set as one to test, by its score."""
    try:
        score = kind_named(piece.kind).arrange(symbolic(data), piece.title, piece.seed)
    except Exception:  # the attempt to render it will say why
        return True
    return splits_of(piece.kind, [score], data, sealed=sealed) == [split]


def write_manifest(
    out: Path, outcome: Outcome, *, data: Path, sounds: Sounds, seed: int, sealed: bool = False
) -> Path:
    """Write `out/KIND/manifest.json`: what was rendered from what, with splits and checksums."""
    kind = outcome.kind
    splits = splits_of(kind, outcome.records, data, sealed=sealed)
    document = {
        "kind": kind,
        "version": __version__,
        "seed": seed,
        "sealed": sealed,
        "hours": round(outcome.seconds / 3600, 3),
        "sounds": {name: path.name for name, path in sounds.fonts.items()},
        "credits": sounds.credits(),
        "tracks": [
            {**record.entry(), "split": split}
            for record, split in zip(outcome.records, splits, strict=True)
        ],
        "failures": [{"title": title, "error": error} for title, error in outcome.failures],
    }
    path = out / kind / "manifest.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(document, indent=1), encoding="utf-8")
    return path
