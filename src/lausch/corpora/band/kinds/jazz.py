"""Jazz combos: solos of the Weimar Jazz Database with a rhythm section written around them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

from lausch.corpora.band.kind import Kind
from lausch.corpora.band.playing import feel
from lausch.corpora.band.playing import programs as gm
from lausch.corpora.band.playing.harmony import NONE, Harmony
from lausch.corpora.band.playing.pulse import breathe, retimed, steadied
from lausch.corpora.band.playing.score import Score
from lausch.corpora.band.playing.stage import Row, Voice, moved, perform
from lausch.corpora.band.sources.wjd import SOURCE, Solo, read_solo, solo_titles
from lausch.corpora.band.writing import combo


def _excerpt(solo: Solo, rng: Random) -> tuple[int, int]:
    """Beats of an excerpt of 40-110 s, from a phrase of the form when there is one."""
    total = len(solo.pulse)
    count = int(rng.uniform(40, 110) * solo.pulse.bpm / 60)
    if total <= count * 1.2:
        return 0, total
    starts = [0, *(beat for beat in solo.phrases if beat + count <= total)]
    first = rng.choice(starts) if rng.random() < 0.8 else rng.randrange(0, total - count)
    return first, min(total, first + count)


def arrange(data: Path, title: str, rng: Random) -> Score:
    """Solo `title` with a rhythm section drawn by `rng`."""
    stretches = read_solo(data, title)
    solo = rng.choices(stretches, [len(part.pulse) for part in stretches])[0]
    first, last = _excerpt(solo, rng)
    beat = retimed(solo.pulse.cut(first, last), rng)
    # Tapped beats scatter by a few per cent; a rhythm section is smoother than a finger.
    beat = steadied(beat, rng.choice((0.0, 1.0, 2.0, 4.0, 4.0)))
    beat = breathe(beat, rng, rng.choice((0.0, 0.0, 0.01, 0.03, 0.08)))
    setting = combo.setting_of(solo, beat, solo.chords[first:last], rng)
    style = setting.style
    looseness = rng.uniform(0.3, 1.4)
    semitones = rng.randrange(-3, 4)

    def voice(role: str, program: int, rows: list[Row], gain: float = 0.0) -> Voice:
        if role != "drums":
            rows = moved(rows, semitones=semitones)
        return Voice(role, program, rows, feel.player(role, looseness, rng), gain, role == "drums")

    voices = []
    if rng.random() < 0.85:
        program, rows = combo.drum_rows(setting, solo, first, rng)
        voices.append(voice("drums", program, rows, rng.gauss(0, 3)))
    if rng.random() < 0.93 or not voices:
        rows = combo.bass_rows(setting, solo, first, rng)
        program = rng.choice((33, 34, 32) if style == "funk" else (58, 32) if style == "two-beat"
                             else (32, 32, 32, 32, 33, 35))  # fmt: skip
        voices.append(voice("bass", program, rows, rng.gauss(0, 2)))
    for role, program, rows in combo.chord_players(setting, rng):
        voices.append(voice(role, program, rows, rng.gauss(-2, 2)))
    if style in ("swing", "two-beat") and setting.metre == 4 and rng.random() < 0.18:
        rows = combo.backgrounds(setting, rng)
        voices.append(voice("brass", rng.choice(gm.RIFF_HORNS), rows, rng.gauss(-3, 2)))
    alone = combo.traded(first, last, solo.phrases, rng) if voices[0].drums else None
    if rng.random() < 0.95:
        program = gm.soloist(solo.instrument, rng)
        rows = combo.solo_rows(solo, first, last, rng)
        voices.append(voice("solo", program, rows, rng.gauss(1, 2)))
    tags = (style, "drums" if voices[0].drums else "drumless")
    harmony = setting.harmony(solo.key, semitones)
    if alone is not None:
        voices = [_without(player, alone) for player in voices]
        harmony = _silent(harmony, alone)
    return perform(
        beat,
        voices,
        rng,
        song=f"wjd-{solo.title}",
        performer=solo.performer,
        style=style,
        tags=tags,
        harmony=harmony,
    )


def _silent(harmony: Harmony, alone: tuple[float, float]) -> Harmony:
    """Without chords while the drummer trades."""
    low, high = alone
    chords = (NONE if low <= beat < high else chord for beat, chord in enumerate(harmony.chords))
    return replace(harmony, chords=tuple(chords))


def _without(player: Voice, alone: tuple[float, float]) -> Voice:
    """All but the drummer pause while he trades."""
    if player.drums:
        return player
    low, high = alone
    return replace(player, rows=[row for row in player.rows if not low <= row[0] < high - 0.6])


KIND = Kind(
    "jazz",
    "Weimar Jazz Database solos with a rhythm section",
    SOURCE,
    solo_titles,
    arrange,
    leads=("solo",),
)
