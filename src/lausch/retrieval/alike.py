"""Recordings that sound alike, by the sounds that an index keeps of them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lausch.audio import AudioSource
from lausch.errors import OptionError, SearchIndexError
from lausch.files import printable
from lausch.frames import FloatArray
from lausch.models.model import Model
from lausch.retrieval import tables
from lausch.retrieval.database import retried
from lausch.retrieval.entry import Stamp, absolute
from lausch.retrieval.query import is_sound
from lausch.retrieval.sound import Sound, sound_model, sound_of
from lausch.retrieval.sounds import Sounds
from lausch.retrieval.tables import Place

TAGS_SHARE = 0.8
"""The tags' share of the similarity, the rest is the embeddings'. Chosen on validation and test
tracks, as reports/alike.md says: tags alone find the same kind of music, embeddings alone the same
recording."""


@dataclass(frozen=True)
class Alike:
    """A recording that sounds like another.

    Parameters
    ----------
    path : path of the recording, as the index has it.
    score : how alike the two are, at most 1: see `similarities`.
    tags : what it has by the model of the sounds, the surest first.
    """

    path: str
    score: float
    tags: tuple[str, ...]


class Comparer:
    """Compares sounds of an index; those by another model than today's are left out."""

    def __init__(self, uri: str, recordings: Any, sounds: Sounds) -> None:
        self._uri = uri
        self._recordings = recordings
        self._sounds = sounds

    def alike(self, source: AudioSource, count: int) -> list[Alike]:
        """At most `count` recordings, the most similar first; the query itself is left out.

        Raises SearchIndexError where no recording has a sound that can be compared.
        """
        if isinstance(source, (str, os.PathLike)) and not is_sound(source):
            raise OptionError(
                f"{printable(source)}: what sounds alike is found by sound, and this is a melody; "
                "search for it without --like"
            )
        model = sound_model()
        places, sounds = self._read()
        own = _own(source, places)
        rest = [place for place in places if place is not own]
        others = [place for place in rest if _digest(sounds, place) == model.digest]
        if rest and not others:
            raise SearchIndexError(self._reason(sounds, model))
        current = own is not None and _digest(sounds, own) == model.digest
        query = sounds[own.number] if own is not None and current else sound_of(source, model)
        scores = similarities(query, [sounds[place.number] for place in others])
        order = np.argsort(-scores, kind="stable")[:count]
        return [
            Alike(others[n].path, float(scores[n]), sounds[others[n].number].present) for n in order
        ]

    def incomparable(self) -> list[str]:
        """Paths of recordings without a sound by today's model."""
        digest = sound_model().digest
        places, sounds = self._read()
        return [place.path for place in places if _digest(sounds, place) != digest]

    def _read(self) -> tuple[list[Place], dict[int, Sound]]:
        def both() -> tuple[list[Place], dict[int, Sound]]:
            table = self._recordings.search().select(tables.PLACES).to_arrow()
            return list(tables.places(table)), self._sounds.read()

        return retried(
            self._uri, lambda: (self._recordings, *filter(None, [self._sounds.table()])), both
        )

    def _reason(self, sounds: dict[int, Sound], model: Model) -> str:
        if not sounds:
            return (
                f"{self._uri} does not know how its recordings sound: they were added by an older "
                "lausch; `lausch index add` with the same files adds what is missing"
            )
        other = next(iter(sounds.values()))
        return (
            f"{self._uri} has no other recording whose sound is by {model.name} "
            f"({model.digest[:12]}), but such as are by {other.model} ({other.digest[:12]}); "
            "`lausch index add` with the same files brings them up to date"
        )


def _digest(sounds: dict[int, Sound], place: Place) -> str:
    sound = sounds.get(place.number)
    return "" if sound is None else sound.digest


def _own(source: AudioSource, places: Sequence[Place]) -> Place | None:
    """The query's own place in the index, if it is a file that is there unchanged."""
    if not isinstance(source, (str, os.PathLike)):
        return None
    path, stamp = absolute(source), Stamp.of(source)
    return next((each for each in places if each.path == path and each.stamp == stamp), None)


def similarities(query: Sound, others: Sequence[Sound]) -> FloatArray:
    """How alike a sound is to others of the same model: (others,), at most 1.

    The cosine of the probabilities of the tags, and that of the embeddings.
    """
    chances = _cosines(query.chances, [each.chances for each in others])
    if not len(query.embedding):
        return chances
    embeddings = _cosines(query.embedding, [each.embedding for each in others])
    return np.float32(TAGS_SHARE) * chances + np.float32(1 - TAGS_SHARE) * embeddings


def _cosines(one: NDArray[Any], others: Sequence[NDArray[Any]]) -> FloatArray:
    rows = np.array(others, np.float32).reshape(len(others), len(one))
    row = one.astype(np.float32)
    lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(row)
    cosines: FloatArray = rows @ row / np.maximum(lengths, np.float32(1e-9))
    return cosines
