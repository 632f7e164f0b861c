"""Patterns, rhythms, chords and timing: what arrangements are written with."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lausch.corpora.band.playing import feel
from lausch.corpora.band.sources.chord import Chord, read_harte, read_jazz
from lausch.corpora.band.sources.strokes import drift
from lausch.corpora.band.writing import accompaniment, bassline, melodies, progressions, voicing
from lausch.corpora.band.writing.comping import trio
from lausch.corpora.band.writing.drummer import play, varied
from lausch.corpora.band.writing.form import Section, laid_out
from lausch.corpora.band.writing.grooves import BOOKS
from lausch.corpora.band.writing.kit import KEYS, Groove, bar_of
from lausch.corpora.band.writing.rhythm import bar_events, events
from lausch.corpora.band.writing.styles import STYLES
from lausch.corpora.band.writing.swingkit import swing_ratio

GROOVES = [
    (beats, groove)
    for beats, book in BOOKS.items()
    for family in book.values()
    for groove in family
]


@pytest.mark.parametrize(("beats", "groove"), GROOVES, ids=lambda value: getattr(value, "name", ""))
def test_every_pattern_fills_whole_bars(beats: int, groove: Groove) -> None:
    assert groove.beats == beats
    words = groove.text.split()
    assert len(words) % 2 == 0
    bar = groove.per_beat * groove.beats
    for letter, line in zip(words[::2], words[1::2], strict=True):
        steps = line.replace("|", "").replace("_", "")
        assert letter in KEYS
        assert set(steps) <= set("xXo-."), (groove.name, steps)
        assert len(steps) % bar == 0 or bar % len(steps) == 0, (groove.name, letter, len(steps))
    assert groove.bpm[0] < groove.bpm[1]
    assert all(0 <= beat < groove.beats for beat, _, _ in bar_of(groove, 0))


def test_every_style_finds_its_books_figures_and_rhythms() -> None:
    for style in STYLES:
        assert set(style.basses) <= {*bassline.FIGURES, "locked"}, style.name
        for comp in style.comps:
            known = {*accompaniment.RHYTHMS, "arpeggio", "riff"}
            assert set(comp.rhythms) <= known, (style.name, set(comp.rhythms) - known)
            assert all(0 <= program <= 127 for program in comp.programs)
        for name in style.books:
            if name != "percussion/none":
                assert name.split("/")[0] in BOOKS[style.beats], (style.name, name)


@given(seed=st.integers(0, 5000), which=st.integers(0, len(GROOVES) - 1))
@settings(deadline=None, max_examples=60)
def test_drumming_stays_in_its_bars(seed: int, which: int) -> None:
    beats, groove = GROOVES[which]
    rng = Random(seed)
    sections = [Section(0, 4, "A", 0.9), Section(4, 3, "B", 0.0), Section(7, 1, "A", 0.3)]
    rows = play(varied(groove, rng), sections, [beats] * 8, rng)
    assert all(0 <= row[0] < 8 * beats and 0 <= row[2] <= 127 for row in rows)


def test_rhythms_hold_rest_and_tile() -> None:
    assert events("R--.F-", 2) == ((0.0, 1.5, "R"), (2.0, 1.0, "F"))
    # Two bars long: the second bar reads the second half.
    assert bar_events("R-------F-------", 2, 1, 4) == ((0.0, 4.0, "F"),)
    # Shorter than the bar: repeated from the downbeat; longer but uneven: cut.
    assert bar_events("R-F-", 2, 0, 3) == ((0.0, 1.0, "R"), (1.0, 1.0, "F"), (2.0, 1.0, "R"))
    assert bar_events("R-F-R-F-", 2, 5, 3)[0] == (0.0, 1.0, "R")


@pytest.mark.parametrize(
    ("symbol", "root", "tones", "bass"),
    [
        ("Bb7", 10, (0, 4, 7, 10), 10),
        ("F#m7b5", 6, (0, 3, 6, 10), 6),
        ("Ej7911#/G#", 4, (0, 4, 7, 11, 14, 18), 8),
        ("C-7", 0, (0, 3, 7, 10), 0),
        ("Dbsus7913", 1, (0, 5, 7, 10, 14, 21), 1),
        ("Ab+j7/C", 8, (0, 4, 8, 11), 0),
        ("G79b", 7, (0, 4, 7, 10, 13), 7),
    ],
)
def test_jazz_symbols(symbol: str, root: int, tones: tuple[int, ...], bass: int) -> None:
    assert read_jazz(symbol) == Chord(root, tones, bass)


def test_harte_symbols() -> None:
    assert read_harte("C#:min7/b3") == Chord(1, (0, 3, 7, 10), 4)
    assert read_harte("Gb:maj") == Chord(6, (0, 4, 7), 6)
    assert read_harte("N") is None
    assert read_jazz("NC") is None


@given(root=st.integers(0, 11), kind=st.sampled_from(["", "-7", "7alt", "o7", "sus7", "j7"]))
@settings(deadline=None, max_examples=40)
def test_voicings_hold_only_tones_of_the_chord(root: int, kind: str) -> None:
    chord = read_jazz("C" + kind)
    assert chord is not None
    chord = chord.moved(root)
    for pitches in (voicing.close(chord, 50), voicing.pad(chord, None), voicing.two_hands(chord)):
        assert {pitch % 12 for pitch in pitches} <= set(chord.classes)
    assert 28 <= voicing.power(chord)[0] <= 50
    assert len(voicing.rootless(chord, Random(0))) >= 2


@given(ratio=st.floats(1, 3.5), at=st.floats(0, 20), per_beat=st.sampled_from([2, 4]))
@settings(deadline=None, max_examples=60)
def test_swing_moves_off_beats_later_and_leaves_beats(
    ratio: float, at: float, per_beat: int
) -> None:
    assert feel.swung(float(int(at)), ratio, per_beat) == pytest.approx(int(at))
    assert feel.swung(at, ratio, per_beat) >= at - 1e-9
    assert feel.swung(at + 0.01, ratio, per_beat) > feel.swung(at, ratio, per_beat)


def test_swing_is_triplets_at_medium_and_straight_at_fast_tempo() -> None:
    assert swing_ratio(300) < 1.4
    assert 1.8 < swing_ratio(200) < 2.4
    assert swing_ratio(100) > 2.5


def test_drift_finds_a_constant_and_a_slow_offset() -> None:
    noise = np.random.default_rng(3)
    grid = np.arange(0, 64, 0.5)
    away = 0.04 + 0.02 * np.sin(grid / 10)
    found = drift(grid + away + noise.normal(0, 0.005, len(grid)))
    assert np.abs(found - away).max() < 0.02


@given(seed=st.integers(0, 500), family=st.sampled_from(sorted(progressions.FAMILIES)))
@settings(deadline=None, max_examples=40)
def test_progressions_and_lines_cover_their_bars(seed: int, family: str) -> None:
    rng = Random(seed)
    chords = progressions.progression(family, 8, 4, rng, 3)
    assert len(chords) == 32
    degrees = melodies.scale(False, family, rng)
    for rows in (
        melodies.melody(chords, 8, 4, rng, key=3, degrees=degrees),
        melodies.riff(chords, 8, 4, rng, degrees=degrees),
    ):
        assert all(-1 <= at < 32 and size > 0 and 20 < pitch < 110 for at, size, pitch, _ in rows)


def test_a_pushed_chord_sounds_before_its_downbeat_and_not_on_it() -> None:
    chords = [read_harte("C:maj")] * 4 + [read_harte("F:maj")] * 4
    rows = accompaniment.chords_in("whole", chords, [4, 4], Random(0), push=1.0)
    starts = {round(row[0], 3) for row in rows}
    assert 3.5 in starts
    assert 4.0 not in starts


def test_players_are_deterministic_and_machines_exact() -> None:
    beats = np.arange(64) / 2
    assert not feel.delays(beats, feel.MACHINE, Random(0)).any()
    human = feel.player("bass", 1.0, Random(4))
    one, two = (feel.delays(beats, human, Random(9)) for _ in range(2))
    assert np.array_equal(one, two)
    assert 0.001 < one.std() < 0.03


ROCK = next(g for g in BOOKS[4]["rock"] if g.name == "rock/plain")


def _places(rows: list[tuple[float, float, int, int]], *keys: int) -> set[float]:
    return {round(row[0] % 4, 3) for row in rows if row[2] in keys}


@pytest.mark.parametrize(
    ("time", "snare"),
    [("plain", {1.0, 3.0}), ("half", {2.0}), ("double", {0.5, 1.5, 2.5, 3.5})],
)
def test_half_and_double_time_move_the_back_beat_only(time: str, snare: set[float]) -> None:
    sections = [Section(0, 4, "A", 0.7, time)]
    rows = play(ROCK, sections, [4] * 4, Random(2), fills=0.0, variety=0.0)
    assert _places(rows, 38, 40) == snare
    assert 0.0 in _places(rows, 35, 36)


def test_stop_time_is_silent_but_for_its_strokes() -> None:
    sections = [Section(0, 4, "A", 0.7, "plain", (0.0, 2.5))]
    rows = play(ROCK, sections, [4] * 4, Random(2))
    assert _places(rows, *range(128)) == {0.0, 2.5}


@given(seed=st.integers(0, 300), bpm=st.floats(50, 220))
@settings(deadline=None, max_examples=40)
def test_sections_cover_all_bars_once(seed: int, bpm: float) -> None:
    sections = laid_out([0, 4, 12], ["A", "B", "A"], 20, Random(seed), bpm=bpm)
    covered = [bar for s in sections for bar in range(s.first_bar, s.first_bar + s.bars)]
    assert covered == list(range(20))
    assert all(0 <= s.energy <= 1 for s in sections)
    assert bpm > 100 or all(s.time == "plain" for s in sections)


def test_a_trio_walks_on_every_beat_and_opens_chords_with_their_root() -> None:
    chords = progressions.progression("jazz", 16, 4, Random(1), 5)
    positions = [index % 4 + 1 for index in range(64)]
    voices = [
        voice
        for seed in range(12)
        for voice in trio(chords, positions, Random(seed), ratio=2.0, key=5, looseness=1.0)
    ]
    assert {voice.role for voice in voices} == {"bass", "comping", "guitar", "solo"}
    walking = next(voice for voice in voices if voice.role == "bass" and len(voice.rows) >= 64)
    on_beat = {row[0]: row[2] for row in walking.rows if row[0] == int(row[0])}
    assert len(on_beat) == 64
    changes = [b for b in range(1, 64) if chords[b] != chords[b - 1]]
    assert all(on_beat[b] % 12 == chord.bass for b in changes if (chord := chords[b]) is not None)
