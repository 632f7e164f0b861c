"""An index: the enhanced solos of a collection in a folder or a bucket, to be searched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from lausch.errors import IndexDamagedError, LauschError, OptionError, SearchIndexError
from lausch.frames import FloatArray
from lausch.listener import Listener, load
from lausch.model import default_model
from lausch.retrieval import tables
from lausch.retrieval.chroma import CLOCK
from lausch.retrieval.document import Document, placed
from lausch.retrieval.match import Match
from lausch.retrieval.matching import FINALISTS, Fit, Matcher
from lausch.retrieval.pruning import candidates
from lausch.retrieval.query import Query, is_sound, sought
from lausch.retrieval.shelf import Shelf
from lausch.retrieval.tables import RECORDINGS, SHINGLES, Made, Place
from lausch.retrieval.writer import Writer, finishing, hear, tidy

T = TypeVar("T")

ALL_SEMITONES = (-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6)
TEMPO_STEP = 1.08
SLOWEST, FASTEST = 0.25, 4.0
MATCHED_WHOLE = 600
"""Collections up to this many recordings are not pruned: matching all of them is as quick."""
CANDIDATES = 200
NEIGHBOURS = 100
PROBES = 20


class Index:
    """Recordings that can be found by their solos; made by `create`, opened by `open`.

    Several processes may search while one adds: each search sees whole recordings only, and all
    that were added before it.

    Examples
    --------
    >>> index = Index.open("solos.index")  # doctest: +SKIP
    >>> index.add(["so_what.flac"])  # doctest: +SKIP
    >>> index.search("phrase.mid")[0].start  # doctest: +SKIP
    """

    def __init__(self, uri: str | PathLike[str], database: Any) -> None:
        self.uri = fspath(uri)
        self._database = database
        self._recordings = database.open_table(RECORDINGS)
        self._shingles = database.open_table(SHINGLES)
        said = (self._recordings.schema.metadata or {}).get(tables.KEY)
        if said is None:
            raise SearchIndexError(f"{self.uri}: a database, but no index that lausch made")
        self.made = Made.decoded(said, self.uri)
        self._whole: tuple[int, Matcher] | None = None

    @classmethod
    def create(
        cls, uri: str | PathLike[str], *, model: str | PathLike[str] | Listener | None = None
    ) -> Index:
        """Make an empty index.

        Parameters
        ----------
        uri : a folder that does not exist yet or is empty, or an address such as s3://bucket/name.
        model : whose ears all its recordings are heard with; by default the best shipped one.

        Raises
        ------
        SearchIndexError
            When an index is there already.
        ModelError
            When the model cannot be opened or finds no solos.
        """
        listener = _listener(default_model("solo") if model is None else model)
        database = tables.connect(fspath(uri))
        if RECORDINGS in database.list_tables().tables:
            raise SearchIndexError(f"{fspath(uri)}: there is an index already")
        made = Made(listener.name, listener.digest)
        for name, schema in tables.schemas(made).items():
            database.create_table(name, schema=schema, exist_ok=True)
        return cls(uri, database)

    @classmethod
    def open(cls, uri: str | PathLike[str]) -> Index:
        """Open an index.

        Raises
        ------
        SearchIndexError
            When there is none, or it is of a newer form.
        """
        database = tables.connect(fspath(uri))
        present = database.list_tables().tables
        if RECORDINGS not in present or SHINGLES not in present:
            raise SearchIndexError(
                f"{fspath(uri)}: no index is there; `lausch index create` makes one"
            )
        return cls(uri, database)

    def __len__(self) -> int:
        return int(self._recordings.count_rows())

    def listener(self, model: str | PathLike[str] | Listener | None = None) -> Listener:
        """The model of this index.

        Parameters
        ----------
        model : where it is, when it is no shipped one.

        Raises
        ------
        SearchIndexError
            When it is another one: what two models hear must not be compared.
        """
        listener = _listener(self.made.model if model is None else model)
        if listener.digest != self.made.digest:
            raise SearchIndexError(
                f"{self.uri} was made by {self.made.model} ({self.made.digest[:12]}), but this is "
                f"{listener.name} ({listener.digest[:12]}), which hears differently: name the "
                "first one's file with --model, or make a new index"
            )
        return listener

    def recordings(self) -> list[Place]:
        """All recordings by path, without their chroma."""
        return list(tables.places(self._recordings.search().select(tables.PLACES).to_arrow()))

    def writer(self) -> Writer:
        """For batches that are heard elsewhere; `finishing` keeps what it was given."""
        return Writer(self._recordings, self._shingles, self.made, self.recordings())

    def add(
        self,
        recordings: Iterable[str | PathLike[str]],
        *,
        model: str | PathLike[str] | Listener | None = None,
    ) -> list[tuple[str, LauschError]]:
        """Listen to recordings and put them in; what is in already is left alone.

        Parameters
        ----------
        recordings : paths of sound files.
        model : the index's own, where that is no shipped one.

        Returns
        -------
        The recordings that could not be read, with the reasons; the others are in.
        """
        listener = self.listener(model)
        failures: list[tuple[str, LauschError]] = []
        with finishing(self.writer()) as writer:
            for job in writer.jobs(recordings):
                try:
                    writer.put(hear(job, listener))
                except LauschError as error:
                    failures.append((job.path, error))
        return failures

    def put(self, documents: Iterable[Document]) -> None:
        """Put in what this index's model has heard already."""
        with finishing(self.writer()) as writer:
            for document in documents:
                writer.put(document)

    def remove(self, recordings: Iterable[str | PathLike[str]]) -> list[str]:
        """Take recordings out.

        Parameters
        ----------
        recordings : their paths.

        Returns
        -------
        Paths of those that were not in.
        """
        present = {place.path: place.number for place in self.recordings()}
        paths = list(dict.fromkeys(placed(path) for path in recordings))
        numbers = [present[path] for path in paths if path in present]
        for at in range(0, len(numbers), 500):
            some = f"id IN ({', '.join(map(str, numbers[at : at + 500]))})"
            # In this order: a recording that is gone is not found by shingles that are still there.
            self._recordings.delete(some)
            self._shingles.delete(some)
        if numbers:
            tidy(self._recordings, self._shingles)
        return [path for path in paths if path not in present]

    def search(
        self,
        query: Query,
        *,
        count: int = 10,
        transpose: int | str = 0,
        tempo: tuple[float, float] = (1.0, 1.0),
        model: str | PathLike[str] | Listener | None = None,
        exact: bool = False,
    ) -> list[Match]:
        """Find the recordings that a melody is played in.

        Parameters
        ----------
        query : notes, a contour, the path of a MIDI or CSV file or of a recording, or sound.
        count : at most so many answers.
        transpose : by how many semitones the recording is higher than the query, or "any".
        tempo : how many times as fast as the query the recording may be, from and to. What
            fluctuates around these tempi is found as well.
        model : hears a query that is sound: the index's own, where that is no shipped one.
        exact : match every recording, however many there are.

        Returns
        -------
        The best place in each recording, the best recording first.

        Raises
        ------
        OptionError
            For an option outside its rule, or a query of less than a second.
        SearchIndexError
            For another model than the index's; IndexDamagedError for a damaged row.
        FormatError, AudioError
            For a query that cannot be read.
        """
        semitones, ratios = checked_transposition(transpose), tempi(*tempo)
        listener = self.listener(model) if is_sound(query) else None
        chroma, _ = sought(query, listener)
        return self._once_more(lambda: self._search(chroma, semitones, ratios, count, exact))

    def _search(
        self,
        chroma: FloatArray,
        semitones: Sequence[int],
        ratios: Sequence[float],
        count: int,
        exact: bool,
    ) -> list[Match]:
        if exact or len(self) <= MATCHED_WHOLE:
            matcher = self._all()
        else:
            wanted = candidates(
                chroma, self._neighbours, semitones=semitones, ratios=ratios, count=CANDIDATES
            )
            matcher = Matcher(Shelf.of(self._documents(wanted)))
        finalists = max(FINALISTS, count)
        fits = matcher.fits(chroma, semitones=semitones, ratios=ratios, finalists=finalists)
        return answers(fits, matcher.shelf.names, len(chroma))[:count]

    def _all(self) -> Matcher:
        """All recordings, kept until the index changes."""
        version = int(self._recordings.version)
        if self._whole is None or self._whole[0] != version:
            self._whole = (version, Matcher(Shelf.of(self._documents(None))))
        return self._whole[1]

    def _documents(self, numbers: NDArray[np.int64] | None) -> dict[str, FloatArray]:
        """Chroma of recordings by path, in the order of the paths."""
        if numbers is not None and not len(numbers):
            return {}
        asked = self._recordings.search()
        if numbers is not None:
            asked = asked.where(f"id IN ({', '.join(map(str, numbers))})")
        found = map(tables.document, asked.to_list())
        return {each.path: each.chroma for each in sorted(found, key=lambda each: each.path)}

    def _neighbours(
        self, vectors: FloatArray
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], FloatArray]:
        asked = self._shingles.search(list(vectors.astype(np.float16)), vector_column_name="vector")
        columns = ["id", "start", "_distance"]
        found = asked.select(columns).limit(NEIGHBOURS).nprobes(PROBES).to_arrow()
        which = (
            found["query_index"].to_numpy().astype(np.int64)
            if len(vectors) > 1
            else np.zeros(found.num_rows, np.int64)
        )
        ids, starts, distance = (found[name].to_numpy() for name in columns)
        # Squared distances of vectors of unit length.
        similarity = np.clip(1 - distance / 2, 0, 1).astype(np.float32)
        return which, ids, starts.astype(np.int64), similarity

    def _once_more(self, task: Callable[[], T]) -> T:
        """Do it again from the newest version when a writer has just removed the one in use."""
        try:
            return task()
        except LauschError:
            raise
        except Exception:
            for table in (self._recordings, self._shingles):
                table.checkout_latest()
        try:
            return task()
        except Exception as error:
            if isinstance(error, LauschError):
                raise
            raise IndexDamagedError(
                f"{self.uri}: the index cannot be read ({' '.join(str(error).split())[:200]}); "
                "`lausch index check` says more"
            ) from error


def checked_transposition(transpose: int | str) -> tuple[int, ...]:
    """The transpositions to be tried, or an OptionError."""
    if transpose == "any":
        return ALL_SEMITONES
    if isinstance(transpose, int) and -11 <= transpose <= 11:
        return (transpose,)
    raise OptionError(
        f"transpose is 'any' or a whole number of semitones from -11 to 11, not {transpose!r}"
    )


def tempi(slowest: float, fastest: float) -> tuple[float, ...]:
    """The tempo ratios to be tried: both ends, and between them powers of `TEMPO_STEP`.

    >>> [round(ratio, 2) for ratio in tempi(0.9, 1.1)]
    [0.9, 0.93, 1.0, 1.08, 1.1]
    """
    if not SLOWEST <= slowest <= fastest <= FASTEST:
        raise OptionError(
            f"tempo is a range of ratios within {SLOWEST:g} and {FASTEST:g}, such as 0.5 to 2, not "
            f"{slowest:g} to {fastest:g}"
        )
    low, high = np.log([slowest, fastest]) / np.log(TEMPO_STEP)
    between = TEMPO_STEP ** np.arange(np.ceil(low), np.floor(high) + 1)
    return tuple(np.unique(np.round([slowest, *between, fastest], 9)).tolist())


def answers(fits: Sequence[Fit], names: Sequence[str], frames: int) -> list[Match]:
    """What was found, in seconds and names.

    Parameters
    ----------
    frames : of the query.
    """
    found = []
    for fit in fits:
        # Frame n speaks for the time from n - 1/2 to n + 1/2.
        start, end = CLOCK.seconds(np.array([max(0, fit.first - 0.5), fit.last + 0.5])).tolist()
        up = (fit.semitones + 5) % 12 - 5
        tempo = frames / (fit.last - fit.first + 1)
        found.append(Match(names[fit.number], fit.score, start, end, up, tempo))
    return found


def _listener(model: str | PathLike[str] | Listener) -> Listener:
    if isinstance(model, (str, PathLike)):
        return load(model if isinstance(model, str) else Path(model))
    return model
