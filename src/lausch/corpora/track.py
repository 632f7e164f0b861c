"""One recording of a corpus: its sound, its annotations, its split."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from lausch.audio import Audio, Recording, load_audio, open_audio
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
    duration : seconds of sound.
    song : the composition; never in two splits of a corpus.
    performer : never in two splits of a corpus; empty when there is none.
    style : a word for tables.
    split : train, validation or test.
    pcm_sha256 : checksum of the 16-bit samples; empty when none is known.
    also : further files to be added to `audio` sample by sample (stems of one mix).
    truth : what is annotated, with what reads it: "beats" (`Beats`), "sections" (`Form`),
        "onsets" (`Onsets`), "drums" (`Drums`), "tags" (`Tags`), "chords" (`Chords`),
        "key" (`Key`), of the solo "contour" (`Contour`) and "notes" (`Notes`), "bass" (`Notes`).
    facts : what else is known and is no annotation: "bassist" (such as "double bass"), "lead_db"
        and "bass_db" (by how many dB the part is over the other pitched ones), "key" (such as
        "G minor"), "roots" (the pitch class of the chord's root at every beat, -1 where it is not
        known).
    """

    name: str
    audio: Path
    duration: float
    song: str
    performer: str = ""
    style: str = ""
    split: Split = "test"
    pcm_sha256: str = ""
    also: tuple[Path, ...] = ()
    truth: Mapping[str, Callable[[], Any]] = field(default_factory=dict, repr=False)
    facts: Mapping[str, Callable[[], Any]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if self.split not in SPLITS:
            raise CorpusError(
                f"track {self.name}: {self.split!r} is no split; {', '.join(SPLITS)} are"
            )

    def has(self, name: str) -> bool:
        """Whether there is such an annotation."""
        return name in self.truth

    def read(self, name: str) -> Any:
        """An annotation, read anew at each call.

        Raises CorpusError when there is no such annotation, or it is kept for test pieces.
        """
        if name not in self.truth:
            raise CorpusError(
                f"{self.name} has no annotated {name}: there is nothing to learn from or to score "
                f"against; annotated are: {', '.join(self.truth) or 'nothing'}"
            )
        return self.truth[name]()

    def fact(self, name: str) -> Any:
        """What else is known, read anew at each call; None when it is not known."""
        return self.facts[name]() if name in self.facts else None

    def open(self) -> Recording:
        """The recording to be read block by block, or the sum of the stems in `also`."""
        return open_audio(self.load() if self.also else self.audio)

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
