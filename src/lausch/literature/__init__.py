"""The tutorial's survey of neural networks in music information retrieval, as data."""

from __future__ import annotations

from lausch.literature.bibliography import Bibliography, Table
from lausch.literature.counting import Count, counts
from lausch.literature.entries import literature
from lausch.literature.paper import Correction, Gap, LiteratureError, Paper

__all__ = [
    "Bibliography",
    "Correction",
    "Count",
    "Gap",
    "LiteratureError",
    "Paper",
    "Table",
    "counts",
    "literature",
]
