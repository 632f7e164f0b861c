"""The soloists of a whole jazz performance: the theme together, then one after another."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np
from numpy.typing import NDArray

from lausch.corpora.band.playing import feel
from lausch.corpora.band.playing import programs as gm
from lausch.corpora.band.playing.stage import Row, Voice, moved
from lausch.corpora.band.writing import combo
from lausch.corpora.band.writing.combo import Setting
from lausch.corpora.band.writing.improviser import head, improvised, register
from lausch.corpora.band.writing.programme import Item
from lausch.corpora.band.writing.rhythmsection import trades

_HORNS = ("ts", "tp", "as", "tb", "cl", "g", "vib")
SECOND_HORN, RIFFS = 0.55, 0.15
_SLOW_BPM = 130.0


def led(
    items: Sequence[Item],
    setting: Setting,
    own: NDArray[np.float64],
    rng: Random,
    *,
    instrument: str,
    bpm: float,
    parts: Sequence[int],
    chorus: int,
    looseness: float,
) -> list[Voice]:
    """One voice for each player who leads anywhere, and horns behind some solo.

    `own` is what the soloist of the database plays (beat, length, pitch), 0 at the first chorus;
    `parts` are the beats of a chorus on which a part of the form begins.
    """
    chords, ratio, metre = setting.chords, setting.ratio, setting.metre
    rows: dict[str, list[Row]] = {}
    others = [item.who for item in items if item.who in _HORNS and item.who != instrument]
    second = rng.choice(others or [name for name in _HORNS if name != instrument])
    theme = next(item.begin for item in items if item.label == "theme")
    middle, _ = register(instrument)
    tune = head(chords[theme:][:chorus], parts, rng, middle=middle, ratio=ratio)
    octave = rng.choice((0, 0, 12, -12))
    together = rng.random() < SECOND_HORN
    doubled = bpm < _SLOW_BPM and rng.random() < 0.6
    riffs: list[Row] = []
    for item in items:
        begin, end = item.begin, item.end
        here = chords[begin:end]
        if item.label == "theme":
            for start in range(begin, end, chorus):
                rows.setdefault(instrument, []).extend(moved(tune, start))
                if together:
                    rows.setdefault(second, []).extend(moved(tune, start, octave))
        elif item.own:
            his = own[(own[:, 0] >= -0.6) & (own[:, 0] < end - begin)]
            rows.setdefault(instrument, []).extend(moved(combo.phrased(his, rng), begin))
        elif item.who in gm.SOLOISTS or item.who == "trading":
            who = instrument if item.who == "trading" else item.who
            middle, reach = register(who)
            busy = rng.uniform(0.5, 0.9)
            solo = improvised(
                here, rng, middle=middle, reach=reach, ratio=ratio, busy=busy, doubled=doubled
            )
            solo = moved(solo, begin)
            if item.who == "trading":
                silent = [(a, b) for a, b, alone in trades(item, metre) if alone]
                solo = [row for row in solo if not any(a <= row[0] < b for a, b in silent)]
            rows.setdefault(who, []).extend(solo)
        if item.label.startswith("solo") and metre == 4 and rng.random() < RIFFS:
            last = end - chorus
            riffs += moved(combo.backgrounds(setting.cut(last, end), rng), last)
    if riffs:
        rows["brass"] = riffs
    return [_voice(who, solo, instrument, looseness, rng) for who, solo in rows.items()]


def _voice(who: str, rows: list[Row], instrument: str, looseness: float, rng: Random) -> Voice:
    if who == "brass":
        program = rng.choice(gm.RIFF_HORNS)
        return Voice("brass", program, rows, feel.player("brass", looseness, rng), -3.0)
    # The database's soloist brings his own timing.
    touch = feel.player("solo" if who == instrument else "melody", looseness, rng)
    program = gm.soloist(who, rng)
    return Voice("solo", program, rows, touch, rng.gauss(1, 1.5))
