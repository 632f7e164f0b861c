"""A report from models that need no weights: every section, and nothing that was not measured."""

from __future__ import annotations

import csv
import io
import re

import pytest
from stubs import Stub, corpus

from lausch.errors import OptionError
from lausch.evaluation import system
from lausch.evaluation.beat_evidence import Evidence, subjects
from lausch.evaluation.beat_figures import write_figures
from lausch.evaluation.measured import MEASURES
from lausch.evaluation.beat_report import page, tracks_csv
from lausch.evaluation.beat_rivals import measure_rivals, open_rivals
from lausch.evaluation.system import Heard, hear, jobs
from lausch.evaluation.threats import THREATS

MODELS = {"lausch2026": Stub("lausch2026"), "late": Stub("late", late=0.25, best_epoch=3)}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    return corpus(tmp_path_factory.mktemp("rendered") / "pop", "pop")


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    return corpus(tmp_path_factory.mktemp("real") / "mdb_drums", "mdb_drums", "eval")


@pytest.fixture(scope="module")
def heard(rendered, real):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(system, "_opened", MODELS.__getitem__)
        names = list(MODELS)
        todo = jobs([rendered, real], "test", names, activations=True)
        todo += jobs([rendered], "validation", names, activations=True)
        return tuple(found for job in todo for found in hear(job))


@pytest.fixture
def evidence(rendered, real, heard, tmp_path):
    folder = tmp_path / "rivals" / "tapper"
    folder.mkdir(parents=True)
    tried = [track for track in (*rendered.tracks, *real.tracks) if "test-1" in track.name]
    for track in tried:
        text = "".join(f"{time:.3f}\n" for time in track.read("beats").times[::2])
        (folder / f"{track.name}.beats").write_text(text)
    rivals = open_rivals(tmp_path / "rivals")
    todo = jobs([rendered, real], "test", list(MODELS))
    return Evidence(
        subjects=subjects([MODELS["late"], MODELS["lausch2026"]]),
        rendered=(rendered,),
        real=(real,),
        heard=heard,
        rivals=tuple(rivals),
        theirs=tuple(measure_rivals(rivals, todo)),
        versions="tapper 1.0",
        failures=("pop/broken: zero bytes",),
        most=60,
        seed=0,
        command="lausch report",
    )


def section(text: str, title: str) -> str:
    (found,) = re.findall(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    return found


def test_the_default_stands_first(evidence):
    assert evidence.default == "lausch2026"
    assert evidence.systems == ("lausch2026", "late", "tapper")


def test_hearing_is_scoring(heard):
    rows = [each.measured for each in heard]
    assert len(rows) == 2 * (6 + 6 + 2)
    ours = [row for row in rows if row.system == "lausch2026"]
    assert min(row.scores["beat F"] for row in ours) > 0.9
    assert {row.level for row in ours} == {"right"}
    assert {row.level for row in rows if row.system == "late" and row.tempo_bpm == 120} == {
        "off-beat"
    }
    assert all(set(each.picked) == {"beat F", "downbeat F"} for each in heard)
    assert all(set(each.calibration) == {"beat", "downbeat"} for each in heard)


def test_the_same_files_are_those_that_everybody_tried(evidence):
    same = evidence.same_files(["pop"])
    assert {row.system for row in same} == {"lausch2026", "late", "tapper"}
    assert {round(row.tempo_bpm) for row in same} == {110, 120, 150}
    text = section(page(evidence, {}, "x.csv"), "Scores on the same files")
    assert "| tapper | 3 | 3 |" in text


def test_differences_are_ours_minus_theirs(evidence):
    text = section(page(evidence, {}, "x.csv"), "Differences, lausch2026 minus the other")
    assert re.search(r"\| rendered pop \| tapper \| 3 \| \+\.3\d\d \|", text)
    assert "lausch2026 minus | tracks" in text


def test_metrical_levels_by_tempo(evidence):
    text = section(page(evidence, {}, "x.csv"), "Metrical levels")
    assert "#### tapper, the same files" in text
    assert re.search(r"\| rendered pop \| tapper \| 3 \| · \| 100 % \|", text)


def test_validation_and_test_do_not_mix(evidence):
    text = section(page(evidence, {}, "x.csv"), "How the default was chosen")
    assert re.search(r"\| lausch2026 \| 2 \|", text)
    assert "`lausch2026` has the highest beat F here, and is the default." in text


def test_a_default_that_is_not_the_best_is_told(evidence, heard):
    def renamed(each):
        swap = {"lausch2026": "late", "late": "lausch2026"}
        values = each.measured.to_json()
        measured = type(each.measured)(**{**values, "system": swap[each.measured.system]})
        return Heard(measured, each.split, each.picked, each.calibration)

    object.__setattr__(evidence, "heard", tuple(map(renamed, heard)))
    text = section(page(evidence, {}, "x.csv"), "How the default was chosen")
    assert "therefore is not the choice of this table" in text


def test_every_threat_is_listed(evidence):
    text = section(page(evidence, {}, "x.csv"), "What might make this invalid")
    for title, _ in THREATS:
        assert f"**{title}.**" in text
    assert "One seed" in text
    assert "The best epoch of `late` was the last:" in text
    assert "pop/broken: zero bytes" in text
    assert "No rivals" not in text


def test_leaks_and_bills_are_checked(evidence):
    text = page(evidence, {}, "x.csv")
    leaks = section(text, "Leakage")
    assert "| song | 1 | 2 | 6 | 0 |" in leaks
    assert "Leak:" not in leaks
    trained = section(text, "What trained the models")
    assert "`lausch train lausch2026 --seed 0`" in trained
    assert "| lausch2026 | break_even | 0.25 |" in trained
    assert "min_bpm" not in trained


def test_rivals_are_named_with_their_versions(evidence):
    assert "Versions: tapper 1.0." in section(page(evidence, {}, "x.csv"), "Rivals")


def test_what_was_not_measured_is_not_printed(evidence):
    bare = Evidence(
        **{
            **vars_of(evidence),
            "rivals": (),
            "theirs": (),
            "real": (),
            "failures": (),
            "heard": tuple(each for each in evidence.heard if each.measured.corpus == "pop"),
        }
    )
    text = page(bare, {}, "x.csv")
    assert "No rivals" in text
    assert "mdb_drums" not in section(text, "Scores on the same files")
    for full in (text, page(evidence, {}, "x.csv")):
        assert "nan" not in full.lower().replace("finance", "")
        assert "None |" not in full


def test_figures_are_small_and_shown(evidence, tmp_path):
    figures = write_figures(evidence, tmp_path, "beats")
    assert set(figures) == {"scores", "tracks", "levels", "calibration"}
    text = page(evidence, figures, "x.csv")
    for name in figures.values():
        assert (tmp_path / name).stat().st_size < 150_000
        assert f"]({name})" in text


def test_tables_are_tables(evidence):
    for block in re.findall(r"(?:^\|.*\n)+", page(evidence, {}, "x.csv"), re.M):
        widths = {len(re.split(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1, block


def test_every_track_can_be_read_again(evidence):
    rows = list(csv.DictReader(io.StringIO(tracks_csv(evidence))))
    assert len(rows) == len(evidence.heard) + len(evidence.theirs)
    assert {row["split"] for row in rows} == {"test", "validation"}
    assert set(MEASURES) < set(rows[0])
    assert {row["downbeat F"] for row in rows if row["system"] == "tapper"} == {""}


def test_models_of_one_name_are_refused():
    with pytest.raises(OptionError, match="different names"):
        subjects([Stub("a"), Stub("a")])
    with pytest.raises(OptionError, match="different names"):
        subjects([])


def vars_of(evidence: Evidence) -> dict[str, object]:
    return {name: getattr(evidence, name) for name in Evidence.__dataclass_fields__}
