"""An index: the enhanced solos of a collection in a folder or a bucket, to be searched."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike, fspath
from typing import Any

from lausch.analysis.choice import Listener
from lausch.errors import LauschError, SearchIndexError
from lausch.frames import FloatArray
from lausch.models.model import default_model
from lausch.retrieval import tables
from lausch.retrieval.alignment import Alignment, aligned
from lausch.retrieval.asking import checked_transposition, tempi
from lausch.retrieval.checking import findings
from lausch.retrieval.document import Document, placed
from lausch.retrieval.ears import bound, opened
from lausch.retrieval.match import Match
from lausch.retrieval.query import Query, is_sound, sought
from lausch.retrieval.searching import Searcher
from lausch.retrieval.tables import RECORDINGS, SHINGLES, Made, Place
from lausch.retrieval.writer import Writer, drop_shingles, finishing, hear, remove_rows, tidy


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
        self._searcher = Searcher(self.uri, self._recordings, self._shingles)

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
        listener = opened(default_model("solo") if model is None else model)
        database = tables.connect(fspath(uri), new=True)
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
        return bound(self.made, model, self.uri)

    def recordings(self) -> list[Place]:
        """All recordings by path, without their chroma."""
        return list(tables.places(self._recordings.search().select(tables.PLACES).to_arrow()))

    def writer(self) -> Writer:
        """For batches that are heard elsewhere; `finishing` keeps what it was given."""
        return Writer(self._recordings, self._shingles, self.made, self.recordings())

    def documents(self) -> list[Document]:
        """All recordings by path, with their chroma; raises IndexDamagedError."""
        found = map(tables.document, self._recordings.search().to_list())
        return sorted(found, key=lambda each: each.path)

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
        if numbers:
            remove_rows(self._recordings, self._shingles, numbers)
            tidy(self._recordings, self._shingles)
        return [path for path in paths if path not in present]

    def check(self, *, repair: bool = False) -> tuple[str, ...]:
        """Read all of it, and say what is not as it was written.

        Parameters
        ----------
        repair : take damaged recordings out, so that they can be added again, delete what
            interrupted writers left, and lay out the vectors anew.

        Raises
        ------
        IndexDamagedError
            When it cannot be read at all.
        """
        found = findings(self._recordings, self._shingles)
        if repair and found.problems:
            remove_rows(self._recordings, self._shingles, found.broken)
            drop_shingles(self._recordings, self._shingles, 0.0)
            tidy(self._recordings, self._shingles, anew=True)
        return found.problems

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
        chroma, _ = self._sought(query, model)
        return self._searcher.search(chroma, semitones, ratios, count=count, exact=exact)

    def align(
        self,
        query: Query,
        match: Match,
        *,
        model: str | PathLike[str] | Listener | None = None,
    ) -> Alignment:
        """Which moments of a query belong to which moments of a recording it was found in.

        Parameters
        ----------
        query, model : as in `search`.
        match : one of its answers.

        Raises
        ------
        SearchIndexError
            When the recording is not in the index any more.
        """
        chroma, before = self._sought(query, model)
        return aligned(chroma, before, self._searcher.chroma(match.path), match)

    def _sought(
        self, query: Query, model: str | PathLike[str] | Listener | None
    ) -> tuple[FloatArray, int]:
        return sought(query, self.listener(model) if is_sound(query) else None)
