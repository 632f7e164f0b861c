"""The form of a piece in beats."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from lausch.annotation import Form, Sections
from lausch.corpora.band.playing.pulse import Pulse

Marks = tuple[tuple[int, str], ...]
"""Where parts begin, ascending, and what they are called: in bars or beats from the first one."""


@dataclass(frozen=True)
class Layout:
    """Two scales of parts that begin on downbeats; every coarse beginning is a fine one.

    Marks are (first beat, label); the first part begins on beat 0.
    """

    coarse: Marks
    fine: Marks

    def timed(self, pulse: Pulse, shift: float, end: float) -> Form:
        """The form in seconds: beats of `pulse` later by `shift`.

        The first boundary is the first downbeat, the last one the downbeat that would follow the
        last bar, or the `end` of the recording when that is earlier.
        """
        last = min(float(pulse.seconds(len(pulse))) + shift, end)

        def sections(marks: Marks) -> Sections:
            starts = pulse.seconds([beat for beat, _ in marks]) + shift
            return Sections([*starts, last], [label for _, label in marks])

        return Form(sections(self.coarse), sections(self.fine))


def labelled(starts: Iterable[int], within: Sequence[tuple[int, str]]) -> Marks:
    """Marks at `starts`, each with the label of the mark of `within` before it."""
    return tuple(
        (start, [label for at, label in within if at <= start][-1]) for start in sorted(set(starts))
    )


def refined(coarse: Marks, starts: Collection[int], end: int, fewest: int) -> list[int]:
    """The beginnings of `coarse`, and of `starts` those that leave parts of at least `fewest`."""
    fixed = [start for start, _ in coarse]
    bars: list[int] = []
    for start, after in zip(fixed, [*fixed[1:], end], strict=True):
        bars.append(start)
        for extra in sorted(set(starts)):
            if bars[-1] + fewest <= extra <= after - fewest:
                bars.append(extra)
    return bars


def runs(marks: Marks) -> Marks:
    """Neighbouring marks of one label as one: the first of each run stays."""
    return tuple(
        mark for place, mark in enumerate(marks) if not place or mark[1] != marks[place - 1][1]
    )


def joined(marks: Marks, end: int, fewest: int) -> Marks:
    """Marks whose parts last at least `fewest`: shorter ones join the part before them."""
    result: list[tuple[int, str]] = []
    for place, (start, label) in enumerate(marks):
        stop = marks[place + 1][0] if place + 1 < len(marks) else end
        if not result or stop - start >= fewest:
            result.append((start, label))
    # A first part that is short has nothing before it: it joins what follows.
    while len(result) > 1 and result[1][0] - result[0][0] < fewest:
        result[:2] = [(result[0][0], result[1][1])]
    return tuple(result)


def delayed(form: Form, seconds: float) -> Form:
    """The form of the same music when it begins later by `seconds`."""
    coarse, *fine = [
        Sections(scale.boundaries + seconds, scale.labels) for scale in form.scales.values()
    ]
    return Form(coarse, *fine)
