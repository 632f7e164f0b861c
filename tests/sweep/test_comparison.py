"""What a sweep says of its outcomes: means, paired differences, tables, and the figure."""

from __future__ import annotations

import math

import pytest
from scipy import stats

from lausch.errors import OptionError
from lausch.sweep.drawing import draw
from lausch.sweep.outcome import Outcome, read_table, write_curves, write_table
from lausch.sweep.seeds import T_975, difference, mean, over_seeds, settings
from lausch.sweep.summary import lines


def outcome(loss, seed=0, *, state="finished", scores=None, **setting):
    history = [{"epoch": 1, "training_loss": loss, "validation_loss": loss, "learning_rate": 0.1}]
    return Outcome(
        "small", setting or {"rate": "1"}, seed, state, 2, 1, loss, loss, 10, 1.5, scores or {},
        history,
    )  # fmt: skip


def test_intervals_are_those_of_student():
    assert [float(stats.t.ppf(0.975, n + 1)) for n in range(len(T_975))] == pytest.approx(
        T_975, abs=6e-4
    )
    found = mean([1.0, 2.0, 4.0])
    low, high = stats.t.interval(0.95, 2, loc=7 / 3, scale=stats.sem([1.0, 2.0, 4.0]))
    assert (found.value - found.half, found.value + found.half) == pytest.approx(
        (low, high), rel=1e-3
    )
    assert math.isnan(mean([1.0]).half)
    assert not mean([1.0]).clear
    assert str(mean([0.5, 0.5])) == "0.5000 ± 0.0000"


def test_differences_are_paired_by_seed():
    one = [outcome(loss, seed) for seed, loss in enumerate((0.2, 0.4, 0.6))]
    other = [outcome(loss + 0.1, seed) for seed, loss in enumerate((0.2, 0.4, 0.6))]
    found = difference(other, one[::-1])
    assert found.value == pytest.approx(0.1)
    assert found.clear
    assert difference(one, one).value == 0
    assert not difference(one, one).clear


def test_a_pruned_training_does_not_count():
    found = over_seeds([outcome(0.2), outcome(0.9, 1, state="pruned")])
    assert (found.value, found.count) == (0.2, 1)


def test_settings_are_ranked_and_what_is_unclear_is_said():
    near = [outcome(0.3 + 0.1 * seed, seed, rate="2") for seed in range(3)]
    best = [outcome(0.3 - 0.01 * seed, seed, rate="1") for seed in range(3)]
    far = [outcome(5.0 + 0.01 * seed, seed, rate="3") for seed in range(3)]
    gone = [outcome(9.0, rate="4", state="pruned")]
    text = list(lines([*far, *near, *best, *gone]))
    assert [line.split(":")[0] for line in text[:3]] == ["rate 1", "rate 2", "rate 3"]
    assert text[3] == "1 settings were stopped early"
    assert text[4] == "least loss: rate 1; not clearly worse: rate 2"
    assert list(lines([*best, *far]))[-1].endswith("every other setting is clearly worse")
    assert "second seed" in list(lines([near[0], far[0]]))[-1]


def test_what_diverged_is_the_last_and_counted():
    none = float("nan")
    text = list(lines([outcome(none, rate="9", state="diverged"), outcome(0.1, rate="1")]))
    assert text[1] == "rate 9: loss nan, 1 of 1 diverged"


def test_a_table_is_read_as_it_was_written(tmp_path):
    path = tmp_path / "table.csv"
    rows = [outcome(0.25, 0, scores={"beat F": 0.5}, rate="1"), outcome(0.5, 1, rate="2")]
    write_table(rows, path)
    found = read_table(path)
    assert [(each.setting, each.seed, each.validation_loss) for each in found] == [
        ({"rate": "1"}, 0, 0.25),
        ({"rate": "2"}, 1, 0.5),
    ]
    assert found[0].scores == {"beat F": 0.5}
    assert len(settings(found)) == 2
    write_curves(rows, tmp_path / "curves.csv")
    assert (tmp_path / "curves.csv").read_text().splitlines()[1] == "small,1,0,1,0.25,0.25,0.1"
    with pytest.raises(OptionError, match="no table"):
        read_table(tmp_path / "curves.csv")


@pytest.mark.parametrize("drawn", [(), ("rate",)])
@pytest.mark.parametrize("values", [("1", "100"), ("relu", "tanh"), ("1",)])
def test_figures_are_drawn(drawn, values, tmp_path):
    rows = [
        outcome(0.1 + seed, seed, rate=value, other=other, scores={"F": 0.5})
        for value in values
        for other in "ab"
        for seed in range(3)
    ]
    draw(rows, tmp_path / "figure.svg", drawn=drawn)
    assert 5_000 < (tmp_path / "figure.svg").stat().st_size < 80_000
