"""Shards that were filled apart are one index afterwards, as if all had been put there."""

import lancedb
import pytest
from melodies import ToneModel, excerpt, melody

from lausch.errors import SearchIndexError
from lausch.retrieval import Index, merging
from lausch.retrieval.chroma import notes_chroma
from lausch.retrieval.entry import entry_from_chroma
from lausch.retrieval.upkeep import FEWEST_INDEXED, orphans, partitions


class OtherModel(ToneModel):
    name = "others"
    digest = "2" * 64


def entries(numbers):
    return [entry_from_chroma(f"/music/{n:03}.flac", notes_chroma(melody(n, 20))) for n in numbers]


def made(folder, numbers, model=None):
    index = Index.create(folder, model=model or ToneModel())
    index.put(entries(numbers))
    return index


@pytest.fixture
def shards(tmp_path):
    return [made(tmp_path / "one", range(4)), made(tmp_path / "two", range(3, 7))]


@pytest.fixture
def whole(tmp_path):
    return Index.create(tmp_path / "whole", model=ToneModel())


def test_shards_are_one_index(shards, whole):
    assert whole.merge(shards) == (7, [])  # 003 is in both, and the same
    assert [entry.path for entry in whole.entries()] == [f"/music/{n:03}.flac" for n in range(7)]
    assert whole.check() == ()
    for number in (1, 5):
        best = whole.search(excerpt(melody(number, 20), 5, 8))[0]
        assert best.path == f"/music/{number:03}.flac"
    assert whole.merge(shards) == (0, [])


def test_what_is_there_with_something_else_is_left_out(shards, whole):
    whole.put([entry_from_chroma("/music/001.flac", notes_chroma(melody(50, 20)))])
    whole.put([entry_from_chroma("/copy.flac", notes_chroma(melody(2, 20)))])
    assert whole.merge(shards) == (5, ["/music/001.flac", "/music/002.flac"])
    assert len(whole) == 7


def test_a_merge_that_was_interrupted_is_done_again(shards, whole, monkeypatch):
    def fail(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(merging.Sounds, "read", fail)
        with pytest.raises(KeyboardInterrupt):
            whole.merge(shards)
    database = lancedb.connect(whole.uri)
    assert len(orphans(*map(database.open_table, ("recordings", "shingles")))) == 4
    assert len(whole) == 0
    assert whole.merge(shards) == (7, [])
    assert whole.check() == ()
    alone = made(f"{whole.uri}-alone", range(7))
    count, right = (
        lancedb.connect(each.uri).open_table("shingles").count_rows() for each in (whole, alone)
    )
    assert count == right


def test_another_model_is_refused_before_anything_is_added(shards, whole, tmp_path):
    other = made(tmp_path / "other", [9], OtherModel())
    with pytest.raises(SearchIndexError, match="only indexes of one model can be merged"):
        whole.merge([*shards, other])
    assert len(whole) == 0


def test_compacting_changes_no_answer(shards):
    query = excerpt(melody(2, 20), 5, 8)
    before = shards[0].search(query)
    shards[0].compact()
    assert shards[0].search(query) == before


def test_partitions_grow_with_the_index():
    assert partitions(FEWEST_INDEXED) == 141
    assert partitions(10**6) == 1000
    assert partitions(10**8) == 24414
    assert partitions(1) == 1
