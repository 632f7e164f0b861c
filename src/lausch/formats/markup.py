"""Texts in XML; Python's own functions are imported late, since they import urllib and ssl."""

from __future__ import annotations


def escaped(text: str) -> str:
    """A text between tags."""
    from xml.sax.saxutils import escape

    return escape(text)


def quoted(text: str) -> str:
    """The value of an attribute, in quotes."""
    from xml.sax.saxutils import quoteattr

    return quoteattr(text)
