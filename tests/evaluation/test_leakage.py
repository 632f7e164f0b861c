"""What stands in two splits is found, within a corpus and across corpora."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from stubs import card

from lausch.corpora.corpus import Corpus
from lausch.corpora.track import Track
from lausch.evaluation.leakage import sharing, trained_on_these


def made(name, *tracks):
    return Corpus(
        name,
        "MIT",
        "",
        "ship",
        tuple(
            Track(
                f"{name}-{number}",
                Path("x"),
                1.0,
                song,
                performer,
                "",
                split,
                pcm_sha256=sha,
            )
            for number, (song, performer, split, sha) in enumerate(tracks)
        ),
    )


def test_clean_corpora():
    found = sharing([made("one", ("a", "x", "train", "1"), ("b", "y", "test", "2"))])
    assert not any(found.shared.values())
    assert found.counts["song"] == {"train": 1, "validation": 0, "test": 1}


def test_a_song_of_two_corpora_leaks():
    one = made("one", ("a", "", "train", "1"), ("b", "", "validation", "2"))
    two = made("two", ("a", "", "test", "3"), ("c", "", "test", "2"))
    found = sharing([one, two])
    assert any(found.shared.values())
    assert found.shared == {"song": ["a"], "performer": [], "sound": ["2"]}


def test_a_card_knows_its_training_tracks():
    corpus = made("one", ("a", "", "train", "1"), ("b", "", "train", "2"), ("c", "", "test", "3"))
    digest = hashlib.sha256(b"one-0\none-1").hexdigest()
    bill = {**card("x").data[0], "name": "one", "sha256": digest}
    assert trained_on_these(replace(card("x"), data=[bill]), [corpus]) == {"one": True}
    wrong = {**bill, "sha256": "f" * 64}
    elsewhere = {**bill, "name": "not here"}
    other = replace(card("x"), data=[wrong, elsewhere])
    assert trained_on_these(other, [corpus]) == {"one": False}
