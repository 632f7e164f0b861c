"""Drums of a piece: patterns of a style, varied, with fills and crashes."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from lausch.corpora.band.playing.stage import Row
from lausch.corpora.band.writing.form import Section
from lausch.corpora.band.writing.kit import KEYS, Groove, Hit, bar_of, strokes


def varied(groove: Groove, rng: Random) -> Groove:
    """A variant of the pattern: kicks moved or added, ghost notes, another cymbal rhythm."""
    words = groove.text.split()
    lines = {letter: list(line.replace("|", "").replace("_", ""))
             for letter, line in zip(words[::2], words[1::2], strict=True)}  # fmt: skip
    kick = lines.get("K")
    snare = lines.get("S") or lines.get("R")
    steady = kick is not None and sum(mark != "." for mark in kick) > 0.45 * len(kick)
    if kick and not steady and rng.random() < 0.7:
        for _ in range(rng.randrange(1, 4)):
            step = rng.randrange(1, len(kick))
            free = snare is None or snare[step % len(snare)] not in "xX"
            if free and kick[step] == "." and rng.random() < 0.7:
                kick[step] = "x"
            elif kick[step] == "x" and rng.random() < 0.4:
                kick[step] = "."
    elif kick and rng.random() < 0.05:
        kick[0] = "."
    if "S" in lines and groove.per_beat >= 3 and rng.random() < 0.4:
        ghosts = lines["S"]
        for _ in range(rng.randrange(1, 4)):
            step = rng.randrange(len(ghosts))
            if ghosts[step] == ".":
                ghosts[step] = "o"
    if "H" in lines and rng.random() < 0.25 and groove.per_beat in (2, 4):
        lines["H"] = list(_hat(groove.per_beat, rng))
    text = " ".join(f"{letter} {''.join(line)}" for letter, line in lines.items())
    return Groove(groove.name, groove.per_beat, groove.beats, text, groove.bpm, groove.swing)


def _hat(per_beat: int, rng: Random) -> str:
    """One beat of a hi-hat: it repeats, as patterns shorter than the bar do."""
    if per_beat == 2:
        return rng.choice(("X-", "x.", ".X", "-X", "xx", "X."))
    return rng.choice(("X-x-", "x.x.", "..X.", "xxXx", "x.xx", "xxx.", "X...", "x-.-"))


def _fill(beats: int, length: int, rng: Random) -> list[Hit]:
    """A fill over the last `length` beats of a bar: runs on snare and toms, rests, flams."""
    hits: list[Hit] = []
    order = rng.choice(("SSSS", "Shml", "SShm", "hmlf", "SSmf", "mmff", "SKSK", "fFfF", "hhff"))
    per_beat = rng.choice((2, 3, 4, 4, 4, 6))
    start = beats - length
    for beat in range(length):
        letter = order[min(3, beat * 4 // max(1, length))]
        shape = rng.random()
        for step in range(per_beat):
            if shape < 0.25 and step % 2 and per_beat != 3:
                continue
            if shape > 0.9 and step:
                continue
            if rng.random() < 0.12:
                continue
            loud = 78 + 10 * beat + rng.randrange(0, 22) + (8 if step == 0 else 0)
            hits.append((start + beat + step / per_beat, letter, min(124, loud)))
        if rng.random() < 0.4:
            hits.append((start + float(beat), "K", 92))
    return hits


def play(
    groove: Groove,
    sections: Sequence[Section],
    bar_beats: Sequence[int],
    rng: Random,
    *,
    fills: float = 0.6,
    variety: float = 0.5,
) -> list[Row]:
    """Rows for a whole piece; `bar_beats` gives each bar's beats, sections cover all bars."""
    starts = [0]
    for beats in bar_beats:
        starts.append(starts[-1] + beats)
    rows: list[Row] = []
    by_label: dict[str, tuple[Groove, dict[str, int]]] = {}
    for section in sections:
        if section.label not in by_label:
            own = varied(groove, rng) if rng.random() < variety else groove
            by_label[section.label] = (own, _voicing(section.energy, rng))
        pattern, keys = by_label[section.label]
        for offset in range(section.bars):
            bar = section.first_bar + offset
            if bar >= len(bar_beats):
                break
            beats, start = bar_beats[bar], float(starts[bar])
            last = offset == section.bars - 1
            if section.energy <= 0.02:
                if last and rng.random() < 0.5 * fills:
                    rows += _rows(_fill(beats, min(beats, rng.choice((1, 2))), rng), start)
                continue
            if section.stops:
                # Kick, snare and cymbal together.
                stops = [
                    (at, letter, 110) for at in section.stops if at < beats for letter in "KSA"
                ]
                rows += _rows(stops, start)
                continue
            hits = _moved(list(bar_of(pattern, offset)), section.time, beats)
            phrase_end = last or (offset % 4 == 3 and rng.random() < 0.3)
            if phrase_end and rng.random() < fills:
                length = min(beats, rng.choice((1, 1, 2, 2, beats)))
                fill_from = beats - length
                run = _build(beats, rng) if last and rng.random() < 0.1 else None
                hits = run or [
                    *(hit for hit in hits if hit[0] < fill_from), *_fill(beats, length, rng),
                ]  # fmt: skip
            elif last and rng.random() < 0.06:
                hits = [hit for hit in hits if hit[0] < 1e-6]
            if offset == 0 and section.energy > 0.3 and rng.random() < 0.8:
                hits.append((0.0, rng.choice("AAas"), 110))
                if not any(beat == 0 and letter == "K" for beat, letter, _ in hits):
                    hits.append((0.0, "K", 100))
            loudness = 0.8 + 0.25 * section.energy
            hits = [(at, letter, min(127, int(loud * loudness))) for at, letter, loud in hits]
            rows += strokes(
                tuple(hits), start, beats, swing=pattern.swing,
                per_beat=4 if pattern.per_beat == 4 else 2, keys=keys, rng=rng,
            )  # fmt: skip
    return rows


def _moved(hits: list[Hit], time: str, beats: int) -> list[Hit]:
    """Half-time: the back-beat only on three; double-time: on every off-beat, kicks on the beats.

    The count stays: what moves is only where the snare falls in it.
    """
    backbeat = any(letter in "SRL" and beat in (1.0, 3.0) for beat, letter, _ in hits)
    if time == "plain" or beats != 4 or not backbeat:
        return hits
    letter = next(letter for beat, letter, _ in hits if letter in "SRL" and beat in (1.0, 3.0))
    others = [hit for hit in hits if hit[1] not in "SRL"]
    if time == "half":
        return [*(hit for hit in others if hit[:2] != (2.0, "K")), (2.0, letter, 112)]
    others = [hit for hit in others if hit[1] != "K"]
    return [*others, *((float(beat), "K", 100) for beat in range(4)),
            *((beat + 0.5, letter, 108) for beat in range(4))]  # fmt: skip


def _build(beats: int, rng: Random) -> list[Hit]:
    """A roll that grows over a bar, as before a chorus: eighths, then sixteenths, then more."""
    letter = rng.choice("SSLSf")
    steps = rng.choice((2, 4, 4))
    hits: list[Hit] = []
    for beat in range(beats):
        fast = steps * (2 if beat >= beats / 2 and steps == 2 else 1)
        hits += [
            (beat + step / fast, letter, 70 + round(45 * (beat + step / fast) / beats))
            for step in range(fast)
        ]
        hits.append((float(beat), "K", 100))
    return hits


def percussion(family: Sequence[Groove], bars: int, beats: int, rng: Random) -> list[Row]:
    """A shaker, tambourine, congas or claps through all bars, or in stretches of eight."""
    groove = varied(rng.choice(family), rng)
    through = rng.random() < 0.5
    rows: list[Row] = []
    for bar in range(bars):
        if not through and (bar // 8) % 2:
            continue
        rows += strokes(bar_of(groove, bar), float(bar * beats), beats, swing=groove.swing)
    return rows


def _rows(hits: list[Hit], start: float) -> list[Row]:
    return [(start + beat, 0.2, KEYS[letter], velocity) for beat, letter, velocity in hits]


def _voicing(energy: float, rng: Random) -> dict[str, int]:
    """Which cymbal plays the time, and with what the back-beat is struck, by energy."""
    keys: dict[str, int] = {}
    if energy > 0.85:
        keys["H"] = rng.choice((42, 46, 51, 51, 59, 49, 57))
    elif energy > 0.6:
        keys["H"] = rng.choice((42, 42, 51, 46))
    elif energy < 0.4:
        keys["S"] = rng.choice((37, 38, 38, 39))
        if rng.random() < 0.25:
            keys["K" if rng.random() < 0.4 else "S"] = -1
    if rng.random() < 0.2:
        keys["S"] = keys.get("S", 40)
    if rng.random() < 0.2:
        keys["K"] = keys.get("K", 35)
    return keys
