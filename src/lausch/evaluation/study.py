"""What a study declares; the engine does the rest. A study is a file of Python outside the package.

`lausch report STUDY.py` loads the file and reads its `STUDY`.
"""

from __future__ import annotations

import importlib.util
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.machinery import ModuleSpec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from lausch.corpora.track import Split
from lausch.errors import OptionError
from lausch.evaluation.result import Result
from lausch.evaluation.run import Procedure

if TYPE_CHECKING:
    from lausch.corpora.track import Track
    from lausch.evaluation.evidence import Evidence, Settings, Through

Table: TypeAlias = "Callable[[Evidence], str]"
"""Writes a section's Markdown from the evidence; a section without text is left out."""


@dataclass(frozen=True)
class Target:
    """A mean that was wanted: of `system` (the page's subject, if empty) on the set `on`.

    With `every` it is over all tracks of the set, also those that no rival was tried on.
    """

    on: str
    measure: str
    wanted: float
    system: str = ""
    every: bool = False


@dataclass(frozen=True)
class Over:
    """A paired difference that was wanted, `system` minus each of `others` on the set `on`.

    With `wanted` 0 the whole interval must lie above zero.
    """

    on: str
    measure: str
    wanted: float
    others: tuple[str, ...]
    system: str = ""


@dataclass(frozen=True)
class Band:
    """Recordings by a fact that is a number: below the first edge, between, from the last on.

    Parameters
    ----------
    fact : name of the fact; recordings without it are in no band.
    edges : increasing.
    measure : whose means are shown.
    say : words an edge.
    text : above the table.
    """

    fact: str
    edges: tuple[float, ...]
    measure: str
    say: Callable[[float], str] = "{:g}".format
    text: str = ""

    def groups(self, results: Sequence[Result]) -> dict[str, list[Result]]:
        """Results by the name of their band."""
        names = (
            f"under {self.say(self.edges[0])}",
            *(f"{self.say(low)} to {self.say(high)}" for low, high in pairwise(self.edges)),
            f"from {self.say(self.edges[-1])} up",
        )
        limits = pairwise((-math.inf, *self.edges, math.inf))
        return {
            name: [each for each in results if low <= each.facts.get(self.fact, math.nan) < high]
            for name, (low, high) in zip(names, limits, strict=True)
        }


@dataclass(frozen=True)
class Rivals:
    """Other programs, as a script of the study has run them.

    Parameters
    ----------
    script : writes RIVALS/RIVAL/CORPUS/TRACK + `suffix`, RIVALS/versions.txt and seconds.csv.
    settings : how each is run, by name.
    partial : those that were tried on a few tracks only; they do not narrow the same files.
    """

    script: str
    suffix: str
    settings: Mapping[str, str] = field(default_factory=dict)
    partial: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A picture: `draw(evidence, path)` writes a PNG file and says whether there was anything."""

    name: str
    caption: str
    draw: Callable[[Evidence, Path], bool]


@dataclass(frozen=True)
class Section:
    """A heading, its text from the evidence, and the name of a figure below it."""

    heading: str
    write: Table
    figure: str = ""


@dataclass(frozen=True)
class Study:
    """All that one study declares.

    Parameters
    ----------
    layer : the layer of an analysis that its systems find.
    title, reading : title and foreword of the page, which says what the numbers mean.
    corpora : names of corpora, by default.
    measures : all scores of the CSV file.
    columns : columns of the CSV file before the measures: fields of a result or facts.
    main : the measure that ranks systems.
    sections : sections of the page, in order.
    threats : Markdown file with {placeholders}; see `lausch.evaluation.sections.threats`.
    again : how to make the page again, with {command} and {csv}.
    admits : whether a track can be measured.
    procedure : how a track is measured.
    sets : titles of tables with the corpora of each, before the corpora one by one.
    subsets : titles of tables with the results that belong, before everything.
    targets : what was wanted before anything was trained.
    pairs : (ours, theirs) of the table of differences on a set; the subject minus all, by default.
    rivals : other programs.
    figures : pictures.
    words : further figures for the threats, from the evidence; None leaves a threat out.
    splits : those that are measured; of real corpora only "test".
    inputs : further files beside the page, by name, that sections read.
    run : measures in another way than track by track.
    table : rows of the CSV file, the head first, where they are not those of tracks.
    """

    layer: str
    title: str
    reading: str
    corpora: tuple[str, ...]
    measures: tuple[str, ...]
    main: str
    sections: tuple[Section, ...]
    threats: Path
    again: str
    admits: Callable[[Track], bool] = lambda track: True
    procedure: Procedure = field(default_factory=Procedure)
    columns: tuple[str, ...] = ("corpus", "track", "song", "system", "seconds")
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    subsets: Mapping[str, Callable[[Result], bool]] = field(default_factory=dict)
    targets: Sequence[Target | Over] = ()
    pairs: Callable[[Evidence, str], Sequence[tuple[str, str]]] | None = None
    rivals: Rivals | None = None
    figures: tuple[Figure, ...] = ()
    words: Callable[[Evidence], Mapping[str, object]] = lambda evidence: {}
    splits: tuple[Split, ...] = ("test",)
    inputs: Mapping[str, Callable[[Path], object]] = field(default_factory=dict)
    run: Callable[[Study, Settings, Through], Evidence] | None = None
    table: Callable[[Evidence], Sequence[Sequence[str]]] | None = None


def load_study(path: Path) -> Study:
    """The `STUDY` of a file.

    The file may import its neighbours; processes import it by its name, which no other module may
    have.

    Raises
    ------
    OptionError : the file is not there, has no `STUDY`, or its name is another module's.
    """
    path = path.resolve()
    if path.suffix != ".py" or not path.is_file():
        raise OptionError(
            f"{path.name} is no study: a report is made from a file such as studies/beats.py, "
            "which comes with the source of lausch and not with the package"
        )
    name = path.stem
    if str(path.parent) not in sys.path:
        sys.path.append(str(path.parent))
    spec = importlib.util.find_spec(name)
    if not isinstance(spec, ModuleSpec) or Path(spec.origin or "").resolve() != path:
        raise OptionError(
            f"{path.name} cannot be loaded, for the module {name} is another one here: rename the "
            "file"
        )
    module = importlib.import_module(name)
    study = vars(module).get("STUDY")
    if not isinstance(study, Study):
        raise OptionError(
            f"{path.name} has no STUDY: name one, `STUDY = Study(layer=...)`, as studies/beats.py "
            "does"
        )
    return study
