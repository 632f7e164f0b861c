"""How the default was chosen, what it was trained on, and what it learned from."""

from __future__ import annotations

from dataclasses import asdict

from beats_scores import SCORES
from beats_tracks import names

from lausch.decoding.bar_pointer import BarPointer
from lausch.evaluation.bootstrap import mean, paired
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.result import of, within
from lausch.evaluation.tables import MISSING, difference, number, score, table


def choice(evidence: Evidence) -> str:
    """Scores of every model on validation tracks, and whether the default is the best."""
    if not evidence.validation:
        return "No validation track was measured."
    default = evidence.models[0]
    rows, means = [], {}
    for model in evidence.models:
        mine = of(evidence.validation, model)
        beat = mean(mine, "beat F")
        if beat is None:
            continue
        means[model] = beat.value
        apart = paired(of(evidence.validation, default), mine, "beat F")
        card = evidence.cards.get(model)
        loss = f"{card.training['validation_loss']:.4f}" if card else MISSING
        cells = (score(mean(mine, measure)) for measure in SCORES)
        behind = MISSING if model == default else difference(apart)
        rows.append((model, f"{len(mine)}", *cells, behind, loss))
    best = max(means, key=means.__getitem__)
    verdict = (
        f"`{best}` has the highest beat F here, and is the default."
        if best == default
        else f"`{best}` has the highest beat F here; the default is `{default}`, which therefore "
        "is not the choice of this table."
    )
    by_kind = []
    for corpus in names(evidence, False):
        here = within(evidence.validation, [corpus])
        if here:
            cells = (score(mean(of(here, model), "beat F")) for model in evidence.models)
            by_kind.append((corpus, *cells))
    head = ("model", "tracks", *SCORES, f"{default} minus it, beat F", "loss in training")
    return (
        "The rule: the default is the model with the highest mean beat F on validation tracks, "
        f"all of them rendered.\n\n{table(head, rows)}\n{verdict} Losses of different networks are "
        "not of one kind.\n\nBeat F by kind:\n\n" + table(("kind", *evidence.models), by_kind)
    )


def training(evidence: Evidence) -> str:
    """The training of each model, from its card."""
    rows, bills, decoders, figures = [], [], [], []
    ours = asdict(BarPointer())
    for name, card in evidence.cards.items():
        run = card.training
        rows.append(
            (
                name,
                f"{card.parameters:,}",
                f"{run['hours']:.1f} h",
                f"{run['tracks']}",
                f"{run['seed']}",
                f"{run['epochs']} ({run['best_epoch']})",
                f"{run['seconds'] / 60:.0f} min",
                f"`{run['command']}`",
            )
        )
        bills += [
            (name, entry["name"], f"{entry['tracks']}", f"{entry['hours']:.1f}", entry["licence"],
             f"`{entry['sha256'][:12]}`")
            for entry in card.data
        ]  # fmt: skip
        decoders += [
            (name, setting, f"{value:g}")
            for setting, value in card.task.get("decoder", {}).items()
            if value != ours.get(setting)
        ]
        figures += [
            (name, str(each["data"]), str(each["measure"]), number(float(each["value"])),
             str(each["sureness"]))
            for each in card.published
        ]  # fmt: skip
    head = ("model", "parameters", "sound", "tracks", "seed", "epochs (best)", "time", "command")
    bill_head = ("model", "trained on", "tracks", "hours", "licence", "hash of the list")
    text = table(head, rows) + "\n" + table(bill_head, bills)
    if decoders:
        text += "\n" + table(("model", "setting of its decoder", "value"), decoders)
    for name, card in evidence.cards.items():
        for deviation in card.deviations:
            text += f"\n- `{name}` deviates from {card.paper}: {deviation}"
    if figures:
        text += "\n\nFigures of the papers, on data that cannot be had here:\n\n"
        text += table(("model", "data", "measure", "value", "how sure"), figures)
    return text


def material(evidence: Evidence) -> str:
    """The numbers of all tracks and of measured tracks."""
    rows = []
    for corpus in (*evidence.rendered, *evidence.real):
        for split, results in (("validation", evidence.validation), ("test", evidence.results)):
            tracks = [track for track in corpus.tracks if track.split == split]
            measured = {each.track for each in results if each.corpus == corpus.name}
            part = [track for track in tracks if track.name in measured]
            if part:
                songs = len({track.song for track in part})
                minutes = sum(track.duration for track in part) / 60
                rows.append((f"{corpus.name} {split}", f"{len(tracks)}", f"{len(part)}",
                             f"{songs}", f"{minutes:.0f}", corpus.licence))  # fmt: skip
    return table(("split", "tracks", "measured", "songs", "minutes", "licence"), rows)
