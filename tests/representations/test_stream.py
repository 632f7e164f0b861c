import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lausch.representations import Deriv, LogLogS, LogMelS, Stack, represent, stream

STACKS = {
    "difference": Stack((Deriv(LogLogS(8000, 80, 512, low_hz=60.0, high_hz=3500.0), 3),)),
    "median": Stack(
        (Deriv(LogMelS(8000, 80, 256, high_hz=3500.0, bands=20), 10, method="median"),)
    ),
    "plain": Stack((LogLogS(8000, 160, 1024, low_hz=60.0, high_hz=3500.0),)),
}


@pytest.mark.parametrize("name", STACKS)
@settings(deadline=None, max_examples=25)
@given(
    length=st.integers(0, 20000),
    block=st.integers(50, 9000),
    frames=st.integers(7, 120),
    context=st.integers(0, 40),
)
def test_chunked_equals_whole(name, length, block, frames, context):
    stack = STACKS[name]
    samples = np.random.default_rng(length).normal(size=length).astype(np.float32)
    whole = represent(stack, samples).values
    blocks = [samples[start : start + block] for start in range(0, length, block)]
    seen = 0
    for values, new in stream(stack, blocks, frames=frames, context=context):
        before, after = new.start, len(values) - new.stop
        assert before == min(context, seen)
        assert after == min(context, len(whole) - seen - (new.stop - new.start))
        expected = whole[seen - before : seen + (new.stop - new.start) + after]
        np.testing.assert_allclose(values, expected, atol=1e-5)
        seen += new.stop - new.start
    assert seen == len(whole)


def test_samples_are_in_memory_once():
    """The self-similarity of minutes needs minutes of samples at once."""
    mel = LogMelS(22050, 441, 1024, low_hz=30.0, high_hz=10000.0, bands=10)
    seconds = 300
    second = np.zeros(22050, dtype=np.float32)
    blocks = (second.copy() for _ in range(seconds))
    tracemalloc.start()
    for _ in stream(Stack((mel,)), blocks, frames=50 * seconds, context=0):
        pass
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1.5 * seconds * second.nbytes
