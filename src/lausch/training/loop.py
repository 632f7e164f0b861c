"""The training loop."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from lausch.errors import ModelError
from lausch.files import replacing
from lausch.networks.ends import Standardize
from lausch.system import Recipe, System
from lausch.training import checkpoint, layerwise
from lausch.training.checkpoint import Progress
from lausch.training.excerpts import Example, Excerpt, training_batches, validation_batches
from lausch.training.losses import LOSSES
from lausch.training.precision import in_half
from lausch.training.pretraining import pretrain
from lausch.training.start import take_over

Report = Callable[[dict[str, float]], None]
Step = Callable[[int, int], None]
"""Is told the number of steps that are done, and of all that there may be."""
LOG = "log.csv"


class DivergedError(ModelError):
    """No epoch of a training ended with a finite loss."""


def train(
    system: System,
    training: Sequence[Example],
    validation: Sequence[Example],
    folder: Path,
    *,
    seed: int = 0,
    resume: bool = False,
    start: bytes | None = None,
    first: nn.Module | None = None,
    report: Report = lambda row: None,
    step: Step = lambda done, total: None,
    device: str = "cpu",
) -> tuple[nn.Module, Progress]:
    """Train a system and return the network of the best epoch, in evaluation mode.

    The state after every epoch is written to `folder`, and the losses to `LOG` there. With
    `resume`, an interrupted run continues from there and ends with the same weights as one without
    interruption. `start` is an exported file with the initial weights, `first` a trained network
    with them and the statistics of its features. On another `device` than "cpu", steps are in
    bfloat16 (see `in_half`).

    Raises DivergedError when no epoch ends with a finite validation loss.
    """
    recipe = system.recipe
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    network = build(system)
    initialise(network, recipe)
    network, averaged = network.to(device), build(system).to(device)
    progress = Progress(asdict(recipe), seed, learning_rate=recipe.learning_rate)
    optimizer = _optimizer(network, recipe)
    if resume and (folder / "state.safetensors").exists():
        progress = checkpoint.load(folder, progress, network, averaged, optimizer)
    else:
        if first is not None:
            network.load_state_dict(first.state_dict())
        elif recipe.pretraining is None:  # units between 0 and 1 are to stay there
            standardize(network, system, training, seed)
        else:
            pretrain(network, system, training, seed)
        if start is not None:
            take_over(network, start)
        if recipe.layer_epochs:
            layerwise.fnn(network).begin()
        averaged.load_state_dict(network.state_dict())
    while progress.epoch < recipe.epochs and _hopeful(progress, recipe):
        began = time.perf_counter()
        if recipe.layer_epochs and layerwise.due(network, progress.epoch, recipe.layer_epochs):
            network.load_state_dict(averaged.state_dict())
            layerwise.grow(network, system, training, seed)
            averaged.load_state_dict(network.state_dict())
            optimizer = _optimizer(network, recipe)
            # The best epoch must be one of the network in its final size.
            progress.best_loss, progress.best_epoch = float("inf"), progress.epoch
        _set_learning_rate(optimizer, progress, recipe)
        random = np.random.default_rng([seed, progress.epoch])
        torch.manual_seed(seed * 100_003 + progress.epoch)
        loss = _epoch(network, averaged, optimizer, system, training, random, progress.epoch, step)
        held_out = validation_loss(averaged, system, validation)
        progress.epoch += 1
        progress.seconds += time.perf_counter() - began
        if held_out < progress.best_loss:
            progress.best_loss, progress.best_epoch = held_out, progress.epoch
            checkpoint.save_network(folder / "best.safetensors", averaged)
        row = {
            "epoch": progress.epoch,
            "training_loss": loss,
            "validation_loss": held_out,
            "learning_rate": optimizer.param_groups[0]["lr"],
            "seconds": progress.seconds,
        }
        progress.history.append(row)
        checkpoint.save(folder, progress, network, averaged, optimizer)
        _write_log(folder / LOG, progress)
        report(row)
    if not np.isfinite(progress.best_loss):
        raise DivergedError(
            f"the loss of {system.name} was no number in any of {progress.epoch} epochs; was the "
            f"learning rate ({recipe.learning_rate:g}) too high, or are the features not finite?"
        )
    checkpoint.load_network(folder / "best.safetensors", averaged)
    return averaged.cpu().eval(), progress


def _write_log(path: Path, progress: Progress) -> None:
    """The losses of all epochs as a table."""
    with replacing(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(progress.history[0]))
        table.writeheader()
        table.writerows(progress.history)


def build(system: System) -> nn.Module:
    """Normalisation and network as one module, from features to logits."""
    columns = len(system.representation.columns)
    network = nn.Sequential(Standardize(columns), system.network(system.recipe.dropout))
    # Convolutions over two axes are a third faster with channels last.
    return nn.utils.convert_conv2d_weight_memory_format(network, torch.channels_last)


def initialise(network: nn.Module, recipe: Recipe) -> None:
    """Draw the initial weights by the recipe; biases keep torch's default, or are zeros as well."""
    if recipe.initialisation == "default":
        return
    for parameter in network.parameters():
        if recipe.initialisation == "zeros":
            nn.init.zeros_(parameter)
        elif parameter.ndim >= 2:
            if recipe.initialisation == "xavier":
                nn.init.xavier_uniform_(parameter)
            else:
                nn.init.normal_(parameter, std=0.1)


def standardize(network: nn.Module, system: System, training: Sequence[Example], seed: int) -> None:
    """Set mean and deviation of the features from 16 training batches."""
    random = np.random.default_rng([seed, 2**31])
    rows = []
    for batch in islice(training_batches(system, training, random), 16):
        margin = system.margin_frames
        inside = batch.features[:, margin : batch.features.shape[1] - margin]
        rows.append(inside[batch.mask > 0][::7])
    values = torch.from_numpy(np.concatenate(rows))
    layer = network.get_submodule("0")
    assert isinstance(layer, Standardize)
    mean, deviation = values.mean(0), values.std(0)
    first = 0
    for part in system.representation.parts:
        own = slice(first, first + len(part.columns))
        if part.alike:
            mean[own], deviation[own] = values[:, own].mean(), values[:, own].std()
        first = own.stop
    layer.set(mean, deviation)


def validation_loss(network: nn.Module, system: System, examples: Sequence[Example]) -> float:
    """Mean loss over the fixed validation excerpts."""
    network.eval()
    losses, weights = [], []
    with torch.inference_mode():
        for batch in validation_batches(system, examples):
            losses.append(float(loss_of(network, system, batch)))
            weights.append(float(batch.mask.sum()))
    return float(np.average(losses, weights=weights))


def _epoch(
    network: nn.Module,
    averaged: nn.Module,
    optimizer: torch.optim.Optimizer,
    system: System,
    training: Sequence[Example],
    random: np.random.Generator,
    epoch: int,
    tell: Step,
) -> float:
    network.train()
    recipe = system.recipe
    device = _device(network).type
    each = recipe.excerpts_per_epoch // recipe.batch
    losses = []
    for step, batch in enumerate(training_batches(system, training, random)):
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast(device, torch.bfloat16, in_half(recipe.precision, device)):
            loss = loss_of(network, system, batch)
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(network.parameters(), recipe.gradient_clip)
        optimizer.step()
        steps = epoch * each + step
        # The decay grows with the number of steps, so early weights count little.
        _average(averaged, network, min(recipe.average, (1 + steps) / (10 + steps)))
        losses.append(float(loss.detach()))
        tell(steps + 1, recipe.epochs * each)
    return float(np.mean(losses))


def _device(network: nn.Module) -> torch.device:
    return next(network.parameters()).device


def loss_of(network: nn.Module, system: System, batch: Excerpt) -> torch.Tensor:
    """The loss of the recipe over a batch, on the device of the network."""
    features, targets, weights = (
        torch.from_numpy(each).to(_device(network))
        for each in (batch.features, batch.targets, batch.weights)
    )
    return LOSSES[system.recipe.loss](network(features).float(), targets, weights)


def _average(averaged: nn.Module, network: nn.Module, decay: float) -> None:
    with torch.no_grad():
        for mean, value in zip(averaged.parameters(), network.parameters(), strict=True):
            mean.lerp_(value, 1 - decay)
        for copy, buffer in zip(averaged.buffers(), network.buffers(), strict=True):
            copy.copy_(buffer)


def _optimizer(network: nn.Module, recipe: Recipe) -> torch.optim.Optimizer:
    optim = torch.optim
    kinds: dict[str, Any] = {
        "adam": optim.AdamW,
        "adam_l2": optim.Adam,
        "radam": optim.RAdam,
        "sgd": optim.SGD,
    }
    options: dict[str, Any] = {"lr": recipe.learning_rate, "weight_decay": recipe.weight_decay}
    if recipe.optimizer == "sgd":
        options["momentum"] = 0.9
    optimizer: torch.optim.Optimizer = kinds[recipe.optimizer](network.parameters(), **options)
    return optimizer


def _set_learning_rate(
    optimizer: torch.optim.Optimizer, progress: Progress, recipe: Recipe
) -> None:
    if recipe.schedule == "cosine":
        share = 0.5 * (1 + np.cos(np.pi * progress.epoch / recipe.epochs))
        progress.learning_rate = recipe.learning_rate * (0.01 + 0.99 * float(share))
    elif recipe.schedule == "plateau":
        waited = progress.epoch - progress.best_epoch
        if waited and waited % max(recipe.patience // 2, 1) == 0:
            progress.learning_rate /= 2
    for group in optimizer.param_groups:
        group["lr"] = progress.learning_rate


def _hopeful(progress: Progress, recipe: Recipe) -> bool:
    return progress.epoch - progress.best_epoch < recipe.patience
