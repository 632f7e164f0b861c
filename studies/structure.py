"""The study of form: boundaries of sections, and their labels."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from structure_published import POP_AND_JAZZ, published
from structure_variants import ABLATION, ablation, read_ablation

from lausch.analysis.analyze import analyze
from lausch.corpora.band.store.jamsfile import read_record
from lausch.corpora.draw import draw
from lausch.corpora.track import Track
from lausch.evaluation import sections
from lausch.evaluation.bootstrap import mean
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.figures import forest
from lausch.evaluation.report import INTERVALS
from lausch.evaluation.result import grouped
from lausch.evaluation.rivals import files_of
from lausch.evaluation.run import Procedure, opened
from lausch.evaluation.session import Estimate, Scores, Session, System
from lausch.evaluation.study import Figure, Over, Rivals, Section, Study, Target
from lausch.evaluation.tables import score, table
from lausch.formats import read
from lausch.metrics import sections as metrics
from lausch.models.card import Card
from lausch.plot import write_plot

SUBJECT, BEST = "ullrich2014", "grill2015b"
CLASSICS = ("foote", "homogeneity", "laplacian", "equal")
"""Formulas that are baselines in the literature."""
MAIN, WIDE = "coarse F 0.5 s", "coarse F 3 s"
TRIMMED = tuple(f"{name} {within} s" for within in ("0.5", "3") for name in ("F", "P", "R", "F.58"))
UNTRIMMED = tuple(
    f"coarse {name} {within} s untrimmed" for within in ("0.5", "3") for name in ("F", "P", "R")
)


def has_form(track: Track) -> bool:
    """Whether the sections are annotated."""
    return track.has("sections")


def form_scores(session: Session, system: System, estimate: Estimate) -> Scores:
    """Boundaries and labels on every scale that both sides have."""
    return Scores(metrics.score(session.track.read("sections"), estimate.annotation))


def contrast_of(session: Session) -> dict[str, Any]:
    """The contrast at a rendered track's boundaries, by a tag of its arranger."""
    jams = session.track.audio.with_suffix(".jams")
    tags = read_record(jams).tags if jams.is_file() else ()
    return {"contrast": next((tag for tag in tags if tag.startswith("contrast")), "unknown")}


def rival_forms(session: Session, folder: Path) -> dict[str, Scores]:
    """Scores of the rivals' files with `start end label` in each text line."""
    scores = {}
    for name, path in files_of(folder, session.corpus, session.track.name, ".lab"):
        form = read(path).sections
        if form is not None:
            scores[name] = Scores(metrics.score(session.track.read("sections"), form))
    return scores


def pairs(evidence: Evidence, title: str) -> Sequence[tuple[str, str]]:
    """Networks among each other, and the first and the best network with all other systems."""
    others = (*evidence.formulas, *evidence.rivals)
    ours = [(name, SUBJECT) for name in (BEST, *evidence.networks) if name != SUBJECT]
    return [*ours, *((name, other) for name in (SUBJECT, BEST) for other in others)]


def contrasts(evidence: Evidence) -> str:
    """Coarse F by the contrast at boundaries."""
    tracks = list({result.key: result for result in evidence.results}.values())
    counts = {name: len(inside) for name, inside in sorted(grouped(tracks, "contrast").items())}
    rows = []
    for title in evidence.sets:
        for system in evidence.ranked(title):
            groups = grouped(evidence.of(title, system), "contrast")
            if len(groups) > 1:
                cells = (score(mean(groups.get(name, ()), MAIN)) for name in counts)
                rows.append((title, sections.bold(evidence, system), *cells))
    if not rows:
        return ""
    head = (f"{name} ({count} tracks)" for name, count in counts.items())
    return (
        f"{MAIN}. With contrast 0 nobody in the band rests, enters or changes at a boundary; only "
        "the music itself does, and who leads in jazz.\n\n" + table(("set", "system", *head), rows)
    )


def example(evidence: Evidence, path: Path) -> bool:
    """A plot of the first model's form of the first track, with the true boundaries."""
    if not evidence.models:
        return False
    first = evidence.results[0]
    corpus = next(corpus for corpus in evidence.corpora if corpus.name == first.corpus)
    track = next(t for t in draw(corpus.split("test"), known=has_form) if t.name == first.track)
    system: Any = opened(evidence.models[0])
    analysis = analyze(track.audio, only="sections", model=system)
    write_plot(track.audio, analysis, path, reference=track.read("sections"))
    from PIL import Image  # matplotlib brings it

    # Spectrograms of a whole piece have more colours than a page needs: a fifth of the bytes.
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(64)
    small.save(path, optimize=True)
    return True


def words(evidence: Evidence) -> dict[str, object]:
    """Figures of the threats: training steps of the networks."""
    steps = [_steps(card) for card in evidence.cards.values()]
    span = f"{min(steps):,} to {max(steps):,}" if steps else None
    return {"steps": span}


def _steps(card: Card) -> int:
    """Updates of the weights that one network had."""
    recipe = card.recipe
    return int(card.training["epochs"] * (recipe["excerpts_per_epoch"] // recipe["batch"]))


STUDY = Study(
    layer="sections",
    title="Form",
    reading=f"""\
A boundary is right within 0.5 s or 3 s of one that nobody else has claimed (mir_eval); F, P and R
are means of each track's own, so F is not what P and R of the table would give. F.58 weighs
precision more (beta = .58). Trimmed: without the beginning and the end of the piece. Systems of one
scale are judged on the coarse one.
{INTERVALS}
""",
    corpora=("popform", "jazzform", "chartform"),
    measures=metrics.MEASURES,
    main=MAIN,
    admits=has_form,
    procedure=Procedure(scores=form_scores, facts=contrast_of, rivals=rival_forms),
    sets={POP_AND_JAZZ: ("popform", "jazzform")},
    targets=(
        Target(POP_AND_JAZZ, MAIN, 0.50, SUBJECT),
        Target(POP_AND_JAZZ, WIDE, 0.65, SUBJECT),
        Over(POP_AND_JAZZ, MAIN, 0.15, CLASSICS, SUBJECT),
        Over(POP_AND_JAZZ, MAIN, 0.0, (SUBJECT,), BEST),
    ),
    pairs=pairs,
    rivals=Rivals(
        "studies/rivals/structure.py",
        ".lab",
        {
            "librosa-laplacian": "librosa 0.11 after the gallery's recipe for Laplacian "
            "segmentation (McFee & Ellis, ISMIR 2014): beat-synchronous constant-Q and MFCC, "
            "recurrence and path affinities, 5 eigenvectors, k-means with 5 clusters, boundaries "
            "where the cluster changes"
        },
    ),
    figures=(
        Figure(
            "scores",
            "Coarse boundaries on the same files, with 95 % intervals",
            partial(forest, measures=(MAIN, WIDE)),
        ),
        Figure(
            "example",
            "A test track: spectrogram, self-similarity, novelty, and true and found sections",
            example,
        ),
    ),
    inputs={ABLATION: read_ablation},
    words=words,
    sections=(
        Section("Targets", sections.targets),
        Section(
            "Coarse boundaries, trimmed",
            partial(
                sections.scores, measures=[f"coarse {each}" for each in TRIMMED], strip="coarse "
            ),
            "scores",
        ),
        Section("An example", lambda evidence: "", "example"),
        Section("Differences", partial(sections.differences, measures=(MAIN, WIDE))),
        Section(
            "Fine boundaries, trimmed",
            partial(sections.scores, measures=[f"fine {each}" for each in TRIMMED], strip="fine "),
        ),
        Section(
            "Coarse boundaries, untrimmed",
            partial(
                sections.scores,
                measures=UNTRIMMED,
                strip=" untrimmed",
                text="The first boundary of the annotation is the first downbeat, the last one the "
                "end of the last bar; every system here names the beginning and the end of the "
                "recording.\n\n",
            ),
        ),
        Section(
            "Labels",
            partial(
                sections.scores,
                measures=[f"coarse {each}" for each in metrics.LABEL_MEASURES],
                strip="coarse ",
                text="Networks and the equal division find boundaries only: their letters are "
                "given by repetition, as `lausch analyze` gives them. Pairwise: frames rightly "
                "called the same. S: normalised conditional entropies, over- and "
                "under-segmentation.\n\n",
            ),
        ),
        Section("What changes at boundaries", contrasts),
        Section("What decides: an ablation", ablation),
        Section("What was published", published),
        Section(
            "Speed",
            partial(
                sections.speed,
                wanted=60,
                text="Seconds of sound for each second of processor time on one thread, letters "
                "included, the file decoded before the clock starts (of rivals after).",
            ),
        ),
        Section("Leakage", sections.leakage),
        Section("Rivals", sections.rivals),
        Section("What might make this invalid", sections.threats),
    ),
    threats=Path(__file__).parent / "threats" / "structure.md",
    again="""\
```console
lausch corpus render --data DATA --out RENDERED --hours 0 --kinds jazzform --validation-hours 1 \\
    --test-hours 0.7
lausch corpus render --data DATA --out RENDERED --hours 0 --kinds popform,chartform \\
    --validation-hours 0.7 --test-hours 0.5
python studies/form_blend.py --rendered RENDERED
python studies/rivals/structure.py --out RIVALS --corpus popform RENDERED/popform   # and others
{command}
```

The rival runs in an environment of its own. Every score of every track stands in [{csv}]({csv}).
""",
)
