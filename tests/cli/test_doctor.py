"""`lausch doctor`, and how fast the command line answers."""

import json
import os
import subprocess
import sys

from click.testing import CliRunner

from lausch.cli import COMMANDS, cli, help_page


def test_doctor_names_what_a_bug_report_needs():
    result = CliRunner().invoke(cli, ["doctor"])
    assert isinstance(result.exception, SystemExit | None)
    for word in ("lausch", "python", "platform", "numpy", "onnxruntime", "libsndfile", "[av]"):
        assert word in result.stdout
    broken = result.stderr.splitlines()
    assert result.exit_code == (1 if broken else 0)


def test_help_is_answered_as_click_would():
    # Click leaves two columns of a terminal free.
    asked = CliRunner().invoke(cli, ["--help"], prog_name="lausch", terminal_width=78)
    assert help_page() == asked.output
    code = (
        "import atexit, sys; atexit.register(lambda: print('click' in sys.modules))\n"
        "sys.argv[0] = 'lausch'; from lausch.cli import main; main()"
    )
    for option in ("-h", "--help", "--version"):
        for columns, imported in (("80", "True"), ("60", "False")):
            run = subprocess.run(
                [sys.executable, "-c", code, option],
                check=True,
                capture_output=True,
                text=True,
                env={**os.environ, "COLUMNS": columns},
            )
            answer, said = run.stdout.rsplit("\n", 2)[:2]
            assert answer.startswith("lausch " if option == "--version" else "Usage: lausch ")
            assert said != imported


def test_help_answers_at_once():
    def seconds():
        before = os.times()
        words = [sys.executable, "-c", "from lausch.cli import main; main()", "--help"]
        subprocess.run(words, check=True, capture_output=True)
        after = os.times()
        # Processor time, which does not depend on what else the machine is doing.
        return sum(after[2:4]) - sum(before[2:4])

    assert min(seconds() for _ in range(3)) < 0.3


def test_doctor_tells_programs_the_same():
    result = CliRunner().invoke(cli, ["doctor", "--json"])
    document = json.loads(result.stdout)
    assert set(document["decoder"]) == {"libsndfile", "FFmpeg"}
    assert document["model"]["downbeats2026"].startswith("(default) sha256 ")
    assert (document["problems"] == []) == (result.exit_code == 0)


def test_the_manual_has_every_command_and_option():
    page = CliRunner().invoke(cli, ["man"]).stdout
    assert page.startswith('.TH LAUSCH 1 "" "lausch ')
    for name in COMMANDS:
        assert f".SS lausch {name}" in page
    assert ".B \\-j, \\-\\-jobs INTEGER RANGE" in page
    lines = page.splitlines()
    requests = {line.split()[0] for line in lines if line.startswith(".")}
    assert requests == {".TH", ".SH", ".SS", ".PP", ".TP", ".B", ".I"}
    assert not any(line.startswith("'") for line in lines)
