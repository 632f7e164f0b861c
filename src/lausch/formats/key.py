"""`.key`: the key of a recording in one line, `Bb major`, as MIREX and mir_eval have it.

`.key.lab` has its regions: start, end, key.
"""

from __future__ import annotations

from collections.abc import Iterable

from lausch.annotation import Key
from lausch.annotation.analysis import Analysis
from lausch.annotation.key import key_name, key_of_regions
from lausch.errors import FormatError
from lausch.formats.chords import lab, ordered, svl_rows, table_rows
from lausch.formats.parts import Part, harmonic_parts
from lausch.formats.rows import format_errors, lines, needed

WORDS = {"maj": "major", "min": "minor"}


def encode(analysis: Analysis) -> str:
    """The tonic and the mode, with a blank between them; an empty file if it is unknown."""
    key = _needed(analysis, "key")
    return f"{in_words(key.name)}\n" if key.name else ""


def decode(text: str, name: str) -> Analysis:
    """The first line, in any of the forms that `annotation.key.key_name` knows."""
    every = lines(text, name)
    if len(every) > 1:
        raise FormatError(f"{name}: a key is one line, but there are {len(every)}; is it .key.lab?")
    with format_errors(name):
        key = Key(key_name(every[0][1])) if every else Key()
    return Analysis(others={"key": key})


def encode_lab(analysis: Analysis) -> str:
    """One line for each region, or one of the whole recording where it has none."""
    return lab(rows_of(_needed(analysis, "keylab"), analysis.duration))


def decode_lab(text: str, name: str) -> Analysis:
    """Regions in any table of starts, ends or durations, and keys."""
    return Analysis(others={"key": key_of(table_rows(text, name), name)})


def decode_svl(text: str, name: str) -> Analysis:
    """A layer of regions of Sonic Visualiser, whose labels are keys."""
    return Analysis(others={"key": key_of(svl_rows(text, name, "keys"), name)})


def rows_of(key: Key, duration: float | None) -> list[Part]:
    """One row for each region; for none, one that lasts as long as the recording, if known."""
    if not len(key.labels):
        whole = (0.0, duration or 0.0, key.name, key.confidence)
        return [whole] if key.name and whole[1] else []
    return harmonic_parts(key)


def key_of(rows: Iterable[Part], name: str) -> Key:
    """The inverse: the key of the whole is that which lasts longest."""
    every = ordered(rows)
    with format_errors(name):
        return key_of_regions(
            [row[:2] for row in every],
            [key_name(row[2]) for row in every],
            [row[3] for row in every],
        )


def in_words(key: str) -> str:
    """`Bb major` for `Bb:maj`; "" for none."""
    tonic, _, mode = key.partition(":")
    return f"{tonic} {WORDS[mode]}" if key else ""


def _needed(analysis: Analysis, form: str) -> Key:
    key: Key = needed(analysis.read("key"), form, "the key", "add --only key")
    return key
