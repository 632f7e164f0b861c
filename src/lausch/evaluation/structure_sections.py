"""The tables of the report on form, each from the evidence alone."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lausch.corpora.track import SPLITS
from lausch.evaluation.leakage import sharing, trained_on_these
from lausch.evaluation.page import difference, number, score, table
from lausch.evaluation.songs import mean, paired
from lausch.evaluation.structure_evidence import MAIN, POP_AND_JAZZ, StructureEvidence
from lausch.evaluation.structure_published import Ours, beside
from lausch.evaluation.structure_rivals import STRUCTURE_SETTINGS
from lausch.evaluation.structuring import Divided

SUBJECT, BEST = "ullrich2014", "grill2015b"
WIDE = "coarse F 3 s"
TARGETS = ((SUBJECT, MAIN, 0.50), (SUBJECT, WIDE, 0.65))
OVER_CLASSICS = 0.15
WANTED_SPEED = 60.0
_TRIMMED = tuple(
    f"{name} {within} s" for within in ("0.5", "3") for name in ("F", "P", "R", "F.58")
)
_UNTRIMMED = tuple(
    f"{name} {within} s untrimmed" for within in ("0.5", "3") for name in ("F", "P", "R")
)
_LABELS = ("pairwise F", "pairwise P", "pairwise R", "S over", "S under", "S F")
BOTH = ("coarse F 0.5 s", "coarse F 3 s")


def targets(evidence: StructureEvidence) -> str:
    """What was wanted on rendered pop and jazz, and what was reached."""
    rows = []
    title = POP_AND_JAZZ
    if title in evidence.sets and SUBJECT in evidence.models:
        ours = evidence.of(title, SUBJECT)
        for name, measure, wanted in TARGETS:
            found = mean(ours, measure)
            if found is not None:
                verdict = "yes" if found.value >= wanted else "no"
                rows.append((f"{name}, {measure}", f"≥ {number(wanted)}", score(found), verdict))
        for name in evidence.classics:
            found = paired(ours, evidence.of(title, name), MAIN)
            if found is not None:
                verdict = "yes" if found.value >= OVER_CLASSICS else "no"
                aim = f"≥ +{number(OVER_CLASSICS)}"
                rows.append((f"{SUBJECT} minus {name}, {MAIN}", aim, difference(found), verdict))
        found = paired(evidence.of(title, BEST), ours, MAIN)
        if found is not None:
            verdict = "yes" if found.low > 0 else "not beyond doubt" if found.value > 0 else "no"
            rows.append((f"{BEST} minus {SUBJECT}, {MAIN}", "> 0", difference(found), verdict))
    if not rows:
        return ""
    return "Set before anything was trained, for rendered pop and jazz.\n\n" + table(
        ("target", "wanted", "found", "reached"), rows
    )


def scores(evidence: StructureEvidence, level: str) -> str:
    """Trimmed boundary measures of one level, one table for each set."""
    return _tables(evidence, level, _TRIMMED)


def untrimmed(evidence: StructureEvidence) -> str:
    """The same with the beginning and the end of the piece, coarse."""
    return (
        "The first boundary of the annotation is the first downbeat, the last one the end of the "
        "last bar; every system here names the beginning and the end of the recording.\n\n"
        + _tables(evidence, "coarse", _UNTRIMMED)
    )


def labels(evidence: StructureEvidence) -> str:
    """Whether the same sections are called the same."""
    return (
        "Networks and the equal division find boundaries only: their letters are given by "
        "repetition, as `lausch analyze` gives them. Pairwise: frames rightly called the same. S: "
        "normalised conditional entropies, over- and under-segmentation.\n\n"
        + _tables(evidence, "coarse", _LABELS)
    )


def differences(evidence: StructureEvidence) -> str:
    """Paired differences of the coarse F: ours among each other, to classics and to rivals."""
    pairs = [(name, SUBJECT) for name in (BEST, *evidence.networks) if name != SUBJECT]
    pairs += [(SUBJECT, name) for name in (*evidence.classics, *evidence.rivals)]
    pairs += [(BEST, name) for name in (*evidence.classics, *evidence.rivals)]
    rows = []
    for title in evidence.sets:
        for ours, theirs in dict.fromkeys(pairs):
            found = [
                paired(evidence.of(title, ours), evidence.of(title, theirs), measure)
                for measure in BOTH
            ]
            if any(found):
                rows.append((title, f"{ours} minus {theirs}", *map(difference, found)))
    if not rows:
        return ""
    bold = "Track by track; bold where the interval leaves out zero.\n\n"
    return bold + table(("corpus", "difference", *BOTH), rows)


def contrasts(evidence: StructureEvidence) -> str:
    """Coarse F by how much the band changes at boundaries."""
    names = sorted(set(evidence.contrasts.values()))
    rows = []
    for title in evidence.sets:
        for system in evidence.ranked(title):
            here = evidence.of(title, system)
            groups = [[r for r in here if evidence.contrasts.get(r.key) == n] for n in names]
            if len([group for group in groups if group]) > 1:
                cells = (f"{score(mean(group, MAIN))}" for group in groups)
                rows.append((title, _bold(evidence, system), *cells))
    if not rows:
        return ""
    counts = {row.key: evidence.contrasts.get(row.key) for row in evidence.rows}
    head = [f"{name} ({sum(each == name for each in counts.values())} tracks)" for name in names]
    return (
        f"{MAIN}. With contrast 0 nobody in the band rests, enters or changes at a boundary; only "
        "the music itself does, and who leads in jazz.\n\n"
        + table(("corpus", "system", *head), rows)
    )


def published(evidence: StructureEvidence) -> str:
    """The tutorial's printed tables beside ours."""
    title = POP_AND_JAZZ if POP_AND_JAZZ in evidence.sets else next(iter(evidence.sets), "")
    systems = [name for name in evidence.networks if title and evidence.of(title, name)]
    if not systems:
        return ""
    half = [_ours(evidence, title, name, "0.5") for name in systems]
    three = [_ours(evidence, title, name, "3") for name in systems]
    return (
        "**The data differ, so the numbers must not be compared**: the printed ones are of real "
        "recordings of SALAMI with annotators who do not agree with one another; ours are of "
        f"rendered pieces ({title}, coarse level) whose boundaries are known. They stand side by "
        "side to show which differences between systems come again.\n\n" + beside(half, three)
    )


def speed(evidence: StructureEvidence) -> str:
    """Seconds of sound in a second of work, letters included."""
    rows = []
    for name in evidence.models:
        timed = [r for r in evidence.rows if r.system == name and not math.isnan(r.worked)]
        if timed:
            times = sum(row.seconds for row in timed) / sum(row.worked for row in timed)
            rows.append((_bold(evidence, name), f"{times:.0f}"))
    rows += [(name, f"{times:.0f}") for name, times in evidence.speeds.items()]
    if not rows:
        return ""
    text = (
        f"Wanted: {WANTED_SPEED:g}. Seconds of sound for each second of processor time on one "
        "thread, letters included, the file decoded before the clock starts (of rivals after). "
        "Much other work went on beside it, which costs caches but no time on this clock.\n\n"
    )
    return text + table(("system", "times real time"), rows)


def leakage(evidence: StructureEvidence) -> str:
    """Counted over all corpora together, and checked against the cards."""
    found = sharing(evidence.corpora)
    rows = [
        (noun, *(f"{counts[split]}" for split in SPLITS), f"{len(found.shared[noun])}")
        for noun, counts in found.counts.items()
    ]
    text = "Only test tracks were measured; settings were chosen on validation tracks.\n\n"
    text += table(("different", *SPLITS, "in two splits or more"), rows)
    for name, card in evidence.cards.items():
        for corpus, same in trained_on_these(card, evidence.corpora).items():
            verdict = "are those of its card" if same else "are **not** those of its card"
            text += f"\n- `{name}`: today's training tracks of {corpus} {verdict}."
    return text


def rivals(evidence: StructureEvidence) -> str:
    """Who else was tried, and how."""
    text = "\n".join(
        f"- `{name}`: {STRUCTURE_SETTINGS[name]}."
        for name in evidence.rivals
        if name in STRUCTURE_SETTINGS
    )
    if not text:
        return "None were given (`--rivals`)."
    return f"{text}\n\nVersions: {evidence.versions}." if evidence.versions else text


def _tables(evidence: StructureEvidence, level: str, measures: Sequence[str]) -> str:
    parts = []
    for title in evidence.sets:
        rows = []
        for name in evidence.ranked(title, f"{level} {measures[0]}"):
            here = evidence.of(title, name)
            found = [mean(here, f"{level} {measure}") for measure in measures]
            if any(each is not None for each in found):
                songs = len({(row.corpus, row.song) for row in here})
                cells = map(score, found)
                rows.append((_bold(evidence, name), f"{len(here)}", f"{songs}", *cells))
        if rows:
            head = (
                "system",
                "tracks",
                "songs",
                *(each.removesuffix(" untrimmed") for each in measures),
            )
            parts.append(f"#### {title}\n\n{table(head, rows)}")
    return "\n".join(parts)


def _ours(evidence: StructureEvidence, title: str, name: str, within: str) -> Ours:
    rows: list[Divided] = evidence.of(title, name)
    f, beta, p, r = (
        score(mean(rows, f"coarse {measure} {within} s")) for measure in ("F", "F.58", "P", "R")
    )
    return f"**{name}**", f, beta, p, r


def _bold(evidence: StructureEvidence, name: str) -> str:
    return f"**{name}**" if name in evidence.models else name
