"""Jazz combos for their bass: short windows of many, with several players and lines of all kinds.

Half of the lines are those of the Weimar Jazz Database, half are made by rule over its chords. The
band is that of `jazz`. The bass is drawn here, not by the mix: the basses in
`splits.UNSEEN_BASSES` play in the test split alone, in two of three of its pieces, so that systems
are also tested on basses that no training data has.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from random import Random

from lausch.corpora.band.kind import Kind
from lausch.corpora.band.playing import feel
from lausch.corpora.band.playing import programs as gm
from lausch.corpora.band.playing.pulse import breathe, retimed, steadied
from lausch.corpora.band.playing.score import Score
from lausch.corpora.band.playing.stage import Row, Voice, moved, perform
from lausch.corpora.band.sources.wjd import SOURCE, Solo, read_solo, solo_titles
from lausch.corpora.band.writing import bassist, combo, walking
from lausch.corpora.splits import UNSEEN_BASSES, read_wjd_solos, wjd_splits
from lausch.corpora.track import Split

SECONDS = (25.0, 40.0)
# Label of the player: its weight in the draw.
_FONTS = ("fluidr3", "musescore", "fluidr3mono")
SEEN: dict[str, float] = {
    "double bass": 6.0,
    **{f"{font}:32": 2.0 for font in _FONTS},
    **{f"{font}:33": 1.0 for font in _FONTS},
    **{f"{font}:34": 0.5 for font in _FONTS},
    "own:synth bass": 0.5,
}


@lru_cache(maxsize=2)
def _splits(data: Path) -> dict[tuple[str, str], Split | None]:
    return wjd_splits(read_wjd_solos(data / "wjd"))


def titles(data: Path) -> list[str]:
    """The three-digit numbers of the solos of the test and validation splits, and of as many more.

    `jazz` and `solos` train models; this kind is mostly for tests.
    """
    known = _splits(data)
    by: dict[Split | None, list[str]] = {}
    for each in solo_titles(data):
        by.setdefault(known[_key(read_solo(data, each)[0])], []).append(each)
    rare = [*by.get("test", []), *by.get("validation", [])]
    common = by.get("train", [])
    return sorted([*rare, *common[:: max(1, len(common) // max(1, len(rare)))]])


def _key(solo: Solo) -> tuple[str, str]:
    return solo.title, solo.performer


def _player(split: Split | None, rng: Random) -> str:
    if split == "test" and rng.random() < 2 / 3:
        return rng.choice(UNSEEN_BASSES)
    return rng.choices(list(SEEN), list(SEEN.values()))[0]


def _line(setting: combo.Setting, solo: Solo, first: int, rng: Random) -> list[Row]:
    """The database's own line, one made by rule, one in two, or a Latin or funk figure."""
    style, positions, chords = setting.style, setting.positions, setting.chords
    if setting.straight and setting.metre == 4 and rng.random() < 0.5:
        latin = ("bossa", "tumbao_one", "samba", "half")
        return combo.figured(setting, latin, ("funk", "funk_one", "motown", "pushed"), rng)
    if rng.random() < 0.5:
        pitches = walking.completed(solo.bass[first : first + len(chords)], chords, positions, rng)
    else:
        pitches = bassist.ruled(chords, rng)
    if rng.random() < 0.15:
        pitches = bassist.pedalled(pitches, chords, positions, rng)
    if style == "two-beat" or rng.random() < (0.4 if style == "ballad" else 0.06):
        return walking.in_two(pitches, positions, rng)
    how = bassist.habits(setting.bpm, rng)
    return bassist.freely(pitches, positions, rng, ratio=setting.ratio, how=how)


def arrange(data: Path, title: str, rng: Random) -> Score:
    """25-40 s around solo `title`, with everything else drawn by `rng`."""
    stretches = read_solo(data, title)
    solo = rng.choices(stretches, [len(part.pulse) for part in stretches])[0]
    beat = retimed(solo.pulse, rng)
    wanted = int(rng.uniform(*SECONDS) * beat.bpm / 60)
    first = rng.randrange(0, max(1, len(beat) - wanted))
    last = min(len(beat), first + wanted)
    beat = breathe(steadied(beat.cut(first, last), 2.0), rng, rng.choice((0.0, 0.01, 0.03)))
    setting = combo.setting_of(solo, beat, solo.chords[first:last], rng)
    looseness, semitones = rng.uniform(0.3, 1.3), rng.randrange(-3, 4)

    def voice(role: str, program: int, rows: list[Row], gain: float, player: str = "") -> Voice:
        if role != "drums":
            rows = moved(rows, semitones=semitones)
        touch = feel.player(role, looseness, rng)
        return Voice(role, program, rows, touch, gain, role == "drums", player)

    rows = _line(setting, solo, first, rng)
    rows = [(at, size, pitch + 12 if pitch + semitones < bassist.LOWEST else pitch, loud)
            for at, size, pitch, loud in rows]  # fmt: skip
    player = _player(_splits(data)[_key(solo)], rng)
    voices = [voice("bass", 32, rows, rng.gauss(0, 3), player)]
    if rng.random() < 0.85:
        program, struck = combo.drum_rows(setting, solo, first, rng)
        voices.append(voice("drums", program, struck, rng.gauss(0, 3)))
    for role, program, own in combo.chord_players(setting, rng):
        voices.append(voice(role, program, own, rng.gauss(-1, 3)))
    if rng.random() < 0.9:
        soloist = gm.soloist(solo.instrument, rng)
        own = combo.solo_rows(solo, first, last, rng)
        voices.append(voice("solo", soloist, own, rng.gauss(1, 3)))
    return perform(
        beat,
        voices,
        rng,
        song=f"wjd-{solo.title}",
        performer=solo.performer,
        style=setting.style,
        tags=(setting.style,),
        harmony=setting.harmony(solo.key, semitones),
    )


KIND = Kind(
    "basses", "short windows of jazz combos with many basses and lines", SOURCE, titles, arrange
)
