"""The rest of the page for other libraries, where Pescador and Keras are installed."""

from __future__ import annotations

import numpy as np
import pytest
from starterkit import code, mydata

SECTIONS = ("pandas", "scikit-learn", "Pescador", "Keras")


# Keras asks torch tensors for arrays as numpy 1 did.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_streams_feed_a_network_that_learns(tmp_path, monkeypatch):
    mydata(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    names: dict = {}
    exec(compile(code(*SECTIONS), "starter_kit.md", "exec"), names)
    assert np.isfinite(names["history"].history["loss"]).all()
    assert names["chances"].shape == (100, 1)
    assert names["found"].ndim == 1
