"""The figures and tables of the survey are drawn, and hold the numbers that are counted."""

import re
import subprocess
import sys

import pytest

from lausch.errors import OptionError
from lausch.literature import literature
from lausch.literature.drawing import FIGURES, names, write_survey

SURVEY = literature()
MAGIC = {".png": b"\x89PNG", ".pdf": b"%PDF", ".svg": b"<?xml"}


def words(path):
    """The texts of an SVG, which stand in it as comments beside their outlines."""
    return re.findall(r"<!-- (.*?) -->", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("suffix", MAGIC)
def test_formats(suffix, tmp_path):
    path = tmp_path / f"year{suffix}"
    write_survey(SURVEY, path, what=["year"])
    assert path.read_bytes().startswith(MAGIC[suffix])


def test_everything_on_one_page(tmp_path):
    path = tmp_path / "survey.svg"
    write_survey(SURVEY, path)
    shown = words(path)
    assert len(names(SURVEY)) == 9
    assert set(FIGURES.values()) < set(shown)
    assert {table.title for table in SURVEY.tables} < set(shown)
    assert {"39", "58", "ISMIR", "EUSIPCO", "RNN-BGRU", "[67]", "Eyben et al."} < set(shown)
    order = [shown.index(word) for word in ("Task", "Year", "Authors", "Ref.", "Type", "Input")]
    assert order == sorted(order)
    assert any("[57] is missing" in word for word in shown)


def test_filtered(tmp_path):
    path = tmp_path / "structure.svg"
    write_survey(SURVEY.filtered({"task": ["MSA"]}), path, what=["FL", "MSA", "venue"])
    shown = words(path)
    assert "[75]" in shown
    assert "[67]" not in shown
    assert "4 papers. * the tutorial prints it otherwise" in shown


def test_what_cannot_be_drawn(tmp_path):
    with pytest.raises(OptionError, match="venue, year"):
        write_survey(SURVEY, tmp_path / "x.png", what=["colour"])
    with pytest.raises(OptionError, match=r"\.svg"):
        write_survey(SURVEY, tmp_path / "x.gif")


WITHOUT_MATPLOTLIB = """
import sys
sys.modules["matplotlib"] = None
from lausch.errors import MissingExtraError
from lausch.literature import literature
from lausch.literature.drawing import write_survey
try:
    write_survey(literature(), "x.png")
except MissingExtraError as error:
    assert "pip install 'lausch[plot]'" in str(error)
else:
    raise SystemExit("no error")
"""


def test_without_matplotlib_the_error_names_the_extra():
    subprocess.run([sys.executable, "-c", WITHOUT_MATPLOTLIB], check=True)
