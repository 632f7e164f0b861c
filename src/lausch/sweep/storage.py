"""The trials of a sweep in an SQLite file, by Optuna: which settings are next, and what is known.

A trial is a setting with all its seeds. A sweep that was killed leaves a trial that runs no more;
the next one begins with its setting.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lausch.errors import MissingExtraError
from lausch.sweep.outcome import DIVERGED, PRUNED, Outcome
from lausch.sweep.plan import Plan, Texts
from lausch.sweep.seeds import mean

if TYPE_CHECKING:
    from optuna import Study, Trial

OUTCOMES = "outcomes"
LEAST_OTHERS = 4
"""A setting is stopped early only after so many others."""
Hopeful = Callable[[int, float], bool]
"""Is told a step and the loss there; whether the setting is to go on."""
Measure = Callable[[Texts, Hopeful], Iterator[Outcome]]
"""The trainings of a setting, one after the other."""
Numbered = tuple[int, list[Outcome]]
"""The number of a trial, and what came of its trainings."""


def explore(
    plan: Plan, path: Path, key: str, measure: Measure, told: Callable[[int, int], None]
) -> list[Outcome]:
    """Measure all settings of a plan that are not in the file yet; all outcomes.

    `key` names the sweep in the file, which may hold several. `told` is told how many settings
    are done, and of how many.

    Raises MissingExtraError when Optuna is not installed.
    """
    study = _study(plan, path, key)
    total = plan.trials or len(plan.every())
    for texts in _left(plan, study):
        told(len(_done(study)), total)
        trial = _asked(study, plan, texts)
        _try(trial, study, plan, measure)
    return _outcomes(plan, study)


def explore_at_once(
    plan: Plan,
    path: Path,
    key: str,
    measured: Callable[[Iterator[tuple[int, Texts]]], Iterator[Numbered]],
    told: Callable[[int, int], None],
) -> list[Outcome]:
    """Measure all settings as `explore` does, several at a time; nothing is pruned.

    `measured` takes numbers of trials with their settings when it can have some done, and gives
    numbers and outcomes in any order. Only this process has the file open.
    """
    study = _study(plan, path, key)
    trials: dict[int, Trial] = {}

    def settings() -> Iterator[tuple[int, Texts]]:
        for texts in _left(plan, study):
            trial = _asked(study, plan, texts)
            trials[trial.number] = trial
            yield trial.number, _texts(plan, trial.params)

    total = plan.trials or len(plan.every())
    for number, outcomes in measured(settings()):
        trial = trials.pop(number)
        trial.set_user_attr(OUTCOMES, [each.to_json() for each in outcomes])
        _tell(study, trial, outcomes)
        told(len(_done(study)), total)
    return _outcomes(plan, study)


def _asked(study: Study, plan: Plan, texts: Texts | None) -> Trial:
    """The next trial: that of a setting, or a drawn one."""
    if texts is not None:
        study.enqueue_trial({name: _parsed(plan, name, text) for name, text in texts.items()})
    return study.ask(_distributions(plan))


def _outcomes(plan: Plan, study: Study) -> list[Outcome]:
    """All outcomes: of drawn settings in the order of the draws, else in that of the plan."""
    trials = _done(study)
    if not plan.trials:
        order = plan.every()
        trials.sort(key=lambda trial: order.index(_texts(plan, trial.params)))
    return [Outcome(**row) for trial in trials for row in trial.user_attrs[OUTCOMES]]


def _study(plan: Plan, path: Path, key: str) -> Study:
    try:
        import optuna
    except ImportError as error:
        raise MissingExtraError(f"sweeps need optuna ({error}): pip install 'lausch[sweep]'") from (
            error
        )
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    path.parent.mkdir(parents=True, exist_ok=True)
    pruner = optuna.pruners.MedianPruner(n_startup_trials=LEAST_OTHERS, n_warmup_steps=1)
    study = optuna.create_study(
        storage=f"sqlite:///{path.resolve()}",
        study_name=key,
        load_if_exists=True,
        pruner=pruner if plan.prune else optuna.pruners.NopPruner(),
    )
    # A seed that is the same after each start would draw the same settings again.
    study.sampler = optuna.samplers.TPESampler(seed=len(study.get_trials(deepcopy=False)))
    return study


def _done(study: Study) -> list[Any]:
    from optuna.trial import TrialState

    return study.get_trials(deepcopy=False, states=(TrialState.COMPLETE, TrialState.PRUNED))


def _left(plan: Plan, study: Study) -> Iterator[Texts | None]:
    """Settings that are to be measured; None for one that is to be drawn."""
    from optuna.trial import TrialState

    known = {json.dumps(_texts(plan, trial.params)) for trial in _done(study)}
    begun = study.get_trials(deepcopy=False, states=(TrialState.RUNNING,))
    for trial in begun:
        study.tell(trial.number, state=TrialState.FAIL)
    if not plan.trials:
        yield from (texts for texts in plan.every() if json.dumps(texts) not in known)
        return
    whole = [trial for trial in begun if len(trial.params) == len(plan.whole)]
    yield from (_texts(plan, trial.params) for trial in whole)
    counted = (TrialState.COMPLETE, TrialState.PRUNED, TrialState.RUNNING)
    while len(study.get_trials(deepcopy=False, states=counted)) < plan.trials:
        yield None


def _try(trial: Trial, study: Study, plan: Plan, measure: Measure) -> None:
    outcomes: list[Outcome] = []

    def hopeful(step: int, loss: float) -> bool:
        trial.report(loss if math.isfinite(loss) else 1e9, step)
        return not trial.should_prune()

    for outcome in measure(_texts(plan, trial.params), hopeful):
        outcomes.append(outcome)
        trial.set_user_attr(OUTCOMES, [each.to_json() for each in outcomes])
    _tell(study, trial, outcomes)


def _tell(study: Study, trial: Trial, outcomes: list[Outcome]) -> None:
    from optuna.trial import TrialState

    value = mean([each.validation_loss for each in outcomes]).value
    stopped = any(each.state in (PRUNED, DIVERGED) for each in outcomes)
    if stopped or not math.isfinite(value):
        study.tell(trial, state=TrialState.PRUNED)
    else:
        study.tell(trial, value)


def _distributions(plan: Plan) -> dict[str, Any]:
    from optuna.distributions import (
        BaseDistribution,
        CategoricalDistribution,
        FloatDistribution,
        IntDistribution,
    )

    found: dict[str, BaseDistribution] = {}
    for each in plan.whole:
        if not each.drawn:
            found[each.name] = CategoricalDistribution(each.texts)
        elif each.whole:
            found[each.name] = IntDistribution(int(each.low), int(each.high), log=each.logarithmic)
        else:
            found[each.name] = FloatDistribution(each.low, each.high, log=each.logarithmic)
    return found


def _texts(plan: Plan, params: dict[str, Any]) -> Texts:
    """The values of a trial as texts, in the order of the axes."""
    texts = {}
    for each in plan.whole:
        value = params[each.name]
        texts[each.name] = f"{value:.4g}" if isinstance(value, float) else str(value)
    return texts


def _parsed(plan: Plan, name: str, text: str) -> Any:
    own = next(each for each in plan.whole if each.name == name)
    if not own.drawn:
        return text
    return int(text) if own.whole else float(text)
