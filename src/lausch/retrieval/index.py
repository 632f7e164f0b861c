"""An index: the solos and the sounds of a collection in a folder or a bucket, to be searched."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike, fspath
from typing import Any

from lausch.analysis.runner import Named, Runner, load_shipped, open_all
from lausch.audio import AudioSource
from lausch.errors import LauschError, SearchIndexError
from lausch.frames import FloatArray
from lausch.models.model import default_model
from lausch.retrieval import tables
from lausch.retrieval.alignment import Alignment, aligned
from lausch.retrieval.alike import Alike, Comparer
from lausch.retrieval.contents import Contents
from lausch.retrieval.database import connect, create_tables, present_tables, reached
from lausch.retrieval.filling import analysed
from lausch.retrieval.matching import Match
from lausch.retrieval.query import Query, checked_transposition, is_sound, query_chroma, tempi
from lausch.retrieval.searching import Searcher
from lausch.retrieval.tables import RECORDINGS, SHINGLES, Binding


class Index(Contents):
    """Recordings that can be found by solo or by sound; made by `create`, opened by `open`.

    Several processes may search while one adds. Each search sees whole recordings only, and all
    that were added before it.

    Examples
    --------
    >>> index = Index.open("solos.index")  # doctest: +SKIP
    >>> index.add(["so_what.flac"])  # doctest: +SKIP
    >>> index.search("phrase.mid")[0].start  # doctest: +SKIP
    >>> index.alike("blue_in_green.flac")[0].path  # doctest: +SKIP
    """

    def __init__(self, uri: str | PathLike[str], database: Any) -> None:
        super().__init__(uri, database)
        self.searcher = Searcher(self.uri, self._recordings, self._shingles)
        self._comparer = Comparer(self.uri, self._recordings, self._sounds)

    @classmethod
    def create(cls, uri: str | PathLike[str], *, model: Named | None = None) -> Index:
        """Make an empty index.

        Parameters
        ----------
        uri : a new or an empty folder, or an address such as s3://bucket/name.
        model : enhances the solos of all its recordings; by default the best shipped model.

        Raises
        ------
        SearchIndexError
            When an index is already there, or none can be written.
        OptionError
            For a path that LanceDB cannot open.
        ModelError
            When the model cannot be opened.
        """
        runner = open_all(default_model("solo") if model is None else model)[0]
        name = fspath(uri)
        database = connect(name, tables.TABLES, new=True)
        binding = Binding(runner.name, runner.digest)
        with reached(name):
            made = create_tables(database, tables.schemas(binding), RECORDINGS)
        # LanceDB may tell both of two processes that they made it: the tables of one are there.
        if not made or (index := cls(uri, database)).binding != binding:
            raise SearchIndexError(f"{name}: there is an index already")
        return index

    @classmethod
    def open(cls, uri: str | PathLike[str]) -> Index:
        """Open an index.

        Raises
        ------
        SearchIndexError
            When there is none, or it is of another version; IndexDamagedError for a damaged one.
        """
        database = connect(fspath(uri), tables.TABLES)
        with reached(fspath(uri)):
            present = present_tables(database)
        if not {RECORDINGS, SHINGLES} <= set(present):
            name = fspath(uri)
            raise SearchIndexError(f"{name}: no index is there; `lausch index create` makes one")
        return cls(uri, database)

    def runner(self, model: Named | None = None) -> Runner:
        """The model that this index is bound to; `model` is its weights file if it is not shipped.

        Raises SearchIndexError for another one: chroma of two models must not be compared.
        """
        runner = load_shipped(self.binding.model) if model is None else open_all(model)[0]
        self.binding.require(runner, self.uri)
        return runner

    def add(
        self, recordings: Iterable[str | PathLike[str]], *, model: Named | None = None
    ) -> list[tuple[str, LauschError]]:
        """Analyse recordings and add them.

        Those already in the index are left alone, or get their sound where it lacks by the model
        that is now shipped.

        Parameters
        ----------
        recordings : paths of sound files.
        model : as in `runner`.

        Returns
        -------
        The recordings that could not be read, with the reasons.
        """
        return analysed(self.writer, recordings, self.runner(model))

    def search(
        self,
        query: Query,
        *,
        count: int = 10,
        transpose: int | str = 0,
        tempo: tuple[float, float] = (1.0, 1.0),
        model: Named | None = None,
        exact: bool = False,
    ) -> list[Match]:
        """Find the recordings in which a melody is played.

        Parameters
        ----------
        query : notes, a contour, the path of a MIDI or CSV file or of a recording, or sound.
        count : at most this many answers.
        transpose : semitones by which the recording is higher than the query, or "any".
        tempo : least and greatest tempo of the recording, as multiples of the query's. The tempo
            may fluctuate around them.
        model : as in `runner`; needed only for a query that is sound.
        exact : match every recording, even in a large collection.

        Returns
        -------
        The best place in each recording, best recording first.

        Raises
        ------
        OptionError
            For an option outside its rule, or a query of less than a second.
        SearchIndexError
            For a model other than the index's; IndexDamagedError for a damaged row.
        FormatError, AudioError
            For a query that cannot be read.
        """
        semitones, ratios = checked_transposition(transpose), tempi(*tempo)
        chroma, _ = self._chroma(query, model)
        return self.searcher.search(chroma, semitones, ratios, count=count, exact=exact)

    def alike(self, source: AudioSource, *, count: int = 10) -> list[Alike]:
        """Recordings that sound like one, by the model that finds tags; the most similar first.

        Raises OptionError for a melody, SearchIndexError when no recording has a sound by the model
        that is now shipped, and AudioError when the source cannot be read.

        Parameters
        ----------
        source : path of a recording, or sound; one that is in the index is not analysed again, and
            is not among the answers.
        count : at most this many answers.
        """
        return self._comparer.alike(source, count)

    def incomparable(self) -> list[str]:
        """Paths of recordings that `alike` leaves out; `add` brings them up to date."""
        return self._comparer.incomparable()

    def align(self, query: Query, match: Match, *, model: Named | None = None) -> Alignment:
        """Align a query with a recording in which it was found.

        Parameters
        ----------
        query, model : as in `search`.
        match : one of its answers.

        Raises
        ------
        SearchIndexError
            When the recording is no longer in the index.
        """
        chroma, before = self._chroma(query, model)
        return aligned(chroma, before, self.searcher.chroma(match.path), match)

    def _chroma(self, query: Query, model: Named | None) -> tuple[FloatArray, int]:
        return query_chroma(query, self.runner(model) if is_sound(query) else None)
