"""The settings of every task without a card, and the values of them that a fit tries."""

from __future__ import annotations

from functools import partial

import pytest
from goldens import Cases, check

from lausch.tasks import TASKS, ChordRecognition, Task, to_card
from lausch.tasks.key import KeyFinding


def settings(task: Task) -> dict[str, object]:
    return {
        "outputs": [task.output_summary, len(task.outputs)],
        "card": to_card(task),
        "choices": task.choices,
    }


EVERY = [*(task() for task in TASKS.values()), ChordRecognition("classes"), KeyFinding()]
CASES: Cases = {task.kind: partial(settings, task) for task in EVERY}


@pytest.mark.parametrize("name", CASES)
def test_settings_are_those_of_the_table(name):
    check(__file__, name, CASES)
