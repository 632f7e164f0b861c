"""The tables of the page on tags: a line for every system that finds them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from tags_scores import ESTIMATE, TRUE, ap, auc, calibration, columns_of, difference, in_group

from lausch.annotation.tags import GROUP_OF, GROUPS
from lausch.evaluation.bootstrap import Mean
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.result import Result, of, within
from lausch.evaluation.sections import bold
from lausch.evaluation.tables import MISSING, number, score, table
from lausch.metrics.tags import average_precision, roc_auc

RENDERED = ("jazz", "pop", "charts", "drums", "bands", "voices", "sung")
BACKING = "voice in the backing: estimate"
"""The fact of a MIR-1K clip: the probability of a voice in its backing alone."""
VOICE = "voice"
WANTED, WANTED_VOICE = 0.90, 0.90
EDGES = (0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0)


def rendered(evidence: Evidence, name: str) -> list[Result]:
    """The results of a system on rendered test tracks."""
    return within(of(evidence.results, name), RENDERED)


def targets(evidence: Evidence) -> str:
    """What was wanted, and what every system reached."""
    rows = []
    for name in evidence.models:
        measured = auc(in_group(columns_of(rendered(evidence, name)), ""))
        rows.append(("mean AUC, all scored tags", bold(evidence, name), *_cells(measured, WANTED)))
    for name in evidence.models:
        measured = voice_auc(of(evidence.results, name))
        rows.append(("voice or none, real", bold(evidence, name), *_cells(measured, WANTED_VOICE)))
    return "Set before any result was known.\n\n" + table(
        ("target", "system", "wanted", "measured", "reached"), rows
    )


def _cells(measured: Mean | None, wanted: float) -> tuple[str, str, str]:
    reached = MISSING if measured is None else "yes" if measured.value >= wanted else "no"
    return f"≥ {number(wanted)}", score(measured), reached


def groups(evidence: Evidence) -> str:
    """Mean AUC and AP over all tags and over those of each group."""
    parts = []
    for title, measure in (("AUC", auc), ("average precision", ap)):
        rows = []
        for name in evidence.models:
            columns = columns_of(rendered(evidence, name))
            cells = (score(measure(in_group(columns, group))) for group in ("", *GROUPS))
            rows.append((bold(evidence, name), *cells))
        counts = _counts(evidence)
        head = (title, *(f"{word} ({count})" for word, count in counts.items()))
        parts.append(table(head, rows))
    return "Means over tags; in brackets how many tags are scored.\n\n" + "\n".join(parts)


def differences(evidence: Evidence) -> str:
    """Every system minus the first one, on the tags that both are scored on."""
    if len(evidence.models) < 2:
        return ""
    first, *others = evidence.models
    own = columns_of(rendered(evidence, first))
    rows = []
    for name in others:
        columns = columns_of(rendered(evidence, name))
        shared = [tag for tag in own if tag in columns]
        cells = []
        for group in ("", *GROUPS):
            tags = [tag for tag in shared if group in ("", GROUP_OF[tag])]
            cells.append(
                score(difference([columns[tag] for tag in tags], [own[tag] for tag in tags]))
            )
        rows.append((bold(evidence, name), f"{len(shared)}", *cells))
    text = (
        f"Mean AUC minus that of **{first}** over the tags that both have, with intervals of the "
        "difference on the same draws of songs. Where 0 is inside, neither is shown to be "
        "better.\n\n"
    )
    return text + table(("system", "tags", "all", *GROUPS), rows)


def _counts(evidence: Evidence) -> dict[str, int]:
    columns = columns_of(rendered(evidence, evidence.models[0])) if evidence.models else {}
    return {"all": len(columns)} | {group: len(in_group(columns, group)) for group in GROUPS}


def every_tag(evidence: Evidence) -> str:
    """AUC and AP of each tag, by every system."""
    tables = {name: columns_of(rendered(evidence, name)) for name in evidence.models}
    names = dict.fromkeys(tag for columns in tables.values() for tag in columns)
    rows = []
    for tag in names:
        columns = [columns.get(tag) for columns in tables.values()]
        first = next(each for each in columns if each is not None)
        cells = [
            MISSING
            if each is None
            else f"{number(roc_auc(each.true, each.chances))}, "
            f"{number(average_precision(each.true, each.chances))}"
            for each in columns
        ]
        rows.append((tag, f"{int(first.true.sum())}", f"{len(first.true)}", *cells))
    text = (
        "AUC and average precision on rendered test tracks. A tag is scored if it applies to three "
        "tracks and does not apply to three.\n\n"
    )
    return text + table(("tag", "applies to", "of", *tables), rows)


def voices(results: Iterable[Result]) -> list[tuple[str, bool, float, str]]:
    """Real recordings: what they are, whether somebody sings, the probability, and the song."""
    rows = []
    for result in results:
        if f"{VOICE}{TRUE}" not in result.facts or result.corpus in RENDERED:
            continue
        chance = float(result.facts[f"{VOICE}{ESTIMATE}"])
        song = f"{result.corpus}/{result.song}"
        rows.append((result.corpus, bool(result.facts[f"{VOICE}{TRUE}"]), chance, song))
        if BACKING in result.facts:
            rows.append((f"{result.corpus}, backing", False, float(result.facts[BACKING]), song))
    return rows


def voice_auc(
    results: Iterable[Result], *, without: Sequence[str] = ("mir1k, backing",)
) -> Mean | None:
    """The area for voice or none over real recordings, but those of some kinds."""
    from tags_scores import Column

    rows = [row for row in voices(results) if row[0] not in without]
    if len({row[1] for row in rows}) < 2:
        return None
    true, chances = np.array([row[1] for row in rows]), np.array([row[2] for row in rows])
    return auc([Column(true, chances, tuple(row[3] for row in rows))])


def singing(evidence: Evidence) -> str:
    """Voice or none on real recordings, in several ways."""
    rows = []
    for name in evidence.models:
        here = of(evidence.results, name)
        kinds = voices(here)
        shares = {
            (kind, sung): np.mean(
                [chance >= 0.5 for k, s, chance, _ in kinds if (k, s) == (kind, sung)]
            )
            for kind, sung in dict.fromkeys((k, s) for k, s, _, _ in kinds)
        }
        right = (
            float(np.mean([(chance >= 0.5) == sung for _, sung, chance, _ in kinds]))
            if kinds
            else 0
        )
        rows.append(
            (
                bold(evidence, name),
                score(voice_auc(here)),
                score(voice_auc(here, without=("cc_music", "mdb_drums"))),
                score(voice_auc(here, without=())),
                number(right),
                *(number(float(shares[key])) if key in shares else MISSING for key in _KINDS),
            )
        )
    if not rows:
        return ""
    head = ("system", "AUC, songs against instrumentals", "AUC, MIR-1K against its backings",
            "AUC, all", "right at .5", *(_said(*key) for key in _KINDS))  # fmt: skip
    return _SINGING + table(head, rows)


_KINDS = (
    ("mir1k", True), ("mir1k, backing", False), ("mdb_drums", True), ("mdb_drums", False),
    ("cc_music", True), ("cc_music", False),
)  # fmt: skip
_SINGING = """\
Songs are the clips of MIR-1K and the real songs with a singer; instrumentals are the pieces of
`cc_music` and the one of `mdb_drums` without. The backings of MIR-1K are its left channels alone:
the same music without the singer. The last columns have the share in which a voice is found (at
.5).

"""


def _said(kind: str, sung: bool) -> str:
    return f"{kind}: {'sung' if sung else 'not sung'}"


def within_jazz(evidence: Evidence) -> str:
    """The feel among jazz alone, where instruments say little of it."""
    rows = []
    for name in evidence.models:
        columns = columns_of(within(of(evidence.results, name), ("jazz",)))
        feels = {tag: each for tag, each in columns.items() if tag in GROUPS["feel"]}
        rows.append((bold(evidence, name), score(auc(list(feels.values()))), ", ".join(feels)))
    return _WITHIN + table(("system", "mean AUC of feels", "feels"), rows)


_WITHIN = """\
Over all rendered music a feel is partly told by the instruments that usually play it. Among jazz
combos that is harder.

"""


def reliability(evidence: Evidence) -> str:
    """How often tags of a probability apply."""
    rows = []
    for name in evidence.models:
        bands = calibration(rendered(evidence, name), EDGES)
        rows.append((bold(evidence, name), *(f"{number(mean)} → {number(true)} ({count})"
                                             for count, mean, true in bands)))  # fmt: skip
    head = ("system", *(f"{low:g} to {high:g}" for low, high in pairwise(EDGES)))
    return _RELIABLE + table(head, rows)


_RELIABLE = """\
All known tags of all rendered test tracks: the mean probability in a band → the share that applies
(number).

"""


def inputs(evidence: Evidence) -> str:
    """What the networks see, how large they are, and what they reach."""
    rows = []
    for name, card in evidence.cards.items():
        columns = columns_of(rendered(evidence, name))
        kinds = "; ".join(dict.fromkeys(_kinds(part) for part in card.representation["parts"]))
        hours = f"{float(card.training['hours']):.1f}"
        rows.append((bold(evidence, name), kinds, f"{card.parameters:,}", hours,
                     score(auc(in_group(columns, ""))),
                     score(auc(in_group(columns, "instrument")))))  # fmt: skip
    head = ("system", "input", "parameters", "hours", "mean AUC", "of instruments")
    return _INPUTS + table(head, rows)


_INPUTS = """\
Is less knowledge needed? One line for each system, from what its network sees. One network with
samples, spectra and mel bands in turn is in [tags_raw.md](tags_raw.md), MFCC against learned
features in [deepbelief.md](deepbelief.md).

"""


def _kinds(part: object) -> str:
    """`MelS, Whitened, Moments`: what is computed, in order."""
    words: list[str] = []
    while isinstance(part, dict):
        words.insert(0, {"Whitened": "PCA", "Moments": "pooled"}.get(part["kind"], part["kind"]))
        part = part.get("of")
    return ", ".join(words)
