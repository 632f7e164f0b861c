"""A sweep on a cluster of two nodes ends as one on this machine does."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner
from test_sweep import WORDS
from test_sweep import folder as folder

from lausch.cli import cli
from lausch.errors import OptionError
from lausch.sweep.outcome import read_table

VARIED = ["--vary", "learning_rate=1e-3,.03", "--vary", "network.units=2,4", "--seeds", "2"]


@pytest.fixture
def address():
    """Of a cluster with two nodes of one processor each."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ |= {"RAY_worker_niceness": "0"}  # on a busy machine they would wait for long
    from ray.cluster_utils import Cluster

    head = {"num_cpus": 1, "include_dashboard": False}
    nodes = Cluster(initialize_head=True, head_node_args=head)
    nodes.add_node(num_cpus=1)
    yield nodes.address
    nodes.shutdown()


def swept(*words):
    command = [sys.executable, "-m", "lausch", *WORDS, *VARIED, *words]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done


def test_settings_are_trained_on_the_nodes(address, folder):
    clustered = swept("--ray", address, "--work", "far", "--out", "far.csv", "--score")
    assert "4 of 4 settings are done" in clustered.stderr
    swept("--work", "near", "--out", "near.csv", "--score")
    far, near = ((folder / f"{name}-curves.csv").read_text() for name in ("far", "near"))
    assert far == near
    tables = [read_table(folder / f"{name}.csv") for name in ("far", "near")]
    assert len(tables[0]) == 8
    assert [(e.setting, e.seed, e.validation_loss, e.scores) for e in tables[0]] == [
        (e.setting, e.seed, e.validation_loss, e.scores) for e in tables[1]
    ]
    again = swept("--ray", address, "--work", "far", "--out", "again.csv", "--score")
    assert "settings are done" not in again.stderr
    assert (folder / "again.csv").read_bytes() == (folder / "far.csv").read_bytes()


def test_epochs_of_other_settings_are_not_known_on_a_cluster(folder):
    with pytest.raises(OptionError, match="leave out --ray"):
        CliRunner().invoke(cli, [*WORDS, "--prune", "--ray", "auto"], catch_exceptions=False)
