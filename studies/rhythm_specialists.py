"""One network or one of several: what each network of a multi-model system finds on its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from lausch.evaluation.bootstrap import Mean, mean_over_songs
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.result import Result
from lausch.evaluation.session import Estimate, Session, System
from lausch.evaluation.tables import difference, score, table
from lausch.frames import Frames
from lausch.metrics.beats import event_f

ALONE, FOLLOWED = "beat F of each network", "followed"
MEAN = "the mean of all"


def networks(session: Session, system: System, estimate: Estimate) -> dict[str, Any]:
    """Beat F of each network alone and of the mean of all; empty where there is one network."""
    activations, task = estimate.activations, system.task
    if not activations.followed:
        return {}
    reference = session.truth(task).times
    found = {name: task.decode(replace(activations, followed=name)) for name in activations.columns}
    mean = activations.values.mean(axis=1, keepdims=True, dtype=np.float32)
    found[MEAN] = task.member.decode(Frames(mean, activations.clock, task.member.outputs))
    scores = {name: event_f(reference, beats.times) for name, beats in found.items()}
    return {ALONE: scores, FOLLOWED: activations.followed}


def one_or_several(evidence: Evidence) -> str:
    """The reference alone, the specialists, the one that was followed, the best, and the mean."""
    parts = []
    for model in evidence.models:
        groups = {title: evidence.of(title, model) for title in evidence.sets}
        groups = {"validation, all rendered": _of(evidence.validation, model), **groups}
        known = {
            title: found
            for title, results in groups.items()
            if (found := [each for each in results if ALONE in each.facts])
        }
        if known:
            parts.append(_tables(model, known))
    return "\n\n".join(parts)


def _tables(model: str, groups: dict[str, list[Result]]) -> str:
    rows, counts = [], []
    for title, results in groups.items():
        reference, *specialists = _columns(results)
        alone = [each.facts[ALONE] for each in results]
        networks = (reference, *specialists, MEAN)
        means = [score(_mean(results, [each[name] for each in alone])) for name in networks]
        best = _mean(results, [max(each[name] for name in specialists) for each in alone])
        chosen = [each.facts[ALONE][each.facts[FOLLOWED]] for each in results]
        gains = [
            value - each.facts[ALONE][reference]
            for value, each in zip(chosen, results, strict=True)
        ]
        rows.append(
            (title, f"{len(results)}", *means, score(best), score(_mean(results, chosen)),
             difference(_mean(results, gains)))
        )  # fmt: skip
        followed = Counter(each.facts[FOLLOWED] for each in results)
        counts.append((title, *(f"{followed[name]}" for name in specialists)))
    reference, *specialists = _columns(next(iter(groups.values())))
    head = ("set", "tracks", f"reference ({reference})", *specialists, MEAN)
    head = (*head, "best specialist of each track", "the one followed", "followed minus reference")
    return (
        f"`{model}` has a reference that learnt from all kinds, and a copy of it for each of "
        f"{len(specialists)} kinds that learnt further from that kind alone. All of them saw each "
        "recording; each activation is decoded alike. The one whose activation is nearest to the "
        "reference's is followed; who knew the annotation would take the best of each track. Beat "
        f"F:\n\n{table(head, rows)}\n\n"
        f"How often each one was followed:\n\n{table(('set', *specialists), counts)}"
    )


def _of(results: Sequence[Result], model: str) -> list[Result]:
    return [each for each in results if each.system == model]


def _columns(results: Sequence[Result]) -> list[str]:
    """The outputs of the model, the reference first."""
    return [name for name in results[0].facts[ALONE] if name != MEAN]


def _mean(results: Sequence[Result], values: Sequence[float]) -> Mean:
    return mean_over_songs(values, [f"{each.corpus}/{each.song}" for each in results])
