"""Every study of the source keeps the form: it loads, and what it names is there."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from house import STUDIES, study

from lausch.annotation.layers import layer_names
from lausch.corpora.registry import CORPORA
from lausch.evaluation import sections
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.report import page

NAMES = (
    "beats",
    "solo",
    "bass",
    "structure",
    "retrieval",
    "decoder",
    "onsets",
    "rhythm",
    "drums",
    "bars",
    "cepstroid",
    "drum_bars",
    "deepbelief",
    "metres",
    "examples",
    "chords",
    "tags",
    "key",
    "deepbelief",
    "tags_raw",
)
SOURCE = STUDIES.parent / "src" / "lausch"


@pytest.fixture(params=NAMES)
def declared(request):
    return study(request.param).STUDY


def test_every_file_with_a_study_is_tested():
    declaring = {path.stem for path in STUDIES.glob("*.py") if "\nSTUDY = " in path.read_text()}
    assert declaring == set(NAMES)


def test_what_it_names_is_there(declared):
    assert declared.layer in layer_names()
    assert set(declared.corpora) <= {entry.name for entry in CORPORA}
    assert declared.main in declared.measures
    titles = {*declared.sets, *declared.subsets, *declared.corpora}
    for target in declared.targets:
        assert target.on in titles
        assert target.measure in declared.measures
    if declared.rivals:
        assert (STUDIES.parent / declared.rivals.script).is_file()
    shown = {section.figure for section in declared.sections} - {""}
    assert shown == {figure.name for figure in declared.figures}


def test_threats_are_listed_and_their_figures_known(declared):
    evidence = Evidence(declared, (), (), {}, (), "lausch report", failures=("x: lost",))
    text = sections.threats(evidence)
    assert len(re.findall(r"^- ", text, re.M)) > 5
    assert "{" not in text
    headings = [section.heading for section in declared.sections]
    assert headings[-1] == "What might make this invalid"


def test_the_package_says_nothing_of_one_study():
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"^(TARGETS|SETTINGS|PUBLISHED|THREATS)\b", text, re.M), path
        assert "benchmarks/" not in text, path


def test_every_page_names_the_weights_that_were_measured(declared):
    evidence = Evidence(
        replace(declared, sections=()), (), ("x",), {}, (), "lausch report", {"x": "0a" * 32}
    )
    text = page(evidence, {}, "x.csv")
    assert "| x | `0a0a0a0a0a0a` |" in text
    assert text.index("## Weights") < text.index("## Again")
    assert "## Weights" not in page(replace(evidence, digests={}), {}, "x.csv")
