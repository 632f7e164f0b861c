"""What swells four times a second has its modulations at four Hz, however loud it is."""

import numpy as np
import pytest

from lausch.errors import OptionError
from lausch.representations import MelS, Modulations, Stack, Whitened, from_card, stream, to_card

RATE = 8000
MEL = MelS(RATE, 256, 512, low_hz=50.0, high_hz=4000.0, bands=20)
SECONDS = np.arange(12 * RATE) / RATE
NOISE = np.random.default_rng(0).normal(0, 0.1, len(SECONDS))


def swelling(hz: float) -> np.ndarray:
    return (NOISE * (1 + 0.9 * np.sin(2 * np.pi * hz * SECONDS))).astype(np.float32)


@pytest.mark.parametrize("hz", [1.0, 2.0, 4.0, 8.0])
def test_the_strongest_band_has_the_rate_of_what_swells(hz):
    part = Modulations(MEL, 128, 16, bands=6, low_hz=0.7, high_hz=12.0)
    values = part.measure(swelling(hz))
    assert values.shape == (part.clock.count(len(SECONDS)), 6 * 20) == (24, part.width)
    strengths = values[12].reshape(6, 20).mean(axis=1)
    low, high = part.columns[20 * int(strengths.argmax())].split(" Hz")[0].split(" to ")
    assert float(low) <= hz <= float(high)


def test_a_steady_tone_has_none_and_neither_has_silence():
    part = Modulations(MEL, 128, 16, bands=4)
    tone = np.sin(2 * np.pi * 500 * SECONDS).astype(np.float32)
    assert part.measure(tone)[8:16].max() < 0.1 * part.measure(swelling(2.0))[8:16].max()
    assert not part.measure(np.zeros(RATE, np.float32)).any()
    assert part.measure(np.zeros(0, np.float32)).shape == (0, part.width)


def test_chunks_are_as_the_whole_and_a_card_holds_it():
    stack = Stack((Modulations(Whitened(MEL, 5), 64, 8, bands=4),))
    sound = swelling(3.0)
    whole = stack.finish(stack.measure(sound))
    pieces = stream(stack, [sound[:30000], sound[30000:]], frames=7, context=1)
    np.testing.assert_allclose(np.concatenate([v[new] for v, new in pieces]), whole, atol=1e-4)
    assert from_card(to_card(stack)) == stack


def test_its_components_are_learnt():
    part = Modulations(Whitened(MEL, 5), 64, 8, bands=4)
    assert part.unlearnt == MEL
    assert part.learnt(MEL.measure(swelling(3.0))).unlearnt is None


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"frames": 0, "step": 1}, "at least 1 frame"),
        ({"frames": 64, "step": 0}, "at least 1 frame"),
        ({"frames": 64, "step": 8, "low_hz": 15.0}, "rates increase"),
        ({"frames": 64, "step": 8, "high_hz": 20.0}, "at most 15.62 Hz"),
        ({"frames": 64, "step": 8, "bands": 0}, "0 bands"),
        ({"frames": 64, "step": 8, "bands": 20}, "too narrow"),
    ],
)
def test_windows_that_cannot_be_are_refused(settings, reason):
    with pytest.raises(OptionError, match=reason):
        Modulations(MEL, **settings)
