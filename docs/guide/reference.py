"""The page of the reference, from the docstrings of what is public."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import NamedTuple

import lausch


class Section(NamedTuple):
    """Names of one module under a heading."""

    title: str
    about: str
    module: str
    names: tuple[str, ...]


SECTIONS = (
    Section(
        "Functions",
        "What `import lausch` gives; the examples are run by tests.",
        "lausch",
        tuple(name for name in lausch.__all__ if name != "__version__"),
    ),
    Section(
        "An analysis",
        "What `lausch.analyze` returns.",
        "lausch.annotation.analysis",
        ("Analysis", "ModelRef"),
    ),
    Section(
        "Annotations",
        "What an analysis has; each is checked when it is made, and never changes.",
        "lausch.annotation",
        (
            "Beats",
            "Tempo",
            "TempoCurve",
            "Onsets",
            "Drums",
            "Notes",
            "Contour",
            "BassLine",
            "BeatPitches",
            "Chords",
            "Key",
            "Form",
            "Sections",
            "Tags",
        ),
    ),
    Section("Sound", "Samples with their rate.", "lausch.audio", ("Audio", "Provenance")),
    Section("Frames", "Values on a clock: features and activations.", "lausch.frames",
            ("Clock", "Frames")),
    Section("Kept activations", "What `lausch.activations` returns.",
            "lausch.analysis.activations", ("Activations",)),
    Section("Models", "A network with its representation, its task and its card.",
            "lausch.models.model", ("Model",)),
    Section("An index", "A collection that is searched by a melody or by how it sounds.",
            "lausch.retrieval", ("Index",)),
    Section(
        "Errors",
        "All are kinds of `LauschError`.",
        "lausch.errors",
        (
            "AudioError",
            "AnnotationError",
            "FormatError",
            "ModelError",
            "CorpusError",
            "MissingExtraError",
            "OptionError",
            "SearchIndexError",
        ),
    ),
)  # fmt: skip


def page() -> str:
    """The Markdown of the page."""
    return "\n".join(["# Reference", "", *map(_section, SECTIONS)])


def _section(section: Section) -> str:
    module = import_module(section.module)
    lines = [f"## {section.title}", "", section.about, "", "```{eval-rst}"]
    for name in section.names:
        kind = "autoclass" if inspect.isclass(getattr(module, name)) else "autofunction"
        lines += [f".. {kind}:: {section.module}.{name}"]
        lines += ["   :members:", ""] if kind == "autoclass" else [""]
    return "\n".join([*lines, "```", ""])
