"""Search by melody on the server: a question is marked, played or sent, and then answered."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lausch.annotation import Notes
from lausch.errors import AnnotationError, FormatError, OptionError
from lausch.frames import FloatArray
from lausch.retrieval.chroma import CLOCK, quantised
from lausch.retrieval.confidence import LIKELY
from lausch.retrieval.matching import Match
from lausch.web.melodies import Melodies
from lausch.web.questions import Question, Questions
from lausch.web.receiving import file_of, json_of, suffix_of, title_in
from lausch.web.songs import READY, Song, Songs

if TYPE_CHECKING:
    from lausch.web.indexed import Indexed

MOST_BYTES = 64_000_000
"""Of an uploaded question: two minutes of stereo at 96 kHz and 24 bits have 69 MB as a WAV file."""
MOST_NOTES = 2000
COUNT = 10
ALWAYS_NEW = {"Cache-Control": "no-store"}


class Asker:
    """Routes below `/api/questions`."""

    def __init__(self, songs: Songs, indexed: Indexed | None = None) -> None:
        self.songs = songs
        self.melodies = Melodies(songs.solos, indexed)
        self.questions = Questions(songs.manner.memory_bytes)

    @property
    def routes(self) -> list[Route]:
        """Where questions are asked and answered."""
        one = "/api/questions/{id}"
        return [
            Route("/api/questions/stretch", self.mark, methods=["POST"]),
            Route("/api/questions/notes", self.play, methods=["POST"]),
            Route("/api/questions/file", self.send, methods=["PUT"]),
            Route(one, self.answer),
            Route(f"{one}/parts/{{name:path}}", self.part),
        ]

    async def mark(self, request: Request) -> Response:
        """A stretch of the solo of a recording."""
        asked = await json_of(request)
        try:
            song = self.songs.songs[asked["song"]]
            start, end = (float(asked[name]) for name in ("start", "end"))
        except (KeyError, TypeError, ValueError) as error:
            raise FormatError("a stretch is of a recording, with a start and an end") from error
        if not 0 <= start < end < 1e6:
            raise OptionError("a stretch ends after it starts")
        return _told(await run_in_threadpool(self._marked, song, start, end))

    def _marked(self, song: Song, start: float, end: float) -> Question:
        chroma = self.melodies.chroma(song.id)
        if chroma is None or song.kept is None:
            raise OptionError("no solo was looked for in this recording")
        first, last = (int(edge) for edge in CLOCK.frames(np.array([start, end])))
        return self.questions.of_stretch(
            chroma[first:last], first / 10, song.title, song.id, song.kept.sound()
        )

    async def play(self, request: Request) -> Response:
        """Notes that were played on the page."""
        asked = await json_of(request)
        try:
            rows = [asked[name] for name in ("onsets", "offsets", "pitches")]
            if len(rows[0]) > MOST_NOTES:
                raise OptionError(f"more than {MOST_NOTES} notes; play a few bars")
            notes = Notes(*rows)
        except AnnotationError as error:
            raise FormatError(str(error)) from error
        except (KeyError, TypeError, ValueError) as error:
            raise FormatError("notes are lists of onsets, offsets and pitches") from error
        return _told(await run_in_threadpool(self.questions.of_notes, notes, "what you played"))

    async def send(self, request: Request) -> Response:
        """Sound or notes as a file."""
        title = title_in(request)
        folder, suffix = self.questions.folder, suffix_of(title)
        path: Path = await file_of(request, folder, suffix, MOST_BYTES, "what is looked for")
        return _told(await run_in_threadpool(self.questions.of_file, path, title))

    def answer(self, request: Request) -> Response:
        """Where a melody is found, with the warping path of each place."""
        question, words = self._question(request), request.query_params
        asked = words.get("transpose", "any")
        try:
            transpose: int | str = asked if asked == "any" else int(asked)
            tempo = (float(words.get("slowest", 0.5)), float(words.get("fastest", 2.0)))
        except ValueError as error:
            raise OptionError(
                "transpose is 'any' or semitones, slowest and fastest are numbers"
            ) from error
        matches, known = self.melodies.search(
            question.melody, transpose=transpose, tempo=tempo, count=COUNT
        )
        melody = question.melody
        return JSONResponse(
            {
                "title": question.title,
                "marked": melody.marked,
                "start": melody.start,
                "seconds": melody.seconds,
                "chroma": _packed(melody.chroma),
                "sound": question.sound,
                "known": known,
                "likely": LIKELY,
                "hits": [hit for match in matches if (hit := self._hit(question, match))],
            },
            headers=ALWAYS_NEW,
        )

    def part(self, request: Request) -> Response:
        """A piece of the sound of a question."""
        data = self._question(request).part(request.path_params["name"])
        if data is None:
            raise HTTPException(404, "there is no such part")
        return Response(data, media_type="application/octet-stream", headers=ALWAYS_NEW)

    def _hit(self, question: Question, match: Match) -> dict[str, Any] | None:
        song = self.songs.songs[match.path]
        alignment = self.melodies.align(question.melody, match)
        if alignment is None:
            return None
        ready = song.kept if song.state == READY else None
        return {
            "song": song.id,
            "title": song.title,
            "folder": song.folder,
            "score": round(match.score, 4),
            "sure": round(match.confidence, 4),
            "start": round(match.start, 2),
            "end": round(match.end, 2),
            "transposition": match.transposition,
            "tempo": round(match.tempo, 3),
            "recording": _packed(alignment.recording),
            "recordingStart": round(alignment.recording_start, 2),
            "queryTimes": alignment.query_times.round(3).tolist(),
            "recordingTimes": alignment.recording_times.round(3).tolist(),
            "sound": None if ready is None else ready.sound(),
        }

    def _question(self, request: Request) -> Question:
        question = self.questions[request.path_params["id"]]
        if question is None:
            raise HTTPException(404, "this question is not kept any more; ask it again")
        return question


def _told(question: Question) -> Response:
    return JSONResponse({"id": question.id}, headers=ALWAYS_NEW)


def _packed(chroma: FloatArray) -> str:
    """Chroma as base64 of bytes, frame by frame."""
    return b64encode(quantised(chroma).tobytes()).decode("ascii")
