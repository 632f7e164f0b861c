"""Sections that look inside: metrical levels, styles, peak picking, calibration."""

from __future__ import annotations

from collections.abc import Sequence

from lausch.evaluation.calibration import Calibration, pooled
from lausch.evaluation.beat_evidence import Evidence, of, within
from lausch.evaluation.measured import GROUPS, MEASURES, Measured
from lausch.evaluation.octaves import by_tempo, grouped, shares
from lausch.evaluation.tables import difference, number, percent, score, table
from lausch.evaluation.picking import THRESHOLDS, best_threshold
from lausch.evaluation.bootstrap import mean, mean_over_songs
from lausch.evaluation.system import Heard

FEWEST_OF_A_STYLE = 5


def levels_by_tempo(evidence: Evidence) -> str:
    """At which tempi which share of rendered test tracks is followed at which level."""
    names = [corpus.name for corpus in evidence.rendered]
    ours = of(within(evidence.test, names), evidence.default)
    parts = [_levels(f"{evidence.default}, every track of the draw", ours)]
    if evidence.rivals:
        same = evidence.same_files(names)
        for system in (evidence.default, *(rival.name for rival in evidence.rivals)):
            if found := of(same, system):
                parts.append(_levels(f"{system}, the same files", found))
    return "\n".join(parts)


def levels(evidence: Evidence) -> str:
    """The same over all tempi, for every set and system on the same files."""
    rows = []
    for title, corpora in evidence.sets.items():
        same = evidence.same_files(corpora)
        for system in evidence.systems:
            if found := of(same, system):
                rows.append((title, system, f"{len(found)}", *map(percent, _shares(found))))
    return table(("set", "system", "tracks", *GROUPS), rows)


def styles(evidence: Evidence) -> str:
    """The default on each rendered style of at least five test tracks, the worst first."""
    rendered = [corpus.name for corpus in evidence.rendered]
    found = []
    for corpus, inside in grouped(
        of(within(evidence.test, rendered), evidence.default), "corpus"
    ).items():
        for style, tracks in grouped(inside, "style").items():
            beat = mean(tracks, "beat F")
            if len(tracks) >= FEWEST_OF_A_STYLE and beat is not None:
                cells = (score(mean(tracks, measure)) for measure in MEASURES)
                found.append((beat.value, (f"{corpus}: {style}", f"{len(tracks)}", *cells)))
    if not found:
        return f"No style has {FEWEST_OF_A_STYLE} tracks in the draw.\n"
    return table(("style", "tracks", *MEASURES), [row for _, row in sorted(found)])


def picking(evidence: Evidence) -> str:
    """Peak picking against each model's decoder, on the same activations."""
    rows = []
    for model in evidence.models:
        for measure in ("beat F", "downbeat F"):
            tuned = _picked(evidence, model, "validation", measure)
            if not tuned:
                continue
            threshold = best_threshold([each.picked[measure] for each in tuned])
            for title, corpora in evidence.sets.items():
                found = [
                    each
                    for each in _picked(evidence, model, "test", measure)
                    if each.measured.corpus in corpora
                ]
                if found:
                    told = (title, model, measure, f"{len(found)}", f"{threshold:g}")
                    rows.append((*told, *_gain(found, measure, threshold)))
    if not rows:
        return "Without validation tracks no threshold was chosen, and so nothing is compared.\n"
    head = ("set", "model", "measure", "tracks", "threshold", "peaks", "decoder", "decoder - peaks")
    return table(head, rows)


def _gain(found: Sequence[Heard], measure: str, threshold: float) -> tuple[str, str, str]:
    """Scores of peaks, of the decoder, and their difference."""
    index = THRESHOLDS.index(threshold)
    songs = [f"{each.measured.corpus}/{each.measured.song}" for each in found]
    peaks = [each.picked[measure][index] for each in found]
    decoded = [each.measured.scores[measure] for each in found]
    gain = [ours - theirs for ours, theirs in zip(decoded, peaks, strict=True)]
    return (
        score(mean_over_songs(peaks, songs)),
        score(mean_over_songs(decoded, songs)),
        difference(mean_over_songs(gain, songs)),
    )


def _picked(evidence: Evidence, model: str, split: str, measure: str) -> list[Heard]:
    return [
        each
        for each in evidence.heard
        if each.split == split
        and each.measured.system == model
        and measure in each.picked
        and measure in each.measured.scores
    ]


def calibrations(evidence: Evidence, model: str) -> dict[str, dict[str, Calibration]]:
    """Peaks of a model's activations on test tracks: by where they were heard, by column."""
    places = {
        "rendered": [corpus.name for corpus in evidence.rendered],
        "real": [corpus.name for corpus in evidence.real],
    }
    found: dict[str, dict[str, Calibration]] = {}
    for place, corpora in places.items():
        heard = [
            each
            for each in evidence.heard_in(corpora, "test")
            if each.measured.system == model and each.calibration
        ]
        columns = dict.fromkeys(column for each in heard for column in each.calibration)
        if heard:
            found[place] = {
                column: pooled(
                    [each.calibration[column] for each in heard if column in each.calibration]
                )
                for column in columns
            }
    return found


def calibration_table(evidence: Evidence) -> str:
    """Expected calibration error of peaks, for every model."""
    rows = []
    for model in evidence.models:
        for place, columns in calibrations(evidence, model).items():
            for column, counts in columns.items():
                peaks = sum(counts.peaks)
                if peaks:
                    rows.append(
                        (
                            model,
                            column,
                            place,
                            f"{peaks:.0f}",
                            number(sum(counts.heights) / peaks),
                            number(sum(counts.hits) / peaks),
                            number(counts.error),
                        )
                    )
    head = ("model", "activation", "test tracks", "peaks", "mean height", "share right", "ECE")
    return table(head, rows)


def _shares(rows: Sequence[Measured]) -> list[float]:
    return [shares(rows)[group] for group in GROUPS]


def _levels(title: str, rows: Sequence[Measured]) -> str:
    body = [
        (band, f"{len(inside)}", score(mean(inside, "beat F")), *map(percent, _shares(inside)))
        for band, inside in by_tempo(rows).items()
    ]
    return f"#### {title}\n\n" + table(("annotated bpm", "tracks", "beat F", *GROUPS), body)
