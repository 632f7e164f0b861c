"""Nothing leaves the machine, and nothing is written that nobody asked for."""

import os
import subprocess
import sys

SCRIPT = """
import numpy as np
import lausch

times = np.arange(3 * 44100)
clicks = np.exp(-(times % 22050) / 500) * np.sin(times / 7)
print(len(lausch.analyze((clicks.astype(np.float32), 44100)).beats))
"""


def _alone(command, home):
    """Run with `home` for every place where a program may keep files of its own."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ORT", "XDG"))
    }
    places = {"HOME": home, "TMPDIR": home, "XDG_CACHE_HOME": home / "cache"}
    environment = kept | {name: str(place) for name, place in places.items()}
    return subprocess.run(command, env=environment, cwd=home, capture_output=True, text=True)


def test_no_file_is_written_and_no_network_is_needed(tmp_path):
    command = [sys.executable, "-c", SCRIPT]
    isolated = ["unshare", "-rn", *command]  # a network namespace in which there is nothing
    try:
        possible = subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode == 0
    except OSError:
        possible = False
    done = _alone(isolated if possible else command, tmp_path)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 3
    assert list(tmp_path.iterdir()) == []
