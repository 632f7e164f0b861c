"""Every row of the tutorial's tables says what there is of it, and every system has its row."""

import csv
import math
from importlib.util import find_spec
from pathlib import Path

from headlines import HEADLINES, headline_scores

from lausch.decoding import LITERATURE
from lausch.literature import literature
from lausch.literature.overview import COLUMNS, as_markdown, as_text, sections
from lausch.literature.state import IMPLEMENTED, SHIPPED, everything, of, scores
from lausch.models.model import load_model, shipped
from lausch.systems import NAMES

ROOT = Path(__file__).parents[2]
SURVEY = literature()
FOUND = everything()
MADE = sections(SURVEY, FOUND)


def test_the_tables_of_the_tutorial_come_first_with_its_columns():
    assert [each.title for each in MADE[:3]] == [
        "Feature learning",
        "Beat and rhythm analysis",
        "Music structure analysis",
    ]
    assert MADE[0].head[:7] == COLUMNS
    papers = [[row for row in each.rows if row[0]] for each in MADE[:3]]
    assert [len(rows) for rows in papers] == [8, 11, 4]
    assert papers[1][1][:7] == (
        "BRA",
        "2011",
        "Böck and Schedl",
        "[5]",
        "RNN-BLSTM",
        "LogMelS",
        "DERIV",
    )


def test_every_system_stands_in_one_row():
    names = [row[each.head.index("system")] for each in MADE for row in each.rows]
    there = [name for name in names if name]
    assert sorted(there) == sorted([*NAMES, *(f"decoding.{name}" for name in LITERATURE.values())])


def test_a_state_is_what_the_package_holds():
    for name in NAMES:
        (mine,) = (each for each in FOUND if each.name == name)
        assert mine.state == (SHIPPED if name in shipped() else IMPLEMENTED)
        if name in shipped():
            assert mine.parameters == load_model(name).card.parameters
            assert mine.licence == load_model(name).card.licence
        else:
            assert mine.parameters is None
    here = MADE[0].head.index("here")
    assert next(row for row in MADE[0].rows if row[2] == "Dai et al.")[here] == SHIPPED
    assert next(row for row in MADE[1].rows if row[2] == "Elowsson")[here] == SHIPPED


def test_decoders_that_are_papers_are_there():
    for key, module in LITERATURE.items():
        assert SURVEY.find(key)
        assert find_spec(f"lausch.decoding.{module}")
        assert of(key, FOUND)[-1].state == IMPLEMENTED


def test_headlines_are_means_that_stand_in_the_reports():
    assert scores() == {score.system: score for score in headline_scores(ROOT / "reports")}
    for score in scores().values():
        page = (ROOT / score.report).read_text(encoding="utf-8")
        shown = f"{score.value:.3f}".removeprefix("0")
        assert any(score.system in line and shown in line for line in page.splitlines()), (
            f"{score} does not stand in its report"
        )


def test_every_report_that_has_a_headline_gives_one():
    known = {score.report for score in scores().values()}
    for headline in HEADLINES:
        if (ROOT / "reports" / f"{headline.report}.csv").exists():
            assert f"reports/{headline.report}.md" in known, f"no such column: {headline}"


def test_a_headline_is_the_mean_of_its_corpora(tmp_path):
    headline = HEADLINES[0]
    with (tmp_path / f"{headline.report}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["corpus", "system", headline.measure])
        writer.writerow([headline.corpora[0], "boeck2011", 0.5])
        writer.writerow([headline.corpora[1], "boeck2011", 1.0])
        writer.writerow([headline.corpora[1], "boeck2011", ""])
        writer.writerow(["elsewhere", "boeck2011", 0.0])
        writer.writerow([headline.corpora[0], "a rival", 1.0])
    (score,) = headline_scores(tmp_path)
    assert (score.system, score.tracks) == ("boeck2011", 2)
    assert math.isclose(score.value, 0.75)


def test_as_text_and_as_markdown():
    text = as_text(MADE)
    assert "boeck2011" in text
    assert "trained and shipped" in text
    page = as_markdown(MADE)
    lines = [line for line in page.splitlines() if line.startswith("|")]
    widths = {each.title: len(each.head) for each in MADE}
    assert {line.count("|") - 1 for line in lines} == set(widths.values())
    assert "[report](reports/beats.md)" in page
