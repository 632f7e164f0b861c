"""Systems by name, and in a file of one's own."""

from __future__ import annotations

import pytest

from lausch.errors import ModelError
from lausch.systems import NAMES, family, open_system


def test_a_name_opens_what_is_registered():
    assert open_system("boeck2011").name == "boeck2011"
    assert family("boeck2011") == ("boeck2011",)
    assert len(family("abesser2017")) > 1
    with pytest.raises(ModelError, match=", ".join(NAMES)):
        open_system("boeck")


def test_a_file_of_ones_own(tmp_path):
    path = tmp_path / "my_idea.py"
    path.write_text(
        "from __future__ import annotations\n"
        "from dataclasses import dataclass, replace\n"
        "from typing import ClassVar\n"
        "from lausch.systems import system\n"
        "@dataclass(frozen=True)\n"
        "class Size:\n"
        "    least: ClassVar[int] = 3\n"
        "SYSTEM = replace(system('boeck2011'), name='mine')\n"
    )
    assert open_system(str(path)).name == "mine"
    assert open_system(path).task == open_system("boeck2011").task
    assert family(str(path)) == (str(path),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SYSTM = 3", "SYSTEM is missing"),
        ("SYSTEM = 3", "SYSTEM is of type int"),
        ("import nothing_of_this_name", "line 1 fails: ModuleNotFoundError"),
        ("x = 1\n1 / 0", "line 2 fails: ZeroDivisionError"),
        ("def", "fails: SyntaxError"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path, text, words):
    path = tmp_path / "my_idea.py"
    path.write_text(text)
    with pytest.raises(ModelError, match=words):
        open_system(path)
    with pytest.raises(ModelError, match="no file"):
        open_system(tmp_path / "other.py")
