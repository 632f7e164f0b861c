"""The system of CONTRIBUTING.md, trained for one epoch and used."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import soundfile

from lausch import analyze
from lausch.annotation import Beats
from lausch.corpora.corpus import Corpus
from lausch.corpora.track import Track
from lausch.systems import system
from lausch.training.run import run


def test_the_example_trains_exports_and_listens(contributed, clicks, tmp_path):
    found = system(contributed.name)
    found = replace(found, recipe=replace(found.recipe, batch=2, excerpts_per_epoch=4))
    rate = found.representation.rate
    soundfile.write(tmp_path / "clicks.wav", clicks(120, 12.0, rate), rate)
    beats = Beats(np.arange(0.5, 11.9, 0.5))
    tracks = tuple(
        Track(
            split, tmp_path / "clicks.wav", 12.0, split, split=split, truth={"beats": lambda: beats}
        )
        for split in ("train", "validation")
    )
    out = tmp_path / "small.onnx"
    run(
        found,
        [Corpus("clicks", "MIT", "this test", "ship", tracks)],
        cache=tmp_path / "cache",
        folder=tmp_path / "run",
        out=out,
        epochs=1,
        jobs=1,
    )
    analysis = analyze(tmp_path / "clicks.wav", model=out)
    assert analysis.model == "small2026"
    assert analysis.beats.positions is None
