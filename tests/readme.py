"""The moving parts of the README, of docs/ and of reports/field.md, and reports/sealed.md;
`python tests/readme.py` writes them.

What stands under a `$ ` command is what the command printed; the table of models and the page of
weights come from the cards, the scores and the headlines of the systems from the reports' files;
each picture is drawn by the command above it.
"""

from __future__ import annotations

import csv
import re
import shlex
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from headlines import REAL
from userpages import DOCS, FIELD, README, ROOT
from userpages import READ as PAGES
from userpages import commands as commands_of

SEALED = ROOT / "reports" / "sealed.md"
HEADLINES = ROOT / "src" / "lausch" / "literature" / "headlines.json"
PAGE = ROOT / "src" / "lausch" / "models" / "weights" / "README.md"
SESSION = re.compile(r"(?<=```console\n)\$ (?P<command>[^\n]+)\n(?P<output>.*?)(?=```)", re.S)
CONSOLE = re.compile(r"```console\n(?P<lines>[^$].*?)```", re.S)
PYTHON = re.compile(r"```python\n(?P<code>.*?)```", re.S)
SCORES = re.compile(r"(?<=<!-- scores -->\n).*?(?=<!-- /scores -->)", re.S)
SYSTEMS = re.compile(r"(?<=<!-- systems -->\n).*?(?=<!-- /systems -->)", re.S)
FORMATS = re.compile(r"(?<=<!-- formats -->\n).*?(?=<!-- /formats -->)", re.S)
TABLE = re.compile(r"(?<=<!-- models -->\n).*?(?=<!-- /models -->)", re.S)


def run(command: str) -> str:
    """What the lausch commands of a line print; installing was done by whoever runs this."""
    output = ""
    for part in command.split(" && "):
        words = shlex.split(part)
        if words[0] == "lausch":
            lausch = Path(sys.executable).with_name("lausch")
            done = subprocess.run(
                [lausch, *words[1:]], cwd=ROOT, capture_output=True, text=True, check=True
            )
            output += done.stdout
    return output


def sessions(text: str) -> Iterator[tuple[str, str]]:
    """Every command whose output is shown, with it."""
    for match in SESSION.finditer(text):
        yield match["command"], match["output"]


def typed(text: str) -> Iterator[list[str]]:
    """The words after `lausch` of every command whose output is not shown."""
    for match in CONSOLE.finditer(text):
        for words in commands_of(match["lines"]):
            if words[0] == "lausch":
                yield words[1:]


def pictures(text: str) -> Iterator[tuple[list[str], int]]:
    """Every command that draws a picture of the page, and which of its words is the picture."""
    for words in typed(text):
        if "--plot" in words:
            at = words.index("--plot") + 1
            if re.search(rf"\]\((\.\./)*{re.escape(words[at])}\)", text):
                yield words, at


def python(text: str) -> str:
    """All Python of a page as one program."""
    return "\n".join(match["code"] for match in PYTHON.finditer(text))


def scores_table() -> str:
    """Mean beat and downbeat F over all real recordings, best beats first."""
    measures = ("beat F", "downbeat F")
    real: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in _rows("beats"):
        if row["corpus"] in REAL:
            for measure in measures:
                if row[measure]:
                    real[row["system"]][measure].append(float(row[measure]))
    rows = [
        (name, *(sum(values[m]) / len(values[m]) if values[m] else None for m in measures))
        for name, values in real.items()
    ]
    text = "| system | beat F | downbeat F |\n|---|--:|--:|\n"
    for name, *means in sorted(rows, key=lambda row: -(row[1] or 0)):
        cells = ["–" if each is None else f"{each:.3f}" for each in means]
        text += f"| {name} | {' | '.join(cells)} |\n"
    return text


def _rows(report: str) -> list[dict[str, str]]:
    with (ROOT / "reports" / f"{report}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def formats_table() -> str:
    """Name, suffix and layers of every format."""
    from lausch.formats import FORMATS

    rows = (
        f"| `{each.name}` | `{each.suffix}` | {', '.join((*each.layers, *each.unread))} |\n"
        for each in FORMATS.values()
    )
    return "| name | suffix | layers |\n|---|---|---|\n" + "".join(rows)


def systems_tables() -> str:
    """The tables of systems, with links as they are inside reports/."""
    return run("lausch systems --markdown").replace("### ", "## ").replace("](reports/", "](")


def sealed_page() -> str:
    """The page that studies/sealed.py writes."""
    sys.path.insert(0, str(ROOT / "studies"))
    page: Callable[[Path], str] = import_module("sealed").page
    return page(ROOT / "reports")


def printed(text: str) -> str:
    """A page with what its commands print now."""
    return SESSION.sub(lambda match: f"$ {match['command']}\n{run(match['command'])}", text)


def main() -> None:
    """Write what the commands print now."""
    from headlines import headline_scores, to_json
    from weights import models_table, weights_page

    PAGE.write_text(weights_page(), encoding="utf-8")
    HEADLINES.write_text(to_json(headline_scores(ROOT / "reports")), encoding="utf-8")
    SEALED.write_text(sealed_page(), encoding="utf-8")
    text = README.read_text(encoding="utf-8")
    text = TABLE.sub(lambda _: models_table(all_models=False), text)
    text = printed(SCORES.sub(lambda _: scores_table(), text))
    README.write_text(text, encoding="utf-8")
    field = SYSTEMS.sub(lambda _: systems_tables(), FIELD.read_text(encoding="utf-8"))
    FIELD.write_text(printed(field), encoding="utf-8")
    for page in DOCS:
        known = FORMATS.sub(lambda _: formats_table(), page.read_text(encoding="utf-8"))
        page.write_text(printed(known), encoding="utf-8")
    for page in PAGES:
        for words, _ in pictures(page.read_text(encoding="utf-8")):
            run(shlex.join(["lausch", *words]))


if __name__ == "__main__":
    main()
