"""The study of listening examples: a tango with a tempo, its tables, and its clicks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from house import part, study

from lausch.annotation import Beats
from lausch.errors import CorpusError
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.result import Result

EXAMPLES = study("examples")
PIECES = part("examples_pieces")


def results():
    truth = 0.5 * np.arange(40)
    facts = {"bpm": 120.0, "metrical level": "right", "source": "here", "truth": truth.tolist()}
    for name in EXAMPLES.TRACKERS:
        beats = {"found bpm": 119.6, "beats": (truth + 0.01).tolist()}
        scores = {"beat F": 0.5, "CMLt": 0.25}
        yield Result(name, "examples", "tango", "a tango", 60.0, scores, facts=facts | beats)
    for name in EXAMPLES.BASS_SYSTEMS:
        scores = dict.fromkeys(EXAMPLES.BASS_MEASURES, 0.75)
        yield Result(name, "examples", "lost", "a line", 60.0, scores, facts={"source": "there"})


EVIDENCE = Evidence(EXAMPLES.STUDY, (), (), {}, tuple(results()), "lausch report")


def test_a_tango_marches_at_its_tempo_with_all_its_players():
    score = PIECES.tango(Path("nowhere"))
    assert score.beats.tempo_bpm == pytest.approx(114, rel=0.02)
    assert {part.role for part in score.parts} == {"bass", "comping", "melody", "lead"}
    assert score.beats.beats_per_bar == 4
    bass = score.parts[0].notes["start"]
    near = np.abs(score.beats.times[:, None] - bass[None]).min(axis=1)
    assert np.mean(near < 0.02) > 0.8  # each fourth bar anticipates its last beat


def test_a_quartet_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CorpusError, match="openscore"):
        PIECES.quartet(tmp_path)


def test_the_tables_have_every_tracker_and_every_bass():
    text = EXAMPLES.beat_table(EVIDENCE)
    assert text.count(".500 (120)") == len(EXAMPLES.TRACKERS)
    assert "summertime" not in text.lower()  # which was not measured
    assert EXAMPLES.tactus_table(EVIDENCE).count("| right |") == len(EXAMPLES.TRACKERS)
    assert EXAMPLES.bass_table(EVIDENCE).count(".750") == 6


def test_the_figure_is_drawn_from_what_there_is(tmp_path):
    assert EXAMPLES.draw(EVIDENCE, tmp_path / "a.png")
    assert (tmp_path / "a.png").stat().st_size > 5000


def test_examples_are_written_with_the_clicks_of_every_tracker(tmp_path, monkeypatch):
    job = EXAMPLES.Listening(PIECES.BEATS[1], tmp_path, tmp_path, EXAMPLES.of_beats)
    beats = Beats(6 + 0.5 * np.arange(20), np.arange(20) % 4 + 1)
    rendering = EXAMPLES.Rendering(np.zeros(44100 * 17, np.float32), beats, (), ())
    monkeypatch.setattr(EXAMPLES, "TRACKERS", {"one, true": lambda samples: beats})
    (result,) = EXAMPLES.of_beats(job, rendering)
    assert result.scores["beat F"] == 1
    assert result.facts["found bpm"] == pytest.approx(120)
    assert (tmp_path / "tango-one-true.wav").is_file()
