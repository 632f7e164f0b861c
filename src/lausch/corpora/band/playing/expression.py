"""Expression of a soloist: vibrato, scoops, falls, intonation, breath; and the true f0."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d
from scipy.signal import butter, sosfilt

from lausch.annotation import hertz
from lausch.corpora.band.playing.score import F0_STEP_SECONDS, NoteArray
from lausch.corpora.band.sounding.synth import BEND_HOP, RATE
from lausch.frames import FloatArray

WINDS = frozenset(range(56, 80))  # General MIDI: brass, reeds, pipes


@dataclass(frozen=True)
class Manner:
    """The habits of one player.

    On long notes vibrato has a depth (half of peak to peak) and a rate, and begins after a delay.
    Shares of notes are approached from below (scoop) and fall off; the error of intonation has a
    standard deviation.
    """

    vibrato_cents: float = 0.0
    vibrato_hz: float = 5.5
    delay_seconds: float = 0.2
    scoop_share: float = 0.0
    fall_share: float = 0.0
    intonation_cents: float = 0.0


def manner(program: int, rng: np.random.Generator) -> Manner:
    """A player's habits: winds bend most, guitars some, keys and mallets never."""
    vibrato = float(5 * 12 ** rng.random())  # 5-60 cents, mostly small
    rate, delay = float(rng.uniform(4.5, 6.5)), float(rng.uniform(0.08, 0.35))
    if program in WINDS:
        return Manner(
            vibrato, rate, delay,
            scoop_share=float(rng.uniform(0.02, 0.35)), fall_share=float(rng.uniform(0, 0.12)),
            intonation_cents=float(rng.uniform(2, 14)),
        )  # fmt: skip
    if 24 <= program < 32:
        return Manner(0.4 * vibrato, rate, delay, float(rng.uniform(0, 0.12)), 0.02, 3.0)
    return Manner()


def bends(
    notes: NoteArray, length: int, how: Manner, rng: np.random.Generator
) -> NDArray[np.float32]:
    """By how many semitones a monophonic line leaves its pitches, every `BEND_HOP` samples.

    Returns
    -------
    shape (cells,) for a stem of `length` samples; 0 where no note sounds.
    """
    step = BEND_HOP / RATE
    curve = np.zeros(-(-length // BEND_HOP) + 1)
    for note in notes:
        first = max(0, round(float(note["start"]) / step))
        last = min(len(curve), round(float(note["end"]) / step))
        at = np.arange(max(0, last - first)) * step
        seconds = float(note["end"] - note["start"])
        cents = np.full(len(at), float(np.clip(rng.normal(0, how.intonation_cents), -40, 40)))
        if rng.random() < how.scoop_share and seconds > 0.07:
            depth, rise = rng.uniform(30, 200), min(rng.uniform(0.03, 0.12), seconds / 2)
            cents -= depth * np.clip(1 - at / rise, 0, 1) ** 1.5
        if rng.random() < how.fall_share and seconds > 0.15:
            depth, drop = rng.uniform(50, 300), min(rng.uniform(0.06, 0.2), seconds / 2)
            cents -= depth * np.clip((at - seconds + drop) / drop, 0, 1) ** 1.5
        if how.vibrato_cents and seconds > how.delay_seconds + 0.1:
            grown = np.clip((at - how.delay_seconds) / 0.2, 0, 1)
            rate = how.vibrato_hz * float(np.exp(rng.normal(0, 0.04)))
            turns = np.maximum(at - how.delay_seconds, 0) * rate
            depth = how.vibrato_cents * float(rng.uniform(0.5, 1.2))
            cents += np.minimum(depth, 60) * grown * np.sin(2 * np.pi * turns)
        curve[first:last] = cents / 100
    return curve.astype(np.float32)


def pitches(notes: NoteArray, curve: NDArray[np.float32]) -> NDArray[np.float64]:
    """MIDI pitch of a monophonic line in each cell of `curve`, bends included; nan in silence."""
    step = BEND_HOP / RATE
    track = np.full(len(curve), np.nan)
    for note in notes:
        first = max(0, round(float(note["start"]) / step))
        track[first : max(first, round(float(note["end"]) / step))] = float(note["pitch"])
    return track + curve


def breath(notes: NoteArray, length: int, rng: np.random.Generator) -> FloatArray:
    """Air beside the tone and gasps in the pauses of a stem whose loudness is 1, shape (length,).

    The air lies 26-50 dB under the tone.
    """
    step = BEND_HOP / RATE
    cells = -(-length // BEND_HOP) + 1
    level = np.zeros(cells)
    depth = 10 ** (-float(rng.uniform(26, 50)) / 20)
    gasps = bool(rng.random() < 0.5)
    before = 0.0
    for note in notes:
        first = max(0, round(float(note["start"]) / step))
        level[first : max(first, round(float(note["end"]) / step))] = note["velocity"] / 100
        pause = float(note["start"]) - before
        if gasps and pause > 0.5 and rng.random() < 0.7:
            taken = float(rng.uniform(0.15, 0.35))
            stop = float(note["start"]) - float(rng.uniform(0.03, 0.1))
            level[max(0, int((stop - taken) / step)) : max(0, int(stop / step))] = 0.8
        before = float(note["end"])
    level = uniform_filter1d(level, max(1, int(0.03 / step)), mode="nearest")
    centre = float(rng.uniform(1200, 3500))
    sos = butter(1, (centre / 2, centre * 2), "band", fs=RATE, output="sos").astype(np.float32)
    air = sosfilt(sos, rng.standard_normal(length, dtype=np.float32))
    loud = np.interp(np.arange(length), np.arange(cells) * BEND_HOP, level * depth)
    out: FloatArray = (air / np.float32(air.std() + 1e-9) * loud).astype(np.float32)
    return out


def sampled_hz(track: NDArray[np.float64], *, skip_samples: int, length: int) -> FloatArray:
    """A pitch track as Hz every 10 ms of a recording; 0 in silence.

    The track is MIDI pitch every `BEND_HOP` samples of the stem, nan in silence. The recording has
    `length` samples and begins at `skip_samples` of the stem, which may be negative.
    """
    frames = int(length / (F0_STEP_SECONDS * RATE)) + 1
    at = np.rint(np.arange(frames) * F0_STEP_SECONDS * RATE).astype(np.int64) + skip_samples
    cell = at // BEND_HOP
    inside = (cell >= 0) & (cell < len(track))
    pitch = np.where(inside, track[np.clip(cell, 0, len(track) - 1)], np.nan)
    hz = hertz(pitch)
    return np.nan_to_num(hz, nan=0.0).astype(np.float32)
