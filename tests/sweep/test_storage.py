"""Trials in a file: every setting once, a killed one again, and hopeless ones stopped."""

from __future__ import annotations

from itertools import islice

import pytest

from lausch.sweep.axes import axis
from lausch.sweep.outcome import Outcome
from lausch.sweep.plan import Plan
from lausch.sweep.storage import explore, explore_at_once
from lausch.systems import system

BOECK = system("boeck2011")


def plan(*texts, **more):
    return Plan([BOECK], [axis(text, [BOECK]) for text in texts], seeds=2, **more)


class Bench:
    """Trainings whose loss is the learning rate; some are killed."""

    def __init__(self, killed_at=None):
        self.settings = []
        self.killed_at = killed_at

    def measure(self, texts, hopeful):
        self.settings.append(dict(texts))
        for seed in range(2):
            loss = float(texts["learning_rate"])
            for epoch in range(1, 5):
                if len(self.settings) == self.killed_at and epoch == 3:
                    raise KeyboardInterrupt
                if seed == 0 and not hopeful(epoch, loss):
                    yield self.outcome(texts, seed, "pruned", loss, epoch)
                    return
            yield self.outcome(texts, seed, "finished", loss, 4)

    def outcome(self, texts, seed, state, loss, epoch):
        setting = {name: text for name, text in texts.items() if name != "system"}
        return Outcome("boeck2011", setting, seed, state, epoch, epoch, loss, loss, 1, 1.0)


def run(bench, wanted, path, key="one"):
    return explore(wanted, path / "sweeps.sqlite", key, bench.measure, lambda done, total: None)


def test_every_setting_is_measured_once_with_every_seed(tmp_path):
    wanted, bench = plan("learning_rate=1,2", "dropout=0,.5"), Bench()
    outcomes = run(bench, wanted, tmp_path)
    assert bench.settings == wanted.every()
    assert [each.seed for each in outcomes] == [0, 1] * 4
    again = Bench()
    assert run(again, wanted, tmp_path) == outcomes
    assert again.settings == []
    run(again, wanted, tmp_path, key="another")
    assert len(again.settings) == 4


@pytest.mark.parametrize(
    ("texts", "more"),
    [(["learning_rate=1,2,3"], {}), (["learning_rate=1..2", "batch=4..99"], {"trials": 3})],
)
def test_a_killed_sweep_goes_on_with_the_setting_that_it_was_at(texts, more, tmp_path):
    wanted, killed, bench = plan(*texts, **more), Bench(killed_at=2), Bench()
    with pytest.raises(KeyboardInterrupt):
        run(killed, wanted, tmp_path)
    outcomes = run(bench, wanted, tmp_path)
    assert bench.settings[0] == killed.settings[1]
    assert len(bench.settings) == 2
    assert len(outcomes) == 6
    assert len({tuple(each.setting.items()) for each in outcomes}) == 3


@pytest.mark.parametrize(
    ("texts", "more"),
    [(["learning_rate=1,2,3,4"], {}), (["learning_rate=1..2"], {"trials": 5})],
)
def test_settings_that_are_measured_at_once_end_in_the_order_of_a_sweep(texts, more, tmp_path):
    wanted, bench = plan(*texts, **more), Bench()
    taken = []

    def measured(settings):
        """Two at a time, of which the second is done first; killed after the first."""
        while pair := list(islice(settings, 2)):
            taken.append([texts for _, texts in pair])
            for number, texts in reversed(pair):
                yield number, list(bench.measure(texts, lambda step, loss: True))
                if len(taken) == 1:
                    raise KeyboardInterrupt

    def run_at_once():
        return explore_at_once(wanted, tmp_path / "s.sqlite", "one", measured, lambda *_: None)

    with pytest.raises(KeyboardInterrupt):
        run_at_once()
    outcomes = run_at_once()
    if not more:
        assert outcomes == run(Bench(), wanted, tmp_path, key="another")
        assert [len(pair) for pair in taken] == [2, 2, 1]
    assert len(outcomes) == 2 * (more.get("trials", 0) or 4)
    assert len({each.setting["learning_rate"] for each in outcomes}) == len(outcomes) / 2


def test_ranges_are_drawn_within_their_ends(tmp_path):
    wanted = plan("learning_rate=1e-4..1e-2", "batch=8..16", "optimizer=adam,sgd", trials=6)
    outcomes = run(Bench(), wanted, tmp_path)
    assert len(outcomes) == 12
    assert all(1e-4 <= float(each.setting["learning_rate"]) <= 1e-2 for each in outcomes)
    assert all(int(each.setting["batch"]) in range(8, 17) for each in outcomes)
    assert len({each.setting["learning_rate"] for each in outcomes}) == 6


def test_what_is_worse_than_the_median_is_stopped(tmp_path):
    texts = "learning_rate=1,1.1,1.2,1.3,9,.9"
    outcomes = run(Bench(), plan(texts, prune=True), tmp_path)
    pruned = [each for each in outcomes if each.state == "pruned"]
    assert [each.setting["learning_rate"] for each in pruned] == ["9"]
    assert pruned[0].last_epoch < 4
    assert len([each for each in outcomes if each.setting["learning_rate"] == ".9"]) == 2
    assert not [
        each for each in run(Bench(), plan(texts), tmp_path, "all") if each.state != "finished"
    ]
