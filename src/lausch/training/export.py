"""From a trained network to an .onnx file with a card; refused if both give other activations."""

from __future__ import annotations

import warnings
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import torch
from torch import nn

from lausch.errors import ModelError
from lausch.files import replacing
from lausch.frames import FloatArray
from lausch.models.card import METADATA_KEY, Card
from lausch.models.model import EMBEDDING, Model
from lausch.models.probe import probe_samples
from lausch.models.tensors import table_of
from lausch.networks.ends import (
    Bag,
    BeatClasses,
    ChromaChords,
    Classes,
    Embedding,
    Margin,
    Opened,
    Paces,
    Shares,
    Sigmoids,
    States,
)
from lausch.representations import represent
from lausch.system import System
from lausch.training.int4 import store_int4
from lausch.training.margin import margin_row

TOLERANCE = 1e-4
HEADS = {
    "sigmoids": Sigmoids,
    "chroma_chords": ChromaChords,
    "classes": Classes,
    "beat_classes": BeatClasses,
    "shares": Shares,
    "states": States,
    "paces": Paces,
}


def with_head(network: nn.Module, system: System) -> nn.Module:
    """The whole network from features to activations, for export; a bag contains its heads."""
    head = nn.Identity() if isinstance(network, Bag) else HEADS[system.head]()
    if not system.margin_frames:
        return nn.Sequential(network, head).eval()
    row = torch.from_numpy(margin_row(system))
    parts = {"margin": Margin(system.margin_frames, row), "0": network, "1": head}
    return nn.Sequential(OrderedDict(parts)).eval()


def probe_activations(whole: nn.Module, system: System) -> FloatArray:
    """Activations of the probe by torch, shape (frames, outputs)."""
    return _activations(whole, system, probe_samples(system.representation.rate))


def _activations(whole: nn.Module, system: System, samples: FloatArray) -> FloatArray:
    features = represent(system.representation, samples).values
    with torch.inference_mode():
        activations: FloatArray = whole(torch.from_numpy(features)[None])[0].numpy()
    return activations


def export(network: nn.Module, system: System, card: Card, path: Path) -> None:
    """Write the weights file, after a comparison of onnxruntime and torch.

    Raises ModelError when any activation of the probe or of noise differs by more than 1e-4.
    """
    whole = with_head(network, system)
    data = _to_onnx(whole, len(system.representation.columns), card, int4=system.int4)
    model = Model(data)
    noise = np.random.default_rng(0).normal(scale=0.1, size=10 * model.rate).astype(np.float32)
    for name, samples in (("probe", probe_samples(model.rate)), ("noise", noise)):
        expected = _activations(whole, system, samples)
        worst = float(np.abs(expected - model.run([samples]).values).max())
        if worst > TOLERANCE:
            raise ModelError(
                f"torch and onnxruntime disagree by {worst:.2g} on the {name}, more than "
                f"{TOLERANCE:g}; nothing was written"
            )
    with replacing(path) as temporary:
        temporary.write_bytes(data)


def opened(whole: nn.Module) -> nn.Module:
    """The same with its embedding as a second output, if the network has one."""
    inner = list(whole.get_submodule("0").children())
    if len(inner) != 2 or not isinstance(inner[1], Embedding):
        return whole
    return Opened(inner[0], inner[1], whole.get_submodule("1")).eval()


def _to_onnx(whole: nn.Module, columns: int, card: Card, *, int4: bool) -> bytes:
    shown = opened(whole)
    names = ["activations"] + ([EMBEDDING] if isinstance(shown, Opened) else [])
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        file = Path(folder) / "graph.onnx"
        # There are warnings of a newer exporter, which needs onnxscript for the same graph, and
        # of LSTMs with fixed shapes and batches of one, which are all that inference runs. `export`
        # compares the activations.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            shown,
            (torch.zeros(1, 400, columns),),
            file,
            input_names=["features"],
            output_names=names,
            dynamic_axes={name: {0: "batch", 1: "frames"} for name in ("features", *names)},
            opset_version=17,
            dynamo=False,
        )
        graph = onnx.load(file)
    if int4:
        graph = store_int4(graph)
    entry = graph.metadata_props.add()
    card = replace(card, tensors=table_of(graph.SerializeToString()))
    entry.key, entry.value = METADATA_KEY, card.to_json()
    onnx.checker.check_model(graph)
    data: bytes = graph.SerializeToString()
    return data
