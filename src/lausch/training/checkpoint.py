"""A training run on disk: one file with tensors as safetensors and the rest as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from lausch.errors import ModelError
from lausch.files import replacing


@dataclass
class Progress:
    """The state of a run besides its tensors."""

    recipe: dict[str, Any]
    seed: int
    epoch: int = 0
    best_loss: float = float("inf")
    best_epoch: int = 0
    seconds: float = 0.0
    learning_rate: float = 0.0
    history: list[dict[str, float]] = field(default_factory=list)


def save(
    folder: Path,
    progress: Progress,
    network: nn.Module,
    averaged: nn.Module,
    optimizer: torch.optim.Optimizer,
) -> None:
    """Write the state of a run; a process that is killed meanwhile leaves the state before."""
    tensors: dict[str, Tensor] = {}
    tensors |= {f"network.{name}": value for name, value in network.state_dict().items()}
    tensors |= {f"averaged.{name}": value for name, value in averaged.state_dict().items()}
    for number, state in optimizer.state_dict()["state"].items():
        tensors |= {
            f"optimizer.{number}.{name}": torch.as_tensor(value) for name, value in state.items()
        }
    _write(folder / "state.safetensors", tensors, {"progress": json.dumps(asdict(progress))})


def load(
    folder: Path,
    progress: Progress,
    network: nn.Module,
    averaged: nn.Module,
    optimizer: torch.optim.Optimizer,
) -> Progress:
    """Restore a run; raises ModelError when it was begun with another recipe or seed."""
    from safetensors import safe_open

    path = folder / "state.safetensors"
    with safe_open(path, framework="pt") as file:
        earlier = Progress(**json.loads(file.metadata()["progress"]))
    before = {**_flat(earlier.recipe), "seed": earlier.seed}
    now = {**_flat(json.loads(json.dumps(progress.recipe))), "seed": progress.seed}
    other = [name for name in before | now if before.get(name) != now.get(name)]
    if other:
        facts = ", ".join(
            f"its {name} is {before.get(name)}, not {now.get(name)}" for name in other
        )
        raise ModelError(
            f"{path} was begun with another recipe or seed: {facts}; resume with what it was begun "
            "with, or start anew without --resume or in another folder (--work)"
        )
    tensors = load_file(path)
    network.load_state_dict(_under("network.", tensors))
    averaged.load_state_dict(_under("averaged.", tensors))
    state: dict[int, dict[str, Tensor]] = {}
    for name, value in _under("optimizer.", tensors).items():
        number, _, key = name.partition(".")
        state.setdefault(int(number), {})[key] = value
    whole = optimizer.state_dict()
    optimizer.load_state_dict({"state": state, "param_groups": whole["param_groups"]})
    return earlier


def _flat(recipe: dict[str, Any]) -> dict[str, Any]:
    """The fields of a recipe, those of its parts as `augment.tempo`."""
    parts = {name: value for name, value in recipe.items() if isinstance(value, dict)}
    inner = {f"{part}.{name}": value for part in parts for name, value in parts[part].items()}
    return {name: value for name, value in recipe.items() if name not in parts} | inner


def save_network(path: Path, network: nn.Module) -> None:
    """Write a network's weights alone."""
    _write(path, network.state_dict())


def load_network(path: Path, network: nn.Module) -> None:
    """Read what `save_network` wrote."""
    network.load_state_dict(load_file(path))


def _write(path: Path, tensors: dict[str, Tensor], words: dict[str, str] | None = None) -> None:
    copies = {name: value.detach().clone().contiguous() for name, value in tensors.items()}
    with replacing(path) as temporary:
        save_file(copies, temporary, metadata=words)


def _under(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {
        name.removeprefix(prefix): value
        for name, value in tensors.items()
        if name.startswith(prefix)
    }
