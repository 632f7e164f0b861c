"""`lausch literature` and `lausch systems` as they are typed."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from lausch.cli import cli
from lausch.cli.literature import FILTERS, command
from lausch.literature import LiteratureError, literature
from lausch.literature.counting import GROUPS
from lausch.literature.drawing import names
from lausch.literature.listing import FORMATS
from lausch.plot import SUFFIXES

MINE = {
    "key": "foscarin2024",
    "authors": ["Francesco Foscarin", "Jan Schlüter", "Gerhard Widmer"],
    "title": "Beat this! Accurate beat tracking without DBN postprocessing",
    "year": 2024,
    "venue": "ISMIR",
    "container": "Proceedings of the ISMIR Conference",
    "task": "BRA",
    "network": ["CNN"],
    "input": ["LogMelS"],
}


def lausch(*words, expected=0):
    done = CliRunner().invoke(cli, ["literature", *map(str, words)])
    assert isinstance(done.exception, SystemExit | None), done.exception
    assert done.exit_code == expected, done.output
    return done.stdout


@pytest.fixture
def mine(tmp_path):
    path = tmp_path / "mine.json"
    path.write_text(json.dumps({"papers": [MINE]}), encoding="utf-8")
    return path


def test_a_list_shows_the_marks_and_the_number_that_is_missing():
    lines = lausch("list").splitlines()
    (hole,) = (line for line in lines if line.startswith("[57]  missing"))
    at = lines.index(hole)
    assert lines[at - 1].startswith("[56]")
    assert lines[at + 1].startswith("[58]")
    assert any(line.startswith("[57] is missing") for line in lines)
    assert "77 papers, and 8 outside the overview" in lines
    assert any("abesser2017" in line and "FNN?" in line for line in lines)
    assert any("LogMelS, SSM*" in line for line in lines)


def test_formats_of_a_list():
    rows = list(csv.DictReader(io.StringIO(lausch("list", "--task", "MSA", "--format", "csv"))))
    assert [row["overview"] for row in rows] == ["14", "28", "29", "75"]
    assert rows[0]["input source"] == "corrected"
    values = json.loads(lausch("list", "--author", "Balke", "--format", "json"))
    assert [entry["key"] for entry in values["papers"]] == ["abesser2017", "balke2017"]
    assert lausch("list", "--author", "Balke", "--format", "bibtex").count("@inproceedings") == 2


def test_what_is_listed_as_json_is_a_file_of_papers(tmp_path):
    path = tmp_path / "again.json"
    path.write_text(lausch("list", "--format", "json"), encoding="utf-8")
    lines = lausch("check", path, expected=1).splitlines()
    assert sum("the key is taken" in line for line in lines) == 85


def test_show():
    text = lausch("show", "leglaive2015")
    assert "Leglaise" in text
    assert "Singing voice detection" in text
    assert "not printed" in text
    assert "trained and shipped" in lausch("show", "[3]")
    assert "is missing" in lausch("show", "57")
    assert "STDF (our reading: standardised" in lausch("show", "holzapfel2016")
    assert lausch("show", "balke2017", "--bibtex").startswith("@inproceedings{balke2017,")
    done = CliRunner().invoke(cli, ["literature", "show", "balke2016"])
    assert isinstance(done.exception, LiteratureError)
    assert "balke2017" in str(done.exception)


def test_counts():
    text = lausch("counts", "venue")
    assert text.splitlines()[0].split() == ["ISMIR", "39"]
    assert "not counted: [57]" in text
    values = json.loads(lausch("counts", "task", "--year", "2017", "--format", "json"))
    assert sum(each["papers"] for each in values) == 21
    assert lausch("counts", "year", "--format", "csv").startswith("year,papers,inferred\n")


def test_a_paper_of_ones_own(mine):
    assert lausch("check", mine) == "1 entries, no problems\n"
    text = lausch("list", "--also", mine, "--year", "2024")
    assert "foscarin2024" in text
    assert "CNN+" in text
    assert lausch("counts", "venue", "--also", mine).split()[1] == "40"
    assert "by whoever added" in lausch("show", "foscarin2024", "--also", mine)


def test_a_file_that_is_wrong(mine, tmp_path):
    mine.write_text(json.dumps([MINE | {"task": "beats"}]), encoding="utf-8")
    assert "is one of FL" in lausch("check", mine, expected=1)
    mine.write_text("{", encoding="utf-8")
    done = CliRunner().invoke(cli, ["literature", "check", str(mine)])
    assert isinstance(done.exception, LiteratureError)
    assert "not JSON" in str(done.exception)
    mine.write_bytes(b"\xff\xfe\x00")
    done = CliRunner().invoke(cli, ["literature", "check", str(mine)])
    assert "not UTF-8 text" in str(done.exception)
    mine.write_text('{"works": []}', encoding="utf-8")
    done = CliRunner().invoke(cli, ["literature", "list", "--also", str(mine)])
    assert "no list of papers" in str(done.exception)


@pytest.mark.parametrize("words", [("check", "none.json"), ("list", "--also", "none.json")])
def test_a_file_that_is_not_there(words):
    done = CliRunner().invoke(cli, ["literature", *words])
    assert isinstance(done.exception, LiteratureError)
    assert "none.json: cannot be read" in str(done.exception)


def test_the_own_file_is_in_order():
    assert lausch("check") == "85 entries, no problems\n"


def test_pictures(tmp_path):
    lausch("plot", tmp_path / "one.png", "--what", "task")
    assert (tmp_path / "one.png").stat().st_size > 5000
    lausch("plot", tmp_path / "many", "--what", "year,MSA", "--format", "svg")
    assert sorted(path.name for path in (tmp_path / "many").iterdir()) == ["msa.svg", "year.svg"]


def test_options_name_what_there_is():
    known = {option.name: option for option in command.commands["counts"].params}
    assert tuple(known["by"].type.choices) == GROUPS
    assert set(FILTERS) == set(GROUPS) <= set(known)
    known = {option.name: option for option in command.commands["list"].params}
    assert tuple(known["form"].type.choices) == FORMATS
    known = {option.name: option for option in command.commands["plot"].params}
    assert tuple(f".{form}" for form in known["form"].type.choices) == SUFFIXES
    assert all(name in known["what"].help for name in names(literature()))


def test_systems():
    done = CliRunner().invoke(cli, ["systems"])
    assert done.exit_code == 0
    assert "Beat and rhythm analysis" in done.stdout
    assert "shipped" in done.stdout
    assert "| `boeck2011` |" in CliRunner().invoke(cli, ["systems", "--markdown"]).stdout
