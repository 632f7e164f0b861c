"""`lausch doctor`, and how fast the command line answers."""

import subprocess
import sys
import time

from click.testing import CliRunner

from lausch.cli import cli


def test_doctor_names_what_a_bug_report_needs():
    result = CliRunner().invoke(cli, ["doctor"])
    assert isinstance(result.exception, SystemExit | None)
    for word in ("lausch", "python", "platform", "numpy", "onnxruntime", "libsndfile", "[av]"):
        assert word in result.stdout
    broken = result.stderr.splitlines()
    assert result.exit_code == (1 if broken else 0)


def test_help_answers_at_once():
    def seconds():
        begin = time.perf_counter()
        words = [sys.executable, "-c", "from lausch.cli import main; main()", "--help"]
        subprocess.run(words, check=True, capture_output=True)
        return time.perf_counter() - begin

    assert min(seconds() for _ in range(3)) < 0.3
