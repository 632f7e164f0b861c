"""Jazz combos: solos of the Weimar Jazz Database with a rhythm section written around them."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np

from lausch.corpora.rendered import bassline, comping, feel, kit, swingkit, walking
from lausch.corpora.rendered import programs as gm
from lausch.corpora.rendered.chord import Chord
from lausch.corpora.rendered.grooves import BOOKS
from lausch.corpora.rendered.pulse import Pulse, breathe, steadied, stretch
from lausch.corpora.rendered.score import Score
from lausch.corpora.rendered.stage import Billing, Row, Voice, perform
from lausch.corpora.rendered.wjd import Solo, read_solo, solo_titles

# Instruments of the database and what may stand in for them.
_SOLOISTS = {
    "ts": (66, 66, 66, 65, 71), "as": (65, 65, 66, 64), "ss": (64, 64, 71, 68),
    "bs": (67, 67, 66), "tp": (56, 56, 59, 60), "cor": (56, 56, 59), "tb": (57, 57, 58, 60),
    "cl": (71, 71, 64, 73), "bcl": (71, 67, 70), "ts-c": (65, 66), "vib": (11, 11, 12),
    "p": (0, 1, 4), "g": (26, 26, 27, 24),
}  # fmt: skip


def titles(data: Path) -> list[str]:
    """The three-digit numbers of the solos."""
    return list(solo_titles(data))


def _tempo(pulse: Pulse, rng: Random) -> Pulse:
    """Another tempo: any within .75-1.35, fast ones often faster, slow ones often slower."""
    factor = 0.75 * (1.35 / 0.75) ** rng.random()
    if pulse.bpm > 165 and rng.random() < 0.3:
        factor = rng.uniform(0.75, 0.95)
    elif pulse.bpm < 90 and rng.random() < 0.3:
        factor = rng.uniform(1.05, 1.35)
    # Nobody counts beats faster than this: keep the music what its label says.
    factor = max(factor, pulse.bpm / 340.0)
    return stretch(pulse, min(factor, pulse.bpm / 40.0) if pulse.bpm > 40 else 1.0)


def _excerpt(solo: Solo, rng: Random) -> tuple[int, int]:
    """Beats of an excerpt of 40-110 s, from a phrase of the form when there is one."""
    total = len(solo.pulse)
    wanted = int(rng.uniform(40, 110) * solo.pulse.bpm / 60)
    if total <= wanted * 1.2:
        return 0, total
    starts = [0, *(beat for beat in solo.phrases if beat + wanted <= total)]
    first = rng.choice(starts) if rng.random() < 0.8 else rng.randrange(0, total - wanted)
    return first, min(total, first + wanted)


def _feel(solo: Solo, bpm: float, three: bool, rng: Random) -> str:
    if "FUNK" in solo.feel and rng.random() < 0.9:
        return "funk"
    if "LATIN" in solo.feel and rng.random() < 0.8:
        return "latin"
    if "TWOBEAT" in solo.feel and rng.random() < 0.8:
        return "two-beat"
    if three:
        return "waltz"
    if bpm < 84:
        return "ballad"
    if 90 < bpm < 240 and rng.random() < 0.06:
        return "latin"
    return "swing"


def _drums(
    style: str, positions: list[int], bpm: float, ratio: float, solo: Solo, first: int, rng: Random
) -> tuple[int, list[Row]]:
    """Kit program and rows."""
    three = max(positions) == 3
    if style in ("latin", "funk") and not three and max(positions) == 4:
        names = (
            ("bossa", "samba", "salsa", "bossa", "rumba") if style == "latin" else ("funk", "soul")
        )
        family = [g for name in names for g in BOOKS[4][name] if g.bpm[0] <= bpm <= g.bpm[1]]
        if family:
            return rng.choice((32, 0, 8)), _book(rng.choice(family), positions, rng)
    brushed = rng.random() < (0.65 if style == "ballad" else 0.12)
    rows: list[Row] = []
    if style == "two-beat" and rng.random() < 0.7:
        rows += swingkit.two_beat(positions, rng, ratio=ratio)
    elif brushed:
        rows += swingkit.brushes(positions, rng, ratio=ratio, slow=bpm < 100)
        rows += swingkit.hat(positions, rng, three=three) if rng.random() < 0.7 else []
        return 40, rows
    else:
        key = rng.choice((51, 51, 51, 59, 53, 42, 46))
        rows += swingkit.ride(positions, bpm, rng, ratio=ratio, key=key)
        if rng.random() < 0.85:
            rows += swingkit.hat(positions, rng, three=three)
        if rng.random() < 0.6:
            rows += swingkit.feather(positions, rng, loud=rng.choice((34, 44, 60, 84)))
        busy, bombs = rng.uniform(0.0, 0.6), rng.uniform(0.0, 0.35)
        rows += swingkit.talk(positions, rng, ratio=ratio, busy=busy, bombs=bombs)
        if rng.random() < 0.12:
            rows += [
                (b, 0.2, 37, 84) for b, p in enumerate(positions) if p == (4 if not three else 2)
            ]
    for phrase in (*solo.phrases, *solo.choruses):
        at = phrase - first
        if not 0 < at < len(positions):
            continue
        if rng.random() < 0.4:
            length = rng.choice((1, 2, 3, 4))
            rows = [row for row in rows if not at - length <= row[0] < at or row[2] in (51, 44)]
            rows += swingkit.fill(max(0, at - length), min(length, at), rng, ratio=ratio)
        if rng.random() < (0.6 if phrase in solo.choruses else 0.3):
            rows += [(at, 0.5, 49, 100), (at, 0.2, 36, 96)]
    return rng.choice(gm.JAZZ_KITS), rows


def _book(groove: kit.Groove, positions: list[int], rng: Random) -> list[Row]:
    """A pattern of the drummer's book over a bar count that may start within a bar."""
    rows: list[Row] = []
    for beat, position in enumerate(positions):
        if position == 1 or beat == 0:
            bar = (beat + groove.beats - position) // groove.beats
            start = beat - position + 1
            rows += kit.strokes(kit.bar_of(groove, bar), start, groove.beats, swing=groove.swing,
                                rng=rng, density=0.95)  # fmt: skip
    return [row for row in rows if row[0] >= 0]


def _bass(
    style: str, solo: Solo, first: int, last: int, chords: list[Chord | None],
    positions: list[int], rng: Random,
) -> list[Row]:  # fmt: skip
    keep = rng.choice((1.0, 1.0, 0.9, 0.5, 0.0))
    line = walking.completed(solo.bass[first:last], chords, positions, rng, keep=keep)
    whole = max(positions) == 4
    if style in ("latin", "funk") and whole:
        figure = rng.choice(("bossa", "bossa", "tumbao_one", "samba", "half") if style == "latin"
                            else ("funk", "funk_one", "sly", "motown", "pushed"))  # fmt: skip
        lead = (5 - positions[0]) % 4
        bars = [4] * ((last - first - lead) // 4)
        return bassline.bass(figure, chords, bars, rng, first_beat=lead)
    if style == "two-beat" or rng.random() < (0.45 if style == "ballad" else 0.08):
        return walking.in_two(line, positions, rng)
    return walking.walk(line, positions, rng, skips=rng.choice((0.0, 0.03, 0.08, 0.15)))


def _harmony(
    style: str,
    chords: list[Chord | None],
    positions: list[int],
    bpm: float,
    ratio: float,
    rng: Random,
) -> list[tuple[str, int, list[Row]]]:
    """Role, program and rows of the chord players; often one, sometimes none or two."""
    if rng.random() < 0.12:
        return []
    straight = style in ("latin", "funk")
    out: list[tuple[str, int, list[Row]]] = []
    if style == "two-beat":
        out.append(("guitar", rng.choice((105, 105, 24, 26)),
                    comping.four_to_the_bar(chords, positions, rng)))  # fmt: skip
        if rng.random() < 0.6:
            out.append(("comping", 0, comping.stride(chords, positions, rng)))
        return out
    kind = rng.random()
    if kind < 0.72:
        busy = rng.uniform(0.5, 1.0)
        rows = comping.comp(chords, positions, rng, ratio=ratio, busy=busy, straight=straight)
        out.append(("comping", rng.choice((0, 0, 0, 1, 4, 26, 16, 11)), rows))
    elif kind < 0.87:
        out.append(("comping", rng.choice((0, 4, 11, 16, 17)), comping.held(chords, rng)))
    if (kind > 0.87 or rng.random() < 0.15) and not straight:
        rows = comping.four_to_the_bar(chords, positions, rng)
        out.append(("guitar", rng.choice((24, 26, 26)), rows))
    return out


def arrange(data: Path, title: str, seed: int) -> Score:
    """Solo `title` with a rhythm section drawn from `seed`.

    Raises
    ------
    CorpusError : when the tables are missing under `data` or lack the solo.
    """
    rng = Random(f"jazz/{title}/{seed}")
    stretches = read_solo(data, title)
    solo = rng.choices(stretches, [len(part.pulse) for part in stretches])[0]
    first, last = _excerpt(solo, rng)
    beat = _tempo(solo.pulse.cut(first, last), rng)
    # Tapped beats scatter by a few per cent; a rhythm section is smoother than a finger.
    beat = steadied(beat, rng.choice((0.0, 1.0, 2.0, 4.0, 4.0)))
    beat = breathe(beat, rng, rng.choice((0.0, 0.0, 0.01, 0.03, 0.08)))
    positions = [int(position) for position in beat.positions]
    bpm = beat.bpm
    style = _feel(solo, bpm, max(positions) == 3, rng)
    ratio = (
        1.0 if style in ("latin", "funk") else swingkit.swing_ratio(bpm) * rng.uniform(0.85, 1.1)
    )
    ratio = max(1.0, ratio)
    chords = list(solo.chords[first:last])
    looseness = rng.uniform(0.3, 1.4)
    semitones = rng.randrange(-3, 4)

    def voice(role: str, program: int, rows: list[Row], gain: float = 0.0) -> Voice:
        if role != "drums":
            rows = [(at, size, pitch + semitones, loud) for at, size, pitch, loud in rows]
        return Voice(role, program, rows, feel.player(role, looseness, rng), gain, role == "drums")

    voices = []
    if rng.random() < 0.85:
        program, rows = _drums(style, positions, bpm, ratio, solo, first, rng)
        voices.append(voice("drums", program, rows, rng.gauss(0, 3)))
    if rng.random() < 0.93 or not voices:
        rows = _bass(style, solo, first, last, chords, positions, rng)
        program = rng.choice((33, 34, 32) if style == "funk" else (58, 32) if style == "two-beat"
                             else (32, 32, 32, 32, 33, 35))  # fmt: skip
        voices.append(voice("bass", program, rows, rng.gauss(0, 2)))
    for role, program, rows in _harmony(style, chords, positions, bpm, ratio, rng):
        voices.append(voice(role, program, rows, rng.gauss(-2, 2)))
    if rng.random() < 0.95:
        voices.append(voice("solo", rng.choice(_SOLOISTS.get(solo.instrument, (66,))),
                            _solo_rows(solo, first, last, rng), rng.gauss(1, 2)))  # fmt: skip
    tags = (style, "drums" if voices[0].drums else "drumless")
    billing = Billing(f"jazz-{title}-{seed}", f"wjd-{solo.title}", solo.performer, style, tags)
    return perform(billing, beat, voices, rng=rng)


def _solo_rows(solo: Solo, first: int, last: int, rng: Random) -> list[Row]:
    table = solo.notes[(solo.notes[:, 0] >= first - 0.6) & (solo.notes[:, 0] < last)]
    # Loudness follows the contour a little: the database gives none that is comparable.
    height = np.clip((table[:, 2] - 62) * 0.6, -12, 12)
    return [
        (float(at - first), float(size), int(pitch), int(90 + up + rng.randrange(-8, 9)))
        for (at, size, pitch), up in zip(table, height, strict=True)
    ]
