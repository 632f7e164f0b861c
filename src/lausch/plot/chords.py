"""Chords and keys: a lane of symbols, and a lane of the keys, on the axis of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lausch.annotation import Chords, Key, Sections
from lausch.annotation.analysis import Analysis
from lausch.annotation.harte import NO_CHORD
from lausch.annotation.symbols import lead_symbol
from lausch.audio import AudioSource
from lausch.formats.key import in_words, rows_of
from lausch.formats.parts import drawn, harmonic_parts
from lausch.plot.draw import draw_sections
from lausch.plot.panel import Panel, View
from lausch.plot.spectrograms import mel_panel

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def chord_panels(source: AudioSource, analysis: Analysis, _: object = None) -> list[Panel]:
    """Two panels: a spectrogram, and the chords, equal ones in equal colours."""
    chords: Chords = analysis.read("chords")
    rows = [
        (start, end, "" if label == NO_CHORD else lead_symbol(label), sure)
        for start, end, label, sure in harmonic_parts(chords)
    ]
    return [mel_panel(source, analysis, lambda *_: None), _lane("chords", drawn(rows))]


def key_panels(source: AudioSource, analysis: Analysis, _: object = None) -> list[Panel]:
    """Two panels: a spectrogram, and the keys of the regions."""
    key: Key = analysis.read("key")
    rows = [
        (start, end, in_words(label), sure)
        for start, end, label, sure in rows_of(key, analysis.duration)
    ]
    return [mel_panel(source, analysis, lambda *_: None), _lane("key", drawn(rows))]


def _lane(name: str, sections: Sections) -> Panel:
    def draw(axes: Axes, view: View) -> None:
        axes.set_yticks([0], [name])
        axes.set_ylim(0.5, -0.5)
        draw_sections(axes, sections, view)

    return Panel("", 0.42, draw)
