"""The data file: JSON to papers and back, with errors that name every fault."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import fields
from importlib.resources import files
from typing import Any

from lausch.errors import FormatError
from lausch.files import printable
from lausch.formats.content import bytes_of, json_of, text_of
from lausch.literature.bibliography import Bibliography, Table
from lausch.literature.paper import Correction, Gap, LiteratureError, Paper

OWN = "papers.json"
"""The tutorial's bibliography, inside the package."""
_TUPLES = ("authors", "network", "input", "preprocessing", "notes")
_KNOWN = {field.name: field for field in fields(Paper)}
_NEEDED = ("key", "authors", "title", "year", "venue", "container", "task")
_WHOLE = ("year", "number", "overview")


def literature(also: Sequence[str | os.PathLike[str]] = ()) -> Bibliography:
    """The bibliography of the package, with the papers of further files.

    Raises LiteratureError for an entry that breaks a rule, or a key that occurs twice.
    """
    values = _own()
    bibliography = Bibliography(
        values["source"],
        tuple(to_paper(entry) for entry in values["papers"]),
        tuple(Gap(**gap) for gap in values["missing"]),
        tuple(
            Table(table["task"], table["title"], tuple(table["rows"])) for table in values["tables"]
        ),
    )
    for path in also:
        bibliography = bibliography.joined(to_paper(entry) for entry in read_entries(path))
    keys = [paper.key for paper in bibliography.papers]
    for key in keys:
        if keys.count(key) > 1:
            raise LiteratureError(
                f"the key {key!r} occurs twice: give the new paper another letter "
                f"({key}b), or leave it out if it is the same paper"
            )
    return bibliography


def own_entries() -> list[dict[str, Any]]:
    """The entries of the package, as in its file."""
    entries: list[dict[str, Any]] = _own()["papers"]
    return entries


def _own() -> dict[str, Any]:
    text = files("lausch.literature").joinpath(OWN).read_text(encoding="utf-8")
    values: dict[str, Any] = json.loads(text)
    return values


def read_entries(path: str | os.PathLike[str]) -> list[dict[str, Any]]:
    """The entries of a file: a list of them, or an object with a list `papers`.

    Raises LiteratureError when the file is not JSON of that form.
    """
    shown = printable(path)
    try:
        values = json_of(text_of(bytes_of(path), shown), shown)
    except FormatError as error:
        raise LiteratureError(str(error)) from error
    if isinstance(values, dict):
        values = values.get("papers")
    if not isinstance(values, list):
        raise LiteratureError(f'{path} holds no list of papers: it begins with {{"papers": [')
    return values


def to_paper(entry: object) -> Paper:
    """A paper from its entry; raises LiteratureError with all faults of its form."""
    wrong = faults(entry)
    if wrong:
        raise LiteratureError("; ".join(wrong))
    assert isinstance(entry, dict)
    values = dict(entry)
    for name in _TUPLES:
        if name in values:
            values[name] = tuple(values[name])
    values["corrections"] = tuple(Correction(**each) for each in values.get("corrections", ()))
    return Paper(**values)


def to_entry(paper: Paper) -> dict[str, Any]:
    """The entry of a paper, without the fields that are empty."""
    entry: dict[str, Any] = {}
    for name in _KNOWN:
        value = getattr(paper, name)
        if name == "corrections":
            value = [vars(each) for each in value]
        if value is None or value in ("", (), []):
            continue
        entry[name] = list(value) if isinstance(value, tuple) else value
    return entry


def faults(entry: object) -> list[str]:
    """Faults in the form of an entry: fields missing, unknown, or of the wrong type."""
    if not isinstance(entry, dict):
        return [f"an entry is an object with fields, not {json.dumps(entry)[:40]}"]
    wrong = [f"the field {name!r} is missing" for name in _NEEDED if name not in entry]
    for name, value in entry.items():
        if name not in _KNOWN:
            wrong.append(f"there is no field {name!r}; there are {', '.join(_KNOWN)}")
        elif name in _TUPLES:
            if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
                wrong.append(f"{name} is a list of words, not {json.dumps(value)[:40]}")
        elif name in _WHOLE:
            if not isinstance(value, int) or isinstance(value, bool):
                wrong.append(f"{name} is a whole number, not {json.dumps(value)[:40]}")
        elif name == "corrections":
            form = {"field", "printed", "why"}
            if not isinstance(value, list) or not all(
                isinstance(each, dict)
                and set(each) == form
                and all(isinstance(word, str) for word in each.values())
                for each in value
            ):
                wrong.append("corrections are a list of objects with field, printed and why")
        elif not isinstance(value, str):
            wrong.append(f"{name} is text in quotes, not {json.dumps(value)[:40]}")
    return wrong
