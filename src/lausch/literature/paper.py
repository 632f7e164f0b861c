"""A paper of the survey."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lausch.errors import LauschError
from lausch.literature.vocabulary import JOURNALS, LABELS, MARKS, NONE, SOURCES

YEARS = (1950, 2100)
_KEY = re.compile(r"[a-z][a-z0-9-]*")
_PAGES = re.compile(r"\d+(–\d+)?")
_FIELDS = ("authors", "title", "year", "venue", "container", "place", *LABELS)


class LiteratureError(LauschError, ValueError):
    """An entry of a bibliography breaks a rule, or a paper is not in it."""


@dataclass(frozen=True)
class Correction:
    """A field that the tutorial prints otherwise: what it prints, and why that is wrong."""

    field: str
    printed: str
    why: str

    def __post_init__(self) -> None:
        if self.field not in _FIELDS:
            raise LiteratureError(
                f"a correction is of one of {', '.join(_FIELDS)}, not of {self.field!r}"
            )
        if not self.printed or not self.why:
            raise LiteratureError("a correction says what was printed and why that is wrong")


@dataclass(frozen=True)
class Gap:
    """A number that the printed bibliography leaves out; it is shown and never counted."""

    number: int
    overview: int
    why: str
    guess: str = ""

    @property
    def line(self) -> str:
        """The gap in one line of text."""
        guess = f" A guess, counted nowhere: {self.guess}." if self.guess else ""
        return f"[{self.number}] is missing in the tutorial's bibliography. {self.why}{guess}"


@dataclass(frozen=True)
class Paper:
    """One publication.

    Raises LiteratureError when a value breaks its rule.

    Parameters
    ----------
    key : surname of the first author and year, with a letter if needed; ASCII.
    authors : given names first.
    title, year : title and year of the publication.
    venue : its abbreviation, such as ISMIR.
    container : the proceedings or the journal.
    task : one of `vocabulary.TASKS`.
    network, input, preprocessing : any number of those in `vocabulary.LABELS`.
    about : the task in more detail; not in the tutorial.
    labels : source of task, network, input and preprocessing, one of `vocabulary.SOURCES`;
        `corrections` override it for single fields.
    number : number in the tutorial's bibliography; None for papers added later.
    overview : number in the tutorial's tables, which leave out data sets; else None.
    place, pages, volume, issue, doi : empty if unknown; pages as `196–200`.
    corrections, notes : corrected fields, and further remarks.
    """

    key: str
    authors: tuple[str, ...]
    title: str
    year: int
    venue: str
    container: str
    task: str
    network: tuple[str, ...] = ()
    input: tuple[str, ...] = ()
    preprocessing: tuple[str, ...] = ()
    about: str = ""
    labels: str = "given"
    number: int | None = None
    overview: int | None = None
    place: str = ""
    pages: str = ""
    volume: str = ""
    issue: str = ""
    doi: str = ""
    corrections: tuple[Correction, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _KEY.fullmatch(self.key):
            raise LiteratureError(
                f"a key is lower-case letters and digits such as balke2017, not {self.key!r}"
            )
        for field in ("title", "venue", "container"):
            if not getattr(self, field).strip():
                raise LiteratureError(f"{self.key} has no {field}")
        if not self.authors or not all(name.strip() for name in self.authors):
            raise LiteratureError(f"{self.key} needs authors, each with a name")
        if not YEARS[0] <= self.year <= YEARS[1]:
            raise LiteratureError(
                f"{self.key} is of the year {self.year}; a year is {YEARS[0]} to {YEARS[1]}"
            )
        if self.labels not in SOURCES or self.labels == "corrected":
            known = ", ".join(name for name in SOURCES if name != "corrected")
            raise LiteratureError(f"labels of {self.key} are one of {known}, not {self.labels!r}")
        if self.pages and not _PAGES.fullmatch(self.pages):
            raise LiteratureError(f"pages of {self.key} are such as 196–200, not {self.pages!r}")
        for field, known_values in LABELS.items():
            for value in self.label(field):
                if value not in known_values:
                    raise LiteratureError(
                        f"{field} of {self.key} is one of {', '.join(known_values)}, not {value!r}"
                    )

    @property
    def counted(self) -> bool:
        """Whether the paper belongs to the overview or was added to it; data sets do not."""
        return self.overview is not None or (self.number is None and self.task != "DATA")

    @property
    def surname(self) -> str:
        """Surname of the first author."""
        return surname(self.authors[0])

    @property
    def is_article(self) -> bool:
        """Whether the paper appeared in a journal."""
        return bool(self.volume) or self.venue in JOURNALS

    def label(self, field: str) -> tuple[str, ...]:
        """The values of a label, possibly none."""
        value: str | tuple[str, ...] = getattr(self, field)
        return (value,) if isinstance(value, str) else value

    def source(self, field: str) -> str:
        """Source of the value of a field, one of `vocabulary.SOURCES`."""
        if any(each.field == field for each in self.corrections):
            return "corrected"
        if field in LABELS:
            return self.labels
        if field == "about" and self.number is not None:
            return "inferred"
        return "given" if self.number is None else "printed"

    def marked(self, field: str) -> str:
        """The values of a label as text, with the mark of their source."""
        values = self.label(field)
        if not values and not self.counted:
            return NONE
        return (", ".join(values) or NONE) + MARKS[self.source(field)]

    @property
    def short_authors(self) -> str:
        """Surnames as in the tables: one, two, or the first with et al."""
        names = [surname(name) for name in self.authors]
        if len(names) > 2:
            return f"{names[0]} et al."
        return " and ".join(names)


def surname(name: str) -> str:
    """The last name of an author, with particles such as "van" before it."""
    words = name.split()
    first = next((n for n, word in enumerate(words[:-1]) if word[0].islower()), len(words) - 1)
    return " ".join(words[first:])
