"""What each network of a multi-model system finds alone, and who was followed."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from house import part, study
from stubs import row

from lausch.annotation import Beats
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.session import Estimate
from lausch.frames import Clock, Frames
from lausch.tasks import BeatTracking, SpecialistBeats

TASK = SpecialistBeats(("jazz", "pop"))
TIMES = np.arange(1.0, 19.5, 0.5)


def test_every_network_is_decoded_alone_and_their_mean_too():
    values = np.full((2000, 3), 0.01, dtype=np.float32)
    at = Clock(100, 1).frames(TIMES)
    values[at, 0] = values[at, 2] = 0.9
    values[at + 25, 1] = 0.9
    activations = TASK.chosen(Frames(values, Clock(100, 1), TASK.outputs))
    session = SimpleNamespace(truth=lambda task: Beats(TIMES))
    system = SimpleNamespace(task=TASK)
    networks = part("rhythm_specialists").networks
    facts = networks(session, system, Estimate(None, activations, 0.0))
    assert facts["followed"] == "beat by pop"
    assert facts["beat F of each network"] == pytest.approx(
        # The mean has strong peaks on beats and faint ones between them, which are not counted.
        {"beat": 1.0, "beat by jazz": 0.0, "beat by pop": 1.0, "the mean of all": 1.0},
        abs=0.02,
    )
    one = Frames(values[:, :1], Clock(100, 1), ("beat",))
    single = SimpleNamespace(task=BeatTracking())
    assert networks(session, single, Estimate(None, one, 0.0)) == {}


def scored(track, followed, jazz, pop, corpus="jazz"):
    alone = {"beat": 0.5, "beat by jazz": jazz, "beat by pop": pop, "the mean of all": 0.25}
    result = row("boeck2014", track, corpus)
    facts = {"beat F of each network": alone, "followed": f"beat by {followed}"}
    return replace(result, facts={**result.facts, **facts})


def test_the_table_has_the_one_that_was_followed_and_the_best_of_each_track():
    results = (scored("a", "jazz", 0.6, 0.8), scored("b", "pop", 0.4, 0.2))
    evidence = Evidence(
        study("rhythm").STUDY,
        (),
        ("boeck2014", "alone"),
        {},
        (*results, row("alone", "a", "jazz"), row("alone", "b", "jazz")),
        "lausch report",
        validation=(scored("c", "jazz", 0.9, 0.7),),
    )
    text = part("rhythm_specialists").one_or_several(evidence)
    assert "`alone`" not in text
    # reference, jazz, pop, mean; best of each (.8, .4), followed (.6, .2), minus reference
    assert "| jazz | 2 | .500 | .500 | .500 | .250 | .600 | .400 | -.100 |" in text
    assert "| validation, all rendered | 1 | .500 | .900 | .700 | .250 | .900 | .900 |" in text
    assert "| jazz | 1 | 1 |" in text
    assert "| validation, all rendered | 1 | 0 |" in text
