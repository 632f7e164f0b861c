"""What might make the report on bass lines invalid, the gravest first."""

from __future__ import annotations

from collections.abc import Sequence

from lausch.card import Card

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
        "Basses lie between 15 dB under and 8 dB over the other pitched parts. Some are hardly to "
        "be heard, and their labels stand all the same.",
    ),
    (
        "No real recording is in the tables",
        "The only free one with an annotated walking bass lasts 8 seconds. It serves as a test of "
        "the representation and the decoder, with the published network's weights.",
    ),
    (
        "Training was short",
        "Ten epochs of 1,000 excerpts for each model, on some two hours with labels; mostly the "
        "last epochs were the best. More of both may change which model is best, and whether "
        "networks hear more than the formula of summed harmonics does.",
    ),
    (
        "Thresholds differ",
        "Each threshold of sounding was chosen on validation frames, rests included: .3 for M1 and "
        "M2 2,+, .2 for M1+ and M2 0,+. On beats basses hardly rest, and the lower threshold is "
        "right more often: some of the difference in beat accuracy may be that.",
    ),
    (
        "The series is not whole",
        "M2 1,+ and M2 3,+ stand in the code, but models that are not in the tables were not "
        "measured here.",
    ),
    (
        "Not measured",
        "Other amounts of sound without labels, of which there were two hours; chord roots on "
        "downbeats, as recordings here do not carry their chords; basic-pitch. pYIN was tried on "
        "the tracks that its row counts.",
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
