"""What is said where there is no cluster, and that Ray is told to report nothing."""

import os
import sys
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from lausch.batches.nodes import USAGE, connected
from lausch.cli import cli
from lausch.errors import MissingExtraError, OptionError


def refused(**_):
    raise ConnectionError("nobody\nthere")


@pytest.fixture
def environment(monkeypatch):
    monkeypatch.setenv(USAGE, "1")
    monkeypatch.setenv("RAY_DEDUP_LOGS_SKIP_REGEX", "")


def test_a_cluster_that_does_not_answer_is_said(monkeypatch, environment):
    ray = SimpleNamespace(is_initialized=lambda: False, init=refused)
    monkeypatch.setitem(sys.modules, "ray", ray)
    with pytest.raises(OptionError, match=r"--ray auto: no cluster answers there \(nobody there\)"):
        connected("auto")
    assert os.environ[USAGE] == "0"


def test_without_ray_it_is_said_how_to_get_it(monkeypatch, environment):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'lausch\[ray\]'"):
        connected("auto")


def test_one_recording_needs_no_cluster(tmp_path):
    result = CliRunner().invoke(cli, ["analyze", str(tmp_path / "a.wav"), "--ray", "auto"])
    assert result.exit_code == 2
    assert "--ray is for many recordings" in result.stderr
