"""The programme of a jazz performance: soloists, choruses, and their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

# Shares in the 340 recordings of the Jazz Structure Dataset (Balke, Reck, Weiß, Abeßer, Müller,
# TISMIR 2022), whose annotations say: an introduction in 67 %, an ending in 24 %; solos per piece,
# choruses per solo, choruses of the first theme, instruments of the soloists. A piece is cut to
# `seconds`, so there are fewer solos here than there.
INTRO, OUTRO = 0.67, 0.24
SOLOS = {1: 39, 2: 106, 3: 105, 4: 60, 5: 24}
CHORUSES = {1: 370, 2: 311, 3: 131, 4: 70, 5: 34, 6: 21}
THEME_TWICE = 0.26
BASS_SOLO, DRUM_SOLO, TRADING = 0.18, 0.08, 0.11
SOLOISTS = {
    "p": 195, "ts": 194, "tp": 141, "as": 94, "g": 36, "tb": 29, "ss": 22, "cl": 18, "vib": 15,
    "cor": 14, "bs": 14,
}  # fmt: skip
_LEAST_INTRO_BARS = 2


@dataclass(frozen=True)
class Item:
    """One part of a performance.

    The label is that of the coarse scale (theme, intro, "solo ts"). `who` leads: an instrument,
    "b", "dr", "trading", or "" when the rhythm section is alone. There are 0 choruses in a few
    `bars` outside of them. `own` says that the database's soloist plays his own notes. `begin` and
    `end` are beats, once it is placed.
    """

    label: str
    who: str
    choruses: int = 1
    bars: int = 0
    own: bool = False
    begin: int = 0
    end: int = 0


def _drawn(table: dict[int, int], rng: Random) -> int:
    return rng.choices(list(table), list(table.values()))[0]


def programme(
    instrument: str, own_choruses: int, chorus_bars: int, bar_seconds: float, rng: Random,
    *, seconds: float,
) -> list[Item]:  # fmt: skip
    """The items of a performance of about `seconds`; the database's soloist plays one of them.

    `own_choruses` is the number of his whole choruses that are known.
    """
    chorus = chorus_bars * bar_seconds
    theme = 2 if rng.random() < (THEME_TWICE if chorus_bars > 16 else 0.6) else 1
    solos = [Item(f"solo {instrument}", instrument, own=own_choruses > 0)]
    others = {name: count for name, count in SOLOISTS.items() if name != instrument}
    for _ in range(_drawn(SOLOS, rng) - 1):
        name = rng.choices(list(others), list(others.values()))[0]
        del others[name]
        solos.append(Item(f"solo {name}", name))
    rng.shuffle(solos)
    solos = [
        replace(solo, choruses=min(_drawn(CHORUSES, rng), own_choruses if solo.own else 99))
        for solo in solos
    ]
    if rng.random() < BASS_SOLO:
        solos.append(Item("solo b", "b"))
    roll = rng.random()
    if roll < TRADING:
        solos.append(Item("trading", "trading", rng.choice((1, 1, 2))))
    elif roll < TRADING + DRUM_SOLO:
        solos.append(Item("solo dr", "dr"))
    before: list[Item] = []
    after: list[Item] = []
    if rng.random() < INTRO:
        bars = max(_LEAST_INTRO_BARS, min(rng.choice((4, 4, 8, 8, 16)), round(20 / bar_seconds)))
        before.append(Item("intro", rng.choice(("", "", "p", "dr", "b")), 0, bars))
    if rng.random() < OUTRO:
        after.append(Item("outro", "", 0, min(rng.choice((4, 8)), max(2, round(15 / bar_seconds)))))
    theme_out = Item("theme", "theme", min(theme, rng.choice((1, 1, 2))))

    def lasts(items: Sequence[Item]) -> float:
        return sum(item.choruses * chorus + item.bars * bar_seconds for item in items)

    whole = [*before, Item("theme", "theme", theme), *solos, theme_out, *after]
    while lasts(whole) > seconds:
        shorter = _shortened(whole)
        if shorter == whole:
            break
        whole = shorter
    while lasts(whole) < 0.7 * seconds:
        place = rng.choice([i for i, item in enumerate(whole) if item.label.startswith("solo")])
        item = whole[place]
        if item.own and item.choruses >= own_choruses:
            # What he played is used up: another player takes the next chorus.
            name = rng.choice([name for name in SOLOISTS if name not in {i.who for i in whole}])
            whole.insert(place + 1, Item(f"solo {name}", name))
        else:
            whole[place] = replace(item, choruses=item.choruses + 1)
    return whole


def _shortened(items: list[Item]) -> list[Item]:
    """One chorus less: of the longest item, or a whole solo when all are one chorus long."""
    longest = max(range(len(items)), key=lambda i: items[i].choruses)
    if items[longest].choruses > 1:
        return [
            replace(item, choruses=item.choruses - 1) if i == longest else item
            for i, item in enumerate(items)
        ]
    spare = [i for i, item in enumerate(items) if item.choruses and item.who != "theme"]
    spare = [i for i in spare if not items[i].own] or spare
    if len([item for item in items if item.who not in ("theme", "") and item.choruses]) < 2:
        return items
    return [item for i, item in enumerate(items) if i != spare[-1]]
