"""The account of singing stands where Melodia is ahead, and says by how much."""

from __future__ import annotations

import pytest

from lausch.corpora.corpus import Corpus
from lausch.evaluation.lines import Followed
from lausch.evaluation.solo_evidence import SoloEvidence
from lausch.evaluation.solo_singing import singing


def evidence(**pitch: float) -> SoloEvidence:
    """Five songs of either corpus; systems by name with their accuracy on real singing."""
    rows = tuple(
        Followed(
            system, corpus, f"{corpus} {song}", f"song {song}", 10.0,
            {
                "raw pitch accuracy": 0.9 if corpus == "sung" else value,
                "voicing recall": 0.8 if corpus == "sung" else 0.5,
                "overall accuracy": value,
            },
        )
        for corpus in ("sung", "mir1k")
        for system, value in pitch.items()
        for song in range(5)
    )  # fmt: skip
    corpora = tuple(
        Corpus(name, "MIT", "", use, ()) for name, use in (("sung", "ship"), ("mir1k", "eval"))
    )
    models = tuple(name for name in pitch if name != "melodia")
    heights = {("mir1k", "mir1k 0"): 45.0}
    return SoloEvidence(corpora, models, {}, rows, "", "lausch", heights=heights)


def test_who_is_behind_on_real_singing_is_told_why() -> None:
    text = singing(evidence(solo=0.6, formula=0.65, melodia=0.7))
    assert "`solo` is behind Melodia" in text
    assert "synthesised singer its raw pitch accuracy is .900" in text
    assert "on MIR-1K .600" in text
    assert "voicing recall is .800 [.80, .80] there and .500 [.50, .50] here" in text
    assert "`formula` of lausch" in text
    assert "In lines under C3" in text


@pytest.mark.parametrize("given", [{"solo": 0.8, "melodia": 0.7}, {"solo": 0.8}])
def test_nothing_is_explained_that_is_not_so(given: dict[str, float]) -> None:
    assert singing(evidence(**given)) == ""
