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
    """The form with labels by repetition: A, B, C ... and, on the fine level, a, b, c ...

    The features are those of the whole recording, by `lausch.representations.structure`. A section
    in which nothing sounds is "silence".
    """
    groups = (labeller or Labeller()).groups
    return Form(
        *(
            _silenced(lettered(level, name, groups(level.boundaries, features).tolist()), features)
            for name, level in form.levels.items()
        )
    )


def _silenced(level: Sections, features: Frames) -> Sections:
    """The level with "silence" for sections of which less than `LEAST_SOUND` sounds.

    Where nothing sounds, all features of a frame are 0.
    """
    sounds = np.concatenate([[0], np.cumsum(features.values.any(axis=1))])
    edges = features.clock.frames(level.boundaries).clip(0, len(features))
    silent = np.diff(sounds[edges]) < LEAST_SOUND * np.diff(edges)
    labels = np.where(silent, SILENCE, np.array(level.labels, dtype=object))
    return Sections(level.boundaries, labels.tolist(), level.confidence)


def lettered(sections: Sections, level: str, kinds: Iterable[int]) -> Sections:
    """Sections of a level, "coarse" or "fine", with a letter for the kind of each: A for 0."""
    letters = [letter(kind) for kind in kinds]
    if level == "fine":
        letters = [each.lower() for each in letters]
    return Sections(sections.boundaries, letters, sections.confidence)


def letter(number: int) -> str:
    """A, B ... Z, AA, AB ..."""
    rest, last = divmod(number, len(ascii_uppercase))
    return (letter(rest - 1) if rest else "") + ascii_uppercase[last]
