"""What the site of documentation has beyond Sphinx: formulas without scripts, generated pages."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from guide import mathml, notebooks


def setup(app: Sphinx) -> dict[str, Any]:
    """Called by Sphinx."""
    mathml.setup(app)
    notebooks.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
