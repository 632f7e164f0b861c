"""Neural music information retrieval you can run, inspect, retrain and trust.

>>> import lausch
>>> lausch.__version__
'0.1.0'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lausch.analysis.activations import read_activations
    from lausch.analysis.analyze import analyze
    from lausch.analysis.features import features
    from lausch.analysis.redecode import activations, decode
    from lausch.analysis.repick import repick
    from lausch.audio import load_audio
    from lausch.cli.notebook import html
    from lausch.decoding.anchors import Anchors
    from lausch.errors import LauschError
    from lausch.formats import encode, read, write
    from lausch.formats.json import schema
    from lausch.models.model import load_model
    from lausch.plot import figure

__version__ = "0.1.0"
__all__ = [
    "Anchors",
    "LauschError",
    "__version__",
    "activations",
    "analyze",
    "decode",
    "encode",
    "features",
    "figure",
    "html",
    "load_audio",
    "load_model",
    "read",
    "read_activations",
    "repick",
    "schema",
    "write",
]

# The face loads late: `lausch --help` and `lausch.__version__` need no numpy.
_HOMES = {
    "Anchors": "lausch.decoding.anchors",
    "LauschError": "lausch.errors",
    "activations": "lausch.analysis.redecode",
    "analyze": "lausch.analysis.analyze",
    "decode": "lausch.analysis.redecode",
    "encode": "lausch.formats",
    "features": "lausch.analysis.features",
    "figure": "lausch.plot",
    "html": "lausch.cli.notebook",
    "load_audio": "lausch.audio",
    "load_model": "lausch.models.model",
    "read": "lausch.formats",
    "read_activations": "lausch.analysis.activations",
    "repick": "lausch.analysis.repick",
    "schema": "lausch.formats.json",
    "write": "lausch.formats",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'lausch' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
