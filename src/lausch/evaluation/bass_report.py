"""The report on bass lines, as one Markdown page from what was measured."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from lausch.evaluation.bass_lines import OWN_BEATS, ROOTS, ROOTS_PLAYED, Bassed
from lausch.evaluation.bass_threats import bass_threats
from lausch.evaluation.bass_unlabelled import by_hours
from lausch.evaluation.page import difference, number, score, table, written
from lausch.evaluation.songs import DRAWS, FEWEST_SONGS, mean, paired
from lausch.metrics import bass
from lausch.models.card import Card

MEASURES = (*bass.MEASURES, "sparsity")
BEAT = "beat accuracy"
TEMPI = (80.0, 130.0, 180.0, 240.0)
LEVELS = (-9.0, -6.0, -3.0, 0.0)
TARGETS = ((f"M1+, {BEAT} on unseen basses and songs", 0.90),)
OVER_PUBLISHED = 0.05
M1, M1_PLUS, PUBLISHED = "abesser2017m1", "abesser2017", "published"

READING = f"""\
Frames are right with the right pitch or the right rest; chroma forgives octaves. Beats count where
the bass sounds, with the annotated beats unless it is said otherwise; octave errors are the beats
that are right but for octaves. A note is found within 50 ms of its onset and half a semitone; with
offsets, also within a fifth of its length at its end. Sparsity is Hoyer's measure of the salience,
1 for a single pitch in every frame; how a rival's is made differs. Numbers are means over test
tracks with 95 % intervals from {DRAWS:,} bootstrap draws of songs; below {FEWEST_SONGS} songs there
is none. *Unseen* are test tracks of songs and with basses that no training track has.
"""

AGAIN = """\
```console
lausch corpus render --data DATA --out RENDERED --kinds basses --hours 5 --test-hours 1
python benchmarks/rivals_bass.py --corpora RENDERED --on basses --out RIVALS --weights WEIGHTS
{command}
```

Every track: [{csv}]({csv}).
"""


@dataclass(frozen=True)
class BassEvidence:
    """All that was measured.

    Parameters
    ----------
    rows : every system on every test track.
    cards : of the models that were trained, by name.
    command : that made it.
    failures : why tracks are missing.
    unlabelled : what `benchmarks/bass_unlabelled.py` wrote.
    """

    rows: tuple[Bassed, ...]
    cards: dict[str, Card]
    command: str
    failures: tuple[str, ...] = ()
    unlabelled: tuple[dict[str, Any], ...] = ()

    @property
    def systems(self) -> list[str]:
        """The best in beat accuracy first."""
        means = {name: mean(self.of(name), BEAT) for name in {row.system for row in self.rows}}
        return sorted(means, key=lambda name: (-(m.value if (m := means[name]) else -1), name))

    def of(self, system: str, rows: Iterable[Bassed] | None = None) -> list[Bassed]:
        """The rows of one system."""
        return [row for row in (self.rows if rows is None else rows) if row.system == system]

    @property
    def sets(self) -> dict[str, list[Bassed]]:
        """Rows by title: unseen basses first, then each corpus."""
        unseen = [row for row in self.rows if row.unseen]
        found = {"unseen basses and songs": unseen} if unseen else {}
        for corpus in dict.fromkeys(row.corpus for row in self.rows):
            found[corpus] = [row for row in self.rows if row.corpus == corpus]
        return found


def bass_page(evidence: BassEvidence, csv_name: str) -> str:
    """The whole page; `csv_name` is the file with every track."""
    bands: tuple[tuple[str, Callable[[Bassed], float], tuple[float, ...], str], ...] = (
        ("By tempo", lambda row: row.bpm, TEMPI, "bpm"),
        ("By the level of the bass over the other pitched parts", lambda row: row.level_db,
         LEVELS, "dB"),
    )  # fmt: skip
    found = [
        ("Targets", targets(evidence)),
        ("Scores", scores(evidence)),
        ("Differences", differences(evidence)),
        *((title, banded(evidence, value, edges, unit)) for title, value, edges, unit in bands),
        ("By the bass", by_bass(evidence)),
        ("On our own beats", own_beats(evidence)),
        ("Roots of chords", roots(evidence)),
        ("The series", series(evidence)),
        ("By the hours without labels", by_hours(evidence.unlabelled)),
        ("What might make this invalid", bass_threats(evidence.cards, evidence.failures)),
        ("Again", AGAIN.format(command=evidence.command, csv=csv_name)),
    ]
    return written("The bass line", evidence.command, READING, found)


def targets(evidence: BassEvidence) -> str:
    """What was wanted before anything was trained, and what was reached."""
    rows = []
    for title, wanted in TARGETS:
        here = evidence.sets.get("unseen basses and songs", [])
        if (each := mean(evidence.of(M1_PLUS, here), BEAT)) is not None:
            reached = "yes" if each.value >= wanted else "no"
            rows.append((title, f"≥ {number(wanted)}", score(each), reached))
    for title, other, wanted in (
        ("M1+ minus the published network", PUBLISHED, OVER_PUBLISHED),
        ("M1+ minus M1", M1, 0.0),
    ):
        for name, here in evidence.sets.items():
            found = paired(evidence.of(M1_PLUS, here), evidence.of(other, here), BEAT)
            if found is not None:
                good = found.value >= wanted if wanted else found.low > 0
                aim = f"≥ +{number(wanted)}" if wanted else "interval over 0"
                rows.append((f"{title}, {name}", aim, difference(found), "yes" if good else "no"))
    return table(("target", "wanted", "found", "reached"), rows) if rows else ""


def scores(evidence: BassEvidence) -> str:
    """One table for each set."""
    parts = []
    for title, here in evidence.sets.items():
        rows = [
            (name, f"{len(mine)}", *(score(mean(mine, measure)) for measure in MEASURES))
            for name in evidence.systems
            if (mine := evidence.of(name, here))
        ]
        parts.append(f"#### {title}\n\n" + table(("system", "tracks", *MEASURES), rows))
    return "\n".join(parts)


def differences(evidence: BassEvidence) -> str:
    """M1+ minus every other system, track by track."""
    shown = ("frame accuracy", BEAT, "beat chroma accuracy", "note F")
    rows = []
    for title, here in evidence.sets.items():
        for name in evidence.systems:
            if name != M1_PLUS and evidence.of(M1_PLUS, here):
                pairs = [paired(evidence.of(M1_PLUS, here), evidence.of(name, here), measure)
                         for measure in shown]  # fmt: skip
                rows.append((title, f"{M1_PLUS} minus {name}", *map(difference, pairs)))
    return table(("tracks", "difference", *shown), rows) if rows else ""


def banded(
    evidence: BassEvidence, value: Callable[[Bassed], float], edges: Sequence[float], unit: str
) -> str:
    """Beat accuracy by bands of a number."""
    limits = list(pairwise((-math.inf, *edges, math.inf)))
    heads = [_band(low, high, unit) for low, high in limits]
    rows = []
    for name in evidence.systems:
        mine = evidence.of(name)
        inside = [[row for row in mine if low <= value(row) < high] for low, high in limits]
        rows.append((name, *(f"{score(mean(each, BEAT))} ({len(each)})" for each in inside)))
    return f"{BEAT.capitalize()}, in brackets the tracks.\n\n" + table(("system", *heads), rows)


def _band(low: float, high: float, unit: str) -> str:
    if low == -math.inf:
        return f"under {high:g} {unit}"
    return f"over {low:g} {unit}" if high == math.inf else f"{low:g} to {high:g} {unit}"


def by_bass(evidence: BassEvidence) -> str:
    """Beat accuracy of the best models by who plays."""
    shown = [name for name in (M1_PLUS, M1, PUBLISHED) if evidence.of(name)]
    rows = []
    for player in sorted({row.bassist for row in evidence.rows}):
        here = [row for row in evidence.rows if row.bassist == player]
        unseen = "unseen" if here[0].unseen else ""
        tracks = len({row.key for row in here})
        rows.append((player, unseen, f"{tracks}",
                     *(score(mean(evidence.of(name, here), BEAT)) for name in shown)))  # fmt: skip
    return table(("bass", "in training", "tracks", *shown), rows)


def own_beats(evidence: BassEvidence) -> str:
    """Given against estimated beats."""
    rows = []
    for title, here in evidence.sets.items():
        mine = [row for row in here if OWN_BEATS in row.scores]
        if mine:
            found = (score(mean(mine, BEAT)), score(mean(mine, OWN_BEATS)))
            rows.append((title, mine[0].system, *found))
    text = "With the beats that our own model finds, what sounds at each of them is the truth.\n\n"
    return text + table(("tracks", "system", "given beats", "our beats"), rows) if rows else ""


def roots(evidence: BassEvidence) -> str:
    """How often lines have the root of the chord on downbeats, and how often the bass had it."""
    rows = []
    for title, here in evidence.sets.items():
        for name in evidence.systems:
            found = [mean(evidence.of(name, here), measure) for measure in (ROOTS, ROOTS_PLAYED)]
            if None not in found:
                rows.append((title, name, *map(score, found)))
    text = (
        "The share of downbeats with a known chord on which a line has the chord's root. Basses "
        "play other tones too: what was played stands beside it.\n\n"
    )
    return text + table(("tracks", "system", "line", "as played"), rows) if rows else ""


def series(evidence: BassEvidence) -> str:
    """What each model of the family was trained on."""
    rows = []
    for name, card in sorted(evidence.cards.items()):
        taught = card.recipe.get("unlabelled") or {}
        more = card.training.get("unlabelled", {})
        tau = f"{taught['confidence']:g}" if taught else "–"
        rows.append((name, f"{card.training['hours']:.1f}", f"{more.get('hours', 0.0):.1f}", tau,
                     f"{card.training['validation_loss']:.4f}",
                     f"{card.training['seconds'] / 60:.1f}"))  # fmt: skip
    head = ("model", "labelled hours", "unlabelled hours", "confidence", "validation loss",
            "minutes")  # fmt: skip
    return table(head, rows) if rows else ""


def bass_csv(rows: Iterable[Bassed]) -> str:
    """Every score of every system on every track."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = (*MEASURES, OWN_BEATS)
    writer.writerow(("corpus", "track", "song", "bass", "bpm", "level_db", "system", *names))
    for row in rows:
        found = (f"{row.scores[name]:.4f}" if name in row.scores else "" for name in names)
        writer.writerow((row.corpus, row.track, row.song, row.bassist, f"{row.bpm:.1f}",
                         f"{row.level_db:.1f}", row.system, *found))  # fmt: skip
    return text.getvalue()
