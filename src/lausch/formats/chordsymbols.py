"""Chords as `harmony` elements of MusicXML, over the notes of a staff."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lausch.annotation import Beats, Chords, Key
from lausch.annotation.analysis import Analysis
from lausch.annotation.harte import NO_CHORD, UNKNOWN, root_name, symbol_of
from lausch.annotation.key import fifths_of, respelled, spelling
from lausch.annotation.symbols import SYMBOLS
from lausch.annotation.vocabulary import reduced
from lausch.formats.notation import QUARTER, positions_in

KINDS = {
    "maj": "major", "min": "minor", "maj7": "major-seventh", "7": "dominant",
    "min7": "minor-seventh", "hdim7": "half-diminished", "dim7": "diminished-seventh",
    "sus4": "suspended-fourth", "dim": "diminished", "aug": "augmented", "maj6": "major-sixth",
    "min6": "minor-sixth", "minmaj7": "major-minor", "9": "dominant-ninth", "maj9": "major-ninth",
    "min9": "minor-ninth", "13": "dominant-13th", "sus2": "suspended-second", "5": "power",
}  # fmt: skip
"""Shorthands by the names that MusicXML has for them; others are reduced to these."""


def signature(analysis: Analysis, estimate: int) -> int:
    """The signature of the key in an analysis, of -6 to 6 sharps; without one, the estimate."""
    key: Key | None = analysis.read("key")
    if key is None or not key.name:
        return estimate
    fifths = fifths_of(key.name)
    return fifths - 12 if fifths > 6 else fifths + 12 if fifths < -6 else fifths


def symbols_at(analysis: Analysis, beats: Beats) -> dict[int, str]:
    """For ticks from the first beat on, the `harmony` that begins there: see `labels_at`."""
    key: Key = analysis.read("key") or Key()
    labels = labels_at(analysis, beats)
    return {tick: element(label, key.name) for tick, label in labels.items()}


def labels_at(analysis: Analysis, beats: Beats) -> dict[int, str]:
    """For ticks from the first beat on, the chord that begins there; the nearest half beat.

    Of several at one place the last counts; a chord that was there before is not named again.
    """
    chords: Chords = analysis.read("chords") or Chords()
    if not len(chords) or not len(beats):
        return {}
    half = QUARTER // 2
    places = np.floor(2 * positions_in(chords.starts, beats.times) + 0.5).astype(np.int64) * half
    symbols: dict[int, str] = {}
    for tick, label in zip(places.tolist(), chords.labels, strict=True):
        symbols[max(tick, 0)] = label if label != UNKNOWN else NO_CHORD
    return dict(_changes(symbols))


def _changes(symbols: dict[int, str]) -> Iterator[tuple[int, str]]:
    before = ""
    for tick, label in sorted(symbols.items()):
        if label != before:
            yield tick, label
        before = label


def element(label: str, key: str) -> str:
    """One symbol, spelled in the key, at the note that follows it."""
    if label == NO_CHORD:
        return (
            '      <harmony><root><root-step text="">C</root-step></root><kind text="N.C.">none'
            "</kind></harmony>\n"
        )
    name = respelled(label, key) if key else label
    root = root_name(name)
    kind = name[len(root) :].lstrip(":").partition("/")[0] or "maj"
    if kind not in KINDS:
        kind = reduced(name).partition(":")[2]
    symbol = symbol_of(label)
    bass = ""
    if symbol is not None and symbol.bass != symbol.root:
        step, alter = _step(spelling(key)[symbol.bass])
        bass = f"<bass><bass-step>{step}</bass-step>{_alter('bass', alter)}</bass>"
    step, alter = _step(root)
    text = SYMBOLS.get(kind, kind)
    return (
        f"      <harmony><root><root-step>{step}</root-step>{_alter('root', alter)}</root>"
        f'<kind text="{text}">{KINDS.get(kind, "other")}</kind>{bass}</harmony>\n'
    )


def delayed(text: str, ticks: int) -> str:
    """The same symbol some ticks after the note that follows it."""
    return text.replace("</harmony>", f"<offset>{ticks}</offset></harmony>") if ticks else text


def _step(name: str) -> tuple[str, int]:
    return name[0], name.count("#") - name.count("b")


def _alter(noun: str, alter: int) -> str:
    return f"<{noun}-alter>{alter}</{noun}-alter>" if alter else ""
