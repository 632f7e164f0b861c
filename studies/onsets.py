"""Onsets: networks, the formula and rivals on the same recordings. See reports/onsets.md."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from lausch.corpora.track import Track
from lausch.evaluation import sections
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.figures import forest
from lausch.evaluation.report import INTERVALS
from lausch.evaluation.rivals import files_of
from lausch.evaluation.run import Procedure
from lausch.evaluation.session import Scores, Session
from lausch.evaluation.study import Figure, Over, Rivals, Section, Study
from lausch.formats import read
from lausch.metrics import onsets
from lausch.tasks import OnsetDetection

TASK = OnsetDetection()
RENDERED = ("drums", "pop", "jazz")
MADMOM = "madmom-rnn"
SHOWN = ("onset F", "onset F 25 ms")


def has_onsets(track: Track) -> bool:
    """Whether the onsets are annotated."""
    return track.has("onsets")


def rival_onsets(session: Session, folder: Path) -> dict[str, Scores]:
    """What rivals wrote as .onsets files."""
    truth = session.truth(TASK)
    return {
        name: Scores(onsets.score(truth, read(path).read("onsets")))
        for name, path in files_of(folder, session.corpus, session.track.name, ".onsets")
    }


def trained(evidence: Evidence) -> dict[str, object]:
    """How much the networks were trained on, and whether there are any."""
    amounts = [card.training["hours"] for card in evidence.cards.values()]
    return {
        "hours": f"{max(amounts):.1f}" if amounts else None,
        "untrained": None if amounts else "",
    }


STUDY = Study(
    layer="onsets",
    title="Onsets",
    reading=f"""\
An onset is found if an estimate of its own lies within 50 ms, or within 25 ms; F, precision (P)
and recall (R) are those of mir_eval.onset. In `mdb_drums`, seven real rock songs, only the strokes
of the drums are annotated: what guitars, basses and voices begin counts against the precision of
every system alike, and recall tells what was missed. In rendered corpora onsets are those of all
notes that can be heard. Annotated onsets within 30 ms are one.
{INTERVALS}
""",
    corpora=("mdb_drums", *RENDERED),
    columns=("corpus", "track", "song", "system"),
    measures=onsets.MEASURES,
    main="onset F",
    admits=has_onsets,
    procedure=Procedure(rivals=rival_onsets),
    sets={"all rendered": RENDERED},
    targets=(Over("mdb_drums", "onset F", -0.02, (MADMOM,), "eyben2010"),),
    rivals=Rivals(
        "studies/rivals/onsets.py",
        ".onsets",
        {
            MADMOM: "RNNOnsetProcessor, eight networks; threshold .35, smoothed over 70 ms",
            "madmom-cnn": "CNNOnsetProcessor; threshold .54, smoothed over 50 ms",
            "librosa": "onset_detect at 22.05 kHz with its defaults",
            "aubio": "its default method and threshold, hop 512",
        },
    ),
    figures=(
        Figure(
            "scores",
            "Scores on the same files, with 95 % intervals",
            partial(forest, measures=("onset F", "onset F 25 ms", "onset R")),
        ),
    ),
    words=trained,
    sections=(
        Section("Targets", sections.targets),
        Section("Scores", sections.scores, "scores"),
        Section("Differences", partial(sections.differences, measures=SHOWN)),
        Section("Speed", sections.speed),
        Section("Leakage", sections.leakage),
        Section("Rivals", sections.rivals),
        Section("What might make this invalid", sections.threats),
    ),
    threats=Path(__file__).parent / "threats" / "onsets.md",
    again="""\
```console
lausch corpus render --data DATA --out RENDERED --kinds pop,jazz --hours 2.5
lausch corpus render --data DATA --out RENDERED --kinds drums --hours 2
python studies/rivals/onsets.py --out RIVALS AUDIO...
{command}
```

Every track: [{csv}]({csv}).
""",
)
