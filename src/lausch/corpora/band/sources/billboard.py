"""The McGill Billboard charts (Burgoyne, Wild, Fujinaga, ISMIR 2011): chords, bars and sections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import pairwise
from pathlib import Path

from lausch.corpora.band.kind import Source, missing, unknown
from lausch.corpora.band.playing.harmony import Key
from lausch.corpora.band.sources.chord import Chord, Chords, pitch_class, read_harte
from lausch.corpora.splits import split_songs
from lausch.errors import CorpusError

SOURCE = Source(
    "CC0",
    "McGill Billboard annotations (Burgoyne, Wild, Fujinaga, ISMIR 2011)",
    partial(split_songs, salt="charts/"),
    folder="billboard",
    address="https://ddmal.music.mcgill.ca/research/The_McGill_Billboard_Project_(Chord_Analysis_Dataset)/",
    megabytes=4,
)

# Bars of these metres are felt in four; the few songs in other metres are left out.
METRES = ("4/4", "12/8")
_LINE = re.compile(r"^(\d+\.\d+)\t(.*)$")
_BAR_METRE = re.compile(r"\(\d+/\d+\)")
_REPEAT = re.compile(r"^\s*x(\d+)")


@dataclass(frozen=True)
class ChordChart:
    """A song's harmony: four chords a bar, and the sections.

    Parameters
    ----------
    key : pitch class of the tonic.
    bpm : beats per minute of the recording the chart was made from.
    chords : one per beat; None where no chord sounds.
    sections : (first bar, letter); equal letters share their material.
    lines : first bar of every line of the chart, which is a phrase; a line that is repeated is
        several.
    keys : one per beat. The chart gives the tonic; it is minor if most chords on it are.
    """

    title: str
    key: int
    bpm: float
    chords: tuple[Chord | None, ...]
    sections: tuple[tuple[int, str], ...]
    lines: tuple[int, ...] = ()
    keys: tuple[Key, ...] = ()


@lru_cache(maxsize=4)
def chart_titles(data: Path) -> tuple[str, ...]:
    """The four-digit numbers of all songs in `METRES`; raises CorpusError without charts."""
    folder = data / "billboard" / "SalamiFiles"
    paths = sorted(folder.glob("[0-9]*.txt")) if folder.is_dir() else []
    if not paths:
        holds = "billboard/ (the McGill Billboard annotations)"
        raise missing("charts", f"{folder}/*.txt", holds)
    return tuple(path.stem for path in paths if _header(path.read_text("utf-8"), "metre") in METRES)


def _header(text: str, name: str) -> str:
    line = re.search(rf"^# {name}: (.*)$", text, flags=re.MULTILINE)
    return line.group(1).strip() if line else ""


@lru_cache(maxsize=64)
def read_chart(data: Path, title: str) -> ChordChart:
    """Chart `title`; raises CorpusError when it is missing or holds no bars."""
    path = data / "billboard" / "SalamiFiles" / f"{title}.txt"
    if not path.is_file():
        raise unknown("chart", title, path.parent)
    text = path.read_text("utf-8")
    chords: list[Chord | None] = []
    sections: list[tuple[int, str]] = []
    begins: list[tuple[float, int]] = []
    lines: list[int] = []
    tonics: list[int] = []
    tonic = 0
    for line in text.splitlines():
        if line.startswith("# tonic: "):
            tonic = pitch_class(line.removeprefix("# tonic: ").strip() or "C")[0]
        match = _LINE.match(line)
        if not match:
            continue
        begins.append((float(match.group(1)), len(chords) // 4))
        label, bars, times = _bars(match.group(2))
        here = len(chords) // 4
        lines += range(here, here + len(bars), max(1, len(bars) // times))
        if label and bars:
            sections.append((len(chords) // 4, label))
        for bar in bars:
            chords += bar
            tonics += [tonic] * 4
    seconds = [
        (after - at) / (bars_after - bars)
        for (at, bars), (after, bars_after) in pairwise(begins)
        if bars_after > bars
    ]
    if not seconds:
        raise CorpusError(f"{path} holds no bars; is it a chart of the McGill Billboard data?")
    typical = sorted(seconds)[len(seconds) // 2]
    return ChordChart(
        title=_header(text, "title"),
        key=pitch_class(_header(text, "tonic") or "C")[0],
        bpm=240.0 / typical,
        chords=tuple(chords),
        sections=tuple(sections),
        lines=tuple(lines),
        keys=_keys(chords, tonics),
    )


def _keys(chords: Chords, tonics: Sequence[int]) -> tuple[Key, ...]:
    minor: dict[int, bool] = {}
    for tonic in set(tonics):
        on = [chord.minor for chord, here in zip(chords, tonics, strict=True)
              if chord is not None and here == tonic == chord.root]  # fmt: skip
        minor[tonic] = 2 * sum(on) > len(on)
    return tuple(Key(tonic, minor[tonic]) for tonic in tonics)


def _bars(text: str) -> tuple[str, list[list[Chord | None]], int]:
    """A line's section letter ("" when it goes on), four chords for each bar, times played."""
    before, *cells = text.split("|")
    letter = before.split(",")[0].strip()
    bars: list[list[Chord | None]] = []
    times = 1
    for cell in cells:
        if repeat := _REPEAT.match(cell):
            times = int(repeat.group(1))
        symbols = _BAR_METRE.sub("", cell).split()
        if symbols and not symbols[0].startswith((",", "x", "-")):
            bars.append(_bar(symbols))
    return letter if re.fullmatch(r"[A-Z]'*", letter) else "", bars * times, times


def _bar(symbols: list[str]) -> list[Chord | None]:
    """One chord for each of four beats; a dot repeats the chord before it, two share the bar."""
    chords: list[Chord | None] = []
    for symbol in symbols:
        if symbol == "." and chords:
            chords.append(chords[-1])
        else:
            chords.append(None if symbol in ("N", "*", "&pause") else read_harte(symbol))
    return [chords[beat * len(chords) // 4] for beat in range(4)]
