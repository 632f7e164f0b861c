"""The study of solos: melody extraction for soloists and singers."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.annotation import Contour, hertz, midi, note_name
from lausch.audio import load_audio
from lausch.corpora.track import Track
from lausch.errors import FormatError
from lausch.evaluation import sections
from lausch.evaluation.bootstrap import mean, paired
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.figures import figure, forest, save
from lausch.evaluation.report import INTERVALS
from lausch.evaluation.result import Result, of
from lausch.evaluation.rivals import files_of
from lausch.evaluation.run import Procedure, opened
from lausch.evaluation.session import Estimate, Scores, Session, System
from lausch.evaluation.study import Band, Figure, Over, Rivals, Section, Study, Target
from lausch.evaluation.tables import difference, score, table
from lausch.frames import Frames
from lausch.metrics import melody, notes

RENDERED = "all rendered"
REAL, SYNTHESISED = "mir1k", "sung"
PITCH, OVERALL, RECALL = "raw pitch accuracy", "overall accuracy", "voicing recall"
FURTHER = ("average precision", *notes.MEASURES)
"""Measures of activations and of notes, if both the system and the annotation have them."""
CEILINGS = {
    "every 100 ms, semitones": (0.1, True),
    "every 100 ms": (0.1, False),
    "every 20 ms, semitones": (0.02, True),
    "every 20 ms": (0.02, False),
}
"""Resolutions of the annotation: seconds between points, and whether pitches are rounded."""
LOW = 48.0
SHOWN = ("spectrogram", "balke2017")
"""The systems in the example, if measured; otherwise the best model."""
EXAMPLE_SECONDS = 20.0
LOWEST, HIGHEST = 40, 96
"""The range of MIDI pitches in the example."""


def has_contour(track: Track) -> bool:
    """Whether the f0 of a soloist or singer is annotated."""
    return track.has("contour")


def contour_scores(session: Session, system: System, estimate: Estimate) -> Scores:
    """Scores of the contour, and of activations and notes if there are any."""
    scores = system.task.assess(session.track, estimate.annotation)
    activations = estimate.annotation.activations
    truth = reference_pianoroll(session.track.read("contour"), activations)
    if truth.any():
        scores["average precision"] = average_precision(activations.values, truth)
    return Scores(scores)


def contour_facts(session: Session) -> dict[str, Any]:
    """The performer, the level of the solo (dB), and the median MIDI pitch."""
    truth = session.track.read("contour")
    facts: dict[str, Any] = {"performer": session.track.performer}
    if (level := session.track.fact("lead_db")) is not None:
        facts["lead_db"] = float(level)
    if truth.voiced.any():
        facts["height"] = float(np.median(midi(truth.hz[truth.voiced])))
    return facts


def ceilings(session: Session) -> dict[str, Scores]:
    """Scores of the annotation itself at the coarse resolutions of systems."""
    truth = session.track.read("contour")
    return {
        name: Scores(melody.score(truth, coarse(truth, *way))) for name, way in CEILINGS.items()
    }


def rival_scores(session: Session, folder: Path) -> dict[str, Scores]:
    """Scores of the rivals' files with `seconds,hz` in each text line."""
    truth = session.track.read("contour")
    return {
        name: Scores(melody.score(truth, read_contour(path)))
        for name, path in files_of(folder, session.corpus, session.track.name, ".csv")
    }


def read_contour(path: Path) -> Contour:
    """A contour from text lines `seconds,hz`; negative frequencies are guesses in silence.

    Raises FormatError for other contents.
    """
    try:
        with path.open(newline="", encoding="utf-8") as file:
            rows = [(float(time), float(hz)) for time, hz in csv.reader(file)]
    except ValueError as error:
        raise FormatError(f"{path} should hold `seconds,hz` lines: {error}") from error
    values = np.array(rows).reshape(-1, 2)
    return Contour(values[:, 0], np.abs(values[:, 1]), values[:, 1] > 0)


def reference_pianoroll(contour: Contour, like: Frames) -> NDArray[np.bool_]:
    """Whether each semitone sounds in each frame, for frames and columns (`midi N`) of activations.

    Pitches without a column are left out.
    """
    truth = melody.at(contour, like.times)
    column = {int(name.removeprefix("midi ")): place for place, name in enumerate(like.columns)}
    pianoroll = np.zeros(like.values.shape, dtype=bool)
    for frame in np.flatnonzero(truth.voiced):
        place = column.get(round(float(midi(truth.hz[frame]))))
        if place is not None:
            pianoroll[frame, place] = True
    return pianoroll


def average_precision(activations: ArrayLike, truth: ArrayLike) -> float:
    """The area under precision over recall of all cells, 0 to 1, as defined by scikit-learn.

    Activations, of any scale, and the truth have the shape (frames, pitches). NaN if no pitch
    sounds.
    """
    values = np.asarray(activations, dtype=np.float64)
    right = np.asarray(truth, dtype=bool)
    if values.shape != right.shape:
        raise ValueError(f"activations of shape {values.shape} and a pianoroll of {right.shape}")
    if not right.any():
        return float("nan")
    order = np.argsort(-values, axis=None, kind="stable")
    ranked = values.ravel()[order]
    hits = np.cumsum(right.ravel()[order])
    last = np.flatnonzero(np.append(ranked[1:] != ranked[:-1], True))
    precision, recall = hits[last] / (last + 1), hits[last] / hits[-1]
    return float(np.sum(np.diff(recall, prepend=0.0) * precision))


def coarse(contour: Contour, step: float, semitones: bool) -> Contour:
    """The annotation with a point every `step` seconds, perhaps with pitches in whole semitones."""
    if not len(contour):
        return contour
    sampled = melody.at(contour, np.arange(0.0, contour.times[-1] + step, step))
    if not semitones:
        return sampled
    sounds = sampled.hz > 0
    whole = hertz(np.round(midi(np.where(sounds, sampled.hz, 440.0))))
    return Contour(sampled.times, np.where(sounds, whole, 0.0), sampled.voiced)


def further(evidence: Evidence) -> str:
    """Average precision of activations and F of notes, of the systems that have them."""
    rows = []
    for title in evidence.sets:
        for name in evidence.ranked(title):
            means = [mean(evidence.of(title, name), measure) for measure in FURTHER]
            if any(each is not None for each in means):
                rows.append((title, sections.bold(evidence, name), *map(score, means)))
    if not rows:
        return ""
    text = (
        "Average precision is over all cells of the 120 semitones ten times a second, against the "
        "pitch that sounds at each frame's time. A note is right when its onset is within 50 ms "
        "and its pitch within 50 cents of what sounds; with offsets, when its end is also within "
        "20 % of its length (at least 50 ms). Rivals gave lines only.\n\n"
    )
    return text + table(("set", "system", *FURTHER), rows)


def what_a_frame_rate_allows(evidence: Evidence) -> str:
    """Scores of the annotation itself at coarse resolutions."""
    rows = []
    for title, results in evidence.sets.items():
        corpora = {result.corpus for result in results}
        here = [row for row in evidence.others if row.corpus in corpora]
        for name in dict.fromkeys(row.system for row in here):
            means = (mean(of(here, name), measure) for measure in (PITCH, OVERALL))
            rows.append((title, name, *map(score, means)))
    if not rows:
        return ""
    text = (
        "The annotation, read at the times and rounded to the pitches of a coarser system and "
        "scored as an estimate: with such points nobody can do better than about this.\n\n"
    )
    return text + table(("set", "points", PITCH, OVERALL), rows)


def performers(evidence: Evidence) -> str:
    """The subject of each corpus and the best other program, player by player."""
    rows = []
    for corpus in evidence.corpora:
        if corpus.name not in evidence.sets:
            continue
        best = evidence.subject(corpus.name)
        others = [name for name in evidence.ranked(corpus.name) if name not in evidence.models]
        players = sorted({track.performer for track in corpus.tracks if track.performer})
        for system in dict.fromkeys((best, *others[:1])):
            for player in players:
                results = evidence.of(corpus.name, system)
                here = [each for each in results if each.facts.get("performer") == player]
                if here:
                    name = sections.bold(evidence, system)
                    rows.append((corpus.name, player, *sections.row(name, here, melody.MEASURES)))
    if not rows:
        return ""
    return table(("corpus", "performer", "system", "tracks", "songs", *melody.MEASURES), rows)


def singing(evidence: Evidence) -> str:
    """Figures on a network that is behind Melodia on real singing; otherwise empty."""
    name = evidence.subject(REAL) if {REAL, SYNTHESISED} <= set(evidence.sets) else ""
    if name not in evidence.models or "melodia" not in evidence.ranked(REAL):
        return ""
    here, there = evidence.of(REAL, name), evidence.of(SYNTHESISED, name)
    behind = paired(here, evidence.of(REAL, "melodia"), PITCH)
    if behind is None or behind.value >= 0:
        return ""
    lines = [
        f"On real singing `{name}` is behind Melodia ({PITCH} {difference(behind)}). What the "
        "numbers of this page say of why:",
        "",
        f"- On songs of a synthesised singer its {PITCH} is {score(mean(there, PITCH))}, on MIR-1K "
        f"{score(mean(here, PITCH))}. {_strange(there, here)}",
        f"- Its voicing recall is {score(mean(there, RECALL))} there and "
        f"{score(mean(here, RECALL))} here.",
    ]
    for formula in (each for each in evidence.models if each not in evidence.cards):
        ahead = paired(here, evidence.of(REAL, formula), PITCH)
        if ahead is not None and ahead.value < 0:
            lines.append(
                f"- `{formula}` of lausch, which has learnt nothing, is ahead as well "
                f"({PITCH} {difference(ahead)}): a formula asks for harmonics alone, the network "
                "also that what leads sounds like what led in its training."
            )
    low = [result for result in here if result.facts.get("height", LOW) < LOW]
    if low:
        lines.append(f"- In lines under {note_name(LOW)} its {PITCH} is {score(mean(low, PITCH))}.")
    lines += [
        "",
        "What would mend it are recordings of singers with known f0 under a licence that lets "
        "weights ship; none was at hand. For singing, take `--model salience`, or Melodia.",
    ]
    return "\n".join(lines)


def _strange(synthesised: Sequence[Result], real: Sequence[Result]) -> str:
    """A conclusion from the intervals of two pitch scores."""
    there, here = mean(synthesised, PITCH), mean(real, PITCH)
    if there is None or here is None or math.isnan(there.low) or math.isnan(here.high):
        return "Without intervals that says nothing of what is strange to it."
    if there.low > here.high:
        return (
            "So it can follow a voice; what is strange to it is the singer, the karaoke around "
            "the singer, or both, which these numbers do not tell apart."
        )
    return "The intervals meet: these numbers do not say that singers are what is strange to it."


@dataclass(frozen=True, eq=False)
class Example:
    """The first seconds of a solo: activations by system, and the annotation."""

    title: str
    pictures: dict[str, Frames]
    truth: Contour


def example(evidence: Evidence, path: Path) -> bool:
    """Draw the beginning of the first test solo, a panel for each system and one for the truth."""
    if not evidence.models:
        return False
    first = evidence.results[0]
    corpus = next(corpus for corpus in evidence.corpora if corpus.name == first.corpus)
    track = next(track for track in corpus.split("test") if track.name == first.track)
    names = [name for name in SHOWN if name in evidence.models] or list(evidence.models[:1])
    excerpt = _example(corpus.name, track, names)
    canvas = figure(9.0, 1.5 * len(excerpt.pictures) + 2.0)
    panels = canvas.subplots(len(excerpt.pictures) + 1, 1, sharex=True, sharey=True)
    for panel, (name, frames) in zip(panels, excerpt.pictures.items(), strict=False):
        _draw_pianoroll(panel, frames, frames.values, name)
    last = next(iter(excerpt.pictures.values()))
    _draw_pianoroll(panels[-1], last, reference_pianoroll(excerpt.truth, last), "as played")
    panels[-1].set_xlabel("time in seconds")
    panels[0].set_ylim(LOWEST, HIGHEST)
    panels[0].set_yticks((48, 60, 72, 84), ("C3", "C4", "C5", "C6"))
    canvas.suptitle(excerpt.title, fontsize=9)
    save(canvas, path)
    return True


def _example(corpus: str, track: Track, names: list[str]) -> Example:
    pictures = {}
    for name in names:
        system = opened(name)
        samples = track.load(system.rate).samples[: round(EXAMPLE_SECONDS * system.rate)]
        sound = load_audio((samples, system.rate), rate=system.rate)
        pictures[name] = system.decode(system.activations(sound)).activations
    who = f"{track.performer}, " if track.performer else ""
    title = f"{corpus}/{track.name}: {who}{track.song.partition('-')[2] or track.song}"
    return Example(title, pictures, track.read("contour"))


def _draw_pianoroll(panel: Any, frames: Frames, values: ArrayLike, name: str) -> None:
    picture = np.asarray(values, dtype=np.float64)
    low, high = (int(frames.columns[at].removeprefix("midi ")) for at in (0, -1))
    panel.imshow(
        picture.T,
        origin="lower",
        aspect="auto",
        extent=(0, frames.clock.seconds(len(frames)), low - 0.5, high + 0.5),
        cmap="magma",
        interpolation="nearest",
        vmin=0.0,
        vmax=float(np.quantile(picture, 0.999)) or 1.0,
    )
    panel.set_title(name, fontsize=8, loc="left", pad=2)


def decibels(level: float) -> str:
    """A level in words."""
    return f"{level:+g} dB" if level else "0 dB"


STUDY = Study(
    layer="solo",
    title="The solo line",
    reading=f"""\
Measures are those of melody extraction, by mir_eval, at the annotation's times: a pitch is right
within 50 cents; chroma forgives octaves; overall accuracy asks for pitch and voicing. Of voicing
false alarms fewer are better. *all rendered* is a mean over tracks, not over corpora.
{INTERVALS}
""",
    corpora=("solos", "jazz", "pop", "sung", "mir1k"),
    measures=(*melody.MEASURES, *FURTHER),
    main=OVERALL,
    admits=has_contour,
    procedure=Procedure(
        scores=contour_scores, facts=contour_facts, rivals=rival_scores, others=ceilings
    ),
    sets={RENDERED: ("solos", "jazz", "pop", "sung")},
    targets=(
        Target("solos", PITCH, 0.85),
        Target("solos", OVERALL, 0.80),
        Target(RENDERED, PITCH, 0.85),
        Target(RENDERED, OVERALL, 0.80),
        *(
            Over(title, measure, wanted, ("melodia",))
            for title, wanted in (("solos", 0.08), (RENDERED, 0.08), (REAL, 0.0))
            for measure in (PITCH, OVERALL)
        ),
    ),
    rivals=Rivals(
        "studies/rivals/solo.py",
        ".csv",
        {
            "melodia": "essentia PredominantPitchMelodia at 44.1 kHz after EqualLoudness, frames "
            "of 2048, hop 128, guessUnvoiced, other settings default",
            "basic-pitch": "the ICASSP 2022 model; strongest contour bin of each frame, voiced "
            "where the strongest note reaches 0.3",
        },
    ),
    figures=(
        Figure(
            "scores",
            "Scores on the same files, with 95 % intervals",
            partial(forest, measures=melody.MEASURES),
        ),
        Figure(
            "example",
            "A test solo: the mix, what the model makes of it, and what was played",
            example,
        ),
    ),
    sections=(
        Section("Targets", sections.targets),
        Section("An example", lambda evidence: "", "example"),
        Section(
            "Scores on the same files",
            partial(sections.scores, measures=melody.MEASURES),
            "scores",
        ),
        Section(
            "Differences, our default minus the other",
            partial(sections.differences, measures=melody.MEASURES),
        ),
        Section("Activations and notes", further),
        Section("What a frame rate allows", what_a_frame_rate_allows),
        Section(
            "How loud the solo is",
            partial(
                sections.banded,
                band=Band(
                    "lead_db",
                    (-3.0, 0.0, 3.0),
                    OVERALL,
                    decibels,
                    "Overall accuracy by the level of the solo over the sum of the other pitched "
                    "parts, as mixed; drums are not counted.",
                ),
            ),
        ),
        Section(
            "How high the line lies",
            partial(
                sections.banded,
                band=Band(
                    "height",
                    (LOW, 55.0, 62.0, 69.0),
                    PITCH,
                    note_name,
                    "Raw pitch accuracy by the median pitch of the line.",
                ),
            ),
        ),
        Section("Singing", singing),
        Section("Performer by performer", performers),
        Section("Speed", partial(sections.speed, wanted=150)),
        Section("Leakage", sections.leakage),
        Section("Rivals", sections.rivals),
        Section("What might make this invalid", sections.threats),
    ),
    threats=Path(__file__).parent / "threats" / "solo.md",
    again="""\
```console
python studies/rivals/solo.py --out RIVALS --corpus mir1k DATA/real/mir1k    # likewise solos ...
{command}
```

The rivals run in an environment of their own. Every score of every track stands in
[{csv}]({csv}).
""",
)
