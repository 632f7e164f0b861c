"""A planted query is found at its place, transposed and stretched, among other melodies."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from melodies import excerpt, melody

from lausch.retrieval.chroma import notes_chroma, trimmed
from lausch.retrieval.matching import ChromaBatch, Matcher
from lausch.retrieval.pruning import candidates
from lausch.retrieval.query import ALL_SEMITONES, checked_transposition, tempi
from lausch.retrieval.shingles import shingles, transposed

COUNT = 12
LINES = [melody(seed) for seed in range(COUNT)]
ROLLS = [notes_chroma(line) for line in LINES]
MATCHER = Matcher(ChromaBatch.of({str(number): chroma for number, chroma in enumerate(ROLLS)}))


def neighbours(vectors):
    """Exact look-up in all shingles, as the index does it nearly."""
    cut = [shingles(chroma) for chroma in ROLLS]
    all_vectors = np.concatenate([vector for _, vector in cut])
    ids = np.repeat(np.arange(COUNT), [len(starts) for starts, _ in cut])
    starts = np.concatenate([starts for starts, _ in cut]).astype(np.int64)
    similar = vectors @ all_vectors.T
    best = np.argsort(-similar, axis=1)[:, :20]
    which = np.repeat(np.arange(len(vectors)), 20)
    flat = best.reshape(-1)
    return which, ids[flat], starts[flat], similar[which, flat]


planted = st.tuples(
    st.integers(0, COUNT - 1), st.floats(0, 45), st.floats(6, 12), st.integers(-5, 6)
)


@settings(max_examples=25, deadline=None)
@given(planted, st.sampled_from([0.6, 0.8, 1.0, 1.3, 1.7]))
def test_what_was_planted_is_found(where, tempo):
    number, start, seconds, up = where
    query, before = trimmed(notes_chroma(excerpt(LINES[number], start, seconds, tempo, -up)))
    best = MATCHER.fits(query, semitones=ALL_SEMITONES, ratios=tempi(0.5, 2.0))[0]
    assert best.number == number
    assert best.semitones == up
    assert best.score > 0.85
    assert best.first / 10 == pytest.approx(start + before / 10 / tempo, abs=0.4)
    assert len(query) / (best.last - best.first + 1) == pytest.approx(tempo, rel=0.1)


@settings(max_examples=25, deadline=None)
@given(planted)
def test_pruning_keeps_what_was_planted(where):
    number, start, seconds, up = where
    query, _ = trimmed(notes_chroma(excerpt(LINES[number], start, seconds, 1.0, -up)))
    asked = {"semitones": ALL_SEMITONES, "ratios": (1.0,)}
    assert number in candidates(query, neighbours, **asked, count=2)


def test_every_recording_is_answered_once_and_the_best_comes_first():
    fits = MATCHER.fits(trimmed(ROLLS[3][100:200])[0])
    assert sorted(fit.number for fit in fits) == list(range(COUNT))
    assert [fit.score for fit in fits] == sorted((fit.score for fit in fits), reverse=True)
    assert fits[0].number == 3
    assert fits[0].score == pytest.approx(1, abs=1e-4)


def test_a_recording_shorter_than_half_the_query_is_no_answer():
    batch = ChromaBatch.of({"short": ROLLS[0][:50], "long": ROLLS[1]})
    fits = Matcher(batch).fits(ROLLS[1][100:250])
    assert [batch.names[fit.number] for fit in fits] == ["long"]


def test_an_empty_shelf_has_no_answer():
    assert Matcher(ChromaBatch.of({})).fits(ROLLS[0][:50]) == []


def test_shingles_move_with_the_music():
    starts, vectors = shingles(ROLLS[0])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert (np.diff(starts) > 0).all()
    _, higher = shingles(np.roll(ROLLS[0], 3, axis=1))
    assert np.allclose(transposed(vectors, 3), higher, atol=1e-5)


def test_silence_has_no_shingles_and_a_second_has_one():
    silent = np.zeros((100, 12), np.float32)
    assert len(shingles(silent)[0]) == 0
    assert len(shingles(ROLLS[0][10:22])[0]) == 1
    assert len(shingles(silent[:0])[0]) == 0


def test_wrong_wishes_are_explained():
    with pytest.raises(ValueError, match="-11 to 11, not 40"):
        checked_transposition(40)
    with pytest.raises(ValueError, match="range of ratios"):
        tempi(2.0, 0.5)
    assert checked_transposition("any") == ALL_SEMITONES
    assert tempi(1.0, 1.0) == (1.0,)
    assert max(np.diff(np.log(tempi(0.5, 2.0)))) <= np.log(1.0801)
