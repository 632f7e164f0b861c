"""Texts in XML; Python's own functions are imported late, since they import urllib and ssl."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""No XML may hold these (XML 1.0, section 2.2). Surrogates are escaped by the encoding."""


def escaped(text: str) -> str:
    """A text between tags."""
    from xml.sax.saxutils import escape

    return escape(_without_forbidden(text))


def quoted(text: str) -> str:
    """The value of an attribute, in quotes."""
    from xml.sax.saxutils import quoteattr

    return quoteattr(_without_forbidden(text))


def _without_forbidden(text: str) -> str:
    return _FORBIDDEN.sub(lambda match: ascii(match[0])[1:-1], text)
