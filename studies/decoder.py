"""The study of the decoder alone: the bar pointer on activations with human beats.

`lausch report studies/decoder.py --data FOLDER` reads SET.npz with an array (frames,) for each
track, and SET_beats/TRACK.beats, from FOLDER.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from beats_tactus import TACTUS, by_tempo, shares
from decoder_activations import open_activations
from decoders import OURS, PICKED, STEPS, Picker, decodings, explain, tuned_picker
from decoders import measure as measure_decoding

from lausch.errors import OptionError
from lausch.evaluation import sections
from lausch.evaluation.bootstrap import DRAWS, mean, paired
from lausch.evaluation.evidence import Evidence, Settings, Through, command_of
from lausch.evaluation.figures import figure
from lausch.evaluation.result import Result, of
from lausch.evaluation.study import Figure, Section, Study
from lausch.evaluation.tables import difference, percent, score, table
from lausch.frames import Clock
from lausch.plot.saving import save

MEASURES = ("beat F", "CMLt", "AMLt")
EARLIER = next(iter(STEPS))
CLOCK = Clock(100, 1)
COLOURS = {PICKED: "#7f8c8d", OURS: "#c0392b"}
SET_COLOURS = ("#2471a3", "#1e8449", "#b7950b", "#7d3c98", "#34495e")


def measure(study: Study, settings: Settings, through: Through) -> Evidence:
    """Decode the activations of a folder with every decoder.

    Raises OptionError without a folder, and CorpusError for a folder with other contents.
    """
    if settings.data is None:
        raise OptionError("decoders are measured on activations: --data FOLDER with SET.npz")
    sets = open_activations(settings.data, CLOCK)
    picker = tuned_picker(sets)
    jobs = list(decodings(sets, picker))
    results, failures = through(jobs, measure_decoding, explain)
    return Evidence(
        study=study,
        corpora=(),
        models=(OURS,),
        cards={},
        results=tuple(results),
        command=command_of(study, settings),
        failures=tuple(failures),
        inputs={"picker": picker},
    )


def scores(evidence: Evidence) -> str:
    """Scores of the bar pointer, as in the papers and as in lausch, and of peak picking."""
    picker: Picker = evidence.inputs["picker"]
    rows = []
    for corpus, results in evidence.sets.items():
        for name in (PICKED, EARLIER, OURS):
            inside = of(results, name)
            pace = sum(r.seconds for r in inside) / max(sum(r.cpu_seconds for r in inside), 1e-9)
            cells = (score(mean(inside, measure)) for measure in MEASURES)
            rows.append((corpus, name, f"{len(inside)}", *cells, f"{pace:,.0f} ×"))
    ours = of(evidence.results, OURS)
    hours = sum(result.seconds for result in ours) / 3600
    return (
        f"{len(ours)} real recordings, {hours:.1f} hours.\n\n"
        f"{table(('set', 'decoder', 'tracks', *MEASURES, 'pace'), rows)}\n"
        f"Peak picking is tuned: threshold {picker.threshold:g}, smoothed over "
        f"{picker.smooth_seconds:g} s, no two peaks nearer than beats at 340 bpm. The pace is "
        "seconds of sound for each second of processor time, on one core of the machine that "
        "wrote this page; it is noise in the second digit."
    )


def halves(evidence: Evidence) -> str:
    """Scores on the half for the choice of settings, and on the other."""
    rows = []
    for corpus, results in evidence.sets.items():
        for half in ("looked at", "other"):
            here = [result for result in results if result.facts["half"] == half]
            ours, picked = of(here, OURS), of(here, PICKED)
            if ours:
                means = (score(mean(each, "beat F")) for each in (ours, picked))
                apart = difference(paired(ours, picked, "beat F"))
                rows.append((corpus, half, f"{len(ours)}", *means, apart))
    return (
        "Settings and the threshold of peak picking were chosen on one half of each set (even "
        "checksum of the name). The other half had no say.\n\n"
        + table(("set", "half", "tracks", OURS, PICKED, "difference"), rows)
    )


def steps(evidence: Evidence) -> str:
    """The effect of each choice."""
    rows = []
    ours = of(evidence.results, OURS)
    for name in STEPS:
        means = (score(mean(of(here, name), "beat F")) for here in evidence.sets.values())
        apart = paired(of(evidence.results, name), ours, "beat F")
        rows.append((name, *means, "·" if name == OURS else difference(apart)))
    return (
        "Beat F, and its difference from the default over all tracks: the tempo range, a mild "
        "log-normal prior around 120 bpm, and beat regions of at least three frames.\n\n"
        + table(("decoder", *evidence.sets, "all, less the default"), rows)
    )


def tactus_shares(evidence: Evidence) -> str:
    """Shares of tracks by the metrical level of their beats."""
    rows = [
        (corpus, name, *map(percent, shares(of(results, name)).values()))
        for corpus, results in evidence.sets.items()
        for name in (EARLIER, OURS)
    ]
    return (
        "Share of tracks whose beats follow the annotated metrical level, or another one.\n\n"
        + table(("set", "decoder", *TACTUS), rows)
    )


def tempi(evidence: Evidence) -> str:
    """Beat F by annotated tempo."""
    names = (PICKED, EARLIER, OURS)
    bands: Sequence[dict[str, list[Result]]] = [
        by_tempo(of(evidence.results, name)) for name in names
    ]
    rows = [
        (band, f"{len(inside)}", *(score(mean(each[band], "beat F")) for each in bands))
        for band, inside in bands[-1].items()
    ]
    return table(("annotated bpm", "tracks", *names), rows)


def setting(evidence: Evidence) -> str:
    """The default of the code."""
    default = STEPS[OURS]
    rows = [(field.name, f"{getattr(default, field.name):g}") for field in fields(default)]
    return table(("field of `BarPointer`", "default"), rows)


def draw(evidence: Evidence, path: Path) -> bool:
    """F of the bar pointer against peak picking: means by set, and track against track."""
    canvas = figure(11, 4.6)
    bars, scatter = canvas.subplots(1, 2, width_ratios=(1, 1))
    for number, (name, colour) in enumerate(COLOURS.items()):
        for place, results in enumerate(evidence.sets.values()):
            each = mean(of(results, name), "beat F")
            if each is None:
                continue
            at = place + 0.38 * (number - 0.5)
            bars.bar(at, each.value, 0.36, color=colour, label=None if place else name)
            whiskers = [[each.value - each.low], [each.high - each.value]]
            bars.errorbar(at, each.value, whiskers, color="black", capsize=3, linewidth=1)
            bars.text(at, 0.03, f"{each.value:.3f}", ha="center", color="white")
    bars.set_xticks(range(len(evidence.sets)), list(evidence.sets))
    bars.set_ylim(0, 1)
    bars.set_ylabel("beat F, mean and 95 % interval")
    bars.legend(loc="upper right")
    scores = {row.key: row.scores["beat F"] for row in of(evidence.results, PICKED)}
    for place, (corpus, results) in enumerate(evidence.sets.items()):
        inside = of(results, OURS)
        scatter.scatter(
            [scores[row.key] for row in inside],
            [row.scores["beat F"] for row in inside],
            s=9,
            alpha=0.5,
            linewidths=0,
            color=SET_COLOURS[place % len(SET_COLOURS)],
            label=corpus,
        )
    scatter.plot([0, 1], [0, 1], color="black", linewidth=0.8)
    scatter.set_xlabel(f"beat F of {PICKED}, track by track")
    scatter.set_ylabel(f"beat F of the {OURS}")
    scatter.legend(loc="lower right")
    save([canvas], path, dpi=90)
    return True


STUDY = Study(
    layer="beats",
    title="The decoder alone, on real music",
    reading=f"""\
Real recordings, known only by the beat activations of a published network and by beats that people
annotated. What follows depends on the decoder, not on lausch's networks. One setting serves all
data sets; mir_eval, no beats trimmed, 95 % intervals from {DRAWS:,} bootstrap draws of tracks.
""",
    corpora=(),
    columns=("corpus", "track", "system", "seconds", "bpm", "found bpm", "metrical level", "half"),
    measures=MEASURES,
    main="beat F",
    run=measure,
    figures=(Figure("scores", "F of bar pointer and peak picking", draw),),
    sections=(
        Section("Bar pointer and peak picking", scores, "scores"),
        Section("The half that was looked at, and the other", halves),
        Section("What each choice is worth", steps),
        Section("Metrical levels", tactus_shares),
        Section("By tempo", tempi),
        Section("The setting", setting),
        Section("What might make this invalid", sections.threats),
    ),
    threats=Path(__file__).parent / "threats" / "decoder.md",
    again="""\
```console
{command}
```

Every score of every track stands in [{csv}]({csv}).
""",
)
