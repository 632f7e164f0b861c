"""The beats of a MIDI file, by its tempi and time signatures."""

from __future__ import annotations

from lausch.annotation import Beats
from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError
from lausch.formats.midievents import MidiFile, parsed
from lausch.formats.midifile import TempoMap
from lausch.formats.rows import format_errors

FIRST_BEAT = "first beat"
"""The marker that lausch writes where the beats begin later than the file."""
MOST_BEATS = 200_000
COMPOUND = (8, 16)
"""Note values of which three are a beat, in metres such as 6/8."""


def decode(data: bytes, name: str) -> Analysis:
    """Beats from the beginning to the end of the file, or from a marker called `FIRST_BEAT`.

    They have numbers in the bar if there is a time signature. Raises FormatError when it is not
    MIDI, counts time in seconds, or has no length.
    """
    file = parsed(data, name)
    end = max((track.end for track in file.tracks), default=0)
    if not file.ticks_per_beat or not end:
        cause = "has no length" if file.ticks_per_beat else "counts seconds and no beats"
        raise FormatError(f"{name}: no beats in it: the file {cause}; export its tempo map too")
    metres = {at: metre for track in file.tracks for at, metre in track.metres.items() if metre[0]}
    starts = [at for track in file.tracks for at, text in track.markers if text == FIRST_BEAT]
    ticks, numbers = _counted(file, {0: (4, 4)} | metres, end, name)
    first = next((at for at, tick in enumerate(ticks) if tick >= min(starts, default=0)), 0)
    ticks, numbers = ticks[first:], numbers[first:]
    bar = next((at for at, number in enumerate(numbers) if at and number == 1), 0)
    missing = max(0, max(numbers[bar:]) - bar) if bar else 0
    numbers[:bar] = range(1 + missing, bar + missing + 1)
    with format_errors(name):
        times = TempoMap(file, file.tracks).seconds(ticks)
        return Analysis(beats=Beats(times, numbers if metres else None))


def _counted(
    file: MidiFile, metres: dict[int, tuple[int, int]], end: int, name: str
) -> tuple[list[int], list[int]]:
    """Ticks of beats up to `end`, and their numbers in the bar."""
    ticks: list[int] = []
    numbers: list[int] = []
    changes = sorted(metres)
    for at, stop in zip(changes, [*changes[1:], end + 1], strict=True):
        count, value = metres[at]
        group = 3 if value in COMPOUND and count > 3 and count % 3 == 0 else 1
        step = max(1, group * 4 * file.ticks_per_beat // value)
        if (stop - at) // step > MOST_BEATS:
            raise FormatError(f"{name}: more than {MOST_BEATS:,} beats; is it music?")
        own = range(at, stop, step)
        ticks += own
        numbers += [1 + beat % (count // group) for beat in range(len(own))]
    return ticks, numbers
