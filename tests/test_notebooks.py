"""Notebooks run from top to bottom, and have something to see and to play."""

from __future__ import annotations

import re
import sys
import time
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "notebooks"
CHAPTERS = ("feature_learning", "beats", "structure", "overview")
MOST_SECONDS = 180
"""Of one core, for each."""


def runner():
    """docs/guide/notebooks.py, which needs no Sphinx to run cells."""
    spec = spec_from_file_location(
        "notebooks_of_the_guide", ROOT / "docs" / "guide" / "notebooks.py"
    )
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


RUNNER = runner()


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_notebook_runs_and_sounds(name):
    text = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    began = time.process_time()
    outputs = list(RUNNER.run(text, FOLDER))
    assert time.process_time() - began < MOST_SECONDS
    html = "".join(each.html for each in outputs)
    assert "<audio controls" in html
    assert "data:image/png;base64," in html
    assert any(each.text for each in outputs)
    assert not re.search(r"https?://", "".join(re.findall(r"```python.*?```", text, re.S)))


def test_every_chapter_of_the_tutorial_has_one():
    assert {path.stem for path in FOLDER.glob("*.md")} == {*CHAPTERS, "index"}
    for name in CHAPTERS:
        text = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
        assert text.startswith("---\njupytext:\n")
        assert name in (FOLDER / "index.md").read_text(encoding="utf-8")


def test_outputs_stand_below_their_cells(tmp_path):
    text = """\
# A page

```python
print("one <two>")
```

Text.

```python
value = 3
value
```

```python
value = 4
```
"""
    page = RUNNER.with_outputs(text, tmp_path)
    assert "<pre>one &lt;two&gt;\n</pre>" in page
    assert page.index("one &lt;two") < page.index("Text.") < page.index("<pre>3\n</pre>")
    assert page.count("```{raw} html") == 2


def test_an_error_in_a_cell_is_an_error(tmp_path):
    with pytest.raises(ZeroDivisionError):
        RUNNER.with_outputs("```python\n1 / 0\n```\n", tmp_path)
