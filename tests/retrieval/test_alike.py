"""Recordings that sound alike are found by what the index keeps, by one model at a time."""

import json
from dataclasses import replace
from pathlib import Path

import lancedb
import numpy as np
import pytest
import soundfile
from click.testing import CliRunner
from melodies import RATE, ToneModel, melody, tones

from lausch.cli import cli
from lausch.errors import IndexDamagedError, OptionError, SearchIndexError
from lausch.retrieval import Index, jobs, sound
from lausch.retrieval.chroma import notes_chroma
from lausch.retrieval.entry import entry_from_chroma
from lausch.retrieval.sound import Sound, sound_model, sound_of

TAGS = ("piano", "drums", "voice")


def made_sound(*chances, digest=None):
    """A sound by today's model, or by another."""
    digest = sound_model().digest if digest is None else digest
    values = np.array(chances, np.float32)
    return Sound("tagger", digest, values.astype(np.float16), TAGS, values)


def entry(name, *chances, digest=None):
    chroma = notes_chroma(melody(sum(map(ord, name)), 10))
    made = entry_from_chroma(f"/music/{name}.flac", chroma)
    return replace(made, sound=made_sound(*chances, digest=digest) if chances else None)


def names(answers):
    return [Path(answer.path).stem for answer in answers]


@pytest.fixture
def index(tmp_path):
    return Index.create(tmp_path / "index", model=ToneModel())


@pytest.fixture
def filled(index):
    index.put([entry("trio", 0.9, 0.8, 0.1), entry("song", 0.2, 0.9, 0.9), entry("solo", 1, 0, 0)])
    return index


@pytest.fixture
def played(tmp_path):
    """Sines and noise, two excerpts each, and one too short for a window."""
    paths = {}
    for kind, seed in (("sines", 1), ("sines", 2), ("noise", 1), ("noise", 2)):
        notes = tones(melody(seed, 8))
        loud = np.random.default_rng(seed).normal(0, 0.2, len(notes)).astype(np.float32)
        paths[f"{kind}{seed}"] = tmp_path / f"{kind}{seed}.wav"
        soundfile.write(paths[f"{kind}{seed}"], loud if kind == "noise" else notes, RATE)
    return paths


@pytest.fixture
def heard(monkeypatch):
    """Recordings whose sound the model analysed."""
    analysed = []

    def counting(source, model):
        analysed.append(str(source))
        return sound_of(source, model)

    monkeypatch.setattr(jobs, "sound_of", counting)
    return analysed


def alike_to(index, *chances):
    """What an index answers to a sound that no recording has."""
    index.put([entry("query", *chances)])
    return index.alike("/music/query.flac")


class TestOrder:
    def test_the_nearest_is_first_with_its_tags(self, filled):
        first, *others = alike_to(filled, 0.8, 0.9, 0.0)
        assert names([first, *others]) == ["trio", "solo", "song"]
        assert first.tags == ("piano", "drums")
        assert 1 >= first.score > others[0].score > others[1].score

    def test_no_more_than_asked_for(self, filled):
        filled.put([entry("query", 1, 0, 0)])
        assert names(filled.alike("/music/query.flac", count=1)) == ["solo"]

    def test_sound_finds_sound(self, index, played):
        assert index.add(played.values(), model=ToneModel()) == []
        for name, path in played.items():
            best = index.alike(path)[0]
            assert Path(best.path).stem[:-1] == name[:-1]
            assert best.path != str(path)

    def test_samples_are_a_query_too(self, index, played):
        index.add([played["sines1"], played["noise1"]], model=ToneModel())
        samples, rate = soundfile.read(played["noise2"], dtype="float32")
        assert names(index.alike((samples, rate)))[0] == "noise1"
        assert len(index.alike((samples[:50], rate))) == 2

    def test_the_level_has_no_effect(self, played):
        samples, rate = soundfile.read(played["sines1"], dtype="float32")
        loud, soft = (sound_of((samples * gain, rate), sound_model()) for gain in (1.0, 1e-3))
        assert np.allclose(loud.chances, soft.chances, atol=0.02)

    def test_an_empty_index_answers_nothing(self, index, played):
        assert index.alike(played["sines1"]) == []

    def test_a_melody_is_refused(self, filled):
        with pytest.raises(OptionError, match="this is a melody"):
            filled.alike("phrase.mid")


class TestModels:
    def test_sounds_by_another_model_are_left_out_and_named(self, filled):
        filled.put([entry("old", 1, 0, 0, digest="0" * 64)])
        assert "old" not in names(alike_to(filled, 1, 0, 0))
        assert filled.incomparable() == ["/music/old.flac"]

    def test_only_sounds_by_another_model_are_words(self, index):
        index.put([entry("old", 1, 0, 0, digest="0" * 64), entry("query", 1, 0, 0)])
        with pytest.raises(SearchIndexError, match=r"by tagger \(000000000000\).*up to date"):
            index.alike("/music/query.flac")

    def test_adding_again_brings_sounds_up_to_date(self, index, played, heard, monkeypatch):
        paths = [played["sines1"], played["noise1"]]
        with monkeypatch.context() as patch:
            patch.setattr(jobs, "sound_model", lambda: _Older(sound_model()))
            index.add(paths, model=ToneModel())
        with pytest.raises(SearchIndexError, match="up to date"):
            index.alike(played["sines2"])
        told = []
        index.add(paths, model=ToneModel())
        assert heard == [str(path) for path in paths]
        assert names(index.alike(played["sines2"])) == ["sines1", "noise1"]
        index.add(paths, model=ToneModel())
        assert len(heard) == 2
        assert (index.incomparable(), index.check(), told) == ([], (), [])


class _Older:
    """Today's model under another digest."""

    def __init__(self, model):
        self._model = model
        self.digest = "0" * 64

    def __getattr__(self, name):
        return getattr(self._model, name)


class TestOldIndexes:
    @pytest.fixture
    def old(self, index, played):
        """An index as an older lausch left it, without the table of sounds."""
        index.add([played["sines1"], played["noise1"]], model=ToneModel())
        lancedb.connect(index.uri).drop_table("sounds")
        return Index.open(index.uri)

    def test_they_open_and_say_what_they_lack(self, old, played):
        assert len(old) == 2
        assert old.search(melody(1, 8))[0].path == str(played["sines1"])
        assert old.check() == ()
        with pytest.raises(SearchIndexError, match=r"older lausch; `lausch index add`"):
            old.alike(played["sines2"])

    def test_adding_completes_them(self, old, played, heard):
        reader = Index.open(old.uri)
        assert len(reader.incomparable()) == 2
        old.add([played["sines1"]], model=ToneModel())
        assert heard == [str(played["sines1"])]
        assert names(reader.alike(played["sines2"])) == ["sines1"]
        assert reader.incomparable() == [str(played["noise1"])]


class TestUpkeep:
    def sounds(self, index):
        return lancedb.connect(index.uri).open_table("sounds")

    def test_what_is_removed_has_no_sound(self, filled):
        filled.remove(["/music/trio.flac"])
        assert self.sounds(filled).count_rows() == 2
        assert filled.check() == ()

    def test_a_changed_file_has_its_new_sound(self, index, played, tmp_path):
        path = tmp_path / "a.wav"
        for kind in ("sines1", "noise1"):
            path.write_bytes(played[kind].read_bytes())
            index.add([path, played["sines2"]], model=ToneModel())
        assert self.sounds(index).count_rows() == 2
        assert index.alike(played["noise2"])[0].path == str(path)

    def test_sounds_without_a_recording_are_cleared_away(self, filled):
        rows = self.sounds(filled).search().limit(1).to_arrow()
        stray = rows.set_column(0, rows.schema.field(0), [[1]])
        self.sounds(filled).add(stray)
        filled.put([entry("last", 1, 0, 0)])
        assert self.sounds(filled).count_rows() == 4

    def test_a_damaged_sound_is_said_and_taken_out(self, filled):
        self.sounds(filled).update(where="tags IS NOT NULL", values={"model": "forged"})
        with pytest.raises(IndexDamagedError, match="sound of a recording is damaged"):
            filled.alike("/music/trio.flac")
        assert filled.check(repair=True) == ("the sounds of 3 recordings are damaged",)
        assert filled.check() == ()
        assert len(filled) == 3
        assert len(filled.incomparable()) == 3

    def test_a_sound_is_small(self, filled):
        random = np.random.default_rng(0)
        wide = random.random((30, 1000)).astype(np.float16)
        first = entry("first", 1, 0, 0)
        filled.put(
            replace(first, path=f"/{n}", sha256=f"{n}", sound=replace(first.sound, embedding=row))
            for n, row in enumerate(wide)
        )
        # Files of older versions of a table are removed later, so its rows are measured.
        rows = self.sounds(filled).to_arrow()
        assert rows.nbytes / len(rows) < 3_000


class TestCommand:
    def run(self, *words, expected=0):
        done = CliRunner().invoke(cli, [*map(str, words)])
        assert isinstance(done.exception, SystemExit | None), done.exception
        assert done.exit_code == expected, done.stderr
        return done

    def test_a_table_and_json(self, index, played):
        index.add([played["sines1"], played["noise1"]], model=ToneModel())
        asked = ("search", "--like", played["sines2"], "--index", index.uri)
        done = self.run(*asked)
        head, first, second = done.stdout.splitlines()
        assert head.split() == ["rank", "score", "recording", "tags"]
        assert (first.split()[0], "sines1.wav" in first) == ("1", True)
        assert "noise1.wav" in second
        assert done.stderr == ""
        best, _ = json.loads(self.run(*asked, "--json").stdout)
        assert best["path"] == str(played["sines1"])
        assert set(best) == {"path", "score", "tags"}

    def test_what_is_not_compared_is_said(self, index, played):
        index.add([played["sines1"]], model=ToneModel())
        index.put([entry("old", 1, 0, 0, digest="0" * 64)])
        done = self.run("search", "--like", played["sines2"], "--index", index.uri)
        assert "1 recording not compared" in done.stderr

    @pytest.mark.parametrize(
        ("words", "reason"),
        [
            (("q.mid", "--like", "a.wav"), "QUERY is for melodies"),
            (("--like", "a.wav", "--tempo", "1-2"), "--tempo is for melodies"),
            (("--like", "a.wav", "--audition", "b.wav"), "--audition is for melodies"),
            ((), "name a QUERY"),
        ],
    )
    def test_wrong_usage_is_explained(self, filled, words, reason):
        done = self.run("search", *words, "--index", filled.uri, expected=2)
        assert reason in " ".join(done.stderr.split())


def test_the_model_is_the_best_shipped_one():
    from lausch.models.model import default_model

    assert sound.sound_model().name == default_model("tags")
