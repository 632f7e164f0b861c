"""The bar of a long work says what share is done and how long the rest takes."""

import io

from lausch.cli import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_the_time_left_is_that_of_the_steps_seen(monkeypatch):
    terminal, now = Terminal(), [0.0]
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    bar = progress.Steps("training")
    for done in range(40, 61):  # a resumed work begins in the middle
        bar(done, 100)
        now[0] += 2.0
    last = terminal.getvalue().split("\r")[-1]
    assert "training  [##############----------]  60 %" in last
    assert last.endswith("1:20 left")
    bar.say("epoch 1")
    assert terminal.getvalue().endswith("epoch 1\n")


def test_a_file_has_only_the_lines(monkeypatch):
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    bar = progress.Steps("training")
    bar(1, 2)
    bar.say("epoch 1")
    assert stream.getvalue() == "epoch 1\n"
