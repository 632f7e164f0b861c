"""What might make the report on solos invalid: every threat that is known, the gravest first."""

from __future__ import annotations

from lausch.evaluation.solo_evidence import SoloEvidence

RENDERED = (
    (
        "Rendered tests are the models' own world",
        "Rendered test tracks come from the arrangers, sound sets, rooms and expression rules of "
        "the training tracks; only songs and performers are new. Sampled and synthesised horns "
        "are cleaner, steadier and more alike than players, and nothing bleeds between "
        "microphones. Rivals have never heard that world and are at a disadvantage in it.",
    ),
    (
        "Performers are only names here",
        "A test solo has the notes and timing of a player who was never trained on, but its sound "
        "is that of a sound set which was.",
    ),
    (
        "Labels of rendered music are what was synthesised",
        "The f0 of jazz and pop is that of the notes; in solos and sung it follows vibrato, "
        "scoops, glides and falls, and stops in consonants without voice. Where a note still "
        "rings or a voice is masked by the band, the label stands all the same. In pop the sung "
        "line leads, in songs without a voice the melody.",
    ),
    (
        "A semitone's edge",
        "A recording may be up to half a semitone out of tune. Systems that speak in semitones of "
        "A4 = 440 Hz are then wrong by up to 50 cents before they begin, as in the table of what "
        "a frame rate allows.",
    ),
)
REAL = (
    (
        "MIR-1K is karaoke",
        "The mix is both channels at equal gain, at 16 kHz. There are five singers; intervals "
        "draw songs again, not singers, "
        "and over singers they would be wider. It says little of horns over a rhythm section.",
    ),
    (
        "Singers were synthesised",
        "In a part of the training tracks a voice of formants leads, with vibrato, glides, "
        "consonants and breath. No person was ever heard: how a real singer differs, and an "
        "accompaniment of karaoke, was left to the networks' luck. Corpus and voice were made "
        "because earlier weights were behind on MIR-1K; no setting was chosen on it.",
    ),
    (
        "Labels of MIR-1K are made by hand",
        "Pitches stand every 20 ms; glides and the ends of notes are a matter of taste, and nobody "
        "has measured how far two annotators would agree.",
    ),
)
ALWAYS = (
    (
        "basic-pitch was made for something else",
        "It transcribes all notes. That its strongest pitch is the melody is our reduction, and "
        "so is its voicing: the accompaniment counts as voiced.",
    ),
    (
        "Defaults",
        "No rival was tuned to this material. Melodia's own voicing tolerance might be chosen "
        "better for it, while our decoders' settings were chosen on validation tracks of the "
        "rendered corpora.",
    ),
    (
        "Real solos of jazz are missing",
        "No free recordings with annotated solos were at hand: between rendered horns and real "
        "singers stands the very case that the models are for, and it was not measured.",
    ),
    (
        "Many comparisons",
        "Each table holds dozens of intervals, each right 19 times in 20. Single bold entries may "
        "be chance.",
    ),
)


def solo_threats(evidence: SoloEvidence) -> str:
    """The list, and what the evidence itself adds to it."""
    uses = {corpus.use for corpus in evidence.corpora}
    found = [*(RENDERED if "ship" in uses else ()), *(REAL if "eval" in uses else ()), *ALWAYS]
    if not evidence.models:
        found.insert(
            0,
            (
                "No model of lausch is in this page",
                "It says how well other programs follow the line, and nothing of enhancement.",
            ),
        )
    seeds = {card.training.get("seed") for card in evidence.cards.values()}
    if len(seeds) == 1:
        found.insert(
            0,
            (
                "One seed",
                f"Every trained model was trained once, with seed {seeds.pop()}: small differences "
                "between our own models may be luck.",
            ),
        )
    if evidence.most is not None and "ship" in uses:
        found.append(
            (
                "A draw",
                f"At most {evidence.most} test tracks of each rendered corpus were measured, drawn "
                f"by a hash of their names with seed {evidence.seed}.",
            )
        )
    if evidence.failures:
        found.append(
            (
                "Tracks are missing",
                f"{len(evidence.failures)} could not be scored: {'; '.join(evidence.failures)}.",
            )
        )
    return "\n".join(f"- **{title}.** {text}" for title, text in found)
