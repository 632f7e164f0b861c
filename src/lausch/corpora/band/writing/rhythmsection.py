"""Drums, bass and chords through a whole jazz performance: the same all along, or item by item."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from lausch.corpora.band.playing import feel
from lausch.corpora.band.playing.stage import Row, Voice, moved
from lausch.corpora.band.sources.wjd import Solo
from lausch.corpora.band.writing import combo, swingkit
from lausch.corpora.band.writing.combo import Setting
from lausch.corpora.band.writing.improviser import improvised, register
from lausch.corpora.band.writing.programme import Item

EVERYBODY = ("drums", "bass", "comping", "lead")


def trades(item: Item, metre: int) -> list[tuple[int, int, bool]]:
    """Fours of a chorus: (first beat, first after it, whether the drummer is alone)."""
    return [
        (start, min(start + 4 * metre, item.end), number % 2 == 1)
        for number, start in enumerate(range(item.begin, item.end, 4 * metre))
    ]


def roles_of(item: Item, metre: int) -> list[tuple[int, int, tuple[str, ...]]]:
    """Roles that play through an item: (first beat, first after it, roles)."""
    if item.who == "trading":
        return [
            (start, stop, ("drums",) if alone else EVERYBODY)
            for start, stop, alone in trades(item, metre)
        ]
    alone = {
        ("solo dr", "dr"): ("drums",), ("solo b", "b"): ("drums", "comping", "lead"),
        ("intro", "dr"): ("drums",), ("intro", "b"): ("bass",), ("intro", "p"): ("comping",),
    }.get((item.label, item.who), EVERYBODY)  # fmt: skip
    return [(item.begin, item.end, alone)]


def accompanied(
    band: Solo,
    setting: Setting,
    items: Sequence[Item],
    rng: Random,
    *,
    contrast: float,
    looseness: float,
) -> list[Voice]:
    """The rhythm section's voices; with `contrast` 0 each plays one thing from first to last.

    `band` is the whole performance as a solo without notes.
    """
    positions, ratio, metre = setting.positions, setting.ratio, setting.metre
    audible = [stretch for item in items for stretch in roles_of(item, metre)]
    units = [(0, len(positions))] if contrast == 0 else [(item.begin, item.end) for item in items]
    kits: dict[int, list[Row]] = {}
    bass: list[Row] = []
    for begin, end in units:
        here = setting.cut(begin, end)
        program, rows = combo.drum_rows(here, band, begin, rng)
        if program != 40 and kits:
            program = next((known for known in kits if known != 40), program)
        kits.setdefault(program, []).extend(moved(rows, begin))
        bass += moved(combo.bass_rows(here, band, begin, rng), begin)
    bass = _only(bass, audible, "bass")
    kits = {program: _only(rows, audible, "drums") for program, rows in kits.items()}
    for item in items:
        if item.who == "b" and item.choruses:
            middle, reach = register("b")
            solo = improvised(
                setting.chords[item.begin : item.end],
                rng,
                middle=middle,
                reach=reach,
                ratio=ratio,
                busy=0.75,
            )
            bass += moved(solo, item.begin)
            kits = {p: _quiet(rows, item, rng) for p, rows in kits.items()}
        for start, stop, roles in roles_of(item, metre):
            if roles == ("drums",):
                kits = {p: [row for row in rows if not start <= row[0] < stop]
                        for p, rows in kits.items()}  # fmt: skip
                first = next(iter(kits))
                kits[first] += swingkit.fill(start, stop - start, rng, ratio=ratio)
                kits[first] += moved(swingkit.hat(positions[start:stop], rng), start)
    voices = [
        Voice("drums", program, rows, feel.player("drums", looseness, rng), rng.gauss(0, 2),
              drums=True)
        for program, rows in kits.items()
    ]  # fmt: skip
    low = rng.choice((33, 34, 32) if setting.style == "funk" else (32, 32, 32, 32, 33, 35))
    touch = feel.player("bass", looseness, rng)
    voices.append(Voice("bass", low, sorted(bass), touch, rng.gauss(0, 2)))
    for role, program, rows in _comping(setting, units, rng, contrast):
        touch = feel.player(role, looseness, rng)
        rows = _only(rows, audible, "comping")
        voices.append(Voice(role, program, rows, touch, rng.gauss(-2, 2)))
    return voices


def _comping(
    setting: Setting, units: Sequence[tuple[int, int]], rng: Random, contrast: float
) -> list[tuple[str, int, list[Row]]]:
    """The chord players: the same people throughout, resting in some items."""
    players: list[tuple[str, int, list[Row]]] = []
    while not players:
        players = combo.chord_players(setting, rng)
    if len(units) == 1:
        return players
    rows: list[Row] = []
    for begin, end in units:
        if rng.random() < 0.15 * contrast:
            continue
        there = combo.chord_players(setting.cut(begin, end), rng)
        if there:
            rows += moved(there[0][2], begin)
    role, program, _ = players[0]
    return [(role, program, rows), *players[1:]]


def _only(
    rows: Sequence[Row], audible: Sequence[tuple[int, int, tuple[str, ...]]], role: str
) -> list[Row]:
    """The rows at times when `role` plays; a stroke just before a bar is part of it."""
    out = [start for start, _, roles in audible if role not in roles]
    stops = {start: stop for start, stop, _ in audible}
    return [
        row for row in rows if not any(start - 0.3 <= row[0] < stops[start] - 0.3 for start in out)
    ]


def _quiet(rows: Sequence[Row], item: Item, rng: Random) -> list[Row]:
    """A drummer behind a bass solo: softer, and less of it."""
    thin = rng.choice((0.3, 0.6, 1.0))
    return [
        row if not item.begin <= row[0] < item.end else (*row[:3], max(1, row[3] * 2 // 3))
        for row in rows
        if not item.begin <= row[0] < item.end or rng.random() < thin
    ]
