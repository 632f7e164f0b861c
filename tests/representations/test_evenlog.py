import json

import numpy as np
import pytest

from lausch.representations import EvenLogLogS, LogLogS, Stack, from_card, represent, to_card

BANDS = EvenLogLogS(44100, 4410, 8192, "hann", 30.0, 5500.0, 24)


def tone(hz, seconds=1.0, rate=44100):
    return (0.3 * np.sin(2 * np.pi * hz * np.arange(int(seconds * rate)) / rate)).astype(np.float32)


def test_the_deep_chroma_extractor_has_its_178_bands():
    assert BANDS.width == len(BANDS.columns) == 178
    assert LogLogS(44100, 4410, 8192, "hann", 30.0, 5500.0, 24).width < 178
    np.testing.assert_allclose(BANDS.bank.sum(axis=0), 1, atol=1e-6)
    assert BANDS.centres[0] > 30
    assert BANDS.centres[-1] < 5500


def test_low_bands_may_be_the_same_bin():
    bank = BANDS.bank
    assert (bank[:, 0] == bank[:, 1]).all()
    assert not (bank[:, -1] == bank[:, -2]).all()


@pytest.mark.parametrize("midi", [40, 57, 69, 88])
def test_a_semitone_is_two_columns_everywhere(midi):
    low, high = (440.0 * 2.0 ** ((pitch - 69) / 12) for pitch in (midi, midi + 3))
    first, second = (BANDS.measure(tone(hz))[5] for hz in (low, high))
    assert abs(int(second.argmax()) - int(first.argmax()) - 6) <= 1
    assert abs(BANDS.centres[int(first.argmax())] / low - 1) < 2 ** (1.5 / 24) - 1


def test_transposed_bands_move_by_two_columns_a_semitone():
    values = np.random.default_rng(0).random((3, 178)).astype(np.float32)
    up = BANDS.transposed(values, 4)
    np.testing.assert_array_equal(up[:, 8:], values[:, :-8])
    assert not up[:, :8].any()
    np.testing.assert_array_equal(BANDS.transposed(up, -4)[:, :-8], values[:, :-8])


def test_a_card_keeps_it_apart_from_loglogs():
    stack = Stack((BANDS,))
    card = json.loads(json.dumps(to_card(stack)))
    assert card["parts"][0]["kind"] == "EvenLogLogS"
    assert from_card(card) == stack
    assert represent(stack, tone(440.0)).values.shape == (10, 178)
