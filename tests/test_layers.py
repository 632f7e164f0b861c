"""Every layer stands in every table, and a new one needs nothing but its entries."""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

import lausch
from lausch import formats, plot
from lausch.analysis import finders
from lausch.annotation import layers
from lausch.annotation.layers import Layer, layer_names
from lausch.batches import longtables
from lausch.cli import summary, table
from lausch.cli.job import Job
from lausch.formats import audacity, jams, midi, references, svl
from lausch.formats import json as json_format
from lausch.frames import Clock, Frames
from lausch.models.model import DEFAULTS
from lausch.plot.panel import Panel
from lausch.sonify import clicks, tones
from lausch.web import lanes as web

SOURCE = Path(lausch.__file__).parent
RATE = 22050
TABLES = {
    "models": DEFAULTS,
    "page": summary.PAGE,
    "line": summary.LINE,
    "cells": table.CELLS,
    "panels": plot.PANELS,
    "clicks": clicks.SOUNDS,
    "tones": tones.VOICES,
    "references": references.READERS,
    "jams": jams.CODECS,
    "audacity": audacity.CODECS,
    "svl": svl.VIEWS,
    "midi": midi.VOICES,
    "long": longtables.LONG,
}


@pytest.mark.parametrize("name", TABLES)
def test_every_layer_stands_in_every_table_or_is_declared_to_have_nothing_there(name):
    without = {layer.name for layer in layers.LAYERS if name in layer.nothing_in}
    assert set(layer_names()) - without <= set(TABLES[name])
    assert not without & set(TABLES[name])


def test_no_layer_has_nothing_in_a_table_that_does_not_exist():
    named = {table for layer in layers.LAYERS for table in layer.nothing_in}
    assert named <= {*TABLES, "json"}


def test_every_layer_is_written_by_a_format_and_its_default_format_holds_it():
    for layer in layers.LAYERS:
        assert formats.holding([layer.name])
        if layer.format:
            assert layer.name in formats.FORMATS[layer.format].layers
        for need in (*layer.needs, layer.family):
            assert need in layer_names()


# ---- a layer that did not exist ----


@dataclass(frozen=True)
class Loudness:
    """One number about a recording."""

    peak: float


class PeakModel:
    """Finds how loud a recording is, and whether it is so on its beats."""

    name, digest, rate, layers = "peak", "9" * 64, RATE, ("loudness",)

    def activations(self, recording):
        peaks = [[np.abs(block).max()] for block in recording.blocks(RATE)]
        return Frames(np.array(peaks, np.float32), Clock(RATE, RATE), ("peak",))

    def decode(self, activations, **_):
        return Loudness(float(activations.values.max()))


def find(run):
    assert len(run.annotations["beats"])  # which it needs
    found = run.model.decode(run.activations)
    return found, {"loudness": found}


def panels(source, analysis, _):
    peak = analysis.others["loudness"].peak
    return [Panel("loudness", 1.0, lambda axis, _: axis.axhline(peak))]


@pytest.fixture
def loudness(monkeypatch):
    layer = Layer("loudness", Loudness, ("beats",), format="json")
    monkeypatch.setattr(layers, "LAYERS", (*layers.LAYERS, layer))
    monkeypatch.setitem(finders.FINDERS, "loudness", find)
    tell = lambda analysis: f"peak {analysis.others['loudness'].peak:.1f}"  # noqa: E731
    monkeypatch.setitem(summary.PAGE, "loudness", lambda each: [("loudness", tell(each))])
    monkeypatch.setitem(summary.LINE, "loudness", tell)
    monkeypatch.setitem(plot.PANELS, "loudness", panels)
    codec = (lambda each: {"peak": each.peak}, lambda value: Loudness(**value))
    monkeypatch.setitem(json_format.CODECS, "loudness", codec)


def test_a_new_layer_is_found_printed_written_read_and_drawn(
    loudness, energy_model, clicks, tmp_path
):
    sound = (clicks(120, 4), RATE)
    found = lausch.analyze(sound, only="loudness", model=[PeakModel(), energy_model])
    assert found.layers == ("beats", "downbeats", "loudness")  # beats are kept: it stands on them
    assert [each.name for each in found.makers] == ["energy", "peak"]
    job = Job(Path("a.wav"))
    assert "loudness  peak 0.8\n" in summary.page(found, job)
    assert summary.line(found, job).endswith("7 beats, peak 0.8")
    text = json_format.encode(found)
    assert json.loads(text)["loudness"] == {"peak": pytest.approx(0.8)}
    assert json_format.decode(text, "x").others == found.others
    plot.write_plot(sound, found, tmp_path / "a.png")
    assert (tmp_path / "a.png").stat().st_size > 1000
    lane = web.lanes_of(found)[-1]
    assert (lane.layer, lane.title) == ("loudness", "Loudness")
    assert lane.head.startswith("peak 0.8")
    assert not lane.why


def test_a_new_layer_shows_the_activations_in_which_it_was_found(loudness, energy_model, clicks):
    sound, models = (clicks(120, 4), RATE), [PeakModel(), energy_model]
    found = lausch.analyze(sound, only="loudness", model=models, activations=True)
    read = json_format.decode(json_format.encode(found), "x")
    for each in (found, read):
        assert each.layer_activations["loudness"].columns == ("peak",)
        (why,) = web.lanes_of(each)[-1].why
        assert (why["kind"], why["columns"], why["count"]) == ("curves", ["peak"], 4)


# ---- no branch on a layer's name ----

ROOMS = ("annotation", "analysis", "formats", "plot", "sonify", "web")
SCORES = ("formats/midi.py", "formats/musicxmlfile.py")  # where parts are called "bass" too
MODULES = ("cli/analyze.py", "cli/plan.py", "cli/job.py", "cli/summary.py", "cli/repick.py")


def compared(path: Path) -> list[str]:
    """Comparisons of a file in which a layer's name is written out."""
    names = set(layer_names())
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            words = {
                each.value
                for side in sides
                for each in ast.walk(side)
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            }
            if words & names:
                found.append(f"{path.name}:{node.lineno}")
    return found


def test_nobody_branches_on_the_name_of_a_layer():
    paths = [path for room in ROOMS for path in sorted((SOURCE / room).rglob("*.py"))]
    paths = [path for path in paths if path not in {SOURCE / score for score in SCORES}]
    paths += [SOURCE / module for module in MODULES]
    assert [place for path in paths for place in compared(path)] == []
