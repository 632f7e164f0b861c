import numpy as np
import pytest

from lausch.annotation import hertz
from lausch.errors import OptionError
from lausch.representations import EvenLogLogS, InTune, Stack, from_card, represent, stream, to_card

SETTINGS = (44100, 4410, 8192, "hann", 30.0, 5500.0, 24)
BANDS = InTune(*SETTINGS, tuning_seconds=2.0)
STACK = Stack((BANDS,))


def scale(semitones, seconds=4.0, rate=44100):
    """Half seconds of tones with five partials, so many semitones above A4 = 440 Hz."""
    at = np.arange(round(seconds * rate)) / rate
    pitch = np.array([45, 52, 57, 59, 62, 64])[(at / 0.5).astype(int) % 6] + semitones
    phase = 2 * np.pi * np.cumsum(hertz(pitch)) / rate
    return sum(0.2 / n * np.sin(n * phase) for n in range(1, 6)).astype(np.float32)


@pytest.mark.parametrize(("semitones", "columns"), [(0.0, 0), (0.2, 0), (0.45, 1), (-0.4, -1)])
def test_columns_move_by_quarter_tones(semitones, columns):
    sound = scale(semitones)
    assert BANDS.tuned(sound).tuning_columns == columns
    assert BANDS.tuned(sound).tuning == columns / 2
    plain = EvenLogLogS(*SETTINGS).measure(sound)
    moved = BANDS.measure(sound)
    np.testing.assert_array_equal(
        moved[:, 2:-2], plain[:, 2 + columns : plain.shape[1] - 2 + columns]
    )


def test_out_of_tune_the_loudest_columns_are_those_in_tune():
    loudest = BANDS.measure(scale(0.0))[3::5].argmax(axis=1)
    for semitones in (0.45, -0.45):
        found = BANDS.measure(scale(semitones))[3::5].argmax(axis=1)
        assert np.abs(found - loudest).max() <= 1


def test_in_pieces_it_is_tuned_as_the_whole_is():
    samples = np.concatenate([scale(0.45), scale(0.0)])
    whole = represent(STACK, samples).values
    chunks = stream(STACK, np.split(samples, [100, 99999]), frames=20, context=7)
    found = np.concatenate([values[new] for values, new in chunks])
    np.testing.assert_allclose(found, whole, atol=1e-5)


def test_a_card_holds_it():
    assert from_card(to_card(STACK)) == STACK
    known = STACK.tuned(scale(0.45))
    assert known.tuning_samples == 0
    assert known.tuned(scale(0.0)) == known
    assert known.tuning == 0.5


@pytest.mark.parametrize("wrong", [{"bands_per_octave": 30}, {"tuning_seconds": -1.0}])
def test_columns_that_are_no_shares_of_a_semitone_are_refused(wrong):
    settings = dict(zip(("rate", "hop_samples", "window_samples"), SETTINGS[:3], strict=True))
    with pytest.raises(OptionError, match="every semitone"):
        InTune(**{**settings, "bands_per_octave": 24, **wrong})
