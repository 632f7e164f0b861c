"""A draw depends on names alone, and small draws stand inside large ones."""

from __future__ import annotations

from pathlib import Path

from lausch.annotation import Beats
from lausch.corpora.draw import draw
from lausch.corpora.track import Track


def tracks(count=40, seconds=60.0):
    return [
        Track(f"track {number}", Path("x.flac"), seconds, f"song {number}", truth={"beats": Beats})
        for number in range(count)
    ]


def test_without_a_limit_everything_stays_in_its_order():
    assert draw(tracks()) == tracks()


def test_the_order_asks_nothing_but_the_name():
    names = [track.name for track in draw(tracks(), most=10)]
    assert names == [track.name for track in draw(reversed(tracks()), most=10)]
    assert names != [track.name for track in draw(tracks(), most=10, seed=1)]


def test_small_draws_stand_inside_large_ones():
    largest = [track.name for track in draw(tracks(), most=30)]
    assert [track.name for track in draw(tracks(), most=12)] == largest[:12]
    assert [track.name for track in draw(tracks(), minutes=7)] == largest[:7]


def test_a_draw_is_never_empty_but_for_lack_of_annotation():
    assert len(draw(tracks(), minutes=0.01)) == 1
    assert draw([Track("x", Path("x.flac"), 60.0, "x")], most=3) == []
