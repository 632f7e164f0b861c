"""Lines of the readers that mutated files reach.

    python faults/lines.py --count 8000 --seed 0

makes the first calls of `faults/readers.py` again, in this process, and counts which lines in the
functions of `lausch.formats` ran, file by file.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from readers import trial

from lausch import formats
from lausch.evaluation.tables import table

ROOM = Path(formats.__file__).parent
Lines = dict[str, set[int]]


def lines_of(path: Path) -> set[int]:
    """Lines of the functions of a file; its other lines run when it is imported."""

    def within(code: CodeType) -> Iterator[int]:
        if code.co_flags & 0x2:  # a function: it has local variables of its own
            yield from (line for _, _, line in code.co_lines() if line != code.co_firstlineno)
        for inner in code.co_consts:
            if isinstance(inner, CodeType):
                yield from within(inner)

    code = compile(path.read_text(encoding="utf-8"), str(path), "exec")
    return {line for line in within(code) if line}


def reached(count: int, seed: int) -> Lines:
    """Lines of the room that ran, by the name of their file."""
    seen: Lines = {str(path): set() for path in ROOM.glob("*.py")}

    def called(frame: FrameType, event: str, argument: Any) -> Any:
        lines = seen.get(frame.f_code.co_filename)
        if lines is None:
            return None

        def line(frame: FrameType, event: str, argument: Any) -> Any:
            lines.add(frame.f_lineno)
            return line

        return line

    with tempfile.TemporaryDirectory() as folder:
        outcome = trial(seed, Path(folder))
        sys.settrace(called)
        try:
            for number in range(count):
                outcome(number)
        finally:
            sys.settrace(None)
    return seen


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=8_000, help="Number of calls.")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rows, ran, lines = [], 0, 0
    for name, seen in sorted(reached(options.count, options.seed).items()):
        every = lines_of(Path(name))
        if every:
            ran, lines = ran + len(seen & every), lines + len(every)
            rows.append((Path(name).name, str(len(every)), f"{len(seen & every) / len(every):.0%}"))
    print(table(("file", "lines", "ran"), [*rows, ("all", f"{lines:,}", f"{ran / lines:.0%}")]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
