"""Tags are of one vocabulary, and in its order."""

import numpy as np
import pytest

from lausch.annotation import Tags
from lausch.annotation.tags import GROUPS, INSTRUMENTS, VOCABULARY, known
from lausch.errors import AnnotationError
from lausch.frames import Clock, Frames

CURVE = Frames(np.array([[0.0], [0.9], [0.6], [0.2]], np.float32), Clock(2, 1), ("voice",))


def test_the_vocabulary_has_each_tag_once():
    assert len(set(VOCABULARY)) == len(VOCABULARY) == sum(len(tags) for tags in GROUPS.values())


def test_tags_are_in_the_order_of_the_vocabulary_with_their_probabilities():
    tags = Tags(["bebop", "voice"], [0.25, 0.75])
    assert tags.pairs == {"voice": 0.75, "bebop": 0.25}
    assert tags.present == ("voice",)
    assert len(tags) == 1
    assert tags.only(["bebop"]).pairs == {"bebop": 0.25}
    assert known({"piano": True, "organ": False}).pairs == {"piano": 1.0, "organ": 0.0}


def test_stretches_are_where_the_curve_is_high():
    tags = Tags(["voice"], [0.75], CURVE)
    assert tags.stretches("voice").tolist() == [[0.25, 1.25]]
    assert tags.stretches("piano").shape == (0, 2)
    assert tags.only(["voice"]).curve.columns == ("voice",)
    assert tags.only([]).curve.columns == ()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((["kazoo"],), "no tags"),
        ((["voice", "voice"],), "named once"),
        ((["voice"], [1.5]), "between 0 and 1"),
        ((["voice"], [1.0, 0.5]), "as many"),
        ((["piano"], [1.0], CURVE), "instruments that have a probability"),
        ((["voice"], [1.0], Frames(2 * CURVE.values, CURVE.clock, ("voice",))), "0 to 1"),
    ],
)
def test_what_breaks_a_rule_is_refused(arguments, reason):
    with pytest.raises(AnnotationError, match=reason):
        Tags(*arguments)


def test_instruments_are_those_that_come_and_go():
    assert "voice" in INSTRUMENTS
    assert "bebop" not in INSTRUMENTS
