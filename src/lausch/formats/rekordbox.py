"""`.rekordbox.xml`: a collection of rekordbox, to be imported: its grid of beats, sections as cues.

Sections are memory cues, which are no hot cues (Num = -1).
Since version 1.5.4 (release notes, 2012) rekordbox plays the padding of an MP3's encoder, which
other players leave out by its gapless tag: all times are later by `Provenance.encoder_delay`, 25 ms
at 44.1 kHz. Mixxx, whose other decoder leaves it out too, takes 26 ms from such times.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np

from lausch.annotation import Beats, Form, Sections
from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError
from lausch.formats.content import xml_of
from lausch.formats.markup import quoted
from lausch.formats.rekordboxgrid import Stretch, stretches
from lausch.formats.rows import format_errors

MOST_BEATS = 200_000
METRES = tuple(map(str, range(1, 256)))
_PADDING = re.compile(r"<!-- with (\d+\.\d+) s of the encoder -->")


def encode(analysis: Analysis) -> str:
    """A collection of one recording."""
    return collection([track(analysis)])


def track(analysis: Analysis) -> str:
    """A recording as an element of a collection, whose number `collection` sets."""
    origin = analysis.provenance
    delay = 0.0 if origin is None else origin.encoder_delay
    path = Path() if origin is None else Path(origin.name).absolute()
    beats = Beats() if analysis.beats is None else analysis.beats
    grid = list(stretches(beats, delay))
    rate = "" if origin is None else f' SampleRate="{origin.original_rate}"'
    rows = [
        f'<TEMPO Inizio="{each.start:.3f}" Bpm="{each.bpm:.2f}" Metro="{each.metre}/4" '
        f'Battito="{each.number}"/>'
        for each in grid
    ]
    form = analysis.sections
    rows += [
        f'<POSITION_MARK Name={quoted(label)} Type="0" Start="{start + delay:.3f}" Num="-1"/>'
        for start, label in ([] if form is None else _begun(form.coarse))
    ]
    if delay:
        rows.append(f"<!-- with {delay:.6f} s of the encoder -->")
    return (
        f'    <TRACK TrackID="" Name={quoted(path.stem)} Location={quoted(_url(path))} '
        f'TotalTime="{round(analysis.duration or 0.0)}"{rate} '
        f'AverageBpm="{beats.tempo_bpm or 0.0:.2f}">\n'
        + "".join(f"      {row}\n" for row in rows)
        + "    </TRACK>\n"
    )


def collection(tracks: Sequence[str]) -> str:
    """A file of rekordbox with recordings, as `track` gives them, and a playlist of them all."""
    numbers = range(1, len(tracks) + 1)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<DJ_PLAYLISTS Version="1.0.0">\n'
        '  <PRODUCT Name="lausch" Version="" Company=""/>\n'
        f'  <COLLECTION Entries="{len(tracks)}">\n'
        + "".join(
            text.replace('TrackID=""', f'TrackID="{number}"')
            for number, text in zip(numbers, tracks, strict=True)
        )
        + "  </COLLECTION>\n  <PLAYLISTS>\n"
        '    <NODE Type="0" Name="ROOT" Count="1">\n'
        f'      <NODE Type="1" Name="lausch" KeyType="0" Entries="{len(tracks)}">\n'
        + "".join(f'        <TRACK Key="{number}"/>\n' for number in numbers)
        + "      </NODE>\n    </NODE>\n  </PLAYLISTS>\n</DJ_PLAYLISTS>\n"
    )


def _begun(sections: Sections) -> list[tuple[float, str]]:
    return list(zip(sections.boundaries[:-1].tolist(), sections.labels, strict=True))


def _url(path: Path) -> str:
    """As rekordbox writes it, also of a drive of Windows; "" of no path."""
    posix = path.as_posix().lstrip("/") if path.name else ""
    return f"file://localhost/{quote(os.fsencode(posix), safe='/:')}" if posix else ""


def decode(text: str, name: str) -> Analysis:
    """The grid and the memory cues of a collection of one recording.

    The grid goes on to the end, whose second is known. Times in files of rekordbox have the padding
    of an MP3's encoder; those in files of lausch say so, and are read without it.
    """
    root = xml_of(text, name, "collection of rekordbox")
    tracks = root.findall("COLLECTION/TRACK")
    if root.tag != "DJ_PLAYLISTS":
        raise FormatError(f"{name}: XML, but no collection of rekordbox; it begins with {root.tag}")
    if len(tracks) != 1:
        raise FormatError(f"{name}: of {len(tracks)} recordings; collections of one are read")
    (first,) = tracks
    padding = _PADDING.search(text)
    delay = 0.0 if padding is None else float(padding[1])
    end = _number(first, "TotalTime", name)
    grid = [_stretch(each, name) for each in first.iter("TEMPO")]
    times: list[float] = []
    numbers: list[int] = []
    stops = [each.start for each in grid[1:]] + [end + delay] * bool(grid)
    for each, stop in zip(grid, stops, strict=True):
        quarters = min(max((stop - each.start) * each.bpm / 60, -1.0), MOST_BEATS + 1.0)
        count = int(quarters) + 1 if each is grid[-1] else round(quarters)
        if len(times) + count > MOST_BEATS:
            raise FormatError(f"{name}: more than {MOST_BEATS:,} beats; is it music?")
        own = range(max(0, count))
        times += [max(0.0, each.start - delay + 60 / each.bpm * at) for at in own]
        numbers += [(each.number - 1 + at) % each.metre + 1 for at in own]
    cues = [each for each in first.iter("POSITION_MARK") if each.get("Num") == "-1"]
    starts = [max(0.0, _number(each, "Start", name) - delay) for each in cues]
    with format_errors(name):
        beats = Beats(times, numbers) if grid else None
        if not cues:
            return Analysis(beats=beats)
        edges = [*starts, max(end, starts[-1])]
        form = Form(Sections(edges, [str(each.get("Name", "")) for each in cues]))
        return Analysis(beats=beats, sections=form)


def _stretch(element: Any, name: str) -> Stretch:
    start, bpm, number = (_number(element, key, name) for key in ("Inizio", "Bpm", "Battito"))
    count = str(element.get("Metro", "")).split("/")[0]
    if not (0 < bpm <= 1000 and start >= 0 and number >= 1 and count in METRES):
        raise FormatError(
            f"{name}: a tempo has a beginning, bpm, metre and number of a beat, not "
            f"{dict(element.attrib)}"
        )
    return Stretch(start, bpm, int(number), int(count))


def _number(element: Any, key: str, name: str) -> float:
    try:
        value = float(element.get(key, "nan"))
    except ValueError:
        value = np.nan
    if not np.isfinite(value):
        raise FormatError(f"{name}: {key} of a {element.tag} is a number, not {element.get(key)!r}")
    return value
