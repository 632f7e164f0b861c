"""Of several networks the one that is nearest to the reference is decoded."""

from __future__ import annotations

import json

import numpy as np
import pytest

from lausch.analysis.analyze import analyze
from lausch.analysis.runner import Runner
from lausch.cli.summary import rows
from lausch.formats import FORMATS
from lausch.frames import Clock, Frames
from lausch.tasks import SpecialistBeats

FPS = Clock(100, 1)
TASK = SpecialistBeats(("jazz", "pop"))


def peaks(period: float, first: float = 1.0) -> np.ndarray:
    values = np.full(2000, 0.01, dtype=np.float32)
    values[FPS.frames(np.arange(first, 19.5, period))] = 0.9
    return values


def activations(*columns: np.ndarray) -> Frames:
    return Frames(np.stack(columns, axis=1), FPS, TASK.outputs)


def test_the_nearest_specialist_is_followed_and_not_the_reference():
    reference, far, near = peaks(0.5), peaks(0.61), peaks(0.5)
    near[FPS.frames(10.0)] = 0.5
    near[FPS.frames(1.5)] = 0.01
    chosen = TASK.chosen(activations(reference, far, near))
    assert chosen.followed == "beat by pop"
    np.testing.assert_array_equal(chosen.strongest, near)
    other = TASK.chosen(activations(reference, near, far))
    assert other.followed == "beat by jazz"
    np.testing.assert_array_equal(TASK.decode(chosen).times, TASK.decode(other).times)


@pytest.mark.parametrize("decoder", [None, "peaks", "tracker"])
def test_what_is_followed_is_decoded_as_if_it_were_alone(decoder):
    columns = peaks(0.5), peaks(0.4), peaks(0.75)
    frames = activations(*columns)
    for name, column in zip(TASK.outputs, columns, strict=True):
        alone = Frames(column[:, None], FPS, ("beat",))
        followed = Frames(frames.values, FPS, frames.columns, followed=name)
        beats = TASK.decode(followed, decoder=decoder)
        expected = TASK.member.decode(alone, decoder=decoder)
        np.testing.assert_array_equal(beats.times, expected.times)
        np.testing.assert_array_equal(beats.confidence, expected.confidence)
    np.testing.assert_array_equal(
        TASK.decode(frames).times, TASK.decode(Frames(frames.values, FPS, frames.columns)).times
    )


def test_pieces_of_a_long_recording_are_judged_together():
    reference = np.tile(peaks(0.5), 9)
    good_at_first, good_later = reference.copy(), reference.copy()
    good_at_first[9000:] = 0.01
    good_later[:4000] = 0.01
    assert TASK.chosen(activations(reference, good_at_first, good_later)).followed == "beat by pop"


def test_only_a_column_that_is_there_can_be_followed():
    with pytest.raises(ValueError, match="no column 'beat by folk'"):
        Frames(np.zeros((1, 3), np.float32), FPS, TASK.outputs, followed="beat by folk")


class Several:
    """A model whose specialist for pop agrees with its reference."""

    name, digest, rate, layers = "several", "5" * 64, 8000, ("beats", "tempo")

    def activations(self, recording):
        for _ in recording.blocks():
            pass
        return TASK.chosen(activations(peaks(0.5), peaks(0.61), peaks(0.5)))

    def decode(self, activations, **options):
        return TASK.decode(activations, **options)


def test_an_analysis_says_who_was_followed_in_text_and_files():
    model = Several()
    assert isinstance(model, Runner)
    noise = 0.1 * np.random.default_rng(0).normal(size=20 * 8000).astype(np.float32)
    analysis = analyze((noise, 8000), model=model)
    (maker,) = analysis.makers
    assert maker.followed == "beat by pop"
    assert ("model", f"several ({'5' * 12}), followed: beat by pop") in rows(analysis)
    assert analysis.tempo.bpm[0] == pytest.approx(120, abs=0.5)
    for name in ("json", "jams"):
        text = FORMATS[name].encode(analysis)
        assert json.loads(text)
        assert FORMATS[name].decode(text, "x").makers == (maker,)
    whole = FORMATS["json"].decode(FORMATS["json"].encode(analysis), "x")
    assert whole.activations.followed == "beat by pop"
