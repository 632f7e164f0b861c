"""Bass lines by rule, players by name, and basses that only test pieces may teach."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
import symbols

from lausch.annotation import Beats
from lausch.corpora.band.kinds import basses
from lausch.corpora.band.playing import fingers
from lausch.corpora.band.playing.casting import cast
from lausch.corpora.band.playing.harmony import Harmony
from lausch.corpora.band.playing.score import Part, excerpt, notes
from lausch.corpora.band.sounding.sounds import Sounds
from lausch.corpora.band.sounding.synth import RATE
from lausch.corpora.band.sources.chord import Chord
from lausch.corpora.band.store.jamsfile import read_record, write_record
from lausch.corpora.band.store.opened import open_rendered
from lausch.corpora.band.store.record import Record
from lausch.corpora.band.writing import bassist
from lausch.corpora.splits import UNSEEN_BASSES
from lausch.errors import CorpusError

SEVENTH = Chord(7, (0, 4, 7, 10), 7)
BLUES = [Chord(root, (0, 4, 7, 10), root) for root in (0, 5, 0, 7) for _ in range(4)] * 6
FOUR = [1, 2, 3, 4] * 24


def test_a_ruled_line_has_chord_tones_on_strong_beats_and_steps_into_the_next_root() -> None:
    line = bassist.ruled(BLUES, Random(1))
    assert len(line) == len(BLUES)
    assert all(bassist.LOWEST <= pitch <= bassist.HIGHEST for pitch in line)
    first = [line[beat] % 12 in BLUES[beat].classes for beat in range(0, len(line), 4)]
    assert np.mean(first) > 0.95
    leaps = [abs(line[beat] - line[beat - 1]) for beat in range(4, len(line), 4)]
    assert np.mean([leap % 12 in (1, 2, 5, 7, 10, 11) for leap in leaps]) > 0.6


def test_where_no_chord_is_known_nothing_is_made_up() -> None:
    line = bassist.ruled([SEVENTH, SEVENTH, None, None], Random(0))
    assert line[2:] == [0, 0]
    assert bassist.freely(line, FOUR, Random(0), ratio=2.0, how=bassist.Habits())[-1][0] == 1


def test_a_pedal_holds_one_tone_for_bars() -> None:
    line = bassist.ruled(BLUES, Random(3))
    held = bassist.pedalled(line, BLUES, FOUR, Random(3))
    changed = [a != b for a, b in zip(line, held, strict=True)]
    assert any(changed)
    assert len({pitch for pitch, new in zip(held, changed, strict=True) if new}) == 1


@pytest.mark.parametrize("habit", ["skips", "triplets", "eighths", "rests", "holds"])
def test_every_liberty_is_taken_and_stays_in_range(habit: str) -> None:
    line = bassist.ruled(BLUES, Random(5))
    plain = bassist.freely(line, FOUR, Random(5), ratio=1.7, how=bassist.Habits())
    assert [row[0] for row in plain] == list(range(len(line)))
    free = bassist.freely(line, FOUR, Random(5), ratio=1.7, how=bassist.Habits(**{habit: 0.4}))
    assert len(free) != len(plain)
    assert all(bassist.LOWEST <= row[2] <= bassist.HIGHEST for row in free)
    starts = [row[0] for row in free]
    assert starts == sorted(starts)


def test_a_wished_player_plays_and_a_missing_one_is_named(tmp_path: Path) -> None:
    part = Part("bass", 32, notes([(0.0, 1.0, 40, 90)]), player="fluidr3:35")
    rng = np.random.default_rng(0)
    assert cast(part, Sounds({"fluidr3": tmp_path}), rng).label == "fluidr3:35"
    with pytest.raises(CorpusError, match="fluidr3:35"):
        cast(part, Sounds({"musescore": tmp_path}), rng)
    string = Part("bass", 32, part.notes, player="own:plucked string")
    assert cast(string, Sounds(), rng).label == "own:plucked string"


def test_unseen_basses_play_test_pieces_alone() -> None:
    rng = Random(0)
    assert not {basses._player("train", rng) for _ in range(300)} & set(UNSEEN_BASSES)
    assert {basses._player("test", rng) for _ in range(300)} >= set(UNSEEN_BASSES)
    assert not set(basses.SEEN) & set(UNSEEN_BASSES)


def test_fingers_are_heard_at_the_notes_and_softly() -> None:
    played = notes([(0.5, 0.9, 40, 90), (1.0, 1.4, 52, 90)])
    noise = fingers.noise(played, 2 * RATE, np.random.default_rng(0))
    assert not noise[: int(0.35 * RATE)].any()
    assert 0 < np.abs(noise).max() < 0.5
    parts = fingers.takes(played, np.random.default_rng(0))
    assert sum(len(some) for some, _ in parts) == 2
    assert all(abs(off) <= 0.3 for _, off in parts)


def test_a_window_is_short_and_its_bass_is_one_line(tmp_path: Path) -> None:
    symbols.write_wjd(tmp_path)
    score = basses.KIND.arrange(tmp_path, basses.titles(tmp_path)[0], 3)
    assert 5 < score.duration < 60
    (bass,) = [part for part in score.parts if part.role == "bass"]
    assert bass.player
    assert bass.notes["pitch"].min() >= bassist.LOWEST


def test_chords_are_told_by_their_roots_in_the_key_that_sounds(tmp_path: Path) -> None:
    symbols.write_wjd(tmp_path)
    written = {10, 7, 0, 5}
    for seed in range(4):
        score = basses.KIND.arrange(tmp_path, basses.titles(tmp_path)[0], seed)
        assert score.harmony is not None
        assert len(score.harmony) == len(score.beats)
        known = [root for root in score.harmony.roots if root >= 0]
        # Four chords, all moved by the same number of semitones.
        assert any({(root - up) % 12 for root in known} <= written for up in range(-3, 4))
        later = excerpt(score, float(score.beats.times[3]), 4.0)
        assert later.harmony == score.harmony.cut(3, 3 + len(later.beats))


def test_harmony_stands_in_the_annotation_beat_by_beat(tmp_path: Path) -> None:
    beats = Beats([0.5, 1.0, 1.5], [1, 2, 3])
    harmony = Harmony(("Bb:maj7/5", "X", "F:7"), ("", "Bb:maj", "Bb:maj"))
    record = Record("x", "basses", "t", "song", "", "swing", (), 1, 2.0, "", (), beats,
                    harmony=harmony)  # fmt: skip
    write_record(tmp_path / "x.jams", record)
    assert read_record(tmp_path / "x.jams").harmony == harmony
    assert harmony.roots == (10, -1, 5)
    *_, chords, keys = json.loads((tmp_path / "x.jams").read_text())["annotations"]
    assert [chords["namespace"], keys["namespace"]] == ["chord", "key_mode"]
    assert [row["value"] for row in chords["data"]] == ["Bb:maj7/5", "X", "F:7"]
    assert keys["data"] == [{"time": 1.0, "duration": 1.0, "value": "Bb:major", "confidence": 1.0}]
    write_record(tmp_path / "x.jams", replace(record, harmony=None))
    assert read_record(tmp_path / "x.jams").harmony is None


def test_a_folder_without_manifest_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="manifest"):
        open_rendered(tmp_path)
