"""Mutated files of annotations against every reader: what is raised is a LauschError, or nothing.

    python faults/readers.py --calls 100000 --seed 0

prints a table of calls, and exits with 1 when anything else was raised, took longer than a limit,
or more memory than one.
"""

from __future__ import annotations

import argparse
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np

from lausch import formats
from lausch.annotation import BassLine, BeatPitches, Beats, Contour, Form, Notes, Sections, Tempo
from lausch.annotation.analysis import Analysis, ModelRef
from lausch.audio import Provenance
from lausch.errors import LauschError
from lausch.formats.grids import read_beats
from lausch.formats.queries import read_query
from lausch.formats.references import read_form, read_reference
from lausch.frames import Clock, Frames
from lausch.retrieval.query import query_chroma

CASES = Path(__file__).parents[1] / "tests" / "formats" / "cases"
LONGEST_SECONDS = 20.0
SLOW_SECONDS = 1.0
MOST_BYTES = 1 << 30
TOKENS = (
    *(
        "0",
        "-1",
        "1e400",
        "-1e308",
        "NaN",
        "Infinity",
        "null",
        "true",
        '""',
        '"\\ud800"',
        "[]",
        "{}",
    ),
    *("9" * 25, "9" * 5000, "1e13", "200000", "1e-300", "0x1F", "1_000", "1,5", "1.5.5", "\u0661"),
    *(
        ",",
        ";",
        "\t",
        " ",
        "\n",
        "\r",
        '"',
        "\0",
        "\x1b[2J",
        "<",
        ">",
        "&amp;",
        "#",
        "\\",
        "\u2028",
    ),
    *("time", "label", "beat", "onset,offset,pitch", "-", "End", "\ufeff", "A" * 3000),
)
"""What is put in place of numbers, and anywhere."""
BYTES = (b"\xff", b"\xfe\xff", b"\x80\x80\x80\x80\x00", b"\xff\x51\x00", b"\xff\x2f\x00", b"MTrk")


def whole() -> Analysis:
    """An analysis of which every format holds something."""
    times = 0.5 * np.arange(1, 13)
    notes = Notes(times, times + 0.4, 60 + np.arange(12))
    contour = Contour(times, 220 + np.arange(12), np.arange(12) % 3 > 0)
    pitches = BeatPitches(times, 40 + np.arange(12) % 5)
    activations = Frames(np.zeros((3, 1), np.float32), Clock(100, 1), ("beat",))
    novelty = Frames(np.zeros((60, 2), np.float32), Clock(10, 1), ("coarse", "fine"))
    coarse = Sections([0, 2, 4, 6.5], ["A", "B, again", "A"])
    fine = Sections([0, 1, 2, 3, 4, 6.5], ["a", "a", "b", "c", "a"])
    return Analysis(
        beats=Beats(times, np.arange(12) % 4 + 1),
        tempo=Tempo([120, 60], [0.7, 0.3]),
        activations=activations,
        solo=notes,
        contour=contour,
        bass=BassLine(contour, notes, pitches),
        sections=Form(coarse, fine),
        novelty=novelty,
        provenance=Provenance(
            *("song.flac", "libsndfile", "1", "FLAC", 44100, 44100, 1, 22050, "soxr", 0.0, "ab"),
            ("a note",),
        ),
        duration=6.5,
        makers=(ModelRef("grill2015", "ab", ("sections",)),),
        version="0",
        options=(("min_bpm", 55.0), ("meters", (3, 4))),
    )


def seeds(cases: Path = CASES) -> list[tuple[str, bytes]]:
    """Names and contents of valid files: each format once, and the small files of others."""
    analysis = whole()
    found: list[tuple[str, bytes]] = []
    for entry in formats.FORMATS.values():
        encoded = formats.encode(analysis, entry.name)
        data = encoded.encode() if isinstance(encoded, str) else encoded
        found.append((f"a{entry.suffix}", data))
    found += [(path.name, path.read_bytes()) for path in sorted(cases.iterdir())]
    return found


def mutated(data: bytes, other: bytes, dice: random.Random) -> bytes:
    """A file that one to four things happened to."""
    for _ in range(dice.choice((1, 1, 2, 4))):
        data = dice.choice(_CHANGES)(data, other, dice)
    return data[:200_000]


def _place(data: bytes, dice: random.Random) -> tuple[int, int]:
    start = dice.randrange(len(data) + 1)
    return start, min(len(data), start + dice.choice((0, 1, 2, 4, 16, 64)))


def _flip(data: bytes, other: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice((1, 2, 8)) if changed else 0):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _cut(data: bytes, other: bytes, dice: random.Random) -> bytes:
    start, end = _place(data, dice)
    return data[:start] if dice.random() < 0.3 else data[:start] + data[end:]


def _token(data: bytes, other: bytes, dice: random.Random) -> bytes:
    start, end = _place(data, dice)
    new = dice.choice(BYTES) if dice.random() < 0.2 else dice.choice(TOKENS).encode()
    return data[:start] + new + data[end:]


def _number(data: bytes, other: bytes, dice: random.Random) -> bytes:
    """A whole number is replaced, so that the file around it stays valid."""
    digits = [at for at, byte in enumerate(data[:20_000]) if 48 <= byte <= 57 or byte == 46]
    if not digits:
        return data
    start = end = dice.choice(digits)
    while start and (48 <= data[start - 1] <= 57 or data[start - 1] in b".-"):
        start -= 1
    while end < len(data) and (48 <= data[end] <= 57 or data[end] == 46):
        end += 1
    return data[:start] + dice.choice(TOKENS).encode() + data[end:]


def _twice(data: bytes, other: bytes, dice: random.Random) -> bytes:
    start, end = _place(data, dice)
    return data[:end] + data[start:end] * dice.choice((1, 2, 50)) + data[end:]


def _lines(data: bytes, other: bytes, dice: random.Random) -> bytes:
    rows = data.split(b"\n")
    one, two = dice.randrange(len(rows)), dice.randrange(len(rows))
    rows[one], rows[two] = rows[two], rows[one]
    return b"\n".join(rows)


def _separators(data: bytes, other: bytes, dice: random.Random) -> bytes:
    marks = [b",", b";", b"\t", b" ", b".", b"\n", b"\r\n"]
    return data.replace(dice.choice(marks), dice.choice(marks))


def _spliced(data: bytes, other: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data) + 1)] + other[dice.randrange(len(other) + 1) :]


def _coded(data: bytes, other: bytes, dice: random.Random) -> bytes:
    with suppress(UnicodeDecodeError):
        return data.decode().encode(dice.choice(("utf-16", "utf-16-le", "utf-32", "utf-8-sig")))
    return data


_CHANGES = (_flip, _cut, _token, _number, _number, _twice, _lines, _separators, _spliced, _coded)


def _formats(path: Path) -> None:
    """What is read is also written in every other format."""
    try:
        name = formats.format_of(path).name
    except LauschError:
        name = "beats"
    analysis = formats.read(path, name)
    for other in formats.holding(analysis.layers):
        with suppress(LauschError):
            formats.encode(analysis, other)
    formats.write(analysis, path.with_name("written.json"))


def _other_format(path: Path) -> None:
    """A file under the name of another format."""
    names = sorted(formats.FORMATS)
    formats.read(path, names[sum(path.read_bytes()) % len(names)])


def _bass(path: Path) -> None:
    read_reference(path, ["bass"])


def _sought(path: Path) -> None:
    query_chroma(read_query(path), None)


READERS: dict[str, Callable[[Path], Any]] = {
    "formats.read, and all written": _formats,
    "formats.read, another format": _other_format,
    "read_beats (--beats)": read_beats,
    "read_query (search)": _sought,
    "read_form (--reference)": read_form,
    "read_reference (bass)": _bass,
}


@dataclass
class Count:
    """What came of the calls of a reader."""

    calls: int = 0
    read: int = 0
    refused: int = 0
    slow: int = 0
    longest: float = 0.0
    untyped: Counter[str] = field(default_factory=Counter)


def _stop(number: int, frame: FrameType | None) -> None:
    raise TimeoutError(f"longer than {LONGEST_SECONDS:g} s")


def calls(seed: int, folder: Path, readers: dict[str, Callable[[Path], Any]]) -> Iterator[Any]:
    """Endless calls: the reader's name, the error or None, and the file."""
    dice = random.Random(seed)
    valid = seeds()
    while True:
        name, data = dice.choice(valid)
        _, other = dice.choice(valid)
        path = folder / name
        path.write_bytes(mutated(data, other, dice))
        for reader, function in readers.items():
            started = time.process_time()
            error: BaseException | None = None
            try:
                function(path)
            except Exception as raised:  # whatever it is, it is counted
                error = raised
            yield reader, error, path, time.process_time() - started


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--calls", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="A folder for files that were not refused well.")
    options = parser.parse_args()
    counts: dict[str, Count] = {}
    signal.signal(signal.SIGALRM, _stop)
    with tempfile.TemporaryDirectory() as folder:
        stream = calls(options.seed, Path(folder), READERS)
        for number in range(options.calls):
            signal.setitimer(signal.ITIMER_REAL, LONGEST_SECONDS)
            reader, error, path, seconds = next(stream)
            count = counts.setdefault(reader, Count())
            count.calls += 1
            count.longest = max(count.longest, seconds)
            count.slow += seconds > SLOW_SECONDS
            if error is None:
                count.read += 1
            elif isinstance(error, LauschError):
                count.refused += 1
            else:
                place = traceback.extract_tb(error.__traceback__)[-1]
                what = f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}"
                if not count.untyped[what]:
                    print(f"{what}: {str(error)[:200]} ({path.name})", file=sys.stderr)
                    if options.keep is not None:
                        options.keep.mkdir(parents=True, exist_ok=True)
                        kept = options.keep / f"{number}-{path.name}"
                        kept.write_bytes(path.read_bytes())
                count.untyped[what] += 1
            if seconds > SLOW_SECONDS:
                print(f"{reader} took {seconds:.1f} s ({path.name})", file=sys.stderr)
        signal.setitimer(signal.ITIMER_REAL, 0)
    return _table(counts)


def _table(counts: dict[str, Count]) -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print("| reader | calls | read | refused | untyped | over 1 s | longest (CPU s) |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for name, each in counts.items():
        print(
            f"| {name} | {each.calls:,} | {each.read:,} | {each.refused:,} | "
            f"{each.untyped.total()} | {each.slow} | {each.longest:.2f} |"
        )
    untyped = sum(each.untyped.total() for each in counts.values())
    total = sum(each.calls for each in counts.values())
    print(f"\n{total:,} calls, {untyped} untyped, at most {peak / 1e6:.0f} MB")
    return int(untyped > 0 or peak > MOST_BYTES)


if __name__ == "__main__":
    sys.exit(main())
