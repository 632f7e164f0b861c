"""Restricted Boltzmann machines, and the deep belief network that they are stacked to.

A machine has visible units v, hidden units h and, if it is conditional, inputs u that stay as they
are (Taylor, Hinton and Roweis, NIPS 2006):

    E(v, h | u) = -v W h - v (b + A u) - h (c + B u)
    F(v | u) = -v (b + A u) - sum log(1 + exp(c + B u + W' v)),    p(v | u) ~ exp(-F(v | u))
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

FIRST_DEVIATION = 0.01


class RBM(nn.Module):
    """Binary units with logistic chances; visible values between 0 and 1 count as chances.

    Inputs are visible (..., visible) and, of a conditional machine, given (..., given).
    """

    def __init__(self, visible: int, hidden: int, given: int = 0) -> None:
        super().__init__()
        self.weight = nn.Parameter(FIRST_DEVIATION * torch.randn(visible, hidden))
        self.visible_bias = nn.Parameter(torch.zeros(visible))
        self.hidden_bias = nn.Parameter(torch.zeros(hidden))
        self.to_visible = nn.Parameter(FIRST_DEVIATION * torch.randn(given, visible))
        self.to_hidden = nn.Parameter(FIRST_DEVIATION * torch.randn(given, hidden))

    def hidden(self, visible: Tensor, given: Tensor | None = None) -> Tensor:
        """The chance that each hidden unit is on."""
        return torch.sigmoid(self._hidden(visible, given))

    def visible(self, hidden: Tensor, given: Tensor | None = None) -> Tensor:
        """The chance that each visible unit is on."""
        return torch.sigmoid(hidden @ self.weight.T + self._visible_bias(given))

    def free_energy(self, visible: Tensor, given: Tensor | None = None) -> Tensor:
        """F(v | u), shape (...)."""
        own = (visible * self._visible_bias(given)).sum(-1)
        return -own - nn.functional.softplus(self._hidden(visible, given)).sum(-1)

    def dreamt(self, visible: Tensor, given: Tensor | None = None, *, steps: int = 1) -> Tensor:
        """Visible units after so many steps of Gibbs sampling from these."""
        with torch.no_grad():
            for _ in range(steps):
                on = torch.bernoulli(self.hidden(visible, given))
                visible = torch.bernoulli(self.visible(on, given))
        return visible

    def contrast(self, visible: Tensor, given: Tensor | None = None, *, steps: int = 1) -> Tensor:
        """The mean difference of free energies whose gradient is that of contrastive divergence.

        (Hinton, Neural Computation 14, 2002, equation 5, with `steps` of Gibbs sampling.)
        """
        dream = self.dreamt(visible, given, steps=steps)
        return (self.free_energy(visible, given) - self.free_energy(dream, given)).mean()

    def error(self, visible: Tensor, given: Tensor | None = None) -> Tensor:
        """The mean squared difference from the visible units that the hidden ones give back."""
        return (self.visible(self.hidden(visible, given), given) - visible).square().mean()

    def _hidden(self, visible: Tensor, given: Tensor | None) -> Tensor:
        bias = self.hidden_bias if given is None else self.hidden_bias + given @ self.to_hidden
        return visible @ self.weight + bias

    def _visible_bias(self, given: Tensor | None) -> Tensor:
        return self.visible_bias if given is None else self.visible_bias + given @ self.to_visible


class DBN(nn.Module):
    """Machines on top of each other, then one linear layer: a row and those before it to logits.

    The first machine sees a row, given the `before` rows before it; of a recording's first rows
    these are 0. Each later one sees the hidden chances of the machine below. Input (batch, rows,
    columns) between 0 and 1, output (batch, rows, outputs) logits.
    """

    def __init__(
        self,
        columns: int,
        outputs: int,
        *,
        before: int = 8,
        units: Sequence[int] = (96, 48),
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        self.before = before
        sizes = [columns, *units]
        self.machines = nn.ModuleList(
            RBM(visible, hidden, 0 if place else before * columns)
            for place, (visible, hidden) in enumerate(zip(sizes, units, strict=False))
        )
        self.drop = nn.Dropout(dropout)
        self.output = nn.Linear(sizes[-1], outputs)

    def machine(self, place: int) -> RBM:
        """The machine of that layer, the lowest first."""
        machine = self.machines[place]
        assert isinstance(machine, RBM)
        return machine

    def given(self, values: Tensor) -> Tensor:
        """The rows before each row, the latest first, (batch, rows, before * columns)."""
        batch, rows, columns = values.shape
        edge = values.new_zeros(batch, self.before, columns)
        padded = torch.cat([edge, values], dim=1)
        shifted = [
            padded[:, self.before - n : self.before - n + rows] for n in range(1, self.before + 1)
        ]
        return torch.cat(shifted or [values[..., :0]], dim=-1)

    def seen(self, values: Tensor, place: int) -> tuple[Tensor, Tensor | None]:
        """What the machine of a layer sees of rows, and what it is given."""
        state, given = values, self.given(values)
        for below in range(place):
            state = self.machine(below).hidden(state, None if below else given)
        return state, None if place else given

    def forward(self, values: Tensor) -> Tensor:
        state, _ = self.seen(values, len(self.machines))
        logits: Tensor = self.output(self.drop(state))
        return logits
