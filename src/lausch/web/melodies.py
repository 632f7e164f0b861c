"""The solos of a library, in which a melody is looked for as in an index of recordings."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from lausch.frames import FloatArray
from lausch.retrieval.alignment import Alignment, aligned
from lausch.retrieval.chroma import CLOCK
from lausch.retrieval.confidence import with_confidence
from lausch.retrieval.matching import FINALISTS, ChromaBatch, Match, Matcher
from lausch.retrieval.query import checked_transposition, tempi
from lausch.retrieval.searching import MATCHED_WHOLE, answers

if TYPE_CHECKING:
    from lausch.web.indexed import Indexed


@dataclass(frozen=True, eq=False)
class Melody:
    """What is looked for: chroma (frames, 12), and the seconds of its first frame.

    One that was marked in a recording of the library has the id of that recording, in which only
    other places are looked for.
    """

    chroma: FloatArray
    start: float
    marked: str = ""

    @property
    def seconds(self) -> float:
        """Its length."""
        return float(CLOCK.seconds(len(self.chroma)))


class Melodies:
    """The solos of recordings, each by its id; `known` gives the chroma of those that are ready.

    A library is matched as a whole, by the code that searches an index, so it needs no database.
    With a saved index its recordings are searched as well, whether they are ready or not.
    """

    def __init__(
        self,
        known: Callable[[], Mapping[str, Callable[[], FloatArray]]],
        indexed: Indexed | None = None,
    ) -> None:
        self._known = known
        self._indexed = indexed
        self._lock = threading.Lock()
        self._whole: tuple[tuple[str, ...], Matcher] | None = None

    def chroma(self, name: str) -> FloatArray | None:
        """The chroma of one recording; None for one without a solo."""
        read = self._known().get(name)
        if read is not None:
            return read()
        return None if self._indexed is None else self._indexed.chroma(name)

    def search(
        self,
        melody: Melody,
        *,
        transpose: int | str = 0,
        tempo: tuple[float, float] = (1.0, 1.0),
        count: int = 10,
    ) -> tuple[list[Match], int]:
        """The best place in each recording, the best recording first, and how many there are.

        Their paths are ids. Raises OptionError for an option outside its rule.
        """
        semitones, ratios = checked_transposition(transpose), tempi(*tempo)
        known = self._known()
        matches: list[Match] = []
        rest, most = known, max(FINALISTS, count)
        with self._lock:  # one search at a time has its arrays in memory
            if self._indexed is not None:
                others = self._indexed.others(known)
                rest = {name: read for name, read in known.items() if name in others}
                matches = self._indexed.search(melody.chroma, semitones, ratios, most)
            for matcher in self._matchers(rest):
                fits = matcher.fits(
                    melody.chroma, semitones=semitones, ratios=ratios, finalists=most
                )
                matches += answers(fits, matcher.batch.names, len(melody.chroma))
        if melody.marked in known:
            matches = [match for match in matches if match.path != melody.marked]
            matches += self._elsewhere(melody, known, semitones, ratios)
        matches.sort(key=lambda match: (-match.score, match.path))
        variants = len(semitones) * len(ratios)
        many = len(rest) + (0 if self._indexed is None else len(self._indexed))
        return with_confidence(matches, melody.seconds, variants)[:count], many

    def align(self, melody: Melody, match: Match) -> Alignment | None:
        """A melody beside the place where it was found; None if the recording is not here."""
        chroma = self.chroma(match.path)
        if chroma is None:
            return None
        before = round(melody.start / float(CLOCK.seconds(1)))
        return aligned(melody.chroma, before, chroma, match)

    def _elsewhere(
        self,
        melody: Melody,
        known: Mapping[str, Callable[[], FloatArray]],
        semitones: Sequence[int],
        ratios: Sequence[float],
    ) -> list[Match]:
        """The best other place in the recording that the melody was marked in."""
        chroma = known[melody.marked]()
        first, last = CLOCK.frames(np.array([melody.start, melody.start + melody.seconds]))
        matches = []
        for begin, rest in ((0, chroma[:first]), (int(last), chroma[last:])):
            matcher = Matcher(ChromaBatch.of({melody.marked: rest}))
            fits = matcher.fits(melody.chroma, semitones=semitones, ratios=ratios)
            moved = float(CLOCK.seconds(begin))
            matches += [
                replace(match, start=match.start + moved, end=match.end + moved)
                for match in answers(fits, matcher.batch.names, len(melody.chroma))
            ]
        return sorted(matches, key=lambda match: -match.score)[:1]

    def _matchers(self, known: Mapping[str, Callable[[], FloatArray]]) -> Iterator[Matcher]:
        """All recordings, `MATCHED_WHOLE` at a time; a library of one batch is kept."""
        names = tuple(known)
        if self._whole is not None and self._whole[0] == names:
            yield self._whole[1]
            return
        self._whole = None
        for at in range(0, len(names), MATCHED_WHOLE):
            some = names[at : at + MATCHED_WHOLE]
            matcher = Matcher(ChromaBatch.of({name: known[name]() for name in some}))
            if len(names) <= MATCHED_WHOLE:
                self._whole = names, matcher
            yield matcher
