"""The decoder's report on a small folder of activations with known beats."""

from __future__ import annotations

import numpy as np
import pytest
from click.testing import CliRunner

from lausch.cli.evaluate import command
from lausch.errors import CorpusError
from lausch.evaluation.activations import open_activations
from lausch.evaluation.decoders import OURS, PICKED, judged_decoders, on_half, tuned_picker
from lausch.frames import Clock

CLOCK = Clock(100, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two sets of click tracks in noise; every fifth beat is not heard."""
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


def test_a_model_of_tempo_fills_what_is_not_heard(folder):
    sets = open_activations(folder, CLOCK)
    judged = {one.name: one for one in judged_decoders(sets, tuned_picker(sets))}
    ours = [row.scores["beat F"] for row in judged[OURS].rows]
    picked = [row.scores["beat F"] for row in judged[PICKED].rows]
    assert len(ours) == len(picked) == 6
    assert np.mean(ours) > 0.97
    assert np.mean(picked) < 0.93
    assert judged[OURS].pace > 0


def test_halves_part_the_tracks(folder):
    sets = open_activations(folder, CLOCK)
    judgement = next(iter(judged_decoders(sets, tuned_picker(sets))))
    names = [
        {row.track for row in on_half(judgement, sets, chosen_on=half)} for half in (True, False)
    ]
    assert not names[0] & names[1]
    assert len(names[0] | names[1]) == 6


def test_the_command_writes_page_and_figure(folder, tmp_path):
    page, plot = tmp_path / "decoder.md", tmp_path / "decoder.png"
    told = ["decoder", "--activations", str(folder), "-o", str(page), "--plot", str(plot)]
    ended = CliRunner().invoke(command, told, catch_exceptions=False)
    assert ended.exit_code == 0
    assert "steady" in ended.output
    text = page.read_text(encoding="utf-8")
    assert "## What might make this invalid" in text
    assert "decoder.png" in text
    assert str(folder) not in text
    assert plot.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda root: None, "holds no activations"),
        (lambda root: (root / "a.npz").write_bytes(b"no archive"), "a.npz"),
        (lambda root: np.savez(root / "a.npz"), "no arrays"),
        (lambda root: np.savez(root / "a.npz", track=np.zeros(5)), "track.beats"),
    ],
)
def test_broken_folders_are_named(tmp_path, spoil, message):
    spoil(tmp_path)
    with pytest.raises(CorpusError, match=message):
        open_activations(tmp_path, CLOCK)
