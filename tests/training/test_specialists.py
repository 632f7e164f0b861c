"""A reference is trained first; specialists go on from it, each on its corpus."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from test_whole_run import corpus

from lausch.errors import CorpusError
from lausch.models.model import Model
from lausch.networks.branches import Beside
from lausch.networks.recurrent import BLSTM
from lausch.system import Specialists
from lausch.systems import system
from lausch.tasks import SpecialistBeats
from lausch.training.checkpoint import load_network
from lausch.training.excerpts import Example
from lausch.training.loop import build
from lausch.training.run import run
from lausch.training.specialists import alone, reference_in, specialised

KINDS = ("clicks", "more")


def tiny(kinds=KINDS):
    """boeck2014 with a layer of four units and two specialists."""
    found = system("boeck2014")

    def network(dropout):
        networks = [BLSTM(138, 1, units=4, layers=1, dropout=dropout) for _ in ("all", *kinds)]
        return Beside(networks)

    recipe = replace(
        found.recipe,
        excerpt_seconds=4.0,
        batch=4,
        excerpts_per_epoch=8,
        epochs=2,
        patience=2,
        specialists=Specialists(kinds, excerpts_per_epoch=8, epochs=1, learning_rate=0.01),
    )
    return replace(found, task=SpecialistBeats(kinds), network=network, recipe=recipe)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("specialists")
    corpora = [
        replace(each, name=name, tracks=each.tracks[3 + at :])
        for at, name in enumerate(KINDS)
        for each in (corpus(folder / name),)
    ]
    lines = []
    out = folder / "tiny.onnx"
    run(
        tiny(),
        corpora,
        cache=folder / "cache",
        folder=folder,
        out=out,
        jobs=1,
        report=lines.append,
        command="lausch train boeck2014 --corpora RENDERED --seed 0",
    )
    return folder, Model(out.read_bytes()), lines


def test_the_file_has_the_reference_and_what_became_of_it(trained):
    folder, model, _ = trained
    features = np.random.default_rng(0).normal(size=(300, 138)).astype(np.float32)
    values = model.infer(features)
    assert model.task.outputs == ("beat", "beat by clicks", "beat by more")
    for column, name in enumerate(("boeck2014-0", "boeck2014-0-clicks", "boeck2014-0-more")):
        single = build(alone(tiny()))
        load_network(folder / name / "best.safetensors", single)
        with torch.inference_mode():
            expected = torch.sigmoid(single.eval()(torch.from_numpy(features)[None]))[0, :, 0]
        np.testing.assert_allclose(values[:, column], expected, atol=1e-5)
    assert np.abs(np.diff(values, axis=1)).max(axis=0).min() > 1e-4


def test_stages_follow_each_other_and_stand_on_the_card(trained):
    _, model, lines = trained
    assert [row["epoch"] for row in lines] == [1, 2, 1, 1]
    record = model.card.training["specialists"]
    assert list(record) == list(KINDS)
    assert {each["epochs"] for each in record.values()} == {1}
    assert model.card.training["epochs"] == 2
    assert model.card.recipe["specialists"]["corpora"] == list(KINDS)


def test_a_specialist_begins_where_the_reference_ended(trained):
    found = tiny()
    idle = Specialists(KINDS, excerpts_per_epoch=8, epochs=1, learning_rate=0.0)
    found = replace(found, recipe=replace(found.recipe, specialists=idle))
    folder, _, _ = trained
    reference = build(alone(found))
    load_network(folder / "boeck2014-0" / "best.safetensors", reference)
    spectra = next((folder / "cache").rglob("*.npy"))
    examples = [Example(spectra, corpus(folder / "x").tracks[0].read("beats"))]
    tracks = {KINDS[0]: examples, KINDS[1]: examples}
    whole, _ = specialised(
        found,
        reference,
        tracks,
        tracks,
        folder / "idle",
        seed=0,
        resume=False,
        report=lambda row: None,
        step=lambda done, total: None,
        device="cpu",
    )
    features = torch.rand(1, 200, 138)
    with torch.inference_mode():
        outputs, expected = whole(features), reference.eval()(features)
    torch.testing.assert_close(outputs, expected.expand_as(outputs))


def test_training_goes_on_from_the_reference_of_a_file(trained):
    folder, model, _ = trained
    data = (folder / "tiny.onnx").read_bytes()
    features = np.random.default_rng(0).normal(size=(300, 138)).astype(np.float32)
    with torch.inference_mode():
        own = torch.sigmoid(reference_in(tiny(), data).eval()(torch.from_numpy(features)[None]))
    np.testing.assert_allclose(own[0, :, 0], model.infer(features)[:, 0], atol=1e-5)
    again = folder / "again.onnx"
    found = tiny()
    found = replace(found, recipe=replace(found.recipe, learning_rate=1e-9))
    corpora = [replace(corpus(folder / name), name=name) for name in KINDS]
    run(found, corpora, cache=folder / "cache", folder=folder / "2", out=again, jobs=1, start=data)
    second = Model(again.read_bytes())
    np.testing.assert_allclose(second.infer(features)[:, 0], own[0, :, 0], atol=1e-4)
    (before,) = second.card.training["before"]
    assert before["sha256"] == model.digest


def test_a_specialist_without_recordings_is_refused_before_any_work(tmp_path):
    with pytest.raises(CorpusError, match=r"specialists for polka, .* render"):
        run(
            tiny(("clicks", "polka")),
            [corpus(tmp_path / "sound")],
            cache=tmp_path / "cache",
            folder=tmp_path,
            out=tmp_path / "never.onnx",
        )
    assert not (tmp_path / "cache").exists()
