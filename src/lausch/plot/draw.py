"""Annotations drawn into matplotlib axes; every function returns the axes that it was given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from lausch.annotation import Beats, Contour, Notes, Sections, TempoCurve, Times
from lausch.annotation.melody import Floats, midi
from lausch.annotation.pitch import note_name
from lausch.frames import Frames
from lausch.plot.panel import MOST_COLUMNS, WHOLE, View

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINES_APART_INCHES = 0.04
NUMBERS_APART_INCHES = 0.35
LETTER_INCHES = 0.09
TICK = 0.06
"""Height of a beat's mark, which hangs from the top, as a part of the axes; a downbeat's is 1."""
BEAT_COLOUR = "#4df3ff"
CURVE_COLOURS = ("tab:orange", "tab:blue", "tab:purple", "tab:green")
SECTION_COLOURS = (
    "#56b4e9",
    "#e69f00",
    "#009e73",
    "#f0e442",
    "#cc79a7",
    "#8da0cb",
    "#d55e00",
    "#b3b3b3",
)
"""By Okabe & Ito, so that they differ for everybody; no two look related."""
UNLABELLED = "#e5e5e5"


def draw_beats(
    axes: Axes,
    beats: Beats,
    view: View = WHOLE,
    *,
    color: str | None = None,
    behind: bool = False,
) -> Axes:
    """A mark for every beat and a line for every downbeat; what would touch is left out.

    Parameters
    ----------
    axes : matplotlib axes with seconds from left to right.
    beats : to be drawn.
    view : the stretch of time that the axes show.
    color : of marks and lines; by default they are cyan and white, which magma has not.
    behind : draw them below everything else, and without a name in the legend.
    """
    first = np.zeros(len(beats), bool) if beats.positions is None else beats.positions == 1
    look: dict[str, Any] = {"transform": axes.get_xaxis_transform(), "linewidth": 1.0}
    look["zorder"] = 0.5 if behind else 2.5
    rows = (
        ("beat", beats.times[~first], TICK, BEAT_COLOUR, 0.9),
        ("downbeat", beats.times[first], 1.0, "white", 0.7),
    )
    for label, times, height, usual, alpha in rows:
        shown = times[view.shows(times)]
        if len(shown) and _apart(times) * view.inches_per_second >= LINES_APART_INCHES:
            name = f"_{label}" if behind else label
            axes.vlines(shown, 1 - height, 1, color=color or usual, alpha=alpha, label=name, **look)
    return axes


def draw_doubts(axes: Axes, beats: Beats) -> Axes:
    """Grey behind the stretches of doubtful beats."""
    for start, end in beats.doubtful.tolist():
        axes.axvspan(start, end, facecolor="0.85", edgecolor="none", zorder=0)
        axes.text(
            start,
            0.98,
            " doubtful",
            va="top",
            fontsize="small",
            clip_on=True,
            transform=axes.get_xaxis_transform(),
        )
    return axes


def draw_bar_numbers(axes: Axes, beats: Beats, view: View = WHOLE) -> Axes:
    """Numbers of bars above the axes, as many as have room."""
    inches = _apart(beats.downbeats) * view.inches_per_second
    step = max(1, int(np.ceil(NUMBERS_APART_INCHES / inches)))
    step = next(each for each in (1, 2, 4, 8, 16, 32, 64, step) if each >= step)
    for bar, time in list(enumerate(beats.downbeats, start=1))[::step]:
        if view.start <= time < view.stop:
            place: dict[str, Any] = {"ha": "center", "va": "bottom"}
            place["transform"] = axes.get_xaxis_transform()
            axes.text(time, 1.02, str(bar), fontsize="x-small", color="0.35", **place)
    return axes


def draw_curves(axes: Axes, frames: Frames | None, view: View = WHOLE, **names: str) -> Axes:
    """Activations from 0 to 1, a curve for each column; of many frames the largest of each pixel.

    Parameters
    ----------
    frames : activations.
    names : the columns drawn and what the legend calls them; by default all by their own names.
    """
    axes.set_ylim(0, 1.05)
    if frames is None or not len(frames):
        return axes
    step = -(-len(frames) // MOST_COLUMNS)
    starts = np.arange(0, len(frames), step)
    times = frames.times[starts]
    visible = view.shows(times)
    columns = [name for name in frames.columns if not names or name in names]
    for index, name in enumerate(columns):
        values = np.maximum.reduceat(frames.column(name), starts)
        colour = CURVE_COLOURS[index % len(CURVE_COLOURS)]
        look: dict[str, Any] = {"color": colour, "linewidth": 1.0, "zorder": 3}
        look["label"] = names.get(name, name)
        axes.plot(times[visible], values[visible], **look)
    return axes


def draw_tempo(axes: Axes, view: View = WHOLE, *, curve: TempoCurve) -> Axes:
    """Local tempi in bpm, within at least a tenth of their median on both sides."""
    middle = float(np.median(curve.bpm))
    low, high = float(curve.bpm.min()), float(curve.bpm.max())
    axes.set_ylim(min(0.98 * low, 0.9 * middle), max(1.02 * high, 1.1 * middle))
    # One beat more on either side: a row begins and ends in the middle of a line.
    visible = np.convolve(view.shows(curve.times), np.ones(3, dtype=bool), "same") > 0
    axes.plot(curve.times[visible], curve.bpm[visible], color=CURVE_COLOURS[0], marker=".", ms=3)
    return axes


def draw_contour(axes: Axes, contour: Contour | None, view: View = WHOLE, **look: Any) -> Axes:
    """A fundamental frequency as MIDI pitch where it is voiced, parted where it is not."""
    if contour is None or not contour.voiced.any():
        return axes
    voiced = contour.voiced & view.shows(contour.times)
    pitch: Floats = np.full(len(contour), np.nan)
    pitch[voiced] = midi(contour.hz[voiced])
    leaps = np.flatnonzero(np.abs(np.diff(pitch)) > 1)
    halves = (contour.times[leaps] + contour.times[leaps + 1]) / 2
    times = np.insert(contour.times, leaps + 1, halves)
    style = {"color": "tab:cyan", "linewidth": 1.2, **look}
    axes.plot(times, np.insert(pitch, leaps + 1, np.nan), **style)
    return axes


def draw_notes(axes: Axes, notes: Notes, view: View = WHOLE, **look: Any) -> Axes:
    """A stroke for each note at its MIDI pitch, with a gap before the next one."""
    shown = view.shows(notes.onsets, notes.offsets)
    onsets, pitches = notes.onsets[shown], notes.pitches[shown]
    stops = onsets + 0.95 * (notes.offsets[shown] - onsets)
    style = {"color": "tab:cyan", "linewidth": 1.8, **look}
    axes.hlines(pitches, onsets, stops, **style)
    return axes


def draw_reference(axes: Axes, reference: Notes | Contour | None, view: View = WHOLE) -> Axes:
    """What is known to be true, in grey: a contour as dots, notes as broad bars."""
    if isinstance(reference, Contour):
        visible = reference.voiced & view.shows(reference.times)
        pitches = midi(reference.hz[visible])
        axes.plot(reference.times[visible], pitches, ".", color="0.3", label="reference")
    elif reference is not None:
        visible = view.shows(reference.onsets, reference.offsets)
        onsets, lengths = reference.onsets[visible], (reference.offsets - reference.onsets)[visible]
        axes.barh(reference.pitches[visible], lengths, 0.9, onsets, color="0.7", label="reference")
    return axes


def draw_sections(axes: Axes, sections: Sections, view: View = WHOLE, *, at: float = 0.0) -> Axes:
    """A bar for each section at `at`, equal labels in equal colours; later ones are hatched."""
    order = {label: n for n, label in enumerate(dict.fromkeys(sections.labels))}
    starts, stops = sections.boundaries[:-1], sections.boundaries[1:]
    for label, start, stop in zip(sections.labels, starts, stops, strict=True):
        if start >= view.stop or stop < view.start:
            continue
        turn, place = divmod(order[label], len(SECTION_COLOURS))
        look: dict[str, Any] = {"color": SECTION_COLOURS[place] if label else UNLABELLED}
        look |= {"edgecolor": "white", "hatch": ("", "//", "..", "xx")[turn % 4]}
        axes.barh(at, stop - start, 0.8, start, align="center", **look)
        if label and (stop - start) * view.inches_per_second > LETTER_INCHES * len(label):
            place_of: dict[str, Any] = {
                "ha": "center",
                "va": "center",
                "fontsize": "small",
                "clip_on": True,
            }
            axes.text((start + stop) / 2, at, label.replace("$", r"\$"), **place_of)
    return axes


def name_pitches(axes: Axes, low: int, high: int) -> Axes:
    """Ticks at every C, and limits, of an axis of MIDI pitches."""
    named = range(-(-low // 12) * 12, high + 1, 12)
    axes.set_yticks(list(named), [note_name(pitch) for pitch in named])
    axes.set_ylim(low - 0.5, high + 0.5)
    return axes


def _apart(times: Times) -> float:
    """The median distance of neighbours in seconds."""
    return float(np.median(np.diff(times))) if len(times) > 1 else 1.0
