"""The study of the decoder on a small folder of activations with known beats."""

from __future__ import annotations

import csv
import sys

import numpy as np
import pytest
from click.testing import CliRunner
from house import STUDIES, here, settings, study

from lausch.cli.report import command
from lausch.errors import CorpusError, OptionError
from lausch.evaluation.result import of
from lausch.frames import Clock

CLOCK = Clock(100, 1)
decoder = study("decoder")
decoders = sys.modules["decoders"]
open_activations = sys.modules["decoder_activations"].open_activations


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two sets of click tracks in noise; every fifth beat is missing from the activations."""
    root = tmp_path_factory.mktemp("activations")
    rng = np.random.default_rng(5)
    for corpus in ("steady", "slow"):
        (root / f"{corpus}_beats").mkdir()
        arrays = {}
        for number in range(3):
            bpm = rng.uniform(100, 160) if corpus == "steady" else rng.uniform(60, 80)
            beats = np.arange(0.7, 12, 60 / bpm)
            values = rng.random(1250) * 0.04
            frames = np.round(np.delete(beats, slice(4, None, 5)) * 100).astype(int)
            for distance in (-1, 0, 1):
                values[frames + distance] = 0.8 - 0.4 * abs(distance)
            name = f"{corpus}_{number}"
            arrays[name] = values.astype(np.float16)
            lines = "".join(f"{beat:.3f}\t{n % 4 + 1}\n" for n, beat in enumerate(beats))
            (root / f"{corpus}_beats" / f"{name}.beats").write_text(lines)
        np.savez(root / f"{corpus}.npz", **arrays)
    return root


@pytest.fixture(scope="module")
def evidence(folder):
    return decoder.measure(decoder.STUDY, settings("decoder", folder, data=folder), here)


def test_a_model_of_tempo_fills_what_is_missing(evidence):
    ours = of(evidence.results, decoders.OURS)
    picked = [row.scores["beat F"] for row in of(evidence.results, decoders.PICKED)]
    assert len(ours) == len(picked) == 6
    assert np.mean([row.scores["beat F"] for row in ours]) > 0.97
    assert np.mean(picked) < 0.93
    assert all(row.cpu_seconds > 0 for row in ours)
    assert {row.facts["half"] for row in ours} <= {"looked at", "other"}


def test_the_command_writes_page_figure_and_tracks(folder, tmp_path):
    page = tmp_path / "decoder.md"
    words = (STUDIES / "decoder.py", "--data", folder, "--out", page)
    done = CliRunner().invoke(command, [str(word) for word in words], catch_exceptions=False)
    assert done.exit_code == 0
    text = page.read_text(encoding="utf-8")
    assert "| steady | peak picking | 3 |" in text
    assert "## What might make this invalid\n\n- The activations" in text
    assert "decoder-scores.png" in text
    assert str(folder) not in text
    assert page.with_name("decoder-scores.png").read_bytes().startswith(b"\x89PNG")
    with page.with_suffix(".csv").open(newline="") as file:
        assert len(list(csv.DictReader(file))) == 7 * 6


def test_a_folder_is_needed(tmp_path):
    with pytest.raises(OptionError, match="--data FOLDER"):
        decoder.measure(decoder.STUDY, settings("decoder", tmp_path), here)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda root: None, "holds no activations"),
        (lambda root: (root / "a.npz").write_bytes(b"no archive"), r"a\.npz"),
        (lambda root: np.savez(root / "a.npz"), "no arrays"),
        (lambda root: np.savez(root / "a.npz", track=np.zeros(5)), r"track\.beats"),
    ],
)
def test_broken_folders_are_named(tmp_path, spoil, message):
    spoil(tmp_path)
    with pytest.raises(CorpusError, match=message):
        open_activations(tmp_path, CLOCK)
