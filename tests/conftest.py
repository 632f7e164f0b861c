"""What several test files share: sounds with a known answer, and a model that needs no weights."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import settings
from jsonschema import Draft202012Validator
from readme import python

import lausch.systems
from lausch.annotation import Beats
from lausch.decoding.anchors import NONE
from lausch.decoding.renumbering import numbered
from lausch.formats import FORMATS
from lausch.formats import json as json_format
from lausch.frames import Clock, Frames

RATE = 22050

# A change is judged by the same examples as the one before it, on a busy machine too; elsewhere
# they are always new.
settings.register_profile("same", derandomize=True, deadline=None)
if os.environ.get("LAUSCH_SAME_EXAMPLES"):
    settings.load_profile("same")

# Without torch there is nothing to train: such tests are left out, not skipped. CI runs both ways.
collect_ignore = [] if find_spec("torch") else ["networks", "training"]
# LanceDB and mirdata are as heavy: the lean run leaves out what needs an index or a loader.
INDEXED = [
    "retrieval/test_alike.py",
    "retrieval/test_index.py",
    "retrieval/test_merging.py",
    "retrieval/test_page_of_search.py",
    "cli/test_index_command.py",
    "web/test_index_of_library.py",
]
collect_ignore += [] if find_spec("lancedb") else INDEXED
collect_ignore += [] if find_spec("optuna") else ["sweep/test_storage.py", "training/test_sweep.py"]
STREAMED = all(map(find_spec, ("torch", "pescador", "keras")))
collect_ignore += [] if STREAMED else ["training/test_starter_kit_networks.py"]
collect_ignore += [] if find_spec("pyarrow") else ["cli/test_collect_parquet.py"]
collect_ignore += [] if find_spec("fsspec") else ["cli/test_remote.py"]
SWEPT = all(map(find_spec, ("torch", "optuna", "ray")))
collect_ignore += [] if SWEPT else ["training/test_sweep_at_once.py"]
collect_ignore += [] if find_spec("ray") else ["cli/test_ray.py"]
collect_ignore += [] if find_spec("mirdata") else ["corpora/test_mirdata_files.py"]
collect_ignore += [] if find_spec("furo") and find_spec("myst_parser") else ["test_site.py"]
# A browser is as heavy.
SEEN = ("access", "library_in_browser", "search_in_browser")
SEEN += ("page_corrections", "page_form", "page_in_browser", "page_sound")
SHOWN = [f"web/test_{name}.py" for name in SEEN]
collect_ignore += [] if find_spec("playwright") else SHOWN
collect_ignore += [] if find_spec("pyworld") else ["corpora/band/test_vocoder.py"]


SCHEMA = Draft202012Validator(json_format.schema())


def valid_json(analysis):
    """The JSON of an analysis, which follows the shipped schema whatever test writes it."""
    text = json_format.encode(analysis)
    SCHEMA.validate(json.loads(text))
    return text


FORMATS["json"] = replace(FORMATS["json"], encode=valid_json)


class EnergyModel:
    """Finds a beat wherever the energy of a frame jumps, and counts four to the bar."""

    name = "energy"
    digest = "0" * 64
    rate = RATE
    layers = ("beats", "downbeats", "tempo")

    def activations(self, recording):
        hop = RATE // 100
        squares = [np.square(block, dtype=np.float64) for block in recording.blocks(100 * hop)]
        energy = np.add.reduceat(np.concatenate(squares), np.arange(0, sum(map(len, squares)), hop))
        rise = np.maximum(0, np.diff(np.sqrt(energy / hop), prepend=0))
        values = (rise / max(rise.max(), 1e-9)).astype(np.float32)
        return Frames(values[:, np.newaxis], Clock(RATE, hop), ("beat",))

    def decode(self, activations, *, min_bpm=None, max_bpm=None, meters=None, anchors=None):
        loud = np.flatnonzero(activations.column("beat") > 0.3)
        apart = np.diff(loud, prepend=-100) > 10
        times, meters = activations.clock.seconds(loud[apart]), meters or (4,)
        counted = np.arange(len(times)) % meters[0] + 1
        return Beats(times, numbered(times, counted, anchors or NONE, meters))


def clicks(bpm: float, seconds: float, rate: int = RATE) -> np.ndarray:
    """Short bursts at a steady tempo from 0.5 s on, float32 mono."""
    samples = np.zeros(round(seconds * rate), dtype=np.float32)
    burst = 0.8 * np.cos(2 * np.pi * 1000 * np.arange(rate // 100) / rate)
    for time in np.arange(0.5, seconds - 0.02, 60 / bpm):
        start = round(time * rate)
        samples[start : start + len(burst)] += burst.astype(np.float32)
    return samples


@pytest.fixture
def energy_model():
    return EnergyModel()


@pytest.fixture(name="clicks")
def clicks_fixture():
    return clicks


class Contributed(NamedTuple):
    """The system that CONTRIBUTING.md adds, as if it stood in the package."""

    name: str
    module: ModuleType


@pytest.fixture
def contributed(tmp_path, monkeypatch):
    page = Path(__file__).parents[1] / "CONTRIBUTING.md"
    file = tmp_path / "small2026.py"
    file.write_text(python(page.read_text(encoding="utf-8")), encoding="utf-8")
    name = f"lausch.systems.{file.stem}"
    spec = spec_from_file_location(name, file)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(lausch.systems, "NAMES", (*lausch.systems.NAMES, file.stem))
    return Contributed(file.stem, module)
