"""Is less knowledge needed? What was measured for every input, from samples on, in one table.

    python studies/inputs.py [--reports reports]

Writes reports/inputs.md from what stands in the committed pages and files: the systems that find
tags (tags.md), one network with other first layers, and depths (tags_raw.json), designed against
learnt features (deepbelief_features.json). Nothing is measured here.
"""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lausch.evaluation.tables import number, table

KINDS = ("Raw", "LinS", "MelS", "LogMelS", "designed")
"""From what knows least to what people have thought out."""
HEAD = ("input", "then", "what learns the tags", "hours", "mean AUC", "tags", "recordings", "from")
SYSTEM = re.compile(
    r"^\| \*\*(\w+)\*\* \| ([^|]+) \| ([\d,]+) \| ([\d.]+) \| ([^|]+) \| [^|]+ \|$", re.MULTILINE
)
"""A line of "Input and size" in tags.md: system, input, parameters, hours, mean AUC."""
SCORED = re.compile(r"^\| AUC \| all \((\d+)\)", re.MULTILINE)
OWN_TAGS = re.compile(r"^\| \*\*(\w+)\*\* \| (\d+) \|", re.MULTILINE)
"""A line of "Differences": a system, and on how many tags it is compared."""

APPLIES = re.compile(r"^\| [a-z ]+ \| \d+ \| (\d+) \|", re.MULTILINE)
"""A line of "Every tag": of how many recordings it is known."""
RANKED = re.compile(r"^\| \*\*dieleman2014\*\* \| \.\d+ \((\d+)\)", re.MULTILINE)
"""How many tags tags_raw.md scores."""


@dataclass(frozen=True)
class Line:
    """A line of the table; `recordings` is empty where the page does not say it."""

    kind: str
    then: str
    learner: str
    hours: str
    auc: str
    tags: str
    recordings: str
    page: str

    @property
    def order(self) -> tuple[int, str, str]:
        return KINDS.index(self.kind), self.then, self.page

    @property
    def cells(self) -> tuple[str, ...]:
        link = f"[{self.page}]({self.page}.md)"
        return (self.kind, self.then, self.learner, self.hours, self.auc, self.tags,
                self.recordings, link)  # fmt: skip


def systems(page: str) -> list[Line]:
    """The systems that find tags, from their page."""
    every = SCORED.search(page)
    fewer = dict(OWN_TAGS.findall(_section(page, "Differences")))
    recordings = max(map(int, APPLIES.findall(_section(page, "Every tag"))), default=0)
    lines = []
    for name, parts, parameters, hours, auc in SYSTEM.findall(page):
        kind, then = _split(parts)
        tags = fewer.get(name, every[1] if every else "–")
        learner = f"{name}, {parameters} parameters"
        lines.append(Line(kind, then, learner, hours, auc.strip(), tags, f"{recordings}", "tags"))
    return lines


def _section(page: str, title: str) -> str:
    return page.partition(f"## {title}\n")[2].partition("\n## ")[0]


def _split(parts: str) -> tuple[str, str]:
    """`LogMelS, PCA, pooled; LogMelS, PCA, Modulations` as what comes first, and after it."""
    paths = [path.split(", ") for path in parts.strip().split("; ")]
    if any("Hpss" in path for path in paths):
        return "designed", "strokes and chroma of the beats"
    after = " + ".join(", ".join(path[1:]) for path in paths)
    return paths[0][0], after or "–"


def front_ends(rows: list[dict[str, Any]], page: str) -> list[Line]:
    """One network with other first layers, and depths of networks that see samples."""
    lines = []
    tags = RANKED.search(page)
    for row in rows:
        if row["name"].startswith("none"):
            continue
        mel = "mel" in row["name"]
        learner = f"{'dieleman2014' if row['what'] != 'depth' else 'dai2017'}: {row['name']}"
        kind, auc = "LogMelS" if mel else "Raw", _spread(row["measures"]["AUC of a tag"])
        lines.append(
            Line(kind, "–", f"{learner}, {row['windows']:,} excerpts", f"{row['hours']:.1f}", auc,
                 tags[1] if tags else "–", str(row["tracks"]), "tags_raw")
        )  # fmt: skip
    return lines


def features(rows: list[dict[str, Any]]) -> list[Line]:
    """MFCC against the layers of a deep belief network, before one support vector machine."""
    lines = []
    for row in rows:
        designed = row["name"] == "MFCC"
        then = "MFCC" if designed else f"hamel2010, {row['name']}"
        lines.append(
            Line("designed" if designed else "LinS", then, "support vector machine", "–",
                 _spread(row["AUC"]), str(row["tags"]), str(row["recordings"]), "deepbelief")
        )  # fmt: skip
    return lines


def _spread(values: list[float]) -> str:
    value, low, high = values
    return f"{number(value)} [{low:.2f}, {high:.2f}]".replace("0.", ".")


def document(lines: list[Line]) -> str:
    rows = [line.cells for line in sorted(lines, key=lambda line: line.order)]
    return _TEXT + table(HEAD, rows) + _END


_TEXT = """\
# Is less knowledge needed?

Written by `python studies/inputs.py`; do not edit.

Mean AUC of tags by what a learner is given: samples, spectra, mel bands, their principal
components (PCA), features that a network has learnt, and features that people designed. .500 is
chance. Lines from one page are of the same recordings and, but where fewer are named, tags; between
pages both differ, so only lines from one page may be subtracted. Hours are those of rendered music
that the network learnt from.

"""
_END = """
## What might make this invalid

- Nothing was trained equally long: samples need more updates than two cores gave them.
- The networks differ in size and structure along with their input, but for those of
[tags_raw](tags_raw.md).
- Most rows are one seed. The pages of origin say what else might make their figures invalid.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=Path, default=Path("reports"))
    folder = parser.parse_args().reports
    raw, deep = (json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
                 for name in ("tags_raw", "deepbelief_features"))  # fmt: skip
    found, samples = ((folder / f"{name}.md").read_text(encoding="utf-8")
                      for name in ("tags", "tags_raw"))  # fmt: skip
    page = document([*systems(found), *front_ends(raw, samples), *features(deep)])
    (folder / "inputs.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
