"""A kind of rendered corpus: all its facts at one place, and what arranges its pieces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from lausch.corpora.band.playing.score import Score
from lausch.corpora.splits import Billed
from lausch.corpora.track import Split
from lausch.errors import CorpusError


def missing(corpus: str, what: object, holds: str) -> CorpusError:
    """The error for symbols that are not in the data folder."""
    return CorpusError(
        f"the {corpus} corpus needs {what}, which is not there; `data` must be the folder that "
        f"holds {holds}"
    )


def unknown(noun: str, title: str, folder: Path) -> CorpusError:
    """The error for a title that a source does not have."""
    return CorpusError(f"there is no {noun} {title!r} in {folder}; `titles` lists the known ones")


@dataclass(frozen=True)
class Source:
    """Symbolic music that is arranged.

    `split` maps songs with their performers, and the folder symbolic/, to splits; None where a
    piece must not be used. All kinds of one source share it, so that no song is in the training
    data of one kind and the test data of another.

    It is published at `address`, takes so many `megabytes`, and belongs into symbolic/`folder`.
    """

    licence: str
    credit: str
    split: Callable[[Sequence[Billed], Path], list[Split | None]]
    folder: str
    address: str
    megabytes: float


@dataclass(frozen=True)
class Kind:
    """What makes the pieces of one rendered corpus, and what is known of them.

    Parameters
    ----------
    name : of the corpus, and of its folder.
    about : for `lausch corpus list`.
    source : the music it arranges.
    titles : everything that can be arranged from the folder symbolic/.
    arranger : writes one arrangement of a title, with everything else drawn by a generator.
    leads : roles whose part is the solo line, the first that sounds; empty when there is none.
    has_form : whether sections are annotated.
    has_speakers : whether recorded speakers sing.
    has_harmony : whether chords and keys are.
    """

    name: str
    about: str
    source: Source
    titles: Callable[[Path], Sequence[str]]
    arranger: Callable[[Path, str, Random], Score]
    leads: tuple[str, ...] = ()
    has_form: bool = False
    has_speakers: bool = False
    has_harmony: bool = True

    def arrange(self, data: Path, title: str, seed: int) -> Score:
        """One arrangement of a title; the same seed gives the same score.

        Raises CorpusError when what it needs is missing under `data`, or has no such title.
        """
        return self.arranger(data, title, Random(f"{self.name}/{title}/{seed}"))
