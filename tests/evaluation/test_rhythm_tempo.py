"""Where a tempo is steady, and what is said of octave errors."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from house import part, study
from stubs import row

from lausch.annotation import Beats
from lausch.evaluation.evidence import Evidence

TIMES = np.arange(1.0, 31.0, 0.5)


def test_a_recording_is_steady_if_one_line_passes_near_every_beat():
    is_steady = part("rhythm_tempo").is_steady
    assert is_steady(Beats(TIMES))
    assert is_steady(Beats(TIMES + 0.03 * (-1.0) ** np.arange(len(TIMES))))
    assert not is_steady(Beats(np.concatenate([TIMES, TIMES[-1] + np.arange(0.5, 9, 0.52)])))
    late = TIMES.copy()
    late[20] += 0.08
    assert not is_steady(Beats(late))
    assert not is_steady(Beats(TIMES[:7]))


@pytest.mark.parametrize(("bpm", "near"), [(120.09, 1.0), (120.11, 0.0), (60.0, 0.0), (0.0, 0.0)])
def test_a_steady_tempo_has_to_be_within_a_tenth(bpm, near):
    tempo = part("rhythm_tempo")
    facts = {"bpm": 120.0, "found bpm": bpm}
    assert tempo.steady_score(Beats(TIMES), facts) == {"steady tempo within 0.1 bpm": near}
    assert tempo.steady_score(Beats(TIMES[:4]), facts) == {}


def scored(track, found, **scores):
    result = row("one", track, "pop", **scores)
    facts = {"bpm": 120.0, "found bpm": found}
    level = part("rhythm_tempo").tempo_facts(facts)
    return replace(result, facts={**result.facts, **facts, **level})


def test_the_table_has_the_octaves_of_all_and_how_many_steady_ones_are_near():
    steady = part("rhythm_tempo").STEADY
    results = (
        scored("a", 120.05, **{steady: 1.0}),
        scored("b", 60.0, **{steady: 0.0}),
        scored("c", 120.0),
        scored("d", 130.0),
    )
    evidence = Evidence(study("rhythm").STUDY, (), ("one",), {}, results, "lausch report")
    text = part("rhythm_tempo").levels(evidence)
    assert "steady ones within 0.1 bpm" in text
    assert "| 4 | 50 % | 25 % | · | · | · | 25 % | 1 of 2 |" in text
