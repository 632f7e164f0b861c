"""One long recording shows how far it is read, on a terminal alone."""

import io

import numpy as np
import pytest

from lausch.audio import open_audio
from lausch.cli import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def terminal_for(monkeypatch):
    """A terminal as stderr; in the test itself, because pytest sets stderr after fixtures."""
    screen = Terminal()
    monkeypatch.setattr(progress.sys, "stderr", screen)
    return screen


def test_a_recording_says_how_far_it_is_read():
    steps = []
    recording = open_audio((np.zeros(22050 * 10, np.float32), 22050), 11025)
    recording.watch = lambda seconds, whole: steps.append((seconds, whole))
    for _ in recording.blocks(11025):
        pass
    assert [seconds for seconds, _ in steps] == pytest.approx(range(1, 11), abs=0.01)
    assert {whole for _, whole in steps} == {10.0}


def test_the_line_has_a_bar_and_the_time_left_and_goes_away(monkeypatch):
    terminal = terminal_for(monkeypatch)
    now = iter([0.0, 10.0, 20.0, 30.0, 30.1])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(now))
    with progress.reading() as show:
        show("beats (m)", 0.5, 100.0)
        show("beats (m)", 50.0, 100.0)
        show("beats (m)", 100.0, 100.0)
        show("beats (m)", 100.0, 100.0)  # too soon
    lines = terminal.getvalue().split("\r\x1b[2K")
    assert lines[2] == f"beats (m)  [{'#' * 12}{'-' * 12}]  0:50 of 1:40, 0:10 left"
    assert lines[3].endswith("1:40 of 1:40, decoding")
    assert lines[4:] == [""]


def test_a_length_that_is_unknown_and_no_terminal(monkeypatch):
    terminal = terminal_for(monkeypatch)
    now = iter([0.0, 1.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(now))
    with progress.reading() as show:
        show("solo (m)", 75.0, None)
    assert "solo (m)  1:15" in terminal.getvalue()
    with progress.reading(quiet=True) as show:
        assert show is None
    monkeypatch.setattr(terminal, "isatty", lambda: False)
    with progress.reading() as show:
        assert show is None
