"""Directives for pages that are written by hand: figures come from the reports, never from a hand.

```{figures} boeck2011
```
"""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from guide.here import figures_of


class Figures(SphinxDirective):
    """What the systems of a paper score here, by the files of the reports."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = False
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """A table, as Markdown that is read in place."""
        self.env.note_reread()
        return self.parse_text_to_nodes(figures_of(self.arguments[0].split()))


def setup(app: Sphinx) -> None:
    """Add the directives."""
    app.add_directive("figures", Figures)
