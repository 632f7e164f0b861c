"""The recordings that a server shows, each under an id that tells nothing of its path."""

from __future__ import annotations

import json
import secrets
import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lausch import formats
from lausch.analysis.known_beats import rhythm_of
from lausch.annotation.analysis import Analysis
from lausch.corpora.workers import work_through
from lausch.files import printable
from lausch.frames import FloatArray
from lausch.retrieval.entry import absolute
from lausch.web.document import entry_of, title_of
from lausch.web.kept import Kept, fingerprint
from lausch.web.lanes import lanes_of
from lausch.web.preparing import Work, explain, prepare
from lausch.web.referring import FRAMES, comparison_of, put_comparison
from lausch.web.voices import voices_of

WAITING, WORKING, READY, FAILED = "waiting", "working", "ready", "failed"


@dataclass
class Song:
    """One recording: where it is, where its page is kept, and what became of it.

    One that is not listed is in a saved index alone, and analysed when it is opened.
    """

    id: str
    path: Path
    folder: str
    title: str
    sent: bool = False
    listed: bool = True
    state: str = WAITING
    failure: str = ""
    kept: Kept | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True)
class Manner:
    """How recordings are analysed: what is looked for, where pages are kept, and the limits.

    `making` is a digest of models and layers: what another one made is not shown. A recording that
    was sent lasts `sent_seconds` at most: few bytes may hold a day of silence.
    """

    root: Path
    making: str
    only: tuple[str, ...] = ("all",)
    models: tuple[str, ...] = ()
    seconds: float = 3600.0
    memory_bytes: int = 0
    sent_seconds: float = 4 * 3600.0


class Songs:
    """All recordings, and the thread that has one after another analysed."""

    def __init__(self, paths: Iterable[Path], manner: Manner, base: Path | None = None) -> None:
        self.manner = manner
        self.songs: dict[str, Song] = {}
        self._queue: deque[Song] = deque()
        self._changed = threading.Condition()
        for path in paths:
            folder = "" if base is None else printable(path.parent.relative_to(base))
            self.add(path, title_of(str(path)), "" if folder == "." else folder)

    def add(self, path: Path, title: str, folder: str, *, sent: bool = False) -> Song:
        """Take another recording; one of the same path is the one that is here."""
        with self._changed:
            known = next((song for song in self.songs.values() if song.path == path), None)
            if known is not None:
                return known
            song = Song(secrets.token_urlsafe(9), path, folder, title, sent)
            self.songs[song.id] = song
            self._queue.append(song)
            self._changed.notify()
            return song

    def at(self, path: str) -> Song:
        """The recording at an absolute path, which may be outside the library."""
        with self._changed:
            known = next(
                (each for each in self.songs.values() if absolute(each.path) == path), None
            )
            if known is None:
                place = Path(path)
                folder, title = printable(place.parent.name), title_of(path)
                known = Song(secrets.token_urlsafe(9), place, folder, title, listed=False)
                self.songs[known.id] = known
            return known

    def remove(self, song: Song) -> None:
        """Show a recording no longer."""
        with self._changed:
            self.songs.pop(song.id, None)
            if song in self._queue:
                self._queue.remove(song)

    def start(self) -> None:
        """Analyse what is not there yet, until the program ends."""
        threading.Thread(target=self._work, daemon=True).start()

    def first(self, song: Song) -> None:
        """Whoever waits for a recording has it before the others."""
        with self._changed:
            if song.state == WAITING:
                if song in self._queue:
                    self._queue.remove(song)
                self._queue.appendleft(song)
                self._changed.notify()

    def again(self, song: Song) -> None:
        """Try once more what failed."""
        with self._changed:
            if song.state == FAILED:
                song.state, song.failure = WAITING, ""
                self._queue.appendleft(song)
                self._changed.notify()

    def solos(self) -> dict[str, Callable[[], FloatArray]]:
        """For each recording that is ready and has a solo what reads its chroma, by id."""
        ready = [song for song in list(self.songs.values()) if song.state == READY and song.kept]
        return {song.id: song.kept.chroma for song in ready if song.kept and song.kept.has_solo}

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._queue:
                    self._changed.wait()
                song = self._queue.popleft()
                song.state = WORKING
            song.failure = self._prepare(song)
            song.state = FAILED if song.failure else READY

    def _prepare(self, song: Song) -> str:
        manner = self.manner
        try:
            kept = Kept(manner.root / fingerprint(song.path), manner.making)
            kept.folder.mkdir(parents=True, exist_ok=True)
            song.kept = kept
            if kept.ready:
                return ""
            kept.tell("starting", 0.0)
        except OSError as error:
            return f"cannot be read: {error.strerror or error}"
        most = manner.sent_seconds if song.sent else float("inf")
        work = Work(song.path, kept, manner.only, manner.models, song.title, most)
        try:
            (outcome,) = work_through(
                [work],
                prepare,
                explain,
                workers=1,
                seconds=manner.seconds,
                memory_bytes=manner.memory_bytes,
            )
        except (OSError, RuntimeError) as error:  # no process begins; the other recordings wait
            return explain(work, error)
        return outcome.failure


def entry_of_song(song: Song) -> dict[str, Any]:
    """A recording as a list of recordings has it."""
    entry: dict[str, Any] = {
        "id": song.id,
        "title": song.title,
        "folder": song.folder,
        "sent": song.sent,
        "state": song.state,
        "what": song.failure,
        "share": 0.0,
        "duration": None,
        "tempo": None,
        "key": "",
        "tags": [],
    }
    if song.kept is not None and song.state == READY:
        row = song.kept.row()
        return {**entry, **{name: row[name] for name in entry if name in row}, "title": song.title}
    if song.kept is not None and song.state == WORKING:
        return {**entry, **song.kept.progress}
    return entry


def document_of_song(kept: Kept) -> str:
    """The JSON of a page, with what its user corrected, a reference, and the formats of exports."""
    mine, compared = kept.mine(), comparison_of(kept)
    more: dict[str, Any] = {"corrected": list(mine.layers), "compared": bool(compared)}
    layers = {*kept.row().get("layers", ()), *mine.layers}
    more["formats"] = [
        {"name": each.name, "suffix": each.suffix, "holds": list(each.holds)}
        for each in formats.FORMATS.values()
        if set(each.holds) & layers
    ]
    if not mine.layers and not compared:  # nothing in the document changes
        return f"{kept.document_text()[:-1]},{_json(more)[1:]}"
    document = kept.document()
    if mine.layers:
        _put(document, replace(kept.whole(), novelty=None), mine)
    put_comparison(document["lanes"], compared)
    return _json({**document, **more})


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _put(document: dict[str, Any], whole: Analysis, mine: Analysis) -> None:
    """Lanes and voices of what was corrected take the place of those that were found."""
    changed = {lane.layer: entry_of(lane) for lane in lanes_of(whole)}
    known = {} if mine.beats is None else rhythm_of(mine.beats, whole.layers)
    touched = {*mine.layers, *known}
    for at, lane in enumerate(document["lanes"]):
        if lane["layer"] in touched and lane["layer"] in changed:
            new = changed[lane["layer"]]
            behind = [shape for shape in lane["shapes"] if shape["kind"] in FRAMES]
            shapes = [*behind, *new["shapes"]]
            document["lanes"][at] = {**new, "shapes": shapes, "why": lane["why"]}
    if mine.solo is not None:
        whole = replace(whole, contour=None)  # the f0 of the network is not what the user wrote
    voices = {voice["layer"]: voice for voice in voices_of(whole)}
    document["voices"] = [
        voices.get(voice["layer"], voice) if voice["layer"] in touched else voice
        for voice in document["voices"]
    ]
