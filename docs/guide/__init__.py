"""What the site of documentation has beyond Sphinx: formulas without scripts, generated pages."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from guide import commands, directives, formats, mathml, models, notebooks, reference

FOLDER = Path(__file__).parents[1] / "generated"


def setup(app: Sphinx) -> dict[str, Any]:
    """Called by Sphinx.

    `-D demonstrations=0` leaves out the pictures and sounds of models, which take a minute or two
    when they are drawn for the first time.
    """
    mathml.setup(app)
    notebooks.setup(app)
    directives.setup(app)
    app.add_config_value("demonstrations", True, "env", [bool, int, str])
    app.connect("config-inited", write_pages)
    app.connect("build-finished", copy_sounds)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def write_pages(_: Sphinx, config: Config) -> None:
    """Write the generated pages, where they have changed."""
    shown: dict[str, str] = {}
    if int(config.demonstrations):
        from guide.demonstrations import demonstrate

        shown = demonstrate(FOLDER / "models")
    texts = {
        "reference": reference.page(),
        "commands": commands.page(),
        "formats": formats.page(),
    }
    texts |= {f"models/{name}": text for name, text in models.pages(shown).items()}
    for old in FOLDER.rglob("*.md"):
        if old.relative_to(FOLDER).with_suffix("").as_posix() not in texts:
            old.unlink()
    for name, text in texts.items():
        path = FOLDER / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def copy_sounds(app: Sphinx, error: Exception | None) -> None:
    """Put the sounds beside the pages, and a first page at the root of the site."""
    if error is not None or app.builder.format != "html":
        return
    out = Path(app.outdir)
    for sound in (FOLDER / "models").glob("*.mp3"):
        (out / "_downloads").mkdir(exist_ok=True)
        shutil.copy(sound, out / "_downloads" / sound.name)
    (out / "index.html").write_text(
        '<!doctype html><meta charset="utf-8"><title>lausch</title>'
        f'<meta http-equiv="refresh" content="0; url={app.config.root_doc}.html">'
        f'<a href="{app.config.root_doc}.html">lausch</a>\n',
        encoding="utf-8",
    )
