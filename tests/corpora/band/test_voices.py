"""Leads: who sings where, what a lead's tone may be, and recorded notes at the pitch asked for."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest
import soundfile
import symbols

from lausch.annotation.melody import hertz
from lausch.corpora.band.kinds import kind_named
from lausch.corpora.band.playing.casting import cast
from lausch.corpora.band.playing.score import Part, notes
from lausch.corpora.band.playing.speakers import SPEAKER, SPEAKERS, speaker
from lausch.corpora.band.sounding.leadtone import coloured
from lausch.corpora.band.sounding.mix import loudness
from lausch.corpora.band.sounding.samplelead import Recorded, fits, guitar, play_recorded, saxophone
from lausch.corpora.band.sounding.sounds import Sounds, find_sounds
from lausch.corpora.band.sounding.speech import syllables
from lausch.corpora.band.sounding.synth import BEND_HOP, RATE
from lausch.errors import CorpusError


def sine(hz: float, seconds: float) -> np.ndarray:
    return np.sin(2 * np.pi * hz * np.arange(int(seconds * RATE)) / RATE).astype(np.float32)


def strongest_hz(samples: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 4 * len(samples)))
    return float(spectrum.argmax() * RATE / (4 * len(samples)))


def test_nobody_sings_in_training_and_elsewhere() -> None:
    singers = {
        split: {speaker(split, Random(seed)) for seed in range(300)}
        for split in ("train", "validation", "test")
    }
    assert not singers["train"] & (singers["validation"] | singers["test"])
    assert {name.partition(":")[2] for name in singers["train"] | singers["test"]} == {
        each.name for each in SPEAKERS
    }


def test_a_sixth_of_the_pieces_are_exercises_and_some_singers_are_alone(tmp_path: Path) -> None:
    symbols.write_pop909(tmp_path)
    kind = kind_named("voices")
    title = kind.titles(tmp_path)[0]
    scores = [kind.arrange(tmp_path, title, seed) for seed in range(60)]
    exercises = [score for score in scores if score.style == "exercise"]
    assert 3 <= len(exercises) <= 20
    assert any("alone" in score.tags for score in scores if score.style != "exercise")
    for score in scores:
        assert [part.role for part in score.parts].count("solo") == 1
        assert score.solo_db is not None
    lowest = min(part.notes["pitch"].min() for score in exercises for part in score.parts)
    assert 36 <= lowest <= 40


def test_a_singer_of_whom_there_is_no_recording_is_named() -> None:
    part = Part("solo", 0, notes([(0, 1, 60, 90)]), player=f"{SPEAKER}:kathleen")
    with pytest.raises(CorpusError, match="voices"):
        cast(part, Sounds(fonts={"fluidr3": Path("none.sf2")}), np.random.default_rng(0))
    assert cast(part, Sounds(), np.random.default_rng(0)).source == "voice"
    there = Sounds(speakers={"kathleen": (Path("one.ogg"),)})
    assert cast(part, there, np.random.default_rng(0)).label == part.player


def test_speakers_are_found_by_folder_or_by_the_beginning_of_a_name(tmp_path: Path) -> None:
    for name in ("kathleen/a", "kathleen/b", "librispeech_vctk/p240_1"):
        path = tmp_path / "voices" / f"{name}.ogg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "sounds" / "fluidr3mono").mkdir(parents=True)
    (tmp_path / "sounds" / "fluidr3mono" / "FluidR3Mono_GM.sf3").touch()
    sounds = find_sounds(tmp_path)
    assert {name: len(paths) for name, paths in sounds.speakers.items()} == {
        "kathleen": 2,
        "p240": 1,
    }
    assert any("kathleen" in line for line in sounds.credits())


def test_the_tone_of_a_lead_changes_and_its_level_and_time_do_not() -> None:
    rng = np.random.default_rng(0)
    stem = (rng.standard_normal(3 * RATE) * 0.1).astype(np.float32)
    stem[: RATE // 2] = 0.0
    made = [coloured(stem, np.random.default_rng(seed)) for seed in range(6)]
    for each in made:
        assert loudness(each) == pytest.approx(loudness(stem), rel=0.1)
        lags = np.arange(-40, 41)
        alike = [float(np.dot(each[RATE : 2 * RATE], stem[RATE - lag : 2 * RATE - lag]))
                 for lag in lags]  # fmt: skip
        assert abs(lags[int(np.argmax(alike))]) <= 1
    assert not np.allclose(made[0], made[1])
    silence = np.zeros(RATE, dtype=np.float32)
    assert not coloured(silence, np.random.default_rng(0)).any()


def test_recorded_notes_sound_at_the_pitch_of_the_track(tmp_path: Path) -> None:
    data = tmp_path / "Data"
    data.mkdir()
    (tmp_path / "Samples").mkdir()
    for key in (50, 55):
        soundfile.write(tmp_path / "Samples" / f"ten_p_{key}.ogg", sine(hertz(key), 2.0), RATE)
    lines = [f"<region> key={key} sample=ten_p_{key}.$EXT tune=-12" for key in (50, 55)]
    (data / "ten_p_rr1.txt").write_text("\n".join(lines))
    known = saxophone(tmp_path, "ten")
    assert [note.pitch for note in known] == [50.12, 55.12]
    line = notes([(0.1, 0.9, 51, 90), (1.0, 1.9, 56, 60)])
    assert fits(line, known)
    assert not fits(notes([(0, 1, 70, 90)]), known)
    assert not fits(line, ())
    track = np.full(2 * RATE // BEND_HOP + 2, np.nan)
    for note in line:
        first, last = (round(float(note[name]) * RATE / BEND_HOP) for name in ("start", "end"))
        track[first:last] = float(note["pitch"]) + 0.3
    exact = tuple(Recorded(note.pitch - 0.12, note.strength, note.path) for note in known)
    stem = play_recorded(line, 2 * RATE, exact, track, np.random.default_rng(0))
    for note in line:
        inside = stem[int((note["start"] + 0.1) * RATE) : int((note["end"] - 0.1) * RATE)]
        assert strongest_hz(inside) == pytest.approx(hertz(float(note["pitch"]) + 0.3), rel=0.003)
    assert not stem[: int(0.09 * RATE)].any()


def test_a_map_with_groups_has_pitches_and_dynamics(tmp_path: Path) -> None:
    for name in ("soft", "hard"):
        (tmp_path / f"{name}.ogg").touch()
    sfz = tmp_path / "map.sfz"
    sfz.write_text(
        "<group>\npitch_keycenter=40\n<region>\nsample=soft.ogg\n"
        "<group>\npitch_keycenter=40\nlovel=33\n<region>\nsample=hard.ogg\n<region>\nsample=no.ogg"
    )
    known = guitar(sfz, tmp_path)
    assert [(note.pitch, note.strength, note.path.stem) for note in known] == [
        (40.0, 0, "soft"),
        (40.0, 1, "hard"),
    ]


def test_syllables_are_voiced_stretches_cut_where_they_dip() -> None:
    hz, loud = np.zeros(200), np.full(200, -80.0)
    hz[20:120], loud[20:120] = 120.0, -20.0
    loud[68:72] = -32.0
    loud[10:20] = -40.0
    hz[150:155], loud[150:155] = 120.0, -20.0
    edges = syllables(hz, loud)
    assert len(edges) == 2  # the third one is too short to be held
    assert (np.diff(edges, axis=1) >= 0).all()
    (onset, begin, end, _), second = edges
    assert onset < begin <= 24
    assert 60 <= end <= 72
    assert 66 <= second[1] <= 74
    assert not len(syllables(np.zeros(50), np.full(50, -80.0)))
