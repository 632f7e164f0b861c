"""The journal is right after whatever ends a batch, and says in words what is wrong with it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from lausch.batches import layout, runs
from lausch.batches.journal import Journal
from lausch.batches.layout import journal_path
from lausch.batches.rows import Entry, Result
from lausch.batches.runs import Lock, running
from lausch.batches.stamps import Stamp
from lausch.batches.standing import standing
from lausch.batches.states import DONE, LEASED, QUEUED
from lausch.errors import JournalError

SONG = Path("/songs/a.wav")
STAMP = Stamp(5, 7)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / layout.FOLDER).mkdir()
    return tmp_path


def opened(folder, name="one", making="m"):
    return Journal(folder, name, making, workers=1)


def ended(journal, path=SONG):
    result = Result(journal.folder / "a.beats", "m", Stamp(1, 2), "c")
    entry = Entry(path, STAMP, content="d", results={"beats": result})
    journal.finish(entry, "m", version="1", duration=60.0, seconds=2.0)


def test_a_recording_goes_through_its_states(folder):
    with opened(folder) as journal:
        journal.keep([Entry(SONG, STAMP)])
        assert journal.row(SONG).state == QUEUED
        assert journal.lease([SONG])
        assert not journal.lease([SONG])
        assert journal.row(SONG).state == LEASED
        ended(journal)
        assert journal.row(SONG).tries == 1
    with opened(folder, "two") as journal:
        row = journal.row(SONG)
        assert (row.state, row.stamp, row.content, row.begun) == (DONE, STAMP, "d", False)
        (result,) = journal.results(row).values()
        assert result == Result(folder / "a.beats", "m", Stamp(1, 2), "c")
        assert journal.owner(folder / "a.beats").path == SONG
        assert len(journal) == 1


def flushes(journal):
    """The number of times that each transaction of a recording waits for the disk."""
    said = []
    journal._connection.set_trace_callback(said.append)
    return lambda: sum(words == "PRAGMA synchronous = FULL" for words in said)


def test_the_disk_is_waited_for_once_for_several_recordings(folder, monkeypatch):
    paths = [SONG.with_name(f"{n}.wav") for n in range(16)]
    with opened(folder) as journal:
        journal.keep([Entry(path, STAMP) for path in paths])
        waited = flushes(journal)
        assert journal.lease(paths) == set(paths)
        for path in paths:
            ended(journal, path)
        assert waited() == 1
        monkeypatch.setattr("lausch.batches.transactions.FLUSHED_SECONDS", -1.0)
        ended(journal, paths[0])
        assert waited() == 2


def test_what_another_batch_has_begun_since_is_left_to_it(folder):
    with opened(folder) as one, opened(folder, "two") as two:
        one.keep([Entry(SONG, STAMP)])
        before = two.row(SONG)
        assert one.lease([SONG])
        ended(one)
        two.keep([Entry(SONG, STAMP, before=before), Entry(SONG, STAMP)])
        assert two.row(SONG).state == DONE
        assert not two.lease([SONG])


def test_what_a_dead_batch_has_leased_is_queued_again(folder):
    journal = opened(folder, "dead")
    journal.keep([Entry(SONG, STAMP)])
    assert journal.lease([SONG])
    journal._connection.close()
    with opened(folder, "alive") as next_one:
        assert next_one.lessees() == {"dead"}
        assert next_one.recover([]) == 0
        assert next_one.recover(["dead"]) == 1
        assert (next_one.row(SONG).state, next_one.row(SONG).begun) == (QUEUED, True)


def test_what_is_done_is_found_by_size(folder, monkeypatch):
    with opened(folder) as journal:
        journal.keep([Entry(SONG, STAMP)])
        ended(journal)
        assert [row.path for row in journal.done({STAMP.size, 9})] == [SONG]
        assert list(journal.done({9})) == []
        monkeypatch.setattr("lausch.batches.lookups.MOST_SIZES", 0)
        assert [row.path for row in journal.done({9})] == [SONG]  # `Lost` looks at the size, too


def test_a_batch_that_ends_gives_back_what_it_has_leased(folder):
    def interrupted():
        with opened(folder) as journal:
            journal.keep([Entry(SONG, STAMP)])
            assert journal.lease([SONG])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    with opened(folder, "two") as journal:
        assert journal.row(SONG).state == QUEUED


def test_the_second_death_is_the_last(folder):
    with opened(folder) as journal:
        journal.keep([Entry(SONG, STAMP)])
        for quarantined in (False, True):
            assert journal.lease([SONG])
            assert journal.bury(SONG, "killed", "why", "m", version="1") is quarantined
        assert not journal.lease([SONG])
        (failure,) = journal.failures()
        assert failure == (str(SONG), "quarantined", "killed", 2, "why")


def test_a_moved_folder_of_results_is_still_known(folder, tmp_path):
    with opened(folder) as journal:
        journal.keep([Entry(SONG, STAMP)])
        journal.lease([SONG])
        ended(journal)
    elsewhere = folder.rename(tmp_path.with_name("elsewhere"))
    with opened(elsewhere, "two") as journal:
        (result,) = journal.results(journal.row(SONG)).values()
        assert result.path == elsewhere / "a.beats"


def damaged(path):
    opened(path.parent.parent)._connection.close()
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)


def newer(path):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"PRAGMA application_id = {layout.APPLICATION}")
        connection.execute(f"PRAGMA user_version = {layout.LAYOUT + 1}")
        connection.execute("CREATE TABLE a (b)")


def foreign(path):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE a (b)")


WRONG = {
    "is damaged": damaged,
    "is damaged (file is not a database)": lambda path: path.write_bytes(b"text" * 5000),
    "of a newer lausch (layout 2": newer,
    "not a journal of lausch": foreign,
    "cannot be written": Path.mkdir,
}


@pytest.mark.parametrize("words", WRONG)
def test_a_journal_that_cannot_be_used_is_said_in_words(folder, words):
    path = journal_path(folder)
    WRONG[words](path)

    def used():
        with opened(folder) as journal:
            journal.keep([Entry(SONG, STAMP)])
            list(journal.done({STAMP.size}))

    with pytest.raises(JournalError) as error:
        used()
    assert words in str(error.value)
    assert str(path) in str(error.value)


def test_a_full_disk_is_said_in_words_and_loses_nothing(folder):
    with opened(folder) as journal:
        journal.keep([Entry(SONG, STAMP)])
        pages = journal._ask("PRAGMA page_count")[0][0]
        journal._ask(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(JournalError, match="disk is full"):
            journal.keep([Entry(SONG.with_name(f"{n:0200}"), STAMP) for n in range(500)])
        journal._ask("PRAGMA max_page_count = 4294967294")
        assert len(journal) == 1
        assert journal.lease([SONG])


def test_a_lock_is_held_until_its_batch_ends(folder, monkeypatch):
    inner = folder / layout.FOLDER
    with Lock(inner) as lock:
        assert running(inner) == []  # one's own is not asked for
        monkeypatch.setattr(runs.os, "getpid", lambda: 1)
        (holder,) = running(inner)
        assert holder.name == lock.name
    assert running(inner) == []
    (inner / "host+7+ab.run").touch()  # of a batch that was killed
    assert running(inner) == []
    assert list(inner.glob("*.run")) == []


def test_the_rate_is_that_of_the_last_minutes_of_a_batch(folder):
    paths = [SONG.with_name(f"{n}.wav") for n in range(5)]
    with opened(folder) as journal:
        journal.keep([Entry(path, STAMP) for path in paths])
        for path in paths:
            ended(journal, path)
    with closing(sqlite3.connect(journal_path(folder))) as connection, connection:
        connection.execute("UPDATE runs SET begun = 1000")
        connection.execute("UPDATE recordings SET finished = 2000 + 300 * id")  # 2300 to 3500
    assert standing(folder).an_hour == pytest.approx(3 / 600 * 3600)  # at 2900, 3200 and 3500
    with opened(folder, "two"):
        assert standing(folder).an_hour is None  # the last batch has done nothing


def test_how_far_a_batch_is(folder):
    paths = [SONG.with_name(f"{n}.wav") for n in range(5)]
    with opened(folder) as journal:
        journal.keep([Entry(path, STAMP) for path in paths])
        for path in paths[:4]:
            journal.lease([path])
        ended(journal, paths[0])
        ended(journal, paths[1])
        journal.fail(paths[2], "late", "why", "m", version="1")
        found = standing(folder)
    assert found.counts == {"done": 2, "failed": 1, "quarantined": 0, "leased": 1, "queued": 1}
    assert found.reasons == {"late": 1}
    assert found.an_hour > 0
    assert found.times_real == pytest.approx(found.an_hour * 60 / 3600)
    assert found.seconds_left is None  # nobody is at work
    assert standing(folder).counts["queued"] == 2


@pytest.mark.parametrize("begun", [False, True])
def test_a_folder_without_a_journal_has_no_status(folder, begun):
    if begun:
        journal_path(folder).touch()
    with pytest.raises(JournalError, match="no journal in this folder"):
        standing(folder)


def test_what_is_no_folder_has_no_status(folder):
    with pytest.raises(JournalError, match=r"none: there is no such folder; name the folder"):
        standing(folder / "none")
    (folder / "song.wav").touch()
    with pytest.raises(JournalError, match=r"song.wav: is a file; name the folder of results"):
        standing(folder / "song.wav")
