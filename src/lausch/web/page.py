"""One self-contained file of HTML: sound, pictures, annotations and code, for any browser."""

from __future__ import annotations

import json
import os
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from typing import Any

from lausch.annotation.analysis import Analysis
from lausch.audio import AudioSource
from lausch.files import replacing
from lausch.web.bundle import script, style
from lausch.web.compare import with_reference
from lausch.web.document import document_of, title_of
from lausch.web.lanes import lanes_of
from lausch.web.packed import as_text
from lausch.web.parts import write_parts

HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body>
<main id="page"></main>
<noscript>This page draws and plays an analysis of music; it needs JavaScript.</noscript>
"""


def write_page(
    source: AudioSource,
    analysis: Analysis,
    path: str | os.PathLike[str],
    *,
    name: str = "",
    references: tuple[Analysis, ...] = (),
) -> None:
    """Write a page that needs no server and no network.

    Parameters
    ----------
    source : the recording that was analysed.
    analysis : what was found; with activations, these are shown below what was found in them.
    path : an existing file is replaced.
    name : of the recording; by default that of its file.
    references : what is known to be true; each lane shows the first one that has its layer.

    Raises AudioError when the recording cannot be read, and OSError.
    """
    provenance = analysis.provenance
    shown = name or ("recording" if provenance is None else provenance.name)
    lanes = [with_reference(lane, analysis, references) for lane in lanes_of(analysis)]
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8") as file:
        file.write(HEAD.format(policy=policy(), title=escape(title_of(shown)), style=style()))
        entries = write_parts(source, lambda part, data: file.write(_data(part, data)))
        document = document_of(analysis, shown, lanes, **entries)
        file.writelines(_document(document))
        file.write(f"<script>{script()}</script>\n</body>\n</html>\n")


def policy() -> str:
    """The content security policy of the file: its own code and style, and nothing else."""
    return (
        f"default-src 'none'; script-src {digest(script())}; style-src {digest(style())}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def digest(text: str) -> str:
    """What a content security policy calls a script or a style by."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _data(name: str, data: bytes) -> str:
    return f'<script type="application/octet-stream" id="{name}">{as_text(data)}</script>\n'


def _document(document: dict[str, Any]) -> Iterator[str]:
    """A script of JSON, in which no text can end the script."""
    yield '<script type="application/json" id="document">'
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    yield text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    yield "</script>\n"
