"""The site of documentation: `sphinx-build -W --keep-going -n -c docs . site` writes it to site/.

The source is the whole repository, so that links between pages, reports and pictures are the same
here and where the repository is read.
"""

from __future__ import annotations

import sys
from pathlib import Path

DOCS = Path(__file__).parent
sys.path[:0] = [str(DOCS), str(DOCS.parent / "src")]

import lausch  # noqa: E402

project = "lausch"
author = copyright = "the lausch developers"
release = version = lausch.__version__
language = "en"
html_title = "lausch"
html_theme = "furo"
html_static_path = ["static"]
html_css_files = ["guide.css"]
html_copy_source = False
html_show_sphinx = False
html_last_updated_fmt = None
html_math_renderer = "mathml"
smartquotes = False

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "guide"]
root_doc = "docs/index"
source_suffix = {".md": "markdown"}
include_patterns = [
    "docs/**.md",
    "reports/*.md",
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "src/lausch/models/weights/README.md",
]
exclude_patterns = [".*", "build", "site", "web", "runs", "data", "**/node_modules"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_dmath_double_inline = True
myst_heading_anchors = 4
# Generated reports go from the second level to the fourth; members of classes share their names.
suppress_warnings = ["myst.header", "ref.python"]
autodoc_typehints = "signature"
ALIASES = (
    "ArrayLike",
    "AudioSource",
    "Floats",
    "FloatArray",
    "Named",
    "Numbers",
    "Positions",
    "Times",
)
autodoc_type_aliases = {name: name for name in ALIASES}  # shown by name, not spelt out
autodoc_member_order = "bysource"
napoleon_google_docstring = False
nitpick_ignore_regex = [(r"py:.*", r".*")]  # types of other packages, and words that are no types
