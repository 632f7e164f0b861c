"""A result does not depend on how many cores there are; with other products it nearly agrees."""

import os
import subprocess
import sys

import numpy as np
import pytest
import soundfile
from readme import README

from lausch import formats


@pytest.fixture(scope="module")
def analyse(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bytes")
    with soundfile.SoundFile(README.with_name("examples") / "vibe_ace.ogg") as file:
        soundfile.write(folder / "a.wav", file.read(12 * file.samplerate), file.samplerate)

    def run(name, *, cores=None, **variables):
        """All cores or some, and variables of the environment; the path of the JSON."""
        path = folder / f"{name}.json"
        code = "import os, sys; from lausch.cli import main\n"
        code += f"os.sched_setaffinity(0, {cores!r})\n" if cores else ""
        words = ["analyze", str(folder / "a.wav"), "--only", "beats,solo,bass,sections"]
        words += ["--activations", "-o", path]
        environment = {key: each for key, each in os.environ.items() if "_NUM_THREADS" not in key}
        subprocess.run(
            [sys.executable, "-c", code + "main()", *words],
            env={**environment, "PYTHONPATH": os.pathsep.join(sys.path), **variables},
            check=True,
            capture_output=True,
        )
        return path

    return run


def test_one_core_and_all_give_the_same_bytes_and_more_threads_the_same_events(analyse):
    path = analyse("all")
    if hasattr(os, "sched_setaffinity"):  # not on macOS and Windows
        first = min(os.sched_getaffinity(0))
        assert analyse("one", cores={first}).read_bytes() == path.read_bytes()
    one = formats.read(path)
    two = formats.read(analyse("threads", OPENBLAS_NUM_THREADS="2"))
    assert len(one.beats) > 4
    assert len(one.solo) > 4
    np.testing.assert_allclose(two.beats.times, one.beats.times, atol=1e-6)
    np.testing.assert_array_equal(two.solo.onsets, one.solo.onsets)
    np.testing.assert_allclose(two.solo.pitches, one.solo.pitches, atol=1e-5)
    np.testing.assert_array_equal(two.bass.beats.pitches, one.bass.beats.pitches)
    found, wanted = two.sections.coarse.boundaries, one.sections.coarse.boundaries
    np.testing.assert_allclose(found, wanted, atol=1e-6)
    assert two.sections.coarse.labels == one.sections.coarse.labels
    np.testing.assert_allclose(two.activations.values, one.activations.values, atol=1e-5)
