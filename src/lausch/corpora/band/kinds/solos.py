"""Every solo of the Weimar Jazz Database whole, in its own timing, over a band written around it.

Nothing is stretched or transposed: up to one constant, notes have the times of the transcription,
so that transcriptions find these recordings as they find real ones.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np

from lausch.corpora.band.kind import Kind
from lausch.corpora.band.playing import feel
from lausch.corpora.band.playing import programs as gm
from lausch.corpora.band.playing.pulse import Pulse
from lausch.corpora.band.playing.score import Score
from lausch.corpora.band.playing.stage import Row, Voice, perform
from lausch.corpora.band.sources.wjd import SOURCE, Solo, every_title, read_solo
from lausch.corpora.band.writing import combo, walking

SOLO_DB = 6.0
FEWEST_ANNOTATED = 0.5


def _barred(pulse: Pulse) -> Pulse:
    """Beats noted without bars are counted in four: the band plays what the label says."""
    if max(pulse.positions) > 1:
        return pulse
    return Pulse(pulse.times, np.arange(len(pulse)) % 4 + 1)


def arrange(data: Path, title: str, rng: Random) -> Score:
    """Solo `title`, its longest stretch without gaps, with a rhythm section drawn by `rng`."""
    solo = read_solo(data, title)[0]
    beat = _barred(solo.pulse)
    setting = combo.setting_of(solo, beat, solo.chords, rng)
    style = setting.style
    looseness = rng.uniform(0.3, 1.2)
    voices = []
    if rng.random() < 0.92:
        program, rows = combo.drum_rows(setting, solo, 0, rng)
        touch = feel.player("drums", looseness, rng)
        voices.append(Voice("drums", program, rows, touch, rng.gauss(0, 3), drums=True))
    players = [("bass", rng.choice((32, 32, 32, 33, 35)), _bass(solo, setting, rng))]
    players += combo.chord_players(setting, rng)
    if style in ("swing", "two-beat") and setting.metre == 4 and rng.random() < 0.1:
        riffs = combo.backgrounds(setting, rng)
        players.append(("brass", rng.choice(gm.RIFF_HORNS), riffs))
    for role, program, rows in players:
        touch = feel.player(role, looseness, rng)
        voices.append(Voice(role, program, rows, touch, rng.gauss(-1, 2)))
    program = gm.soloist(solo.instrument, rng)
    voices.append(Voice("solo", program, _line(solo, rng), feel.Touch(velocity=4.0)))
    tags = (style, solo.instrument, "drums" if voices[0].drums else "drumless")
    level = rng.uniform(-SOLO_DB, SOLO_DB)
    return perform(beat, voices, rng, song=f"wjd-{solo.title}", performer=solo.performer,
                   style=style, tags=tags, solo_db=level,
                   harmony=setting.harmony(solo.key, 0))  # fmt: skip


def _bass(solo: Solo, setting: combo.Setting, rng: Random) -> list[Row]:
    """The annotated line, completed; a bass player's own where hardly any was annotated."""
    if setting.straight and np.mean(solo.bass > 0) < FEWEST_ANNOTATED:
        return combo.bass_rows(setting, solo, 0, rng)
    pitches = walking.completed(solo.bass, setting.chords, setting.positions, rng, keep=1.0)
    return walking.walk(pitches, setting.positions, rng, skips=rng.choice((0.0, 0.0, 0.03)))


def _line(solo: Solo, rng: Random) -> list[Row]:
    """The solo's notes; short ones are now and then ghosted, some of them very softly."""
    height = np.clip((solo.notes[:, 2] - 62) * 0.6, -12, 12)
    seconds = np.diff(solo.pulse.seconds(np.cumsum(solo.notes[:, :2], axis=1)), axis=1)[:, 0]
    ghosts = rng.choice((0.0, 0.03, 0.08, 0.15))
    rows = []
    for (at, size, pitch), up, lasts in zip(solo.notes, height, seconds, strict=True):
        loud = 90 + up + rng.randrange(-8, 9)
        if lasts < 0.18 and rng.random() < ghosts:
            loud *= rng.choice((0.75, 0.6, 0.4))
        rows.append((float(at), float(size), int(pitch), int(loud)))
    return rows


KIND = Kind(
    "solos",
    "every Weimar Jazz Database solo whole, in its own timing",
    SOURCE,
    every_title,
    arrange,
    leads=("solo",),
)
