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
LEAST_MEAN = 1e-6
SOFTEST = 1e-3
"""Rows that are softer than the mean by more than 60 dB keep some of their softness."""


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


class Saturation(nn.Module):
    """Magnitudes x >= 0 to chances x / (x + m), which is 1/2 where a column has its mean m.

    When `levelled`, m of a row is multiplied by the row's level, the mean of x / m over its
    columns: a row has the same chances however loud it is.
    """

    mean: Tensor

    def __init__(self, columns: int, *, levelled: bool = False) -> None:
        super().__init__()
        self.levelled = levelled
        self.register_buffer("mean", torch.ones(columns))

    def set(self, mean: Tensor) -> None:
        """Set the mean of each column of the training data, (columns,)."""
        self.mean.copy_(mean.clamp_min(LEAST_MEAN))

    def forward(self, values: Tensor) -> Tensor:
        middle = self.mean
        if self.levelled:
            middle = middle * (values / middle).mean(-1, keepdim=True).clamp_min(SOFTEST)
        return values / (values + middle)


class DBN(nn.Module):
    """Machines on top of each other, then one linear layer: a row and those before it to logits.

    The first machine sees `together` rows, the latest first, given the `before` rows before them;
    of a recording's first rows these are 0. Each later one sees the hidden chances of the machine
    below. Input (batch, rows, columns), output (batch, rows, outputs) logits. Values are between 0
    and 1; of a `saturating` network they are magnitudes, which a `Saturation` makes chances, of a
    `levelled` one without the level of each row.
    """

    def __init__(
        self,
        columns: int,
        outputs: int,
        *,
        before: int = 8,
        together: int = 1,
        units: Sequence[int] = (96, 48),
        saturating: bool = False,
        levelled: bool = False,
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        self.before = before
        self.together = together
        self.saturation = Saturation(columns, levelled=levelled) if saturating else None
        sizes = [together * columns, *units]
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
        """Rows before those seen at a row, the latest first, (batch, rows, before * columns).

        Values are chances.
        """
        return _earlier(values, self.together, self.before)

    def seen(self, values: Tensor, place: int) -> tuple[Tensor, Tensor | None]:
        """What the machine of a layer sees of rows, and what it is given."""
        chances = values if self.saturation is None else self.saturation(values)
        given = self.given(chances)
        state = _earlier(chances, 0, self.together)
        for below in range(place):
            state = self.machine(below).hidden(state, None if below else given)
        return state, None if place else given

    def states(self, values: Tensor) -> list[Tensor]:
        """The hidden chances of every machine, (batch, rows, units) each, the lowest first."""
        state, given = self.seen(values, 0)
        states = [self.machine(0).hidden(state, given)]
        for place in range(1, len(self.machines)):
            states.append(self.machine(place).hidden(states[-1]))
        return states

    def forward(self, values: Tensor) -> Tensor:
        logits: Tensor = self.output(self.drop(self.states(values)[-1]))
        return logits


def _earlier(values: Tensor, first: int, count: int) -> Tensor:
    """So many rows beside each other, (batch, rows, count * columns): that `first` rows before, ...

    Before the first row there are zeros.
    """
    rows = values.shape[1]
    last = first + count - 1
    if not count:
        return values[..., :0]
    if not last:
        return values
    padded = torch.cat([values.new_zeros(values.shape[0], last, values.shape[2]), values], dim=1)
    return torch.cat([padded[:, last - n : last - n + rows] for n in range(first, last + 1)], -1)
