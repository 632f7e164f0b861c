"""What might make the report on bass lines invalid, the gravest first."""

from __future__ import annotations

from collections.abc import Sequence

from lausch.models.card import Card

THREATS = (
    (
        "Rendered tests are the models' own world",
        "Test tracks come from the arrangers, rooms and mixes of the training tracks; only songs "
        "and, where it says so, basses are new. The published network was trained on real "
        "recordings and has never heard a sound set; the difference to it is partly that.",
    ),
    (
        "Unseen basses are two kinds",
        "A fretless electric bass of three related sound sets, and a string made by formula. The "
        "one real double bass at hand is trained on, so that the models that ship know it; how "
        "they hear another one is not measured. The published network knows double basses only.",
    ),
    (
        "The mixes are hard",
        "Basses lie between 22 dB under and 19 dB over the other pitched parts. Some are hardly to "
        "be heard, and their labels stand all the same: the mean over tracks says less of an "
        "ordinary mix than the table by level does.",
    ),
    (
        "No real recording is in the tables",
        "The only free one with an annotated walking bass lasts 8 seconds. It serves as a test of "
        "the representation and the decoder, with the published network's weights.",
    ),
    (
        "Tuning is heard by some alone",
        "Six of ten rendered pieces are up to half a semitone off A4 = 440 Hz. Our networks and "
        "`published` hear semitones tuned to the recording, by the peaks of its spectrum; the "
        "authors' program is told the reference pitch. `published-440`, the formulas, pYIN and "
        "basic-pitch are at 440 Hz: some of what they lack is that. Within a few cents of half a "
        "semitone the estimate may fall to the other side, and then a whole piece is wrong.",
    ),
    (
        "Training was short",
        "Thirty epochs of 2,000 excerpts of six seconds for each model; the last epochs were among "
        "the best, and more of them may change which model is best.",
    ),
    (
        "Settings were chosen on validation tracks",
        "No dropout, tuning, and each model's epoch and threshold (by the beats with the right "
        "pitch or the right rest) were chosen on validation tracks of the same corpora, whose "
        "basses are those of the training tracks.",
    ),
    (
        "The draw was widened",
        "A first run of this report drew 60 tracks; M1+ minus M1 on unseen basses was then +.012 "
        "[-.000, +.023]. All 115 were measured after that had been seen, and only then does the "
        "interval leave out zero.",
    ),
    (
        "Not measured",
        "Rivals that are slow were tried on the tracks that their rows count, easier or harder "
        "ones by chance; the table of differences compares them on those alone.",
    ),
    (
        "Many comparisons",
        "Each interval is right 19 times in 20. Single bold entries may be chance.",
    ),
)


def bass_threats(cards: dict[str, Card], failures: Sequence[str]) -> str:
    """The list, and what the evidence itself adds to it."""
    found = list(THREATS)
    seeds = {card.training.get("seed") for card in cards.values()}
    if len(seeds) == 1:
        text = f"Every model was trained once, with seed {seeds.pop()}: small differences may be"
        found.insert(1, ("One seed", f"{text} luck."))
    if failures:
        text = f"{len(failures)} could not be scored: {'; '.join(failures)}."
        found.append(("Tracks are missing", text))
    return "\n".join(f"- **{title}.** {text}" for title, text in found)
