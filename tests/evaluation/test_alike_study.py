"""The study of what sounds alike judges neighbours by what was rendered."""

import sys
from importlib import import_module
from types import SimpleNamespace

import numpy as np
import pytest
from house import STUDIES

from lausch.annotation.tags import known

if str(STUDIES) not in sys.path:
    sys.path.append(str(STUDIES))
alike = import_module("alike")

TRIO = {"piano": True, "double bass": True, "drums": True, "voice": False}
SONG = {"piano": True, "double bass": False, "drums": True, "voice": True}


def track(song, facts):
    return SimpleNamespace(song=song, read=lambda _: known(facts))


def test_instruments_and_feel_agree_where_both_are_known():
    facts = [TRIO, SONG, {**TRIO, "swing feel": True}, {**SONG, "swing feel": True}, {}]
    tracks = [("jazz" if n % 2 else "pop", track(str(n), each)) for n, each in enumerate(facts)]
    found = alike.agreements(tracks)
    assert found["instruments"][0, 1] == pytest.approx(2 / 4)
    assert found["instruments"][0, 2] == 1
    assert np.isnan(found["instruments"][0, 4])
    assert found["same feel"][2, 3] == 1
    assert np.isnan(found["same feel"][0, 2])
    assert found["same kind"][0].tolist() == [1, 0, 1, 0, 1]


def test_neighbours_are_of_other_songs(monkeypatch):
    monkeypatch.setattr(alike, "NEIGHBOURS", 2)
    similarity = np.array([[1, 0.9, 0.8, 0.1, 0.0]] * 5)
    agreement = np.array([[1, 1, 1, 0, 1.0]] * 5)
    songs = ("a", "a", "b", "c", "d")
    first, *_ = alike.precisions(similarity, agreement, songs)
    assert first == 0.5  # b agrees and c does not; both takes of song a are left out
    agreement[0, 2:] = np.nan
    assert np.isnan(alike.precisions(similarity, agreement, songs)[0])


def test_shares_of_the_similarity_are_tried_without_a_trace():
    usual = alike.alike.TAGS_SHARE
    noise = np.random.default_rng(0).normal(0, 0.1, 22050).astype(np.float32)
    one, other = alike.Described.of(noise), alike.Described.of(np.sin(np.arange(22050) / 9))
    for way in alike.WAYS.values():
        assert way([one], [one, other]).shape == (1, 2)
    near, far = alike.WAYS[alike.OURS]([one], [one, other])[0]
    assert near == pytest.approx(1)
    assert far < near
    assert usual == alike.alike.TAGS_SHARE
