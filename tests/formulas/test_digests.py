"""A formula is its settings: analyses and indexes name their digest."""

from __future__ import annotations

import pytest

from lausch.formulas import WEIGHTLESS, open_formula

DIGESTS = {
    "superflux": "61b247bbf154",
    "salience": "940058ee8b67",
    "spectrogram": "90e48a795f39",
    "foote": "ce8807e5f5cc",
    "homogeneity": "b718cd9cdf81",
    "laplacian": "38ca5985c712",
    "equal": "6be9274b411c",
    "bass-salience": "9a23ed528d9d",
    "bass-peaks": "7ed379ee3e9d",
    "chord-templates": "f525b5c1269e",
    "key-successions": "18fb7fd3e3aa",
}


@pytest.mark.parametrize("name", WEIGHTLESS)
def test_settings_stay_as_they_are(name):
    assert open_formula(name).digest[:12] == DIGESTS[name]


@pytest.mark.parametrize("name", WEIGHTLESS)
def test_it_has_the_task_that_scores_it(name):
    formula = open_formula(name)
    assert formula.task.layers == formula.layers
