"""What sealed test sets said of the models that ship, beside open ones: writes `reports/sealed.md`.

    python studies/sealed.py

Scores on sealed sets are those of `reports/sealed.jsonl`, which `lausch evaluate --sealed` writes;
those on open ones are means over the tracks that the other pages measured.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from lausch.evaluation.sealed import Opening, openings
from lausch.evaluation.tables import number, table, written
from lausch.models.model import load_model, shipped

REPORTS = Path(__file__).parents[1] / "reports"
MEASURES = {
    "beats": ("beat F", "AMLt", "downbeat F"),
    "rhythm": ("tempo Acc1", "tempo Acc2"),
    "bars": ("downbeat F", "beat F"),
    "cepstroid": ("beat F", "AMLt"),
    "metres": ("downbeat F", "beat F"),
    "drum_bars": ("downbeat F", "beat F"),
    "onsets": ("onset F", "onset F 25 ms"),
    "drums": ("drums F", "kick F", "snare F", "hi-hat F"),
    "chords": ("majmin", "root", "sevenths"),
    "solo": ("raw pitch accuracy", "overall accuracy", "note F"),
    "bass": ("beat accuracy", "frame accuracy", "note F"),
    "structure": ("coarse F 0.5 s", "coarse F 3 s", "fine F 0.5 s"),
    "tags": ("tags AUC", "tags AP"),
}
"""By page, the measures that are shown; the first one is the page's main one. A model is on the
first page that has it."""
READING = """\
The songs and performers of a sealed set stand in no other rendering, its seeds are others, and one
of its sound sets is used nowhere else (see [CONTRIBUTING](../CONTRIBUTING.md#two-test-sets)). Each
model that ships is scored on it once, after it was released; the [log](sealed.jsonl) has date,
digest and all measures. Every cell is *sealed / open*: the mean over the sealed tracks, then the
mean over the open test tracks of the same kind, as the named page has them. They are other tracks,
so the differences are not paired, and the log has means alone: there are no intervals. With about
twenty tracks a mean moves by some .05 by the luck of the draw.
"""
THREATS = """\
- **Few tracks of each kind**, and several renderings of one song among them. The sealed drums are
takes of one drummer alone, the sealed jazz has few soloists: what is hard about them is hard twenty
times.
- **Sealed and open sets differ in more than secrecy**: other songs, and a sound set that no network
was trained with. A model that loses may miss the sounds, not the songs.
- **The open figures were known when later designs were chosen**; those of sealed sets were not, but
who reads this page knows them now. A design that is chosen by them needs another set.
- **Open figures of [bars](bars.md) and [tempo](rhythm.md) are of test and validation tracks**, for
these pages list them together. Settings were chosen on the latter.
- **Some open figures are of fewer tracks, or of earlier code**, than the opening: each page says.
- **Weights that no longer ship were scored on older renderings** of these songs. Leads have had
other sounds since, so their figures do not tell how much better or worse today's weights are.
- **Rendered music alone.** No real recording is sealed, and how well a model does on real music is
on the other pages.
"""


def opened(log: Path) -> dict[tuple[str, str], Opening]:
    """The last opening of each shipped model and corpus, with the weights that ship."""
    today = {name: load_model(name).digest for name in shipped()}
    return {
        (each.model, each.corpus): each
        for each in openings(log)
        if today.get(each.model) == each.sha256
    }


def open_scores(page: Path) -> dict[tuple[str, str], list[Mapping[str, str]]]:
    """The rows of a page's test tracks, by system and corpus."""
    rows = defaultdict(list)
    with page.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row.get("split", "test") == "test":
                rows[row["system"], row["corpus"]].append(row)
    return rows


def signed(value: float) -> str:
    """A difference such as `+.032`."""
    return f"{value:+.3f}".replace("0.", ".", 1)


def _mean(rows: list[Mapping[str, str]], measure: str) -> float:
    values = [float(row[measure]) for row in rows if row.get(measure)]
    return sum(values) / len(values) if values else float("nan")


def pages(
    reports: Path, known: Mapping[tuple[str, str], Opening]
) -> Iterator[tuple[str, list[tuple[str, ...]], list[float]]]:
    """Each page, the rows of its models, and their differences in its main measure."""
    placed: set[str] = set()
    for name, measures in MEASURES.items():
        path = reports / f"{name}.csv"
        if not path.is_file():
            continue
        scores = open_scores(path)
        models = sorted({system for system, _ in scores} & {model for model, _ in known} - placed)
        placed |= set(models)
        rows, differences = [], []
        for model in models:
            for corpus in (corpus for each, corpus in known if each == model):
                opening = known[model, corpus]
                seen = scores.get((model, corpus), [])
                cells = []
                for measure in measures:
                    sealed = opening.scores.get(measure, float("nan"))
                    cells.append(f"{number(sealed)} / {number(_mean(seen, measure))}")
                    if measure == measures[0] and seen:
                        differences.append(sealed - _mean(seen, measure))
                rows.append((model, corpus, f"{opening.tracks} / {len(seen)}", *cells))
        if rows:
            yield name, rows, differences


def _line(opening: Opening, text: str) -> str:
    return f"- `{opening.model}` on {opening.corpus}, {opening.date[:10]}: {text}"


def _first(opening: Opening) -> list[tuple[str, float]]:
    """The scores of an opening that the first page with its measures shows."""
    shown = next((each for each in MEASURES.values() if each[0] in opening.scores), ())
    return [(name, opening.scores[name]) for name in shown if name in opening.scores]


def page(reports: Path) -> str:
    """The whole page."""
    log = reports / "sealed.jsonl"
    known = opened(log)
    tables, summary = [], []
    for name, rows, differences in pages(reports, known):
        head = ("model", "kind", "tracks", *MEASURES[name])
        tables.append(
            (f"As on the page of {name}", f"[{name}.md]({name}.md)\n\n{table(head, rows)}")
        )
        if differences:
            average = sum(differences) / len(differences)
            summary.append(
                (
                    name,
                    MEASURES[name][0],
                    f"{len(differences)}",
                    signed(average),
                    signed(min(differences)),
                    signed(max(differences)),
                )
            )
    head = ("page", "measure", "models and kinds", "mean", "least", "most")
    models = {model for model, _ in known}
    missing = [f"`{name}`" for name in shipped() if name not in models]
    digests = [(name, f"`{load_model(name).digest[:12]}`") for name in shipped() if name in models]
    every = openings(log)
    again = [_line(each, each.again) for each in every if each.again]
    earlier = [
        _line(each, ", ".join(f"{name} {number(value)}" for name, value in _first(each)))
        for each in every
        if each.sha256 not in {now.sha256 for now in known.values()}
    ]
    return written(
        "Sealed test sets",
        "python studies/sealed.py",
        READING,
        (
            ("Sealed minus open", table(head, summary)),
            *tables,
            ("Opened more than once", "\n".join(again)),
            ("Weights that no longer ship", "\n".join(earlier)),
            ("Not opened", ", ".join(missing)),
            ("What might make this invalid", THREATS),
            ("Weights", table(("model", "sha256"), digests)),
        ),
    )


def main() -> None:
    """Write the page."""
    (REPORTS / "sealed.md").write_text(page(REPORTS), encoding="utf-8")


if __name__ == "__main__":
    main()
