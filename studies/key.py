"""Keys of rendered and real recordings. See reports/key.md."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from lausch.annotation import Chords, Key
from lausch.annotation.key import key_name, key_number
from lausch.audio import open_audio
from lausch.corpora.track import Track
from lausch.errors import AnnotationError, FormatError
from lausch.evaluation import sections
from lausch.evaluation.bootstrap import mean
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.report import INTERVALS
from lausch.evaluation.result import of
from lausch.evaluation.rivals import files_of
from lausch.evaluation.run import Procedure, opened, task_scores
from lausch.evaluation.session import Estimate, Scores, Session, System
from lausch.evaluation.study import Rivals, Section, Study, Target
from lausch.evaluation.tables import score, table
from lausch.metrics import key
from lausch.models.model import default_model, load_model
from lausch.tasks.key import KeyFinding

TASK = KeyFinding()
RENDERED = ("jazz", "pop", "charts", "drums")
REAL = ("everythingisfree",)
FINDER = "key-successions"
BY_TRUTH, BY_DEFAULT = "annotated chords", "default chords"
RELATIONS = {
    (0, 0): "right", (7, 0): "a fifth above", (5, 0): "a fifth below", (9, 1): "relative",
    (0, 1): "parallel",
}  # fmt: skip
"""By semitones from the true tonic, and whether the mode is another; of a major key."""


def has_key(track: Track) -> bool:
    """Whether the key is annotated and known."""
    return track.has("key") and bool(track.read("key").name)


def key_scores(session: Session, system: System, estimate: Estimate) -> Scores:
    """The scores of the task, and what the estimate is to the true key."""
    scores = task_scores(session, system, estimate)
    truth: Key = session.truth(TASK)
    facts = {**scores.facts, "relation": relation(truth.name, estimate.annotation.name)}
    return Scores(scores.scores, facts)


def by_truth(session: Session) -> dict[str, Scores]:
    """The key by the annotated chords: what the statistics of harmony know."""
    if not session.track.has("chords"):
        return {}
    chords: Chords = session.track.read("chords")
    runner: Any = opened(FINDER)
    nothing = TASK.encode(Key(), runner.spectrum.clock, 0)
    found = runner.decode(nothing, chords=chords)
    truth: Key = session.truth(TASK)
    return {
        BY_TRUTH: Scores(key.score(truth, found), {"relation": relation(truth.name, found.name)})
    }


def by_default(session: Session) -> dict[str, Scores]:
    """The key by the chords of the model that finds these by default, as `analyze` has it."""
    model = load_model(default_model("chords"))
    recording = open_audio(session.track.audio, model.rate)
    activations = model.activations(recording)
    chords: Chords = model.decode(recording.sounding.masked(activations))
    runner: Any = opened(FINDER)
    nothing = TASK.encode(Key(), runner.spectrum.clock, 0)
    found = runner.decode(nothing, chords=chords)
    truth: Key = session.truth(TASK)
    facts = {"relation": relation(truth.name, found.name)}
    return {BY_DEFAULT: Scores(key.score(truth, found), facts)}


def by_other_chords(session: Session) -> dict[str, Scores]:
    """The key by chords that the formula did not find."""
    return {**by_truth(session), **by_default(session)}


def rival_keys(session: Session, folder: Path) -> dict[str, Scores]:
    """What rivals wrote as .key files: a tonic and a mode."""
    truth: Key = session.truth(TASK)
    results = {}
    for name, path in files_of(folder, session.corpus, session.track.name, ".key"):
        try:
            found = key_name(path.read_text("utf-8"))
        except AnnotationError as error:
            raise FormatError(
                f"{path} is not what studies/rivals/key.py writes: {error}"
            ) from error
        scores = key.score(truth, Key(found))
        results[name] = Scores(scores, {"relation": relation(truth.name, found)})
    return results


def relation(truth: str, estimate: str) -> str:
    """What an estimate is to the true key, in the words of the weighted score."""
    if not estimate:
        return "none"
    one, other = key_number(truth), key_number(estimate)
    steps, changed = (other - one) % 12, int(one // 12 != other // 12)
    if changed and one >= 12:  # the relative major lies three semitones above
        steps = 9 if steps == 3 else steps if steps != 9 else 3
    return RELATIONS.get((steps, changed), "another")


def by_chords(evidence: Evidence) -> str:
    """What is found from the formula's chords, from the default model's, and without errors."""
    rows, model = [], load_model(default_model("chords"))
    for title, corpora in {
        **{name: (name,) for name in RENDERED},
        "all rendered": RENDERED,
    }.items():
        sides = [
            [each for each in of(results, name) if each.corpus in corpora]
            for results, name in (
                (evidence.results, FINDER),
                (evidence.others, BY_DEFAULT),
                (evidence.others, BY_TRUTH),
            )
        ]
        if sides[-1]:
            cells = (score(mean(side, name)) for name in key.MEASURES for side in sides)
            rows.append((title, str(len(sides[-1])), *cells))
    head = [
        f"{name}{ending}"
        for name in key.MEASURES
        for ending in ("", f", {BY_DEFAULT}", f", {BY_TRUTH}")
    ]
    text = (
        "The key by the chords that the formula finds; by those of "
        f"`{model.name}` ({model.digest[:12]}), which `lausch analyze --only chords,key` takes, "
        "here without beats; and by those of the score. The last difference is what errors of "
        "chords cost, the rest what the statistics do not tell."
    )
    return f"{text}\n\n{table(('set', 'tracks', *head), rows)}" if rows else ""


def relations(evidence: Evidence) -> str:
    """How many estimates are right, near, or neither, over all sets."""
    words = (*RELATIONS.values(), "another", "none")
    rows = []
    for name in (*evidence.formulas, *evidence.rivals, BY_DEFAULT, BY_TRUTH):
        own = name in (BY_DEFAULT, BY_TRUTH)
        results = of(evidence.others if own else evidence.results, name)
        counts = Counter(each.facts["relation"] for each in results)
        if counts:
            rows.append(
                (sections.bold(evidence, name), *(str(counts[word] or "") for word in words))
            )
    return table(("system", *words), rows)


STUDY = Study(
    layer="key",
    title="Key",
    reading=f"""\
Scores are those of mir_eval.key: 1 for the right key, .5 for one a fifth above, .3 for the relative
and .2 for the parallel key. "Weighted over time" is the mean over the annotated regions, of which
most pieces have one. Tracks whose key is not known are left out.
{INTERVALS}
""",
    corpora=(*RENDERED, *REAL),
    columns=("corpus", "track", "song", "system"),
    measures=key.MEASURES,
    main="weighted",
    admits=has_key,
    procedure=Procedure(scores=key_scores, rivals=rival_keys, others=by_other_chords),
    sets={"all rendered": RENDERED, "real": REAL},
    targets=(Target("all rendered", "weighted", 0.80, FINDER),),
    rivals=Rivals(
        "studies/rivals/key.py",
        ".key",
        {
            "madmom-key": "CNNKeyRecognitionProcessor, 24 labels",
            "essentia-key": "KeyExtractor with its default profile, 24 labels",
        },
    ),
    sections=(
        Section("Targets", sections.targets),
        Section("Scores", partial(sections.scores, measures=key.MEASURES)),
        Section("By which chords", by_chords),
        Section("What is found instead", relations),
        Section("Rivals", sections.rivals),
        Section("What might make this invalid", sections.threats),
    ),
    threats=Path(__file__).parent / "threats" / "key.md",
    again="""\
```console
lausch corpus render --data DATA --out RENDERED --kinds jazz,pop,charts,drums --hours 2.5
python studies/rivals/key.py --out RIVALS AUDIO...
{command}
```

Every track: [{csv}]({csv}).
""",
)
