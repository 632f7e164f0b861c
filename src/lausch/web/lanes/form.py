"""The lane of sections: the form on one or two scales; below, the novelty."""

from __future__ import annotations

from lausch.annotation import Form, Sections
from lausch.annotation.analysis import Analysis
from lausch.frames import Frames
from lausch.web.lanes.lane import Lane, row_axis, words
from lausch.web.shapes import Shape, curves, spans

NAMES = {"coarse": "sections", "fine": "phrases"}


def sections_lane(analysis: Analysis) -> Lane:
    """Sections, and the phrases in them."""
    form = analysis.sections or Form(Sections())
    scales = {NAMES[name]: scale for name, scale in form.scales.items()}
    shapes = [scale_spans(scale, row) for row, scale in enumerate(scales.values())]
    head = words(*(f"{len(scale)} {name}" for name, scale in scales.items()))
    axis = row_axis(*scales)
    return Lane(
        "Form",
        head,
        28 * len(scales) + 6,
        "form",
        axis,
        tuple(shapes),
        why=() if analysis.novelty is None else (curves(_of_scales(analysis.novelty)),),
        edit="spans",
    )


def scale_spans(scale: Sections, row: int) -> Shape:
    """The sections of one scale."""
    edges = scale.boundaries
    return spans(edges[:-1], edges[1:], scale.labels, sure=scale.confidence[:-1], row=row)


def _of_scales(novelty: Frames) -> Frames:
    """The columns of the novelty that are probabilities of boundaries."""
    kept = [at for at, name in enumerate(novelty.columns) if name in (*NAMES, "boundary")]
    columns = tuple(novelty.columns[at] for at in kept)
    return Frames(novelty.values[:, kept], novelty.clock, columns)
