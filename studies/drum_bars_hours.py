"""A learning curve: the bar from drum patterns, learnt from few hours or many.

    python studies/drum_bars_hours.py --data DATA [--hours 0.25,1,4,11] [--seeds 3]

writes `reports/drum_bars_hours.md`, after each amount, so that a long run can be read, and ended,
early. The design is that of battenberg2012; all amounts have the same number of training steps.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from lausch.corpora.draw import draw
from lausch.corpora.takes import groove
from lausch.corpora.track import Split, Track
from lausch.evaluation.tables import number, table, written
from lausch.systems.battenberg2012 import REPRESENTATION, SYSTEM, TASK

PAGE = Path(__file__).parents[1] / "reports" / "drum_bars_hours.md"
MEASURES = ("accuracy", "downbeat F")
READING = """\
`battenberg2012` learns from drum takes of the Groove MIDI data set. Here are networks of the same
design that learnt from fewer of them, drawn by a hash of their names; more hours hold all takes of
fewer. Each was trained in the same number of steps, and calibrated on the same validation takes.
They count the known beats of {takes} takes by drummers whom nothing has learnt from: *accuracy* is
the share of beats with the right number, *downbeat F* that of downbeats. Means over takes have 95 %
intervals by a bootstrap over songs; with several seeds a take has the mean of its runs.
"""
THREATS = """\
- **One kind of system.** How many hours drum patterns need says little about other networks, whose
input has much more to it.
- **Hours are not drummers.** A few hours have takes of most training drummers; as many hours of one
drummer may teach less.
- **The recipe was chosen with all hours.** With few of them one of fewer steps may be better.
- **Few test takes, of three drummers.** Intervals draw songs again, not drummers.
"""
ONE_SEED = "- **One seed.** Each network was trained once; another seed may change the order.\n"


@dataclass(frozen=True)
class Amount:
    """Training takes, and the scores of networks that learnt from them."""

    tracks: Sequence[Track]
    row: dict[str, Any]


def page(amounts: Sequence[Amount], seeds: int, command: str) -> str:
    """The whole page; `row` of each amount is what drum_bars_training.py measures."""
    takes = amounts[0].row["takes"]
    rows = [
        (
            f"{sum(track.duration for track in amount.tracks) / 3600:.1f}",
            f"{len(amount.tracks)}",
            f"{len({track.performer for track in amount.tracks})}",
            *(_cell(*amount.row["measures"][measure]) for measure in MEASURES),
            ", ".join(number(value) for value in amount.row["runs"]["downbeat F"]),
        )
        for amount in amounts
    ]
    head = ("hours", "takes", "drummers", *MEASURES, "downbeat F of each seed")
    few = "" if seeds > 1 else ONE_SEED
    return written(
        "Hours of drumming",
        command,
        READING.format(takes=takes),
        (
            ("Learning curve", table(head, rows)),
            ("What might make this invalid", few + THREATS),
        ),
    )


def _cell(value: float, low: float, high: float) -> str:
    return f"{number(value)} [{number(low)}, {number(high)}]"


def main() -> None:
    """Train, score and write."""
    import torch
    from drum_bars_training import Variant, examples_of, measure

    from lausch.training.cache import Cache
    from lausch.training.excerpts import Example

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--hours", default="0.25,1,4,11")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--work", type=Path, default=Path("runs/drum_bars"))
    parser.add_argument("--out", type=Path, default=PAGE)
    options = parser.parse_args()
    torch.set_num_threads(1)
    corpus = groove(options.data)
    tracks: dict[Split, list[Track]] = {
        split: draw(corpus.split(split), known=TASK.admits) for split in get_args(Split)
    }
    store = Cache(options.work / "cache", REPRESENTATION)
    held_out = {split: examples_of(store, tracks[split]) for split in ("validation", "test")}
    command = (
        f"python studies/drum_bars_hours.py --data DATA --hours {options.hours} "
        f"--seeds {options.seeds}"
    )
    amounts: list[Amount] = []
    for hours in options.hours.split(","):
        some = draw(tracks["train"], known=TASK.admits, minutes=60 * float(hours))
        examples: dict[Split, list[Example]] = {**held_out, "train": examples_of(store, some)}
        variant = Variant(f"{hours} h", SYSTEM)
        row = measure(variant, examples, tracks["test"], "test", options.work, range(options.seeds))
        amounts.append(Amount(some, row))
        print(f"{hours} h", row["measures"], flush=True)
        options.out.write_text(page(amounts, options.seeds, command), encoding="utf-8")


if __name__ == "__main__":
    main()
