"""The sections of every report, written from the evidence."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from lausch.corpora.track import SPLITS
from lausch.evaluation.bootstrap import mean, paired
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.leakage import sharing, trained_on_these
from lausch.evaluation.result import of
from lausch.evaluation.run import code_digest
from lausch.evaluation.study import Band, Over, Target
from lausch.evaluation.tables import difference, number, row, score, table

PACE = """Seconds of sound for each second of processor time on one thread, the file decoded \
before the clock starts. Of rivals the seconds are those of the wall clock, decoding included, \
with other work on the same machine."""
_FIELD = re.compile(r"\{(\??)([a-z_]+)\}")


def targets(evidence: Evidence) -> str:
    """Targets, measured values, and whether they were reached."""
    rows: list[tuple[str, ...]] = []
    for target in evidence.study.targets:
        if target.on in evidence.sets:
            name = target.system or evidence.subject(target.on)
            if name in evidence.models:
                if isinstance(target, Target):
                    rows += _reached(evidence, name, target)
                else:
                    rows += _ahead(evidence, name, target)
    if not rows:
        return ""
    return "Set before these results were known; differences are on the same files.\n\n" + table(
        ("target", "wanted", "measured", "reached"), rows
    )


def _reached(evidence: Evidence, name: str, target: Target) -> list[tuple[str, ...]]:
    here = evidence.all_of if target.every else evidence.of
    value = mean(here(target.on, name), target.measure)
    if value is None:
        return []
    reached = "yes" if value.value >= target.wanted else "no"
    what = f"{name}, {target.on}: {target.measure}"
    return [(what, f"≥ {number(target.wanted)}", score(value), reached)]


def _ahead(evidence: Evidence, name: str, target: Over) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for other in target.others:
        ahead = paired(evidence.of(target.on, name), evidence.of(target.on, other), target.measure)
        if ahead is None:
            continue
        aim = f"≥ {'+' if target.wanted > 0 else ''}{number(target.wanted)}"
        answer = "yes" if ahead.value >= target.wanted else "no"
        if not target.wanted:
            aim, doubt = "> 0", "not beyond doubt" if ahead.value > 0 else "no"
            answer = "yes" if ahead.low > 0 else doubt
        what = f"{name} minus {other}, {target.on}: {target.measure}"
        rows.append((what, aim, difference(ahead), answer))
    return rows


def scores(
    evidence: Evidence, *, measures: Sequence[str] = (), strip: str = "", text: str = ""
) -> str:
    """A table for each set on the same files, the best first; heads leave out the word `strip`."""
    measures = measures or evidence.study.measures
    licences = {corpus.name: f" ({corpus.licence})" for corpus in evidence.corpora}
    parts = []
    for title in evidence.sets:
        rows = []
        for name in evidence.ranked(title, measures[0]):
            here = evidence.of(title, name)
            if any(measure in result.scores for result in here for measure in measures):
                rows.append(row(bold(evidence, name), here, measures))
        if rows:
            head = ("system", "tracks", "songs", *(each.replace(strip, "") for each in measures))
            part = f"#### {title}{licences.get(title, '')}\n\n{table(head, rows)}"
            parts.append(part + _fewer(evidence, title, measures, strip))
    return text + "\n".join(parts) if parts else ""


def _fewer(evidence: Evidence, title: str, measures: Sequence[str], strip: str) -> str:
    """A note on measures that only some tracks have."""
    everyone = [evidence.of(title, name) for name in evidence.ranked(title)]
    most = max(map(len, everyone))
    groups: dict[int, list[str]] = {}
    for measure in measures:
        tracks = max(sum(measure in result.scores for result in here) for here in everyone)
        if 0 < tracks < most:
            groups.setdefault(tracks, []).append(measure.replace(strip, ""))
    return "".join(
        f"\nOf the {most} tracks {tracks} have {', '.join(names)}; the means are over those.\n"
        for tracks, names in groups.items()
    )


def differences(evidence: Evidence, *, measures: Sequence[str] = ()) -> str:
    """Paired differences of the study's pairs, or of the subject and every other system."""
    measures = measures or evidence.study.measures
    rows = []
    for title in evidence.sets:
        pairs = (evidence.study.pairs or _subject_first)(evidence, title)
        for ours, theirs in dict.fromkeys(pairs):
            both = evidence.of(title, ours), evidence.of(title, theirs)
            values = [paired(*both, measure) for measure in measures]
            if any(values):
                tracks = next(f"{each.tracks}" for each in values if each)
                rows.append((title, f"{ours} minus {theirs}", tracks, *map(difference, values)))
    if not rows:
        return "There is nobody to compare with."
    text = "Track by track; bold where the interval leaves out zero.\n\n"
    return text + table(("set", "difference", "tracks", *measures), rows)


def _subject_first(evidence: Evidence, title: str) -> list[tuple[str, str]]:
    subject = evidence.subject(title)
    return [(subject, other) for other in evidence.ranked(title) if other != subject]


def banded(evidence: Evidence, *, band: Band) -> str:
    """Means of a measure by system and band; empty if no recording has the fact."""
    rows = []
    for title in evidence.sets:
        for name in evidence.ranked(title):
            groups = band.groups(evidence.of(title, name))
            if any(groups.values()):
                means = (score(mean(inside, band.measure)) for inside in groups.values())
                rows.append((title, bold(evidence, name), *means))
    if not rows:
        return ""
    groups = band.groups(list({result.key: result for result in evidence.results}.values()))
    counts = ", ".join(f"{len(inside)} {name}" for name, inside in groups.items())
    head = ("set", "system", *groups)
    return f"{band.text} Tracks in all: {counts}.\n\n{table(head, rows)}"


def speed(evidence: Evidence, *, wanted: float = 0.0, text: str = PACE) -> str:
    """Seconds of sound per second of processor time, on the tracks of this page."""
    rows = []
    for name in evidence.models:
        timed = [r for r in of(evidence.results, name) if not math.isnan(r.cpu_seconds)]
        if timed:
            pace = sum(r.seconds for r in timed) / sum(r.cpu_seconds for r in timed)
            rows.append((bold(evidence, name), f"{pace:.0f}"))
    rows += [(name, f"{pace:.0f}") for name, pace in evidence.speeds.items()]
    if not rows:
        return ""
    aim = f"Wanted: {wanted:g}. " if wanted else ""
    return f"{aim}{text}\n\n" + table(("system", "times real time"), rows)


def leakage(evidence: Evidence) -> str:
    """Overlap of splits over all rendered corpora, and a comparison with the cards."""
    if not evidence.rendered:
        return "No rendered corpus was opened, so nothing was checked."
    overlap = sharing(evidence.rendered)
    rows = [
        (noun, *(f"{counts[split]}" for split in SPLITS), f"{len(overlap.shared[noun])}")
        for noun, counts in overlap.counts.items()
    ]
    text = (
        "Only test tracks were measured; settings were chosen on validation tracks. Counted over "
        "all rendered corpora together, when this page was written. Sound is a checksum of the "
        "samples.\n\n"
    )
    text += table(("different", *SPLITS, "in two splits or more"), rows)
    for noun, values in overlap.shared.items():
        if values:
            text += f"\n**Leak:** {noun} {', '.join(values[:10])}\n"
    for name, card in evidence.cards.items():
        for corpus, same in trained_on_these(card, evidence.rendered).items():
            words = "are those of its card" if same else "are **not** those of its card"
            text += f"\n- `{name}`: today's training tracks of {corpus} {words}."
    trained = {entry["name"] for card in evidence.cards.values() for entry in card.data}
    if real := sorted(trained & {corpus.name for corpus in evidence.real}):
        text += f"\n- Real corpora in a card: {', '.join(real)}."
    elif evidence.real:
        text += (
            "\n- No card names a real corpus: `lausch train` refuses corpora that are for "
            "evaluation only."
        )
    return text


def rivals(evidence: Evidence) -> str:
    """Other programs, their settings and numbers of tracks."""
    if not evidence.rivals:
        return "No other program was measured on these files (`--rivals`)."
    settings = evidence.study.rivals.settings if evidence.study.rivals else {}
    rows = [
        (name, settings.get(name, "unknown"), f"{len(of(evidence.results, name))}")
        for name in evidence.rivals
    ]
    text = table(("rival", "how it was run", "tracks"), rows)
    return f"{text}\nVersions: {evidence.versions}." if evidence.versions else text


def threats(evidence: Evidence) -> str:
    """The study's threats, paragraphs of its file with figures for {name} and nothing for {?name}.

    A threat with a figure of None does not apply to this run and is left out.
    """
    text = evidence.study.threats.read_text(encoding="utf-8")
    figures = _figures(evidence) | dict(evidence.study.words(evidence))
    return "\n".join(
        _FIELD.sub(lambda field: "" if field[1] else str(figures[field[2]]), part.strip())
        for part in text.split("\n\n")
        if all(figures[field[2]] is not None for field in _FIELD.finditer(part))
    )


def _figures(evidence: Evidence) -> dict[str, object]:
    seeds = {card.training.get("seed") for card in evidence.cards.values()}
    return {
        "seed": seeds.pop() if len(seeds) == 1 else None,
        "most": evidence.most if evidence.rendered else None,
        "drawn": evidence.seed,
        "failures": "; ".join(evidence.failures) or None,
        "failed": len(evidence.failures),
        "tracks": len({result.key for result in evidence.results}),
        "songs": len({(result.corpus, result.song) for result in evidence.results}),
        "rendered": ", ".join(corpus.name for corpus in evidence.rendered) or None,
        "real": ", ".join(corpus.name for corpus in evidence.real) or None,
        "no_models": None if evidence.models else "",
        "no_rivals": None if evidence.rivals else "",
    }


def weights(evidence: Evidence) -> str:
    """The digests of the weights that were measured."""
    if not evidence.digests:
        return ""
    rows = [(name, f"`{sha256[:12]}`") for name, sha256 in evidence.digests.items()]
    return (
        "By the first digits of each file's SHA-256, which `lausch models` lists for the weights "
        f"that ship.\n\n{table(('model', 'sha256'), rows)}\nThe code between sound and scores, by "
        f"the first digits of the SHA-256 of its files: `{code_digest()}`.\n"
    )


def bold(evidence: Evidence, name: str) -> str:
    """A system's name, bold for a system of lausch."""
    return f"**{name}**" if name in evidence.models else name
