"""A score becomes sound: cast, play, mix. The same score, seed and sounds give the same samples."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Beats, Form
from lausch.corpora.band.playing import fingers
from lausch.corpora.band.playing.casting import Casting, cast
from lausch.corpora.band.playing.expression import (
    WINDS,
    bends,
    breath,
    manner,
    pitches,
    sampled_hz,
)
from lausch.corpora.band.playing.score import Heard, Notes, Part, Score, monophonic
from lausch.corpora.band.sounding.analogkit import play_kit
from lausch.corpora.band.sounding.effects import amplifier, decibels
from lausch.corpora.band.sounding.instruments import OWN_INSTRUMENTS
from lausch.corpora.band.sounding.mix import lead_in, level, master, sum_stems
from lausch.corpora.band.sounding.sampler import double_bass, place
from lausch.corpora.band.sounding.sounds import Sounds, open_font
from lausch.corpora.band.sounding.synth import RATE, play
from lausch.corpora.band.sounding.voicelead import sing
from lausch.corpora.band.writing.layout import delayed
from lausch.errors import CorpusError
from lausch.frames import FloatArray

STEM_DB = -20.0
# (keys, level in dB against the others): sound sets keep hats 20 dB under the kick, records do not
DRUM_GROUPS = (
    ((35, 36), 0.0),
    ((37, 38, 39, 40), 0.0),
    ((22, 26, 42, 44, 46), -9.0),
    ((51, 53, 59), -9.0),
    ((49, 52, 55, 57), -6.0),
)
OTHER_DRUMS_DB = -4.0
PREROLL_SECONDS = 2.0


@dataclass(frozen=True)
class Rendering:
    """What was heard and what is true of it.

    Parameters
    ----------
    samples : mono float32 at 44.1 kHz, shape (n,), within -1..1.
    beats : on the time of the samples.
    cast : who played, one label per part ("bass=fluidr3:33").
    heard : the pitched parts with the notes that sound.
    solo_hz : f0 of a solo played with expression every 10 ms, 0 in silence; None without one.
    form : on the time of the samples; None when the score has none.
    """

    samples: FloatArray
    beats: Beats
    cast: tuple[str, ...]
    heard: tuple[Heard, ...]
    solo_hz: FloatArray | None = None
    form: Form | None = None


def excerpt(score: Score, start: float, seconds: float) -> Score:
    """The window of a score from `start`; times move so that it begins at 0.

    Notes of the two seconds before stay, at negative times: what rings on is heard ringing.
    A window has no form.
    """
    stop = start + seconds
    parts = []
    for part in score.parts:
        kept = part.notes["start"] >= start - PREROLL_SECONDS
        moved = part.notes[kept & (part.notes["start"] < stop)].copy()
        moved["start"] -= start
        moved["end"] -= start
        if len(moved):
            parts.append(replace(part, notes=moved))
    times, positions = score.beats.times, score.beats.positions
    assert positions is not None
    inside = (times >= start) & (times < stop)
    beats = Beats(times[inside] - start, positions[inside])
    roots = tuple(np.array(score.roots)[inside].tolist()) if score.roots else ()
    return replace(score, parts=tuple(parts), beats=beats, duration=seconds, form=None, roots=roots)


def _moved(notes: Notes, seconds: float) -> Notes:
    moved = notes.copy()
    moved["start"] += seconds
    moved["end"] += seconds
    return moved


def _drums(
    part: Part,
    casting: Casting,
    length: int,
    sounds: Sounds,
    rng: np.random.Generator,
    notes: Notes,
) -> FloatArray:
    """A kit whose groups are balanced one by one, as a desk with several microphones does."""
    tuning = float(np.clip(rng.normal(0, 1.2), -3, 3))
    kit = np.zeros(length, dtype=np.float32)
    named = [key for keys, _ in DRUM_GROUPS for key in keys]
    rest = tuple(int(key) for key in np.unique(notes["pitch"]) if int(key) not in named)
    for keys, db in (*DRUM_GROUPS, (rest, OTHER_DRUMS_DB)):
        group = notes[np.isin(notes["pitch"], keys)]
        offset = float(np.clip(rng.normal(0, 3.5), -9, 9))
        if not len(group):
            continue
        if casting.source == "analog kit":
            stem = play_kit(group, length, rng)
        else:
            font = open_font(sounds.fonts[casting.source])
            stem = play(
                font, group, length, program=casting.program, drums=True, tuning_semitones=tuning
            )
        # Few strokes count less than many: loud velocities set the level, not the busiest bar.
        hardest = float(group["velocity"].max()) / 110
        peak = float(np.abs(stem).max(initial=0.0))
        if peak > 1e-6:
            kit += stem * (decibels(db + offset) * np.float32(min(hardest, 1.1) / peak))
    return kit


def _stem(
    part: Part,
    casting: Casting,
    length: int,
    preroll: float,
    tuning: float,
    sounds: Sounds,
    rng: np.random.Generator,
    *,
    expressive: bool = False,
) -> tuple[FloatArray, int, NDArray[np.float64]]:
    """A part's levelled sound, by how many semitones its player moves it, and its pitch track.

    The track (see `expression.pitches`) includes the tuning; it is empty unless `expressive`.
    """
    notes = _moved(part.notes, preroll - casting.late_seconds)
    moved = 0
    curve, track = None, np.empty(0)
    if expressive:
        line = _moved(part.notes, preroll)
        # Only a sound set's player bends: the formulas stand for keys, mallets and plucked strings.
        curve = bends(line, length, manner(casting.program, rng), rng)
        track = pitches(line, curve) + tuning
    elif _fingered(part):
        curve = bends(notes, length, fingers.manner(casting.program, rng), rng)
    if part.drums:
        stem = _drums(part, casting, length, sounds, rng, notes)
    elif casting.source == "voice":
        stem, moved, sung = sing(notes, length, rng, tuning_semitones=tuning)
        track = sung if expressive else track
    elif casting.source == "double bass":
        assert sounds.bass is not None
        stem = np.zeros(length, dtype=np.float32)
        for some, off in fingers.takes(notes, rng) if _fingered(part) else [(notes, 0.0)]:
            tone = double_bass(sounds.bass, rng)
            stem += place(some, length, tone, tuning_semitones=tuning + off, release_seconds=0.12)
    elif casting.source == "own":
        tone = OWN_INSTRUMENTS[casting.instrument][0](rng)
        stem = place(notes, length, tone, tuning_semitones=tuning)
    else:
        font = open_font(sounds.fonts[casting.source])
        program = casting.program
        stem = play(font, notes, length, program=program, tuning_semitones=tuning, bends=curve)
    if casting.drive_db is not None:
        stem = amplifier(stem, casting.drive_db, rng)
    stem = level(stem, STEM_DB)
    if expressive and casting.program in WINDS:
        stem += breath(line, length, rng) * decibels(STEM_DB)
    if _fingered(part):
        stem += fingers.noise(notes, length, rng) * decibels(STEM_DB)
    return stem, moved, track


def _as_heard(notes: Notes, *, shift: float, semitones: int, end: float) -> Notes:
    """Notes on the time of the recording; what ended before it or begins after it is left out."""
    heard = _moved(notes, shift)
    heard["pitch"] += semitones
    heard = heard[(heard["end"] > 0.02) & (heard["start"] < end)]
    heard["start"] = np.maximum(heard["start"], 0.0)
    heard["end"] = np.minimum(heard["end"], end)
    return heard


def _leads(part: Part, score: Score) -> bool:
    return score.solo_db is not None and part.role == "solo"


def _fingered(part: Part) -> bool:
    return part.role == "bass" and bool(part.player)


def _lined(part: Part, score: Score) -> Part:
    line = _leads(part, score) or _fingered(part)
    return replace(part, notes=monophonic(part.notes)) if line else part


def render(score: Score, seed: int, sounds: Sounds) -> Rendering:
    """Play and mix a score.

    Parameters
    ----------
    score : its notes may begin before zero; what they leave ringing at zero is heard.
    seed : chooses players, tuning, balance, rooms, carrier.
    sounds : what `find_sounds` found.

    Raises
    ------
    CorpusError
        Nothing sounds in the score.
    MissingExtraError
        tinysoundfont is not installed.
    """
    rng = np.random.default_rng([seed, 1])
    parts = [_lined(part, score) for part in score.parts if len(part.notes)]
    if not parts:
        raise CorpusError(f"score {score.name} has no notes to render")
    earliest = min(float(part.notes["start"].min()) for part in parts)
    preroll = PREROLL_SECONDS if earliest < 0.1 else 0.0
    head, size = round(preroll * RATE), round(score.duration * RATE)
    tuning = float(rng.uniform(-0.5, 0.5)) if rng.random() < 0.6 else float(rng.normal(0, 0.05))
    stems, played, track = [], [], None
    for part in parts:
        casting = cast(part, sounds, rng)
        own_tuning = tuning + float(rng.normal(0, 0.03))
        leads = _leads(part, score)
        stem, moved, found = _stem(
            part, casting, head + size, preroll, own_tuning, sounds, rng, expressive=leads
        )
        track = found if leads else track
        stems.append((part.role, part.gain_db, stem))
        played.append((part, casting.label, own_tuning, moved))
    dry, gains = sum_stems(stems, sounds, rng, solo_db=score.solo_db)
    samples = master(dry[head:], rng)
    silence = lead_in(rng)
    if silence:
        samples = np.concatenate([np.zeros(silence, dtype=np.float32), samples])
    late = silence / RATE
    heard = tuple(
        Heard(
            part.role, label, gain, own_tuning,
            _as_heard(part.notes, shift=late, semitones=moved, end=len(samples) / RATE),
        )
        for (part, label, own_tuning, moved), gain in zip(played, gains, strict=True)
        if not part.drums
    )  # fmt: skip
    beats = Beats(score.beats.times + late, score.beats.positions)
    cast_labels = tuple(f"{part.role}={label}" for part, label, *_ in played)
    hz = (
        None
        if track is None
        else sampled_hz(track, skip_samples=head - silence, length=len(samples))
    )
    form = None if score.form is None else delayed(score.form, late)
    return Rendering(samples, beats, cast_labels, heard, hz, form)
