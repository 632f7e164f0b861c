"""Lanes of who plays when: those that are present, or the most probable ones."""

import numpy as np

import lausch
from lausch.annotation import Tags
from lausch.annotation.analysis import Analysis
from lausch.frames import Clock, Frames
from lausch.plot.tags import lanes_of

NAMES = ("voice", "piano", "organ", "drums")
CURVE = Frames(np.full((8, 4), 0.5, np.float32), Clock(2, 1), NAMES)


def test_instruments_that_are_present_have_a_lane_and_at_least_three():
    few = Tags([*NAMES, "bebop"], [0.9, 0.1, 0.2, 0.3, 0.9], CURVE)
    assert lanes_of(few).columns == ("voice", "organ", "drums")
    many = Tags(NAMES, [0.9, 0.8, 0.7, 0.6], CURVE)
    assert lanes_of(many).columns == NAMES
    assert lanes_of(Tags()).columns == ()


def test_a_picture_has_the_lanes_and_the_other_tags(tmp_path):
    tags = Tags([*NAMES, "bebop"], [0.9, 0.1, 0.2, 0.3, 0.9], CURVE)
    sound = (np.zeros(4 * 22050, np.float32), 22050)
    for each in (tags, Tags()):
        figure = lausch.figure(sound, Analysis(others={"tags": each}, duration=4.0))
        figure.savefig(tmp_path / "tags.png")
    assert (tmp_path / "tags.png").stat().st_size > 1000
