"""Everything that turns notes into stems starts each sound where its note starts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from lausch.corpora.band.playing.score import NoteArray, notes
from lausch.corpora.band.sounding.analogkit import play_kit
from lausch.corpora.band.sounding.instruments import OWN_INSTRUMENTS
from lausch.corpora.band.sounding.sampler import double_bass, hertz, place
from lausch.corpora.band.sounding.synth import RATE, play
from lausch.corpora.band.sounding.voicelead import sing
from lausch.frames import FloatArray


def line(pitch: int = 57, count: int = 4) -> NoteArray:
    return notes([(0.2 + 0.5 * i, 0.5 + 0.5 * i, pitch, 100) for i in range(count)])


def starts_seconds(stem: FloatArray) -> list[float]:
    """Where the level rises out of silence (a tenth of the loudest)."""
    cells = np.abs(stem[: len(stem) // 44 * 44].reshape(-1, 44)).max(axis=1)
    loud = cells > 0.1 * cells.max()
    found: list[float] = []
    for cell in np.flatnonzero(loud):
        if not found or not loud[max(0, cell - 60) : cell].any():
            found.append(float(cell * 44 / RATE))
    return found


def pitch_hz(stem: FloatArray) -> float:
    spectrum = np.abs(np.fft.rfft(stem * np.hanning(len(stem)), 4 * len(stem)))
    return float(np.argmax(spectrum) * RATE / (4 * len(stem)))


class RecordingFont:
    """A sound set that plays a constant while a note is held, and remembers what it was told."""

    def __init__(self) -> None:
        self.held = 0
        self.said: list[tuple[str, Any]] = []

    def reset(self) -> None:
        self.held = 0

    def channel_set_bank(self, channel: int, bank: int) -> None:
        self.said.append(("bank", bank))

    def channel_set_preset_number(self, channel: int, number: int, drums: bool) -> None:
        self.said.append(("preset", (channel, number, drums)))

    def channel_set_tuning(self, channel: int, semitones: float) -> None:
        self.said.append(("tuning", semitones))

    def channel_note_on(self, channel: int, key: int, velocity: float) -> None:
        self.held += 1

    def channel_note_off(self, channel: int, key: int) -> None:
        self.held -= 1

    def render(self, raw: NDArray[np.uint8], mix: bool) -> None:
        raw.view(np.float32)[:] = self.held


def test_sound_set_notes_start_and_end_on_their_sample() -> None:
    font = RecordingFont()
    stem = play(font, notes([(0.5, 1.0, 60, 80), (0.75, 1.25, 64, 80)]), 2 * RATE, program=5)
    expected = np.zeros(2 * RATE, dtype=np.float32)
    expected[RATE // 2 : RATE] += 1
    expected[3 * RATE // 4 : 5 * RATE // 4] += 1
    np.testing.assert_array_equal(stem, expected)
    assert ("preset", (0, 5, False)) in font.said


class FadingFont(RecordingFont):
    """One whose voices fade out for some milliseconds after a reset, as those of real ones do."""

    fading = 0

    def reset(self) -> None:
        self.fading = 512 if self.held else self.fading
        super().reset()

    def render(self, raw: NDArray[np.uint8], mix: bool) -> None:
        super().render(raw, mix)
        raw.view(np.float32)[: self.fading] += 1
        self.fading = max(0, self.fading - len(raw) // 4)


def test_nothing_of_a_stem_is_heard_in_the_next_one() -> None:
    font = FadingFont()
    long = notes([(0.2, 9.0, 60, 80)])
    first = play(font, long, RATE, program=0)
    again = play(font, long, RATE, program=0)
    np.testing.assert_array_equal(again, first)


def test_a_note_ends_before_its_key_sounds_again() -> None:
    font = RecordingFont()
    stem = play(font, notes([(0.0, 1.5, 60, 80), (1.0, 2.0, 60, 80)]), 2 * RATE, program=0)
    assert stem.max() == 1
    assert stem.min() == 1


def test_drums_play_on_their_own_channel_and_notes_past_the_end_are_left_out() -> None:
    font = RecordingFont()
    stem = play(font, notes([(0.1, 0.2, 36, 80), (9.0, 9.1, 36, 80)]), RATE, program=8, drums=True)
    assert ("preset", (9, 8, True)) in font.said
    assert stem[-1] == 1


@pytest.mark.parametrize("name", list(OWN_INSTRUMENTS))
def test_own_instruments_start_with_their_notes_and_are_in_tune(name: str) -> None:
    tone = OWN_INSTRUMENTS[name][0](np.random.default_rng(3))
    stem = place(line(), 3 * RATE, tone)
    assert stem.dtype == np.float32
    np.testing.assert_allclose(starts_seconds(stem), [0.2, 0.7, 1.2, 1.7], atol=0.012)
    found = pitch_hz(stem)
    octaves = np.log2(found / 220.0)
    assert abs(octaves - round(octaves)) < 0.03 or abs(found / 220 % 1) < 0.03


def test_harder_notes_are_louder() -> None:
    tone = OWN_INSTRUMENTS["electric piano"][0](np.random.default_rng(0))
    levels = [
        np.abs(place(notes([(0, 1, 60, velocity)]), RATE, tone)).max() for velocity in (40, 80, 120)
    ]
    assert levels == sorted(levels)
    assert levels[0] < 0.5 * levels[2]


def test_the_kit_starts_with_its_notes() -> None:
    for key in (36, 38, 42, 46, 51, 49, 39, 56, 45, 82):
        stem = play_kit(line(key), 3 * RATE, np.random.default_rng(0))
        assert starts_seconds(stem)[0] == pytest.approx(0.2, abs=0.005)


def test_bends_are_told_block_by_block() -> None:
    font, bends = RecordingFont(), np.zeros(200, dtype=np.float32)
    bends[100:] = 0.5
    play(font, line(), 150 * 64, program=66, tuning_semitones=0.25, bends=bends)
    told = [value for what, value in font.said if what == "tuning"]
    assert told[0] == told[1] == 0.25
    assert told[-1] == 0.75
    assert sum(value == 0.75 for value in told) == 51


def test_the_voice_sings_on_time_in_its_range() -> None:
    stem, *_ = sing(line(88), 3 * RATE, np.random.default_rng(1))
    assert np.isfinite(stem).all()
    early = [0.2, 0.7, 1.2, 1.7] - np.array(starts_seconds(stem))
    assert (early > -0.02).all()
    assert (early < 0.1).all()
    assert not sing(line()[:0], RATE, np.random.default_rng(1))[0].any()


def test_the_double_bass_plays_the_nearest_sample_in_tune(tmp_path: Path) -> None:
    tone = 0.5 * np.sin(2 * np.pi * hertz(36) * np.arange(2 * RATE) / RATE)
    samples = np.concatenate([np.zeros(RATE // 4), tone])
    for name in ("c2_p", "c2_f"):
        soundfile.write(tmp_path / f"{name}.ogg", samples, RATE)
    sfz = tmp_path / "bass.sfz"
    sfz.write_text(
        "<group>\nhivel=60\n<region>\nsample=c2_p.wav\npitch_keycenter=36\n"
        "<group>\nlovel=61\n<region>\nsample=c2_f.wav\npitch_keycenter=36\n"
        "<region>\nsample=noise\\slap.wav\npitch_keycenter=84\n"
    )
    stem = place(line(38, 2), 3 * RATE, double_bass(sfz, np.random.default_rng(0)))
    np.testing.assert_allclose(starts_seconds(stem), [0.2, 0.7], atol=0.02)
    assert pitch_hz(stem) == pytest.approx(hertz(38), rel=0.02)
