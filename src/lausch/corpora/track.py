"""One recording of a corpus: where its sound is, what is true of it, which split it stands in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Beats, Contour, Form, Notes
from lausch.audio import Audio, load_audio
from lausch.errors import CorpusError

Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)


@dataclass(frozen=True)
class Track:
    """A recording with its annotation.

    Parameters
    ----------
    name : unique in its corpus, fit for a file name.
    audio : the recording, or the first of the files whose sum it is.
    read_beats : reads the annotation; None when nobody has annotated beats.
    duration : seconds of sound.
    song : the composition; never in two splits of a corpus.
    performer : never in two splits of a corpus; empty when there is none.
    style : a word for tables.
    split : train, validation or test.
    pcm_sha256 : checksum of the 16-bit samples; empty when none is known.
    also : further files to be added to `audio` sample by sample (stems of one mix).
    read_contour, read_notes : read the solo line's annotation; None when it has none.
    read_form : reads the form's annotation; None when it has none.
    read_lead_db : reads how many dB the solo is over the other pitched parts; None when unknown.
    read_bass : reads the bass line; None when there is none, or none to learn from.
    bassist : who plays it ("double bass", "fluidr3:35"); empty when that is not known.
    read_bass_db : as `read_lead_db`, of the bass.
    read_roots : reads the pitch class of the chord's root at every beat, -1 where it is not known;
        none at all where no chords are.
    """

    name: str
    audio: Path
    read_beats: Callable[[], Beats] | None
    duration: float
    song: str
    performer: str = ""
    style: str = ""
    split: Split = "test"
    pcm_sha256: str = ""
    also: tuple[Path, ...] = ()
    read_contour: Callable[[], Contour] | None = None
    read_notes: Callable[[], Notes] | None = None
    read_form: Callable[[], Form] | None = None
    read_lead_db: Callable[[], float] | None = None
    read_bass: Callable[[], Notes] | None = None
    bassist: str = ""
    read_bass_db: Callable[[], float] | None = None
    read_roots: Callable[[], NDArray[np.int64]] | None = None

    def __post_init__(self) -> None:
        if self.split not in SPLITS:
            raise CorpusError(
                f"track {self.name}: {self.split!r} is no split; {', '.join(SPLITS)} are"
            )

    @property
    def annotated(self) -> bool:
        """Whether beats are known."""
        return self.read_beats is not None

    @property
    def bassed(self) -> bool:
        """Whether a bass line is known."""
        return self.read_bass is not None

    def beats(self) -> Beats:
        """The annotated beats, read anew at each call.

        Raises
        ------
        CorpusError
            Nobody has annotated them.
        """
        if self.read_beats is None:
            raise CorpusError(
                f"{self.name} has no annotated beats: it is there to be listened to, not to be "
                "scored against"
            )
        return self.read_beats()

    def contour(self) -> Contour:
        """The fundamental frequency of the solo line, read anew at each call.

        Raises
        ------
        CorpusError
            Nobody has annotated it.
        """
        if self.read_contour is None:
            raise CorpusError(f"{self.name} has no annotated f0: there is nothing to score against")
        return self.read_contour()

    def notes(self) -> Notes:
        """The notes of the solo line, read anew at each call.

        Raises
        ------
        CorpusError
            Nobody has annotated them.
        """
        if self.read_notes is None:
            raise CorpusError(f"{self.name} has no annotated notes: there is nothing to score with")
        return self.read_notes()

    def form(self) -> Form:
        """The sections, on one level or two, read anew at each call.

        Raises
        ------
        CorpusError
            Nobody has annotated them.
        """
        if self.read_form is None:
            raise CorpusError(f"{self.name} has no annotated form: there is nothing to score with")
        return self.read_form()

    def bass(self) -> Notes:
        """The notes of the bass, read anew at each call.

        Raises
        ------
        CorpusError
            Nobody has annotated them, or the bass is one that only test pieces may have.
        """
        if self.read_bass is None:
            raise CorpusError(f"{self.name} has no annotated bass: there is nothing to score with")
        return self.read_bass()

    def load(self, rate: int = 44100) -> Audio:
        """The recording in mono at `rate`; stems in `also` are added."""
        first = load_audio(self.audio, rate=rate)
        if not self.also:
            return first
        total = first.samples.copy()
        for path in self.also:
            stem = load_audio(path, rate=rate).samples
            size = min(len(total), len(stem))
            total[:size] += stem[:size]
        return load_audio((total, rate), rate=rate)
