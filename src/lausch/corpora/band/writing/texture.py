"""Players in the parts of a song: parts of one label sound alike, others may differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from lausch.corpora.band.playing.stage import Row, Voice
from lausch.corpora.band.writing.layout import Marks

_LEADS = ("melody", "second", "solo", "vocal")
# How often, per unit of contrast, a player has something else to do in the parts of a label.
_RESTS, _DRUMS_REST, _OCTAVE, _OTHER_LEAD = 0.22, 0.12, 0.12, 0.25
_LOUDNESS = 0.16


def staged(
    voices: Sequence[Voice],
    parts: Marks,
    rng: Random,
    *,
    contrast: float,
    leads: Sequence[int] = (),
) -> list[Voice]:
    """The voices with what changes from part to part; with `contrast` 0 nothing does.

    `contrast` scales how often a player rests in the parts of a label, plays them an octave away or
    louder, and how often the lead passes to another of the programs `leads`. At least two players
    remain in a part.
    """
    if contrast <= 0:
        return list(voices)
    labels = list(dict.fromkeys(label for _, label in parts))
    resting = _resting(voices, labels, rng, contrast)
    loudness = {label: rng.uniform(1 - _LOUDNESS * contrast, 1.0) for label in labels}
    out: list[Voice] = []
    for number, voice in enumerate(voices):
        lead = voice.role in _LEADS
        away = {
            label: rng.choice((-12, 12))
            for label in labels
            if not voice.drums and voice.role != "bass" and rng.random() < _OCTAVE * contrast
        }
        other = {label for label in labels if lead and rng.random() < _OTHER_LEAD * contrast}
        mine: list[Row] = []
        others: list[Row] = []
        for row in voice.rows:
            place, label = _part(parts, row[0])
            # The last time round everybody joins in, now and then; so a label is not a mixer.
            if (number, label) in resting and not _joins(place, parts, number):
                continue
            pitch = row[2] + away.get(label, 0)
            loud = max(1, round(row[3] * loudness[label]))
            moved = (row[0], row[1], pitch if 12 <= pitch <= 115 else row[2], loud)
            (others if label in other else mine).append(moved)
        out.append(replace(voice, rows=mine))
        if others:
            program = rng.choice(leads) if leads else voice.program
            out.append(replace(voice, rows=others, program=program))
    return out


def _resting(
    voices: Sequence[Voice], labels: Sequence[str], rng: Random, contrast: float
) -> set[tuple[int, str]]:
    """Who rests in which label's parts; two at least go on."""
    resting: set[tuple[int, str]] = set()
    for label in labels:
        free = [
            number
            for number, voice in enumerate(voices)
            if rng.random() < (_DRUMS_REST if voice.drums else _RESTS) * contrast
        ]
        rng.shuffle(free)
        resting |= {(number, label) for number in free[: max(0, len(voices) - 2)]}
    return resting


def _part(parts: Marks, beat: float) -> tuple[int, str]:
    """Number and label of the part of a row; rows just before a part are inside it."""
    place = max((i for i, (start, _) in enumerate(parts) if start <= beat + 0.25), default=0)
    return place, parts[place][1]


def _joins(place: int, parts: Marks, number: int) -> bool:
    """Whether a player who rests in these parts plays in this one: the last of three or more."""
    same = [i for i, (_, label) in enumerate(parts) if label == parts[place][1]]
    return len(same) > 2 and place == same[-1] and number % 2 == 0
