"""Bass figures of rock, pop, funk and dance: text over chords."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from lausch.corpora.band.playing.feel import swung
from lausch.corpora.band.playing.stage import Row
from lausch.corpora.band.sources.chord import Chords
from lausch.corpora.band.writing.rhythm import bar_events
from lausch.corpora.band.writing.voicing import nearest

# Figure: (steps per beat, text). R root, F fifth below or above, O octave, T third, S seventh or
# sixth, A a semitone below the next root, N the next bar's root, r a muted ghost.
FIGURES: dict[str, tuple[int, str]] = {
    "eights": (2, "RRRRRRRR"), "eights_octave": (2, "RRRORRRO"), "quarters": (2, "R-R-R-R-"),
    "quarters_short": (4, "R-..R-..R-..R-.."), "whole": (2, "R-------"), "half": (2, "R---F---"),
    "two": (2, "R-..F-.."), "dotted": (2, "R--RF---"), "tresillo": (2, "R--R--F-"),
    "pushed": (2, "R--R-R-N"), "pushes": (2, "R-RR-R-N"), "rock": (2, "R-RR-RRA"),
    "offbeat": (2, ".R.R.R.R"), "octaves": (2, "ROROROROROROROAO"),
    "octaves16": (4, "R.ORR.O.R.ORR.OA"), "gallop": (4, "R-RRR-RRR-RRR-RR"),
    "sixteen": (4, "RRRRRRRRRRRRRRRR"), "funk": (4, "R..R..O.R....O.A"),
    "funk_one": (4, "R-....rRO.r.S.F."), "slap": (4, "R.rO..R.R.rO..SO"),
    "sly": (4, "R-.R.rF.R-.O.rSA"), "motown": (4, "R-.RT-F-S-F-T-RA"),
    "hiphop": (4, "R------R..F-...."), "sub": (4, "R---------R-...."),
    "reggae": (4, "R-.R-.F-R-..T-F-"), "reggae_late": (4, "....R-F-..T-R-.."),
    "steppers": (4, "R-..R-F-R-..T-F-"), "tumbao": (2, "...F--N-"), "tumbao_one": (2, "R..F--N-"),
    "bossa": (2, "R--FF--R"), "bossa16": (4, "R--FF--RR--FF--R"),
    "samba": (4, "R..FF..RR..FF..R"), "baiao": (4, "R--R--F-R--R--F-"), "oompah": (2, "R.F.R.F."),
    "oompah16": (4, "R...F...R...F..."), "boogie": (2, "RTFSOSFT"), "boogie4": (2, "R-T-F-S-"),
    "shuffle": (3, "R-RR-RF-FF-F"), "shuffle_root": (3, "R-RR-RR-RR-R"),
    "twelve": (3, "R-----R--F--"), "twelve8": (3, "RRRRRRRRRRRR"), "waltz": (2, "R-...."),
    "waltz_hold": (2, "R-----"), "waltz_walk": (2, "R-T-F-"), "waltz_eights": (2, "RRRRRR"),
    "six": (3, "R--F--"), "six_pick": (3, "R-RF-F"), "six_eights": (3, "RRRRRR"),
    "pedal": (1, "R---------------"),
}  # fmt: skip


def bass(
    figure: str,
    chords: Chords,
    bar_beats: Sequence[int],
    rng: Random,
    *,
    first_beat: int = 0,
    first_bar: int = 0,
    swing: float = 1.0,
    grain: int = 2,
    low: int = 28,
) -> list[Row]:
    """One figure over a run of bars. `chords` holds one chord per beat of the whole piece."""
    per_beat, text = FIGURES[figure]
    rows: list[Row] = []
    beat_of_bar = first_beat
    last = low + 8
    for bar, beats in enumerate(bar_beats):
        for at, length, mark in bar_events(text, per_beat, first_bar + bar, beats):
            here = min(len(chords) - 1, beat_of_bar + int(at + 1e-6))
            ahead = min(len(chords) - 1, beat_of_bar + beats)
            chord = chords[ahead] if mark == "N" else chords[here]
            if chord is None:
                continue
            root = chord.bass if at < 1e-6 or mark == "N" else chord.root
            pitch = low + (root - low) % 12
            if mark in "RN" and abs(nearest(root, last) - last) <= 5 and rng.random() < 0.3:
                pitch = max(low, nearest(root, last))
            if mark == "F":
                pitch += chord.fifth if pitch - low < 7 else chord.fifth - 12
            elif mark == "O":
                pitch += 12
            elif mark == "T":
                pitch += 3 if chord.minor else 4
            elif mark == "S":
                pitch += next((tone for tone in chord.tones if tone in (9, 10, 11)), 9)
            elif mark == "A":
                following = chords[ahead]
                if following is not None and rng.random() < 0.5:
                    pitch = low + (following.bass - low) % 12 + rng.choice((-1, -1, 1, -2))
            while pitch < low - 1:
                pitch += 12
            last = pitch
            loud = 50 if mark == "r" else 96 if at < 1e-6 else 88 if at % 1 < 1e-6 else 80
            begin = beat_of_bar + swung(at, swing, grain)
            rows.append((begin, length * (0.3 if mark == "r" else 0.9), pitch, loud))
        beat_of_bar += beats
    return rows


def locked(
    kicks: Sequence[float], chords: Chords, beats: int, rng: Random, *, low: int = 28
) -> list[Row]:
    """A note with every kick (beat coordinates, increasing), and now and then one between."""
    rows: list[Row] = []
    for index, at in enumerate(kicks):
        chord = chords[max(0, min(len(chords) - 1, round(at)))]
        if chord is None or at > beats:
            continue
        gap = (kicks[index + 1] if index + 1 < len(kicks) else beats) - at
        pitch = low + (chord.bass - low) % 12
        if rng.random() < 0.12:
            pitch += rng.choice((12, chord.fifth))
        rows.append((at, min(gap * 0.9, rng.choice((0.45, 0.9, 1.8))), pitch, 90))
        if gap > 1.1 and rng.random() < 0.15:
            rows.append((at + gap / 2, 0.4, pitch + rng.choice((0, 12, chord.fifth)), 78))
    return rows
