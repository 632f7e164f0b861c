"""The study of beats with models that need no weights: every section, and nothing unmeasured."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from house import here, part, settings, study
from stubs import Stub, corpus, row

import lausch.corpora.registry
from lausch.annotation import Beats
from lausch.errors import FormatError, OptionError
from lausch.evaluation import evidence as collecting
from lausch.evaluation import run
from lausch.evaluation.evidence import collect
from lausch.evaluation.report import page, tracks_csv
from lausch.frames import Clock, Frames
from lausch.metrics.beats import MEASURES, TACTUS, tactus

MODELS = {"lausch2026": Stub("lausch2026"), "late": Stub("late", late=0.25, best_epoch=3)}
TIMES = 0.5 + 0.5 * np.arange(32)


@pytest.fixture(scope="module")
def evidence(tmp_path_factory):
    """Two models on clicks, rendered and "real"; a rival that taps half of the beats of some."""
    folder = tmp_path_factory.mktemp("beats")
    known = {
        "pop": corpus(folder / "pop", "pop"),
        "mdb_drums": corpus(folder / "mdb_drums", "mdb_drums", "eval"),
    }
    tapper = folder / "rivals" / "tapper"
    tapper.mkdir(parents=True)
    for each in known.values():
        for track in each.tracks:
            if "test-1" in track.name:
                text = "".join(f"{time:.3f}\n" for time in track.read("beats").times[::2])
                (tapper / f"{track.name}.beats").write_text(text)
    (folder / "rivals" / "versions.txt").write_text("tapper 1.0\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "opened", MODELS.__getitem__)
        patch.setattr(collecting, "Model", Stub)
        patch.setattr(lausch.corpora.registry, "open_corpus", lambda name, **folders: [known[name]])
        asked = settings(
            "beats", folder, systems=tuple(MODELS), on=tuple(known), rivals=folder / "rivals"
        )
        found = collect(study("beats").STUDY, asked, here)
    return replace(found, failures=("pop/broken: zero bytes",))


def section(text: str, title: str) -> str:
    (found,) = re.findall(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    return found


def test_every_model_is_measured_on_both_splits(evidence):
    ours = [each for each in evidence.results if each.system == "lausch2026"]
    assert len(ours) == 12
    assert len(evidence.validation) == 4
    assert min(each.scores["beat F"] for each in ours) > 0.9
    assert {each.facts["metrical level"] for each in ours} == {"right"}
    assert all(each.cpu_seconds > 0 for each in ours)
    late = [each for each in evidence.results if each.system == "late"]
    assert {each.facts["metrical level"] for each in late if round(each.facts["bpm"]) == 120} == {
        "off-beat"
    }


def test_the_same_files_are_those_that_everybody_tried(evidence):
    same = evidence.of("pop", "lausch2026")
    assert {round(each.facts["bpm"]) for each in same} == {110, 120, 150}
    text = section(page(evidence, {}, "x.csv"), "Scores on the same files")
    assert "| tapper | 3 | 3 |" in text
    assert len(evidence.all_of("pop", "lausch2026")) == 6


def test_differences_are_ours_minus_theirs(evidence):
    text = section(page(evidence, {}, "x.csv"), "Differences, our default minus the other")
    assert re.search(r"\| pop \| lausch2026 minus tapper \| 3 \| \+\.3\d\d \|", text)


def test_metrical_levels_by_tempo(evidence):
    text = section(page(evidence, {}, "x.csv"), "Metrical levels")
    assert re.search(r"\| pop \| tapper \| 3 \| · \| 100 % \|", text)
    assert "| 70 bpm to 100 bpm | 1 |" in text


def test_tempo_is_scored(evidence):
    text = section(page(evidence, {}, "x.csv"), "Tempo")
    assert "tempo Acc1" in text
    taps = [each for each in evidence.results if each.system == "tapper"]
    assert {each.scores["tempo Acc1"] for each in taps} == {0.0}
    assert {each.scores["tempo Acc2"] for each in taps} == {1.0}


def test_validation_and_test_do_not_mix(evidence):
    text = section(page(evidence, {}, "x.csv"), "How the default was chosen")
    assert re.search(r"\| lausch2026 \| 2 \|", text)
    assert "`lausch2026` has the highest beat F here, and is the default." in text
    swap = {"lausch2026": "late", "late": "lausch2026"}
    rows = tuple(replace(each, system=swap[each.system]) for each in evidence.validation)
    text = page(replace(evidence, validation=rows), {}, "x.csv")
    assert "therefore is not the choice of this table" in text


def test_threats_have_their_figures(evidence):
    text = section(page(evidence, {}, "x.csv"), "What might make this invalid")
    assert "Here: 9 of mdb_drums with" in text
    assert "Every model was trained once, with seed 0." in text
    assert "The best epoch of `late` was the last:" in text
    assert "pop/broken: zero bytes" in text
    assert "At most 60 tracks of each rendered split" in text
    assert "No rivals" not in text
    assert "{" not in text


def test_leaks_and_bills_are_checked(evidence):
    text = page(evidence, {}, "x.csv")
    leaks = section(text, "Leakage")
    assert "| song | 1 | 2 | 6 | 0 |" in leaks
    assert "Leak:" not in leaks
    trained = section(text, "What trained the models")
    assert "`lausch train lausch2026 --seed 0`" in trained
    assert "| lausch2026 | break_even | 0.25 |" in trained
    assert "min_bpm" not in trained
    assert "Versions: tapper 1.0." in section(text, "Rivals")


def test_what_was_not_measured_is_not_printed(evidence):
    ours = tuple(
        each for each in evidence.results if each.corpus == "pop" and each.system != "tapper"
    )
    bare = replace(evidence, results=ours, corpora=evidence.rendered, failures=(), versions="")
    text = page(bare, {}, "x.csv")
    assert "Nobody else was measured" in text
    assert "No other program was measured" in text
    assert "mdb_drums" not in section(text, "Scores on the same files")
    for full in (text, page(evidence, {}, "x.csv")):
        assert "nan" not in full.lower().replace("finance", "")
        assert "None |" not in full


def test_figures_are_small(evidence, tmp_path):
    for each in study("beats").STUDY.figures:
        path = tmp_path / f"{each.name}.png"
        assert each.draw(evidence, path)
        assert path.stat().st_size < 150_000


def test_tables_are_tables(evidence):
    for block in re.findall(r"(?:^\|.*\n)+", page(evidence, {}, "x.csv"), re.M):
        widths = {len(re.split(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1, block


def test_every_track_can_be_read_again(evidence):
    rows = list(csv.DictReader(io.StringIO(tracks_csv(evidence))))
    assert len(rows) == len(evidence.results) + len(evidence.validation)
    assert {each["split"] for each in rows} == {"test", "validation"}
    assert set(MEASURES) < set(rows[0])
    assert {each["downbeat F"] for each in rows if each["system"] == "tapper"} == {""}


def test_models_of_one_name_are_refused(monkeypatch):
    monkeypatch.setattr(run, "opened", lambda name: Stub("a"))
    with pytest.raises(OptionError, match="different names"):
        run.checked_systems(["a", "b"], "beats")


def test_a_rival_that_counts_has_no_downbeats_where_it_has_no_beats(tmp_path):
    beats = part("beats_scores")
    found = corpus(tmp_path / "clicks")
    one, two, *_ = found.split("test")
    folder = tmp_path / "rivals" / "counter"
    folder.mkdir(parents=True)
    truth = one.read("beats")
    rows = zip(truth.times, truth.positions, strict=True)
    (folder / f"{one.name}.beats").write_text("".join(f"{t:.4f}\t{n}\n" for t, n in rows))
    (folder / f"{two.name}.beats").write_text("\n")
    first, second = (
        beats.rival_beats(run.Session("clicks", track), tmp_path / "rivals")["counter"]
        for track in (one, two)
    )
    assert first.scores["downbeat F"] == pytest.approx(1)
    assert second.scores["beat F"] == second.scores["downbeat F"] == 0


def test_a_folder_of_something_else(tmp_path, monkeypatch):
    (tmp_path / "songs").mkdir()
    monkeypatch.setattr(run, "opened", MODELS.__getitem__)
    with pytest.raises(FormatError, match=r"no RIVAL/CORPUS/TRACK\.beats"):
        collect(
            study("beats").STUDY,
            settings("beats", tmp_path, systems=("late",), rivals=tmp_path),
            here,
        )


def test_every_level_stands_in_one_group():
    named = [name for names in part("beats_tactus").TACTUS.values() for name in names]
    assert sorted(named) == sorted((*TACTUS, "none"))


@pytest.mark.parametrize(
    ("estimate", "group"),
    [
        (TIMES[::2], "half"),
        (np.arange(0.5, 16, 0.25), "double"),
        (np.arange(0.5, 16, 0.5 / 3), "third, triple"),
        (np.arange(0.5, 16, 0.75), "2:3, 3:4"),
        (TIMES + 0.25, "off-beat"),
        ([], "none"),
    ],
)
def test_wrong_levels_are_told_apart(estimate, group):
    name = tactus(TIMES, Beats(estimate).times)
    assert part("beats_tactus").shares([row(tactus=name)])[group] == 1


def test_shares_and_tempo_bands():
    beats = part("beats_tactus")
    rows = [row(tactus=name, bpm=bpm) for name, bpm in (
        ("right", 60), ("half", 80), ("none", 250), ("3:2", 300), ("right", 0)
    )]  # fmt: skip
    assert beats.shares(rows)["2:3, 3:4"] == 0.2
    assert sum(beats.shares(rows).values()) == pytest.approx(1)
    assert sum(beats.shares([]).values()) == 0
    assert {name: len(inside) for name, inside in beats.by_tempo(rows).items()} == {
        "under 70 bpm": 1,
        "70 bpm to 100 bpm": 1,
        "from 250 bpm up": 2,
    }


def test_peaks_are_picked_above_a_threshold():
    beats = part("beats_scores")
    values = np.zeros((200, 1), np.float32)
    values[[20, 60, 100, 140]] = [[0.3], [0.7], [0.3], [0.7]]
    pick = partial(beats.picked, Frames(values, Clock(100, 1), ("beat",)), "beat")
    np.testing.assert_allclose(pick(0.5), [0.6, 1.4])
    np.testing.assert_allclose(pick(0.25), [0.2, 0.6, 1.0, 1.4])
    assert beats.best_threshold([[0.1] * 3 + [0.9] * 15]) == pytest.approx(0.2)
