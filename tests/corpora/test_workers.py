"""A crash or a hang costs its own job and no other."""

import multiprocessing
import time
from itertools import count

import chores
import pytest

from lausch.corpora.workers import work_through


def outcomes(jobs, workers=2, seconds=60.0):
    return list(work_through(jobs, chores.run, chores.explain, workers=workers, seconds=seconds))


@pytest.mark.parametrize("workers", [1, 3])
def test_every_job_is_accounted_for(workers):
    bad = {
        "raise": "raise: on purpose",
        "bug": "bug: by accident",
        "killed": "killed: its process was killed by SIGKILL; was memory short?",
        "segfault": "segfault: its process was killed by SIGSEGV",
        "exit": "exit: its process ended with code 7",
    }
    good = [f"song {number}" for number in range(8)]
    jobs = [good[0], "killed", good[1], "raise", good[2], "segfault", "exit", "bug", *good[3:]]
    found = outcomes(jobs, workers)
    assert sorted(outcome.job for outcome in found) == sorted(jobs)
    for outcome in found:
        if outcome.job in bad:
            assert (outcome.result, outcome.failure) == (None, bad[outcome.job])
        else:
            assert (outcome.result, outcome.failure) == (f"done {outcome.job}", "")
    assert multiprocessing.active_children() == []


def test_a_job_that_hangs_is_stopped():
    begin = time.monotonic()
    found = {outcome.job: outcome for outcome in outcomes(["hang", "a", "b"], seconds=1.5)}
    assert found["hang"].failure == "hang: took longer than 1.5 s (--timeout)"
    assert found["a"].result == "done a"
    assert found["b"].result == "done b"
    assert time.monotonic() - begin < 20


def test_stopping_early_leaves_no_process():
    running = work_through(
        ["a", "hang", "hang"], chores.run, chores.explain, workers=2, seconds=60.0
    )
    assert next(running).result == "done a"
    running.close()
    assert multiprocessing.active_children() == []


def test_no_jobs_no_processes():
    assert outcomes([]) == []


def test_jobs_without_end_are_taken_as_processes_become_free():
    taken = []

    def endless():
        for number in count():
            taken.append(number)
            yield f"song {number}"

    running = work_through(endless(), chores.run, chores.explain, workers=2)
    assert {next(running).result for _ in range(5)} <= {f"done song {n}" for n in range(9)}
    running.close()
    assert len(taken) < 12


@pytest.mark.parametrize("forked", [False, True])
def test_a_job_whose_process_died_may_be_tried_again(tmp_path, forked):
    jobs = ["a", "killed", f"once {tmp_path / 'mark'}"]
    found = work_through(
        jobs, chores.run, chores.explain, workers=2, attempts=2, forked=forked, niceness=1
    )
    results = {outcome.job: (outcome.result, outcome.failure) for outcome in found}
    assert results.pop("killed")[1].startswith("killed: its process was killed by SIGKILL")
    assert results == {job: (f"done {job}", "") for job in ("a", jobs[2])}
    assert multiprocessing.active_children() == []
