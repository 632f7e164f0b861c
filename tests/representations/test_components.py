"""Components are uncorrelated and of variance 1; statistics of windows are those of numpy."""

import numpy as np
import pytest

from lausch.errors import OptionError
from lausch.representations import MelS, Moments, Stack, Whitened, from_card, stream, to_card

RATE = 8000
MEL = MelS(RATE, 256, 512, low_hz=50.0, high_hz=4000.0, bands=20)
SAMPLES = np.random.default_rng(0).normal(0, 0.1, 6 * RATE).astype(np.float32)
SAMPLES *= 1 + np.sin(np.arange(len(SAMPLES)) / 4000).astype(np.float32)


def test_learnt_components_are_white_and_in_the_order_of_their_variance():
    rows = MEL.measure(SAMPLES)
    part = Whitened(MEL, 5).learnt(rows)
    values = part.measure(SAMPLES)
    np.testing.assert_allclose(np.cov(values.T, bias=True), np.eye(5), atol=0.02)
    np.testing.assert_allclose(values.mean(axis=0), 0, atol=0.02)
    assert part.unlearnt is None
    assert Whitened(MEL, 5).unlearnt == MEL
    first = values[:, 0]
    loud = rows.sum(axis=1)
    assert abs(np.corrcoef(first, loud)[0, 1]) > 0.9


def test_before_it_is_learnt_cosines_stand_in():
    values = Whitened(MEL, 5).measure(SAMPLES)
    np.testing.assert_allclose(values[:, 0], MEL.measure(SAMPLES).sum(1) / np.sqrt(20), rtol=1e-4)


def test_a_card_holds_the_table():
    stack = Stack((Moments(Whitened(MEL, 5).learnt(MEL.measure(SAMPLES)), 8, 4),))
    rebuilt = from_card(to_card(stack))
    assert rebuilt == stack
    np.testing.assert_array_equal(rebuilt.measure(SAMPLES), stack.measure(SAMPLES))


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((MEL, 0), "1 to 20 components"),
        ((MEL, 21), "1 to 20 components"),
        ((MEL, 5, "no base64!"), "base64"),
        ((MEL, 5, "AAAA"), "120 numbers"),
    ],
)
def test_components_that_cannot_be_are_refused(arguments, reason):
    with pytest.raises(OptionError, match=reason):
        Whitened(*arguments)


def test_windows_are_pooled_around_their_time_by_every_function():
    names = "mean deviation max min third fourth"
    part = Moments(MEL, 8, 4, names)
    values, rows = part.measure(SAMPLES), MEL.measure(SAMPLES)
    assert values.shape == (part.clock.count(len(SAMPLES)), 6 * 20) == (47, part.width)
    window = rows[5 * 4 - 4 : 5 * 4 + 4]
    centred = window - window.mean(axis=0)
    parts = np.split(values[5], 6)
    np.testing.assert_allclose(parts[0], window.mean(axis=0), rtol=1e-5)
    np.testing.assert_allclose(parts[1], window.std(axis=0), rtol=1e-4)
    np.testing.assert_allclose(parts[2], window.max(axis=0))
    np.testing.assert_allclose(parts[3], window.min(axis=0))
    np.testing.assert_allclose(parts[4] ** 3, (centred**3).mean(axis=0), rtol=1e-2, atol=1e-8)
    np.testing.assert_allclose(parts[5] ** 4, (centred**4).mean(axis=0), rtol=1e-3)
    np.testing.assert_allclose(values[0][:20], rows[:4].mean(axis=0), rtol=1e-5)


def test_chunks_are_as_the_whole():
    stack = Stack((Moments(Whitened(MEL, 5), 8, 4),))
    whole = stack.finish(stack.measure(SAMPLES))
    pieces = stream(stack, [SAMPLES[:9000], SAMPLES[9000:]], frames=7, context=1)
    np.testing.assert_allclose(np.concatenate([v[new] for v, new in pieces]), whole, atol=1e-5)


@pytest.mark.parametrize(("frames", "step", "names"), [(0, 1, "mean"), (1, 0, "mean"), (1, 1, "x")])
def test_windows_that_cannot_be_are_refused(frames, step, names):
    with pytest.raises(OptionError):
        Moments(MEL, frames, step, names)
