"""A score becomes sound: cast, play, mix. The same score, seed and sounds give the same samples."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from lausch.annotation import Beats, Drums, Form, Onsets
from lausch.corpora.band.playing.casting import cast
from lausch.corpora.band.playing.expression import sampled_hz
from lausch.corpora.band.playing.score import (
    PREROLL_SECONDS,
    NoteArray,
    Part,
    Score,
    SoundingPart,
    monophonic,
    shifted,
)
from lausch.corpora.band.sounding.audible import audible_onsets, audible_strokes
from lausch.corpora.band.sounding.leadtone import coloured
from lausch.corpora.band.sounding.mix import lead_in, master, sum_stems
from lausch.corpora.band.sounding.sounds import Sounds
from lausch.corpora.band.sounding.stem import fingered, played_stem
from lausch.corpora.band.sounding.synth import RATE
from lausch.corpora.band.writing.layout import delayed
from lausch.errors import CorpusError
from lausch.frames import FloatArray


@dataclass(frozen=True)
class Rendering:
    """What sounds, and what is true of it.

    Parameters
    ----------
    samples : mono float32 at 44.1 kHz, shape (n,), within -1..1.
    beats : on the time of the samples.
    cast : who played, one label per part ("bass=fluidr3:33").
    parts : the pitched ones, with the notes that sound.
    solo_hz : f0 of a solo played with expression every 10 ms, 0 in silence; None without one.
    form : on the time of the samples; None when the score has none.
    onsets : of all parts, drums too, where they can be heard.
    drums : the strokes of the kit that can be heard.
    """

    samples: FloatArray
    beats: Beats
    cast: tuple[str, ...]
    parts: tuple[SoundingPart, ...]
    solo_hz: FloatArray | None = None
    form: Form | None = None
    onsets: Onsets | None = None
    drums: Drums | None = None


def _recorded(notes: NoteArray, *, shift: float, semitones: int, end: float) -> NoteArray:
    """Notes on the time of the recording; what ended before it or begins after it is left out."""
    later = shifted(notes, shift)
    later["pitch"] += semitones
    later = later[(later["end"] > 0.02) & (later["start"] < end)]
    later["start"] = np.maximum(later["start"], 0.0)
    later["end"] = np.minimum(later["end"], end)
    return later


def _leads(part: Part, score: Score) -> bool:
    return score.solo_db is not None and part.role == "solo"


def _lined(part: Part, score: Score) -> Part:
    leads = _leads(part, score) or fingered(part)
    return replace(part, notes=monophonic(part.notes)) if leads else part


def render(score: Score, seed: int, sounds: Sounds) -> Rendering:
    """Play and mix a score.

    The notes of the score may begin before zero; what still rings at zero sounds. The seed chooses
    players, tuning, balance, rooms and carrier. Raises CorpusError when nothing sounds in the
    score, and MissingExtraError where tinysoundfont is not installed.
    """
    rng = np.random.default_rng([seed, 1])
    parts = [_lined(part, score) for part in score.parts if len(part.notes)]
    if not parts:
        raise CorpusError(f"the score of {score.song} has no notes to render")
    earliest = min(float(part.notes["start"].min()) for part in parts)
    preroll = PREROLL_SECONDS if earliest < 0.1 else 0.0
    head, size = round(preroll * RATE), round(score.duration * RATE)
    tuning = float(rng.uniform(-0.5, 0.5)) if rng.random() < 0.6 else float(rng.normal(0, 0.05))
    stems, played, kits, track = [], [], [], None
    for part in parts:
        casting = cast(part, sounds, rng)
        own_tuning = tuning + float(rng.normal(0, 0.03))
        leads = _leads(part, score)
        sound = played_stem(
            part, casting, head + size, preroll, own_tuning, sounds, rng, expressive=leads
        )
        track = sound.pitches if leads else track
        # A generator of its own: the tone of the lead changes nothing else.
        stem = coloured(sound.stem, rng.spawn(1)[0]) if leads else sound.stem
        stems.append((part.role, part.gain_db, stem))
        played.append((part, casting.label, own_tuning, sound.semitones))
        kits.append(sound.groups)
    dry, gains = sum_stems(stems, sounds, rng, solo_db=score.solo_db)
    samples = master(dry[head:], rng)
    silence = lead_in(rng)
    if silence:
        samples = np.concatenate([np.zeros(silence, dtype=np.float32), samples])
    late = silence / RATE
    sounding = tuple(
        SoundingPart(
            part.role, label, gain, own_tuning,
            _recorded(part.notes, shift=late, semitones=semitones, end=len(samples) / RATE),
        )
        for (part, label, own_tuning, semitones), gain in zip(played, gains, strict=True)
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
    struck = [
        (part.notes["start"] + preroll, gain, stem)
        for (part, *_), gain, (_, _, stem) in zip(played, gains, stems, strict=True)
    ]
    onsets = audible_onsets(struck, late - preroll, len(samples) / RATE)
    drums = audible_strokes(
        [
            (notes, gain, sound)
            for kit, gain in zip(kits, gains, strict=True)
            for notes, sound in kit
        ],
        [(gain, stem) for gain, (_, _, stem) in zip(gains, stems, strict=True)],
        late - preroll,
        len(samples) / RATE,
    )
    return Rendering(samples, beats, cast_labels, sounding, hz, form, onsets, drums)
