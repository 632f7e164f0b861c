"""The tutorial's listening examples, made from free material, and what trackers make of them.

`lausch report studies/examples.py --data DATA --work WORK` writes recordings, clicks on their beats
and the page. Clicks to listen to are in WORK/examples.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
import soundfile
from examples_curves import draw
from examples_pieces import BASSES, BEATS, Example
from examples_trackers import DEFAULT, NETWORK, START_BPM, TRACKERS

import lausch
from lausch.annotation import Beats, Notes
from lausch.annotation.analysis import Analysis
from lausch.corpora.band.playing.score import monophonic
from lausch.corpora.band.sounding.render import Rendering, render
from lausch.corpora.band.sounding.sounds import Sounds, find_sounds
from lausch.corpora.band.sounding.synth import RATE
from lausch.errors import OptionError
from lausch.evaluation import sections
from lausch.evaluation.evidence import Evidence, Settings, Through, command_of
from lausch.evaluation.result import Result, of
from lausch.evaluation.study import Figure, Section, Study
from lausch.evaluation.tables import number, table
from lausch.metrics import beats as beat_metrics
from lausch.models.model import load_model
from lausch.sonify.clicks import write_clicks
from lausch.tasks.bass import BassTracking, BassTruth

FONT = "fluidr3mono"
BASS_SYSTEMS = ("abesser2017", "bass-salience")
BEAT_MEASURES = ("beat F", "CMLt", "AMLt")
BASS_MEASURES = ("beat accuracy", "beat chroma accuracy", "frame accuracy")


@dataclass(frozen=True)
class Listening:
    """An example, the folders of scores and of sound, and what is estimated."""

    example: Example
    data: Path
    folder: Path
    measure: Callable[[Listening, Rendering], list[Result]]


def measure(study: Study, settings: Settings, through: Through) -> Evidence:
    """Render every example, and track its beats or its bass.

    Raises OptionError without a data folder.
    """
    if settings.data is None:
        raise OptionError("examples are made of scores and sounds: --data FOLDER")
    folder = (settings.work or Path("runs")) / "examples"
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [
        Listening(example, settings.data, folder, what)
        for examples, what in ((BEATS, of_beats), (BASSES, of_bass))
        for example in examples
    ]
    results, failures = through(jobs, listen, explain)
    return Evidence(
        study=study,
        corpora=(),
        models=(NETWORK, DEFAULT, BASS_SYSTEMS[0]),
        cards={},
        digests={each: load_model(each).digest for each in (NETWORK, DEFAULT, BASS_SYSTEMS[0])},
        results=tuple(results),
        command=command_of(study, settings),
        failures=tuple(failures),
    )


def listen(job: Listening) -> list[Result]:
    """Render an example with one sound set, write it, and measure."""
    sounds = find_sounds(job.data)
    if FONT not in sounds.fonts:
        raise OptionError(f"the sound set {FONT} is missing in {job.data / 'sounds'}")
    only = Sounds({FONT: sounds.fonts[FONT]}, sounds.bass, sounds.plates)
    rendering = render(job.example.score(job.data), crc32(job.example.name.encode()), only)
    soundfile.write(job.folder / f"{job.example.name}.flac", rendering.samples, RATE)
    return job.measure(job, rendering)


def explain(job: Listening, error: BaseException) -> str:
    """Why an example is missing."""
    return f"{job.example.name}: {str(error) or type(error).__name__}"


def of_beats(job: Listening, rendering: Rendering) -> list[Result]:
    """The beats of every tracker, with clicks to hear."""
    results = []
    for name, track in TRACKERS.items():
        beats = track(rendering.samples)
        word = name.replace(",", "").replace(" ", "-")
        write_clicks(
            (rendering.samples, RATE),
            Analysis(beats=Beats(beats.times)),
            job.folder / f"{job.example.name}-{word}.wav",
        )
        facts = {
            "bpm": rendering.beats.tempo_bpm or 0.0,
            "found bpm": beats.tempo_bpm or 0.0,
            "metrical level": beat_metrics.tactus(rendering.beats.times, beats.times),
            "source": job.example.source,
            "truth": rendering.beats.times.tolist(),
            "beats": beats.times.tolist(),
        }
        scores = beat_metrics.score(rendering.beats, beats)
        results.append(_result(job, name, rendering, scores, facts))
    return results


def of_bass(job: Listening, rendering: Rendering) -> list[Result]:
    """The bass line of every system on the beats of the score."""
    part = next(part for part in rendering.parts if part.role == "bass")
    line = monophonic(part.notes)
    truth = BassTruth(Notes(line["start"], line["end"], line["pitch"]), rendering.beats.times)
    facts = {"source": job.example.source, "bpm": rendering.beats.tempo_bpm or 0.0}
    return [
        _result(
            job,
            name,
            rendering,
            BassTracking().score(
                truth,
                lausch.analyze(
                    (rendering.samples, RATE), only="bass", model=name, beats=rendering.beats
                ).bass,
            ),
            facts,
        )
        for name in BASS_SYSTEMS
    ]


def _result(
    job: Listening,
    system: str,
    rendering: Rendering,
    scores: dict[str, float],
    facts: dict[str, object],
) -> Result:
    known = {name: float(value) for name, value in scores.items() if not np.isnan(value)}
    seconds = len(rendering.samples) / RATE
    title = job.example.title
    return Result(system, "examples", job.example.name, title, seconds, known, facts=facts)


def beat_table(evidence: Evidence) -> str:
    """F and tempo of every tracker for each example."""
    rows = []
    for example in BEATS:
        here = [each for each in evidence.results if each.track == example.name]
        if not here:
            continue
        cells = [
            f"{number(each.scores['beat F'])} ({each.facts['found bpm']:.0f})"
            for name in TRACKERS
            for each in of(here, name)
        ]
        rows.append((example.title, example.source, f"{here[0].facts['bpm']:.0f}", *cells))
    return "Beat F and, in brackets, the tempo found.\n\n" + table(
        ("example", "notes", "bpm", *TRACKERS), rows
    )


def tactus_table(evidence: Evidence) -> str:
    """The metrical level that each tracker follows, and continuity."""
    rows = [
        (
            each.song,
            each.system,
            str(each.facts["metrical level"]),
            *(number(each.scores.get(name, 0.0)) for name in BEAT_MEASURES),
        )
        for each in evidence.results
        if each.system in TRACKERS
    ]
    return table(("example", "tracker", "metrical level", *BEAT_MEASURES), rows)


def bass_table(evidence: Evidence) -> str:
    """Scores of the bass lines."""
    rows = [
        (each.song, f"**{each.system}**", *(number(each.scores[name]) for name in BASS_MEASURES))
        for each in evidence.results
        if each.system in BASS_SYSTEMS
    ]
    return (
        "The tutorial's two examples of a bass, on the beats of the score; the bass plays the "
        "database's own line where it was annotated.\n\n"
        + table(("example", "system", *BASS_MEASURES), rows)
    )


STUDY = Study(
    layer="beats",
    title="The tutorial's listening examples",
    reading=f"""\
A tutorial on deep learning for music has five recordings to hear, each with the beats of librosa's
tracker and of Böck and Schedl's network. Those recordings cannot be had here; the same pieces, or
pieces like them, are rendered from free scores with the sound set {FONT}. librosa is Ellis's
dynamic programming, started at {START_BPM} bpm; `{NETWORK}` is decoded by the bar pointer (DBN),
and by peaks, as on the tutorial's slide. One minute each; mir_eval leaves out the first five
seconds.
""",
    corpora=(),
    columns=("corpus", "track", "system", "seconds", "bpm", "found bpm", "metrical level"),
    measures=(*BEAT_MEASURES, *BASS_MEASURES),
    main="beat F",
    run=measure,
    figures=(Figure("tempo", "Local tempo of the beats, true and found", draw),),
    sections=(
        Section("Beats", beat_table, "tempo"),
        Section("Metrical levels", tactus_table),
        Section("Bass", bass_table),
        Section("What might make this invalid", sections.threats),
    ),
    threats=Path(__file__).parent / "threats" / "examples.md",
    again="""\
```console
{command}
```

Recordings, and recordings with clicks, are in WORK/examples. Every score is in [{csv}]({csv}).
""",
)
