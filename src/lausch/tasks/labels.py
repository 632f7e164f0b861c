"""Letters for sections: the same for repetitions, capitals for coarse sections."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_uppercase

import numpy as np

from lausch.annotation import Form, Sections
from lausch.decoding.labelling import Labeller
from lausch.frames import Frames

SILENCE = "silence"
"""The label of silent sections, as in SALAMI and Harmonix."""
LEAST_SOUND = 0.05


def labelled(form: Form, features: Frames, labeller: Labeller | None = None) -> Form:
    """The form with labels by repetition: A, B, C ... and, on the fine scale, a, b, c ...

    The features are those of the whole recording, by `lausch.representations.structure`. A section
    in which nothing sounds is "silence".
    """
    groups = (labeller or Labeller()).groups
    return Form(
        *(
            _silenced(lettered(scale, name, groups(scale.boundaries, features).tolist()), features)
            for name, scale in form.scales.items()
        )
    )


def _silenced(scale: Sections, features: Frames) -> Sections:
    """The scale with "silence" for sections of which less than `LEAST_SOUND` sounds.

    Where nothing sounds, all features of a frame are 0.
    """
    sounds = np.concatenate([[0], np.cumsum(features.values.any(axis=1))])
    edges = features.clock.frames(scale.boundaries).clip(0, len(features))
    silent = np.diff(sounds[edges]) < LEAST_SOUND * np.diff(edges)
    labels = np.where(silent, SILENCE, np.array(scale.labels, dtype=object))
    return Sections(scale.boundaries, labels.tolist(), scale.confidence)


def lettered(sections: Sections, scale: str, kinds: Iterable[int]) -> Sections:
    """Sections of a scale, "coarse" or "fine", with a letter for the kind of each: A for 0."""
    letters = [letter(kind) for kind in kinds]
    if scale == "fine":
        letters = [each.lower() for each in letters]
    return Sections(sections.boundaries, letters, sections.confidence)


def letter(number: int) -> str:
    """A, B ... Z, AA, AB ..."""
    rest, last = divmod(number, len(ascii_uppercase))
    return (letter(rest - 1) if rest else "") + ascii_uppercase[last]
