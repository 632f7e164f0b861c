"""A real recording with annotated beats: what the models find in it does not fall below a floor.

The floors lie under the scores of November 2026: beat F 1.000, .647 and .611 by `lausch2026`,
`boeck2011` and `boeck2016`, downbeat F 1.000 and .588.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import lausch
from lausch.formats.grids import read_beats
from lausch.metrics import beats

SONG = Path(__file__).parents[1] / "recordings" / "escape_from_chaosland.ogg"


@pytest.mark.parametrize(
    ("model", "floors"),
    [
        ("lausch2026", {"beat F": 0.97, "downbeat F": 0.95, "tempo Acc1": 1}),
        ("downbeats2026", {"beat F": 0.97, "downbeat F": 0.95, "tempo Acc1": 1}),
        ("boeck2011", {"beat F": 0.6, "tempo Acc1": 1}),
        ("boeck2016", {"beat F": 0.55, "downbeat F": 0.5, "tempo Acc1": 1}),
    ],
)
def test_a_metal_song(model, floors):
    truth = read_beats(SONG.with_suffix(".beats"))
    scores = beats.score(truth, lausch.analyze(SONG, model=model).beats)
    for measure, floor in floors.items():
        assert scores[measure] >= floor, measure
