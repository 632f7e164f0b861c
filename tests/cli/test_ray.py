"""A batch on a cluster of two nodes: the same results, whatever becomes of a node or a process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile

from lausch.batches.layout import FOLDER

HERE = Path(__file__).parent
LAUSCH = [sys.executable, "-m", "lausch", "analyze"]
WORDS = ["in", "--only", "onsets", "--model", "superflux", "--format", "onsets,json"]
RATE = 22050
SONGS = 24


@pytest.fixture(scope="module")
def cluster():
    """Two nodes of one processor each; the second is given, too."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ |= {"RAY_worker_niceness": "0"}  # on a busy machine they would wait for long
    from ray.cluster_utils import Cluster

    nodes = Cluster(
        initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False}
    )
    second = nodes.add_node(num_cpus=1)
    yield nodes, second
    nodes.shutdown()


@pytest.fixture
def folder(clicks, tmp_path):
    (tmp_path / "in").mkdir()
    for number in range(SONGS):
        soundfile.write(tmp_path / "in" / f"{number:02}.wav", clicks(100 + number, 5), RATE)
    (tmp_path / "in" / "bad.wav").write_bytes(b"no sound")
    return tmp_path


def begin(words, folder):
    return subprocess.Popen(
        [*LAUSCH, *WORDS, *words], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip


def contents(out):
    paths = (path for path in out.rglob("*") if path.is_file() and FOLDER not in path.parts)
    return {str(path.relative_to(out)): path.read_bytes() for path in paths}


def test_what_a_job_does_to_its_process_is_known(cluster):
    """Here, as the next test takes a node away."""
    nodes, _ = cluster
    command = [sys.executable, HERE / "clustered.py", nodes.address]
    done = subprocess.run(command, capture_output=True, text=True, env=_plain())
    assert done.returncode == 0, done.stderr
    outcomes, usage = map(json.loads, done.stdout.splitlines())
    assert usage == ["0", False]
    assert {job: (result, cause) for job, result, _, cause in outcomes} == {
        "a": ("a with 1 thread", ""),
        "b": ("b with 1 thread", ""),
        "c": ("c with 1 thread", ""),
        "fails": (None, ""),
        "dies": (None, "killed"),
        "hangs": (None, "late"),
    }
    failures = {job: failure for job, _, failure, _ in outcomes if failure}
    assert failures["fails"] == "fails: no"
    assert failures["dies"].startswith("dies: its process was killed")
    assert failures["hangs"] == "hangs: took longer than 8 s (--timeout)"


def test_a_lost_node_costs_no_recording_and_no_byte(cluster, folder):
    nodes, second = cluster
    batch = begin(["-o", "out", "--ray", nodes.address, "--json"], folder)
    events = [json.loads(batch.stdout.readline()) for _ in range(4)]
    nodes.remove_node(second, allow_graceful=False)
    stdout, stderr = batch.communicate(timeout=120)
    assert batch.returncode == 1, stderr
    assert stderr.splitlines()[-1] == f"{SONGS} done, 1 failed"
    events += map(json.loads, stdout.splitlines())
    done = sorted(Path(each["recording"]).stem for each in events if each["event"] == "done")
    assert done == [f"{number:02}" for number in range(SONGS)]
    alone = begin(["-o", "alone"], folder)
    assert alone.communicate(timeout=120)[1].splitlines()[-1] == f"{SONGS} done, 1 failed"
    assert contents(folder / "out") == contents(folder / "alone")
    again = begin(["-o", "out", "--ray", nodes.address], folder)
    assert again.communicate(timeout=120)[1].splitlines()[-1].startswith(f"0 done, {SONGS} kept")


def _plain():
    return {key: value for key, value in os.environ.items() if key != "RAY_USAGE_STATS_ENABLED"}
