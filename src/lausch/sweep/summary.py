"""Settings of a sweep in words: means over seeds, the best one, and which differences are clear."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from lausch.sweep.outcome import DIVERGED, PRUNED, Outcome
from lausch.sweep.seeds import difference, over_seeds, settings


def lines(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """A row of text for each setting, the best first, and what its seeds can tell apart."""
    groups = settings(outcomes)
    shown = names_of(outcomes)
    whole = {key: own for key, own in groups.items() if all(each.state != PRUNED for each in own)}
    ranked = sorted(whole.values(), key=lambda own: _rank(over_seeds(own).value))
    measures = list(dict.fromkeys(name for each in outcomes for name in each.scores))
    for own in ranked:
        scores = "".join(f", {name} {over_seeds(own, name)}" for name in measures)
        failed = sum(each.state == DIVERGED for each in own)
        ending = f", {failed} of {len(own)} diverged" if failed else ""
        yield f"{label(own[0], shown)}: loss {over_seeds(own)}{scores}{ending}"
    if pruned := len(groups) - len(whole):
        yield f"{pruned} settings were stopped early"
    if len(ranked) > 1:
        yield verdict(ranked, shown)


def verdict(ranked: Sequence[Sequence[Outcome]], shown: Sequence[str]) -> str:
    """Which settings are clearly worse than the first of `ranked`, in a sentence."""
    best, *others = ranked
    alike = [own for own in others if not difference(own, best).clear]
    if over_seeds(best).count < 2:
        return f"least loss: {label(best[0], shown)}; a second seed would tell what that is worth"
    if not alike:
        return f"least loss: {label(best[0], shown)}; every other setting is clearly worse"
    names = "; ".join(label(own[0], shown) for own in alike)
    return f"least loss: {label(best[0], shown)}; not clearly worse: {names}"


def names_of(outcomes: Sequence[Outcome]) -> list[str]:
    """What differs among outcomes: 'system' and names of axes."""
    texts = [{"system": each.system, **each.setting} for each in outcomes]
    return [name for name in texts[0] if len({each[name] for each in texts}) > 1] if texts else []


def label(outcome: Outcome, shown: Sequence[str]) -> str:
    """A setting by what differs among settings."""
    texts = {"system": outcome.system, **outcome.setting}
    words = [texts[name] if name == "system" else f"{name} {texts[name]}" for name in shown]
    return ", ".join(words) or outcome.system


def _rank(value: float) -> float:
    return value if math.isfinite(value) else math.inf
