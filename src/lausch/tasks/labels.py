"""Letters for sections: the same for repetitions, capitals for coarse sections."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_uppercase

from lausch.annotation import Form, Sections
from lausch.decoding.labelling import Labeller
from lausch.frames import Frames


def labelled(form: Form, features: Frames, labeller: Labeller | None = None) -> Form:
    """The form with labels by repetition: A, B, C ... and, on the fine level, a, b, c ...

    The features are those of the whole recording, by `lausch.representations.structure`.
    """
    groups = (labeller or Labeller()).groups
    return Form(
        *(
            lettered(level, name, groups(level.boundaries, features).tolist())
            for name, level in form.levels.items()
        )
    )


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
