"""An index keeps what was put in: found again, resumed, never mixed, never silently damaged."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import lancedb
import numpy as np
import pytest
import soundfile
from melodies import RATE, ToneModel, excerpt, melody, tones

from lausch.errors import AudioError, IndexDamagedError, OptionError, SearchIndexError
from lausch.retrieval import Index, searching
from lausch.retrieval.chroma import notes_chroma
from lausch.retrieval.entry import entry_from_chroma
from lausch.retrieval.shingles import SIZE
from lausch.retrieval.upkeep import orphans


class OtherModel(ToneModel):
    name = "others"
    digest = "2" * 64


def entries(count, first=0):
    return [
        entry_from_chroma(f"/music/{n:03}.flac", notes_chroma(melody(n)))
        for n in range(first, first + count)
    ]


def names(matches):
    return [Path(match.path).name for match in matches]


def tables(index):
    database = lancedb.connect(index.uri)
    return database.open_table("recordings"), database.open_table("shingles")


def partitioned(index):
    """How many partitions its vector index has."""
    shingles = tables(index)[1]
    search = shingles.search(np.ones(SIZE, np.float16), vector_column_name="vector")
    (count,) = re.findall(r"partitions_ranked=(\d+)", search.nprobes(10**6).analyze_plan())
    return int(count)


@pytest.fixture
def index(tmp_path):
    return Index.create(tmp_path / "index", model=ToneModel())


@pytest.fixture
def filled(index):
    index.put(entries(8))
    return index


@pytest.fixture
def record(tmp_path):
    def write(name, seed, seconds=20):
        path = tmp_path / name
        soundfile.write(path, tones(melody(seed, seconds)), RATE)
        return path

    return write


class TestSearch:
    def test_place_transposition_and_tempo_are_said(self, filled):
        query = excerpt(melody(5), 20, 10, tempo=1.25, up=-2)
        best, *others = filled.search(query, transpose="any", tempo=(0.8, 1.25))
        assert names([best]) == ["005.flac"]
        assert best.transposition == 2
        assert best.tempo == pytest.approx(1.25, rel=0.05)
        assert best.start == pytest.approx(20 + query.onsets[0] / 1.25, abs=0.3)
        assert best.end == pytest.approx(20 + query.offsets[-1] / 1.25, abs=0.3)
        assert best.score > max(other.score for other in others)

    def test_a_midi_file_finds_sound(self, index, record, tmp_path):
        from lausch import formats
        from lausch.annotation.analysis import Analysis

        sound = [record(f"{seed}.wav", seed) for seed in range(3)]
        assert index.add(sound, model=ToneModel()) == []
        query = tmp_path / "query.mid"
        formats.write(Analysis(solo=excerpt(melody(1, 20), 5, 6)), query)
        best = index.search(query)[0]
        assert best.path == str(sound[1])
        assert 4.5 < best.start < 6

    def test_sound_finds_sound(self, index, record, tmp_path):
        sound = [record(f"{seed}.wav", seed) for seed in range(3)]
        index.add(sound, model=ToneModel())
        query = tmp_path / "query.wav"
        soundfile.write(query, tones(excerpt(melody(2, 20), 8, 6)), RATE)
        assert index.search(query, model=ToneModel())[0].path == str(sound[2])

    def test_pruning_and_exact_search_agree(self, filled, monkeypatch):
        query = excerpt(melody(3), 30, 8)
        whole = filled.search(query)
        monkeypatch.setattr(searching, "MATCHED_WHOLE", 3)
        monkeypatch.setattr(searching, "CANDIDATES", 4)
        pruned = filled.search(query)
        assert len(pruned) == 4
        assert replace(pruned[0], confidence=whole[0].confidence) == whole[0]
        # Three recordings at a time give the same answers as all at once.
        assert filled.search(query, exact=True) == whole

    def test_pruning_through_a_vector_index(self, filled, monkeypatch):
        from lausch.retrieval import upkeep

        monkeypatch.setattr(upkeep, "FEWEST_INDEXED", 300)
        monkeypatch.setattr(searching, "MATCHED_WHOLE", 0)
        filled.put(entries(4, first=8))
        (before,) = tables(filled)[1].list_indices()
        filled.put(entries(1, first=12))
        assert [each.name for each in tables(filled)[1].list_indices()] == [before.name]
        filled.put(entries(40, first=13))
        (after,) = tables(filled)[1].list_indices()
        assert after.name != before.name  # laid out anew for four times as many
        for seed in range(12):
            assert names(filled.search(excerpt(melody(seed), 30, 8), count=1)) == [
                f"{seed:03}.flac"
            ]
        assert filled.check() == ()

    def test_partitions_stay_as_they_were_laid_out(self, filled, monkeypatch):
        from lausch.retrieval import upkeep

        monkeypatch.setattr(upkeep, "FEWEST_INDEXED", 300)
        laid_out = upkeep.partitions(tables(filled)[1].count_rows())
        filled.compact()
        assert partitioned(filled) == pytest.approx(laid_out, rel=0.3)
        filled.compact()
        assert partitioned(filled) == pytest.approx(laid_out, rel=0.3)
        filled.put(entries(1, first=8))
        assert partitioned(filled) > 0.7 * laid_out
        monkeypatch.setattr(upkeep, "MOST_SEGMENTS", 1)
        filled.put(entries(1, first=9))
        laid_out = upkeep.partitions(tables(filled)[1].count_rows())
        assert partitioned(filled) == pytest.approx(laid_out, rel=0.3)

    def test_an_empty_index_answers_nothing(self, index):
        assert index.search(melody(0)) == []

    def test_a_query_of_less_than_a_second_is_refused(self, filled):
        with pytest.raises(OptionError, match="s of melody"):
            filled.search(excerpt(melody(0), 10, 0.5))


class TestAdding:
    def test_what_is_in_is_not_heard_again(self, index, record):
        sound = [record(f"{seed}.wav", seed) for seed in range(2)]
        index.add(sound, model=ToneModel())
        analysed = []

        class Counting(ToneModel):
            def activations(self, recording):
                analysed.append(recording.name)
                return super().activations(recording)

        sound.append(record("2.wav", 2))
        index.add(sound, model=Counting())
        assert analysed == [str(sound[2])]
        os.utime(sound[0], (1, 1))
        moved = sound[1].rename(sound[1].with_name("moved.wav"))
        index.add([sound[0], moved], model=Counting())
        assert analysed == [str(sound[2])]
        assert [Path(each.path).name for each in index.recordings()] == [
            "0.wav",
            "2.wav",
            "moved.wav",
        ]
        assert index.check() == ()

    def test_a_changed_file_replaces_what_it_was(self, index, record):
        path = record("a.wav", 0)
        index.add([path], model=ToneModel())
        record("a.wav", 1)
        index.add([path], model=ToneModel())
        assert len(index) == 1
        assert index.search(excerpt(melody(1, 20), 5, 8))[0].score > 0.9
        assert index.check() == ()

    def test_copies_are_left_out(self, index, record, tmp_path):
        path = record("a.wav", 0)
        copy = tmp_path / "b.wav"
        copy.write_bytes(path.read_bytes())
        index.add([path, copy], model=ToneModel())
        assert [each.path for each in index.recordings()] == [str(path)]

    def test_a_bad_file_does_not_stop_the_others(self, index, record, tmp_path):
        bad = tmp_path / "bad.wav"
        bad.write_bytes(b"<html>")
        ((name, error),) = index.add([bad, record("a.wav", 0)], model=ToneModel())
        assert name == str(bad)
        assert isinstance(error, AudioError)
        assert len(index) == 1

    def test_another_model_is_refused(self, index, record):
        with pytest.raises(SearchIndexError, match=r"made by tones .* but this is others"):
            index.add([record("a.wav", 0)], model=OtherModel())
        with pytest.raises(SearchIndexError, match="activations differ"):
            index.search(record("b.wav", 0), model=OtherModel())

    def test_remove(self, filled):
        assert filled.remove(["/music/003.flac", "/music/xyz.flac"]) == ["/music/xyz.flac"]
        assert len(filled) == 7
        assert "003.flac" not in names(filled.search(excerpt(melody(3), 10, 8)))
        assert filled.check() == ()

    def test_searches_while_another_process_adds(self, filled):
        reader = Index.open(filled.uri)
        problems = []

        def add():
            for first in range(8, 20, 3):
                filled.put(entries(3, first))

        writer = threading.Thread(target=add)
        writer.start()
        count = 8
        while writer.is_alive() or count < 20:
            now = len(reader.search(excerpt(melody(3), 10, 8), count=50))
            if now < count:
                problems.append((count, now))
            count = now
            if not writer.is_alive() and count < 20:
                problems.append(("ended with", count))
                break
        writer.join()
        assert problems == []


ODD = os.fsdecode(b"/music/caf\xe9 \\xe9.flac")


class TestOddNames:
    def test_a_name_that_is_not_utf8_is_kept_as_it_is(self, filled):
        filled.put([replace(entries(1, first=30)[0], path=ODD)])
        assert ODD in [place.path for place in filled.recordings()]
        query = excerpt(melody(30), 20, 10)
        best, *_ = Index.open(filled.uri).search(query)
        assert best.path == ODD
        assert filled.align(query, best).recording.size
        assert filled.check() == ()
        assert filled.remove([ODD]) == []
        assert len(filled) == 8

    @pytest.mark.parametrize("name", ["a\nb", "a\x1bb", os.fsdecode(b"caf\xe9")])
    def test_a_path_that_the_database_cannot_open_is_refused(self, tmp_path, name):
        with pytest.raises(OptionError, match="control characters"):
            Index.create(tmp_path / name, model=ToneModel())
        assert list(tmp_path.iterdir()) == []


FULL = "lance error: LanceError(IO): No space left on device (os error 28), /x/y.rs:258:9"


class TestFailures:
    def outcomes(self, index):
        told = []
        return told, index.writer(lambda path, outcome: told.append((path, str(outcome))))

    def test_added_is_said_once_it_is_written(self, index):
        told, writer = self.outcomes(index)
        for entry in entries(3):
            writer.put(entry)
        assert (told, len(index)) == ([], 0)
        writer.finish()
        assert [what for _, what in told] == ["added"] * 3
        assert len(index) == 3

    def test_an_entry_that_cannot_be_written_costs_no_other(self, index):
        told, writer = self.outcomes(index)
        first, last = entries(2)
        for entry in (first, replace(last, path="/odd", seconds="long"), last):
            writer.put(replace(entry, sha256=entry.path))
        writer.finish()
        assert [path for path, what in told if what == "added"] == [first.path, last.path]
        assert "cannot be added" in dict(told)["/odd"]
        assert len(index) == 2

    def test_a_full_disk_is_a_sentence_and_loses_nothing(self, filled, monkeypatch):
        told, writer = self.outcomes(filled)
        writer.put(entries(1, first=8)[0])

        def full(*_):
            raise RuntimeError(FULL)

        with monkeypatch.context() as patch:
            patch.setattr(writer, "_put_rows", full)
            with pytest.raises(SearchIndexError, match=r"written: No space .* not added: 1"):
                writer.flush()
        assert told == []
        assert len(filled) == 8
        writer.finish()
        assert [what for _, what in told] == ["added"]
        assert filled.check() == ()

    def test_a_protected_folder_has_no_half_index(self, tmp_path, monkeypatch):
        import lancedb

        def protected(*_, **__):
            raise RuntimeError("Read-only file system (os error 30)")

        monkeypatch.setattr(lancedb.db.LanceDBConnection, "create_table", protected)
        with pytest.raises(SearchIndexError, match="cannot be written: Read-only"):
            Index.create(tmp_path / "index", model=ToneModel())

    @pytest.mark.parametrize("harm", ["data", "no manifests", "cut manifests"])
    def test_a_damaged_index_is_said_to_be_damaged(self, filled, harm):
        for table in Path(filled.uri).iterdir():
            if harm == "no manifests":
                shutil.rmtree(table / "_versions")
            for path in (table / {"data": "data"}.get(harm, "_versions")).glob("*"):
                path.write_bytes(path.read_bytes()[:40].ljust(path.stat().st_size, b"\0"))
        for use in (
            Index.recordings,
            Index.check,
            lambda index: index.put(entries(1, first=8)),
            lambda index: index.remove(["/music/000.flac"]),
        ):
            with pytest.raises(IndexDamagedError, match="cannot be read"):
                use(Index.open(filled.uri))

    def test_the_command_line_is_quiet_where_lancedb_panics(self, filled, monkeypatch, capfd):
        monkeypatch.setattr("lausch.files._owned", True)
        for manifest in Path(filled.uri).glob("*/_versions/*.manifest"):
            manifest.write_bytes(b"\xff" * 400)
        for use in (Index.recordings, lambda index: index.search(entries(1)[0].chroma)):
            with pytest.raises(IndexDamagedError, match="cannot be read"):
                use(Index.open(filled.uri))
        assert capfd.readouterr() == ("", "")

    def test_an_address_that_cannot_be_opened_is_a_sentence(self):
        with pytest.raises(SearchIndexError, match=r"^s3://: cannot be reached"):
            Index.open("s3://")


class TestTwoAtOnce:
    def test_one_of_two_makes_the_index(self, tmp_path):
        uri = str(tmp_path / "index")

        def create(model):
            try:
                return Index.create(uri, model=model).binding.model
            except SearchIndexError as error:
                return str(error)

        with ThreadPoolExecutor(2) as pool:
            names = sorted(pool.map(create, (ToneModel(), OtherModel())), key=len)
        assert names[0] == Index.open(uri).binding.model
        assert names[1].endswith("there is an index already")

    def test_half_an_index_of_another_model_is_made_whole(self, tmp_path):
        Index.create(tmp_path / "index", model=OtherModel())
        shutil.rmtree(tmp_path / "index" / "recordings.lance")
        index = Index.create(tmp_path / "index", model=ToneModel())
        index.put(entries(2))
        assert index.check() == ()

    def test_the_same_recordings_are_added_by_two(self, index):
        writers = [index.writer(lambda *_: None) for _ in range(2)]
        for writer in writers:
            for entry in entries(3):
                writer.put(entry)
        writers[0].flush()
        writers[1].finish()
        writers[0].finish()
        assert len(index) == 3
        assert index.check() == ()


class TestPlaces:
    def test_nothing_is_made_by_looking(self, tmp_path):
        with pytest.raises(SearchIndexError, match="no index is there"):
            Index.open(tmp_path / "absent")
        assert not (tmp_path / "absent").exists()
        with pytest.raises(SearchIndexError, match="no index is there"):
            Index.open(tmp_path)

    def test_an_index_is_not_made_twice_nor_among_other_things(self, index, tmp_path):
        with pytest.raises(SearchIndexError, match="an index already"):
            Index.create(index.uri, model=ToneModel())
        with pytest.raises(SearchIndexError, match="something else"):
            Index.create(tmp_path, model=ToneModel())

    def test_a_newer_form_is_refused(self, tmp_path, monkeypatch):
        from lausch.retrieval import tables

        Index.create(tmp_path / "index", model=ToneModel())
        monkeypatch.setattr(tables, "VERSION", 0)
        with pytest.raises(SearchIndexError, match="newer lausch"):
            Index.open(tmp_path / "index")

    def test_an_older_form_is_refused(self, tmp_path, monkeypatch):
        from lausch.retrieval import tables

        Index.create(tmp_path / "index", model=ToneModel())
        monkeypatch.setattr(tables, "VERSION", tables.VERSION + 1)
        with pytest.raises(SearchIndexError, match="make it anew"):
            Index.open(tmp_path / "index")

    def test_it_is_small(self, index):
        index.put(
            [entry_from_chroma(f"/music/{n}", notes_chroma(melody(n, 240))) for n in range(20)]
        )
        size = sum(path.stat().st_size for path in Path(index.uri).rglob("*") if path.is_file())
        assert size / 20 < 150_000


KILLED = """
import os, sys, signal
from melodies import melody
from lausch.retrieval import Index
from lausch.retrieval.chroma import notes_chroma
from lausch.retrieval.entry import entry_from_chroma
from lausch.retrieval.writer import Writer
index = Index.open(sys.argv[1])
def die(self, *rows):
    os.kill(os.getpid(), signal.SIGKILL)
Writer._put_rows = die
index.put([entry_from_chroma("/music/last.flac", notes_chroma(melody(99)))])
"""


class TestDamage:
    def test_a_writer_killed_between_the_tables_leaves_a_whole_index(self, filled):
        path = os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])
        done = subprocess.run(
            [sys.executable, "-c", KILLED, filled.uri], env={**os.environ, "PYTHONPATH": path}
        )
        assert done.returncode == -signal.SIGKILL
        assert len(filled) == 8
        assert len(filled.search(excerpt(melody(99), 10, 8), count=50)) == 8
        (problem,) = filled.check(repair=True)
        assert "1 recordings that are not in" in problem
        assert filled.check() == ()
        assert len(orphans(*tables(filled))) == 0
        filled.put([entry_from_chroma("/music/last.flac", notes_chroma(melody(99)))])
        assert names(filled.search(excerpt(melody(99), 10, 8), count=1)) == ["last.flac"]

    def test_a_changed_row_is_noticed_by_search_and_check(self, filled):
        recordings, _ = tables(filled)
        (row,) = recordings.search().where("path = '/music/002.flac'").to_list()
        chroma = bytearray(row["chroma"])
        chroma[100] ^= 1
        recordings.update(where=f"id = {row['id']}", values={"chroma": bytes(chroma)})
        with pytest.raises(IndexDamagedError, match=r"002\.flac.*checksum"):
            filled.search(melody(0))
        assert filled.check(repair=True) == ("/music/002.flac: its row is damaged",)
        assert filled.check() == ()
        assert len(filled) == len(filled.search(melody(0))) == 7

    def test_missing_shingles_are_noticed(self, filled):
        _, shingles = tables(filled)
        number = filled.recordings()[4].number
        shingles.delete(f"id = {number} AND start < 20")
        (problem,) = filled.check()
        assert problem.startswith("/music/004.flac: ")
        assert "shingles are there" in problem

    @pytest.mark.parametrize("table", ["recordings", "shingles"])
    def test_flipped_bits_in_files_are_noticed(self, filled, table):
        random = np.random.default_rng(0)
        (file,) = (Path(filled.uri) / f"{table}.lance" / "data").glob("*.lance")
        whole = file.read_bytes()
        for place in random.integers(0, int(len(whole) * 0.8), 12):
            damaged = bytearray(whole)
            damaged[place : place + 4] = bytes(each ^ 0xFF for each in damaged[place : place + 4])
            file.write_bytes(damaged)
            with contextlib.suppress(IndexDamagedError):
                assert Index.open(filled.uri).check() != (), place
        file.write_bytes(whole)
        assert Index.open(filled.uri).check() == ()

    def test_a_lost_file_is_a_damaged_index(self, filled):
        (file,) = (Path(filled.uri) / "recordings.lance" / "data").glob("*.lance")
        file.unlink()
        again = Index.open(filled.uri)
        with pytest.raises(IndexDamagedError, match="cannot be read"):
            again.search(melody(0))
        with pytest.raises(IndexDamagedError, match="cannot be read"):
            again.check()


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"7", b"{}", b'{"model": 7, "digest": "0", "version": 2}',
     b'{"model": "a", "digest": null, "version": 2}', b'{"model": "a", "digest": "0"}'],
)  # fmt: skip
def test_a_binding_that_is_none_is_said(data):
    from lausch.retrieval.tables import Binding

    with pytest.raises(SearchIndexError, match="does not say which model"):
        Binding.decoded(data, "a.index")
