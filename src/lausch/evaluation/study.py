"""The declaration of a study: a Python file outside the package, with a `STUDY`.

`lausch report STUDY.py` measures it and writes the page.
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
"""Writes the Markdown of a section from the evidence; a section without text is left out."""


@dataclass(frozen=True)
class Target:
    """The least mean of `system` (if empty, the page's subject) on the set `on`.

    With `every` the mean includes tracks without results of rivals.
    """

    on: str
    measure: str
    wanted: float
    system: str = ""
    every: bool = False


@dataclass(frozen=True)
class Over:
    """The least paired difference, `system` minus each of `others`, on the set `on`.

    With `wanted` 0 the whole interval must be above zero.
    """

    on: str
    measure: str
    wanted: float
    others: tuple[str, ...]
    system: str = ""


@dataclass(frozen=True)
class Band:
    """Recordings by a numerical fact: below the first edge, between edges, from the last on.

    Parameters
    ----------
    fact : name of the fact; recordings without it are in no band.
    edges : increasing.
    measure : the measure in the table.
    say : formats an edge.
    text : text above the table.
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
    """Other programs, run by a script of the study.

    Parameters
    ----------
    script : writes RIVALS/RIVAL/CORPUS/TRACK + `suffix`, RIVALS/versions.txt and seconds.csv.
    settings : settings of each, by name.
    partial : programs with few results, which are not needed for the same files.
    """

    script: str
    suffix: str
    settings: Mapping[str, str] = field(default_factory=dict)
    partial: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A figure: `draw(evidence, path)` writes a PNG file, or returns False for nothing to draw."""

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
    """The declaration of a study.

    Parameters
    ----------
    layer : the layer of an analysis that its systems find.
    title, reading : title of the page, and an introduction that explains the numbers.
    corpora : default names of corpora.
    measures : all scores of the CSV file.
    main : the measure that ranks systems.
    sections : sections of the page, in order.
    threats : Markdown file with {placeholders}; see `lausch.evaluation.sections.threats`.
    again : how to make the page again, with {command} and {csv}.
    admits : whether a track can be measured.
    procedure : the functions that measure a track.
    columns : columns of the CSV file before the measures: fields of a result or facts.
    sets : titles of tables over several corpora, which come before those of each corpus.
    subsets : titles of tables over a choice of results, which come first.
    targets : aims that were set before training.
    pairs : (ours, theirs) for the differences on a set; by default the subject and every other.
    words : further figures for the threats, from the evidence; None leaves a threat out.
    splits : the splits to measure; of real corpora only "test".
    inputs : readers of further files beside the page, by name.
    run : replaces the measurement track by track.
    table : rows of the CSV file, the head first, instead of those of tracks.
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
    """The `STUDY` of a file, which may import files beside it.

    Processes import the file by its name. Raises OptionError when it does not exist, has no
    `STUDY`, or another module has its name.
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
            f"{path.name} cannot be loaded because another module is called {name}: rename the file"
        )
    module = importlib.import_module(name)
    study = vars(module).get("STUDY")
    if not isinstance(study, Study):
        raise OptionError(
            f"{path.name} has no STUDY: define one, `STUDY = Study(layer=...)`, as in "
            "studies/beats.py"
        )
    return study
