"""What is delivered: the container's file, and the scripts that build and look through packages."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
    "optional-dependencies"
]


def test_the_container_is_slim_and_nobody_is_root_in_it():
    lines = (ROOT / "Containerfile").read_text("utf-8").splitlines()
    lines = [line for line in lines if not line.startswith("#")]
    bases = [line.split()[1] for line in lines if line.startswith("FROM")]
    assert bases == ["python:${PYTHON}-slim"] * 2
    user = max(at for at, line in enumerate(lines) if line == "USER 1000")
    assert lines[-2:] == ['ENTRYPOINT ["lausch"]', 'CMD ["--help"]']
    assert not any(line.startswith("RUN") for line in lines[user:])
    for path in re.findall(r"^COPY (?!--from)(.*) \S+$", "\n".join(lines), re.M):
        for each in path.split():
            assert (ROOT / each).exists()
            assert f"!{each}" in (ROOT / ".containerignore").read_text("utf-8").split()
    assert (ROOT / ".dockerignore").read_text() == (ROOT / ".containerignore").read_text()


@pytest.mark.parametrize("name", ["Containerfile", ".ci/audit"])
def test_extras_that_are_installed_exist(name):
    text = (ROOT / name).read_text("utf-8")
    for names in re.findall(r"(?:source\[|extras=\$\{2:-)([a-z,]+)", text):
        assert set(names.split(",")) <= EXTRAS.keys()


@pytest.mark.parametrize("name", ["run", "wheels", "audit"])
def test_scripts_can_be_parsed(name):
    subprocess.run(["bash", "-n", ROOT / ".ci" / name], check=True)
