"""Melodies that were asked for: played, sung, uploaded or marked, each under an id.

What is uploaded is read in a process of its own, with its own time and memory, and for as long as
it is among the last `MOST`.
"""

from __future__ import annotations

import secrets
import shutil
import threading
import weakref
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np

from lausch.annotation import Contour, Notes
from lausch.audio import open_audio
from lausch.corpora.workers import work_through
from lausch.errors import AudioError, LauschError, OptionError
from lausch.files import printable
from lausch.frames import FloatArray
from lausch.models.model import default_model
from lausch.retrieval.query import SHORTEST_FRAMES, is_sound, melody_of, query_chroma
from lausch.sonify.tones import RATE, TONE_LEVEL, Tone
from lausch.web.melodies import Melody
from lausch.web.sound import Sound

MOST = 24
LONGEST_SECONDS = 120.0
LIMIT_SECONDS = 180.0
"""Of the time in which a question is read; the model for solos takes a few."""


@dataclass(frozen=True, eq=False)
class Question:
    """A melody, its words on the page, and its sound: of its own, or a recording's by its id."""

    id: str
    title: str
    melody: Melody
    sound: dict[str, Any]
    folder: Path | None = None

    def part(self, name: str) -> bytes | None:
        """A part of its own sound."""
        if self.folder is None or not name.startswith("sound/") or not name[6:].isdecimal():
            return None
        try:
            return (self.folder / f"sound-{name[6:]}").read_bytes()
        except OSError:
            return None


@dataclass(frozen=True)
class Asking:
    """A file of sound or of notes that was uploaded; other processes are sent it."""

    path: Path
    folder: Path


class Questions:
    """The last questions, in a folder that goes when the program ends."""

    def __init__(self, memory_bytes: int = 0) -> None:
        self.memory_bytes = memory_bytes
        self.folder = Path(mkdtemp(prefix="lausch-"))
        weakref.finalize(self, shutil.rmtree, self.folder, True)
        self._questions: OrderedDict[str, Question] = OrderedDict()
        self._lock = threading.Lock()
        self._reading = threading.Lock()

    def __getitem__(self, name: str) -> Question | None:
        with self._lock:
            return self._questions.get(name)

    def __len__(self) -> int:
        return len(self._questions)

    def of_file(self, path: Path, title: str) -> Question:
        """What is played or written in a file, which is removed.

        Raises LauschError when it cannot be read, or is no melody.
        """
        name, folder = self._new()
        asking = Asking(path, folder)
        try:
            with self._reading:  # one process at a time
                (outcome,) = work_through(
                    [asking],
                    read_melody,
                    explain,
                    workers=1,
                    seconds=LIMIT_SECONDS,
                    memory_bytes=self.memory_bytes,
                )
        finally:
            path.unlink(missing_ok=True)
        if outcome.result is None:
            shutil.rmtree(folder, ignore_errors=True)
            raise AudioError(f"{printable(title)}: {outcome.failure}")
        chroma, start, sound = outcome.result
        return self._keep(Question(name, title, Melody(chroma, start), sound, folder))

    def of_notes(self, notes: Notes, title: str) -> Question:
        """Notes as they were played on the page.

        Raises OptionError for less than a second of them.
        """
        name, folder = self._new()
        try:
            chroma, start, sound = _of_melody(notes, folder)
        except LauschError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return self._keep(Question(name, title, Melody(chroma, start), sound, folder))

    def of_stretch(
        self, chroma: FloatArray, start: float, title: str, marked: str, sound: dict[str, Any]
    ) -> Question:
        """A stretch of the solo of a recording.

        Raises OptionError for one in which less than a second sounds, or that is too long.
        """
        if len(chroma) < SHORTEST_FRAMES or not chroma.any():
            raise OptionError("mark a second or more in which the solo sounds")
        _check_length(len(chroma) / 10)
        return self._keep(
            Question(secrets.token_urlsafe(9), title, Melody(chroma, start, marked), sound)
        )

    def _new(self) -> tuple[str, Path]:
        name = secrets.token_urlsafe(9)
        folder = self.folder / secrets.token_hex(9)
        folder.mkdir()
        return name, folder

    def _keep(self, question: Question) -> Question:
        with self._lock:
            self._questions[question.id] = question
            while len(self._questions) > MOST:
                _, oldest = self._questions.popitem(last=False)
                if oldest.folder is not None:
                    shutil.rmtree(oldest.folder, ignore_errors=True)
        return question


Read = tuple[FloatArray, float, dict[str, Any]]
"""Chroma, the seconds of its first frame, and what a document says of the sound."""


def read_melody(asking: Asking) -> Read:
    """The melody of an uploaded file, and its sound as parts in a folder; in a process of its own.

    Raises LauschError for a file that is neither sound nor notes, or is too long.
    """
    if not is_sound(asking.path):
        melody = melody_of(asking.path)
        assert isinstance(melody, (Notes, Contour))
        return _of_melody(melody, asking.folder)
    from lausch.analysis.runner import load_shipped

    blocks, count = [], 0
    for block in open_audio(asking.path, RATE).blocks():
        blocks.append(block)
        count += len(block)
        _check_length(count / RATE)
    sound = (np.concatenate(blocks), RATE)
    chroma, before = query_chroma(sound, load_shipped(default_model("solo")))
    return chroma, before / 10, _written(sound, asking.folder)


def _of_melody(melody: Notes | Contour, folder: Path) -> Read:
    end = melody.offsets.max(initial=0.0) if isinstance(melody, Notes) else melody.times[-1]
    _check_length(float(end))
    chroma, before = query_chroma(melody, None)
    tone = Tone(melody, RATE)
    samples = TONE_LEVEL * tone.take(round((float(end) + 0.2) * RATE))
    return chroma, before / 10, _written((samples.astype(np.float32), RATE), folder)


def _written(source: tuple[FloatArray, int], folder: Path) -> dict[str, Any]:
    sound = Sound(source)
    for name, data in sound.pieces():
        (folder / name.replace("/", "-")).write_bytes(data)
    return sound.entry()


def _check_length(seconds: float) -> None:
    if seconds > LONGEST_SECONDS:
        raise OptionError(
            f"longer than {LONGEST_SECONDS:g} s, but what is looked for is a few bars; cut it"
        )


def explain(asking: Asking, error: BaseException) -> str:
    """The reason why nothing can be looked for, without the server's name of the file."""
    text = " ".join(str(error).split())
    known = isinstance(error, (LauschError, OSError))
    reason = text if known else f"unexpected {type(error).__name__}: {text}"
    name = printable(asking.path)
    return printable(reason).removeprefix(f"{name}: ").replace(name, "the file")
