"""What might make the report on form invalid: every threat that is known, the gravest first."""

from __future__ import annotations

from lausch.evaluation.structure_evidence import StructureEvidence
from lausch.models.card import Card

ALWAYS = (
    (
        "Rendered tests are the networks' own world",
        "Test tracks come from the arrangers, sound sets and rooms of the training tracks; only "
        "songs are new. The rival was made for real recordings and is at a "
        "disadvantage. No real recording with a form that may be used was at hand, so nothing "
        "here says how much is lost on real music, where published networks lose much.",
    ),
    (
        "Boundaries that arrangers mark",
        "Drummers fill before sections and crash at them, players rest and enter exactly on the "
        "downbeat. In real music boundaries are blurred, and annotators differ by seconds; here "
        "they are exact, which makes 0.5 s easier. The table by contrast shows part of it.",
    ),
    (
        "What coarse and fine mean",
        "In pop the phrases are what two people heard, but which phrases make a section is a rule "
        "of ours; in charts sections and lines are the annotators'; in jazz the form is what was "
        "arranged, with soloists and choruses, and mostly shorter than real performances. A "
        "system that finds the other level is wrong here.",
    ),
    (
        "Made-up music",
        "Chart tunes, jazz themes and most solos are made up by rules. Repetition is more exact "
        "than players would have it, which helps methods that look for repetition.",
    ),
    (
        "Defaults",
        "The classics' settings were chosen on some validation and training tracks of these "
        "corpora, the networks' thresholds on all validation tracks; the rival has the setting of "
        "its recipe and knows 5 kinds of sections, whatever the piece.",
    ),
    (
        "Letters are not the networks'",
        "Scores of labels are of boundaries and letters together; letters come from one method.",
    ),
    (
        "Many comparisons",
        "Each table holds dozens of intervals, each right 19 times in 20. Single bold entries may "
        "be chance.",
    ),
)


def structure_threats(evidence: StructureEvidence) -> str:
    """The threats as a list; those first that are true of this run alone."""
    found: list[tuple[str, str]] = []
    tested = {row.key for row in evidence.rows}
    songs = {(row.corpus, row.song) for row in evidence.rows}
    found.append(
        (
            "Few tracks",
            f"{len(tested)} test tracks of {len(songs)} songs: intervals are wide, and a corpus "
            "with fewer than five songs has none.",
        )
    )
    steps = [_steps(card) for card in evidence.cards.values()]
    if steps:
        found.append(
            (
                "Trained for less than in the papers",
                f"Every network took {min(steps):,} to {max(steps):,} steps of few excerpts, where "
                "the first of their papers took 40,000: what is measured is what so much training "
                "gives, not what the architecture can do.",
            )
        )
    seeds = {card.training.get("seed") for card in evidence.cards.values()}
    if len(seeds) == 1:
        found.append(
            (
                "One seed",
                f"Every system was trained once, from seed {seeds.pop()}; a bag is of the seeds "
                "that follow. Small differences between systems may be luck.",
            )
        )
    if evidence.most is not None:
        found.append(
            (
                "A draw",
                f"At most {evidence.most} test tracks of each corpus were measured, drawn by a "
                f"hash of their names with seed {evidence.seed}.",
            )
        )
    if evidence.failures:
        found.append(
            (
                "Tracks are missing",
                f"{len(evidence.failures)} could not be scored: {'; '.join(evidence.failures)}.",
            )
        )
    everything = (ALWAYS[0], *found, *ALWAYS[1:])
    return "\n".join(f"- **{title}.** {text}" for title, text in everything)


def _steps(card: Card) -> int:
    """Updates of the weights that one network had."""
    recipe = card.recipe
    return int(card.training["epochs"] * (recipe["excerpts_per_epoch"] // recipe["batch"]))
