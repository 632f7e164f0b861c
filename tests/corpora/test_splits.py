"""The splits: stable for ever, and without leaks."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lausch.corpora.splits import (
    GROOVE_DRUMMERS,
    assign,
    is_sealed,
    read_wjd_solos,
    split_of,
    wjd_splits,
)
from lausch.errors import CorpusError

WJD_TEST = {
    "Bob Berg",
    "Chris Potter",
    "Coleman Hawkins",
    "Eric Dolphy",
    "Johnny Hodges",
    "Kenny Garrett",
    "Stan Getz",
    "Steve Lacy",
}
WJD_VALIDATION = {
    "Bix Beiderbecke",
    "David Liebman",
    "Gerry Mulligan",
    "Hank Mobley",
    "John Abercrombie",
    "Kenny Dorham",
    "Lee Morgan",
    "Lionel Hampton",
    "Von Freeman",
}
WORD = st.text("abcdefgh", min_size=1, max_size=2)


def test_about_a_tenth_is_tested_and_a_tenth_validates() -> None:
    splits = [split_of(f"song {i}") for i in range(5000)]
    assert 0.08 < splits.count("test") / 5000 < 0.12
    assert 0.08 < splits.count("validation") / 5000 < 0.12


def test_split_is_the_same_on_every_machine() -> None:
    others = {i for i in range(20) if split_of(f"song {i}") != "train"}
    assert others == {1, 2, 5, 7}


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(WORD, st.one_of(st.just(""), WORD)), max_size=60))
def test_no_song_and_no_performer_stands_in_two_splits(pairs: list[tuple[str, str]]) -> None:
    splits = assign(pairs)
    songs: dict[str, set[str]] = {}
    performers: dict[str, set[str]] = {}
    for (song, performer), split in zip(pairs, splits, strict=True):
        if split is not None:
            songs.setdefault(song, set()).add(split)
            if performer:
                performers.setdefault(performer, set()).add(split)
    assert all(len(found) == 1 for found in (*songs.values(), *performers.values()))


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(WORD, WORD), min_size=1, max_size=40))
def test_a_test_track_stays_one_whatever_is_added(pairs: list[tuple[str, str]]) -> None:
    part = wjd_splits(pairs[: len(pairs) // 2])
    whole = wjd_splits(pairs)
    for pair, split in part.items():
        if split == "test":
            assert whole[pair] == "test"


def test_wjd_performers_have_the_split_they_always_had() -> None:
    # Names of the database, frozen: a change here would let test solos into training.
    performers = (*WJD_TEST, *WJD_VALIDATION, "Miles Davis", "John Coltrane", "Charlie Parker")
    found = wjd_splits([(f"tune {name}", name) for name in performers])
    assert {name for (_, name), split in found.items() if split == "test"} == WJD_TEST
    assert {name for (_, name), split in found.items() if split == "validation"} == WJD_VALIDATION


def test_a_third_is_sealed_and_the_same_third_for_ever() -> None:
    assert 0.3 < sum(is_sealed("", f"song {i}") for i in range(3000)) / 3000 < 0.37
    assert {name for name in WJD_TEST if is_sealed(name, "any tune")} == {
        "Bob Berg",
        "Chris Potter",
    }
    drummers = [name for name, split in GROOVE_DRUMMERS.items() if split == "test"]
    assert [name for name in drummers if is_sealed(name, "")] == ["drummer10"]


def test_wjd_table_is_read(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "meta.csv.gz", "wt", encoding="utf-8") as file:
        file.write('title,performer\n"Blues, slow",Ann\nTune,Bob\n')
    assert read_wjd_solos(tmp_path) == [("Blues, slow", "Ann"), ("Tune", "Bob")]


def test_missing_wjd_table_names_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="--data"):
        read_wjd_solos(tmp_path)
