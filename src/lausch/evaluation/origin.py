"""Sections on where models come from: their choice, their data, and what may have leaked."""

from __future__ import annotations

from dataclasses import asdict

from lausch.corpora.track import SPLITS
from lausch.decoding.bar_pointer import BarPointer
from lausch.evaluation.draw import draw
from lausch.evaluation.beat_evidence import Evidence, of, within
from lausch.evaluation.leakage import sharing, trained_on_these
from lausch.evaluation.measured import MEASURES
from lausch.evaluation.tables import MISSING, difference, number, score, table
from lausch.evaluation.beat_rivals import SETTINGS
from lausch.evaluation.bootstrap import mean, paired


def validation(evidence: Evidence) -> str:
    """Every model on validation tracks, and whether the default is the best of them."""
    if not evidence.validation:
        return "No validation track was measured.\n"
    losses = {subject.name: subject.card.training for subject in evidence.subjects}
    rows = []
    means = {}
    for model in evidence.models:
        found = of(evidence.validation, model)
        if not found:
            continue
        beat = mean(found, "beat F")
        assert beat is not None
        means[model] = beat.value
        ours = of(evidence.validation, evidence.default)
        behind = MISSING if model == evidence.default else difference(paired(ours, found, "beat F"))
        rows.append(
            (
                model,
                f"{len(found)}",
                *(score(mean(found, measure)) for measure in MEASURES),
                behind,
                f"{losses[model]['validation_loss']:.4f}",
            )
        )
    head = (
        "model",
        "tracks",
        *MEASURES,
        f"{evidence.default} minus it, beat F",
        "loss in training",
    )
    best = max(means, key=means.__getitem__)
    verdict = (
        f"`{best}` has the highest beat F here, and is the default."
        if best == evidence.default
        else f"`{best}` has the highest beat F here; the default is `{evidence.default}`, which "
        "therefore is not the choice of this table."
    )
    by_kind = [
        (
            corpus.name,
            *(
                score(mean(of(within(evidence.validation, [corpus.name]), model), "beat F"))
                for model in evidence.models
            ),
        )
        for corpus in evidence.rendered
        if within(evidence.validation, [corpus.name])
    ]
    return (
        table(head, rows)
        + f"\n{verdict} Losses of different networks are not of one kind.\n\nBeat F by kind:\n\n"
        + table(("kind", *evidence.models), by_kind)
    )


def training(evidence: Evidence) -> str:
    """What trained each model, from its card."""
    rows, bills = [], []
    for subject in evidence.subjects:
        card, run = subject.card, subject.card.training
        rows.append(
            (
                card.name,
                f"{card.parameters:,}",
                f"{run['hours']:.1f} h",
                f"{run['tracks']}",
                f"{run['seed']}",
                f"{run['epochs']} ({run['best_epoch']})",
                f"{run['seconds'] / 60:.0f} min",
                f"`{run['command']}`",
                f"`{subject.digest[:12]}`",
            )
        )
        bills += [
            (
                card.name,
                entry["name"],
                f"{entry['tracks']}",
                f"{entry['hours']:.1f}",
                entry["licence"],
                f"`{entry['sha256'][:12]}`",
            )
            for entry in card.data
        ]
    head = (
        "model",
        "parameters",
        "sound",
        "tracks",
        "seed",
        "epochs (best)",
        "time",
        "command",
        "sha256",
    )
    bill_head = ("model", "trained on", "tracks", "hours", "licence", "hash of the list")
    text = table(head, rows) + "\n" + table(bill_head, bills)
    if decoders := _decoders(evidence):
        text += "\n" + table(("model", "setting of its decoder", "value"), decoders)
    for subject in evidence.subjects:
        for deviation in subject.card.deviations:
            text += f"\n- `{subject.name}` deviates from {subject.card.paper}: {deviation}"
    published = [
        (
            subject.name,
            str(figure["data"]),
            str(figure["measure"]),
            number(float(figure["value"])),
            str(figure["sureness"]),
        )
        for subject in evidence.subjects
        for figure in subject.card.published
    ]
    if published:
        text += "\n\nFigures of the papers, on data that cannot be had here:\n\n"
        text += table(("model", "data", "measure", "value", "how sure"), published)
    return text.rstrip() + "\n"


def _decoders(evidence: Evidence) -> list[tuple[str, str, str]]:
    """What differs between the models' decoders, or from the code's own settings."""
    ours = asdict(BarPointer())
    cards = {subject.name: subject.card.task.get("decoder", {}) for subject in evidence.subjects}
    return [
        (name, setting, f"{value:g}")
        for name, decoder in cards.items()
        for setting, value in decoder.items()
        if value != ours.get(setting)
    ]


def leakage(evidence: Evidence) -> str:
    """Counted over all rendered corpora together, and checked against the cards."""
    if not evidence.rendered:
        return "No rendered corpus was opened, so nothing was checked.\n"
    found = sharing(evidence.rendered)
    rows = [
        (noun, *(f"{counts[split]}" for split in SPLITS), f"{len(found.shared[noun])}")
        for noun, counts in found.counts.items()
    ]
    text = table(("different", *SPLITS, "in two splits or more"), rows)
    for noun, values in found.shared.items():
        if values:
            text += f"\n**Leak:** {noun} {', '.join(values[:10])}\n"
    lines = []
    for subject in evidence.subjects:
        for corpus, same in trained_on_these(subject.card, evidence.rendered).items():
            verdict = "are those of its card" if same else "are **not** those of its card"
            lines.append(f"- `{subject.name}`: today's training tracks of {corpus} {verdict}.")
    trained = {entry["name"] for subject in evidence.subjects for entry in subject.card.data}
    heard = sorted(trained & {corpus.name for corpus in evidence.real})
    lines.append(
        f"- Real corpora in a card: {', '.join(heard)}."
        if heard
        else "- No card names a real "
        "corpus: `lausch train` refuses corpora that are for evaluation only."
    )
    return text + "\n" + "\n".join(lines) + "\n"


def draws(evidence: Evidence) -> str:
    """How many tracks there are, and how many of them were taken."""
    rows = []
    for corpus in (*evidence.rendered, *evidence.real):
        for split in ("validation", "test"):
            tracks = [track for track in corpus.tracks if track.split == split]
            measured = {
                (each.measured.track)
                for each in evidence.heard
                if each.measured.corpus == corpus.name and each.split == split
            }
            taken = [track for track in draw(tracks) if track.name in measured]
            if tracks and taken:
                rows.append(
                    (
                        f"{corpus.name} {split}",
                        f"{len(tracks)}",
                        f"{len(taken)}",
                        f"{len({track.song for track in taken})}",
                        f"{sum(track.duration for track in taken) / 60:.0f}",
                        corpus.licence,
                    )
                )
    return table(("split", "tracks", "measured", "songs", "minutes", "licence"), rows)


def rivals(evidence: Evidence) -> str:
    """Who else was tried, on what, and how."""
    if not evidence.rivals:
        return "None were given (`--rivals`).\n"
    rows = []
    for rival in evidence.rivals:
        measured = of(evidence.theirs, rival.name)
        rows.append(
            (
                rival.name,
                SETTINGS.get(rival.name, "unknown"),
                f"{len(measured)}",
            )
        )
    text = table(("rival", "how it was run", "tracks"), rows)
    if evidence.versions:
        text += f"\nVersions: {evidence.versions}.\n"
    return text + (
        "\nEach was given the 44.1 kHz mono mix that the models hear, as a file (see the end of "
        "this page), and its beats were scored as ours are.\n"
    )
