"""Whether anything of a test was heard in training: counted, over all corpora together."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from lausch.corpora.corpus import Corpus
from lausch.corpora.track import SPLITS
from lausch.models.card import Card


@dataclass(frozen=True)
class Sharing:
    """What stands in more than one split.

    Parameters
    ----------
    counts : numbers of different values, by noun and split.
    shared : the values in two splits or more, by noun.
    """

    counts: dict[str, dict[str, int]]
    shared: dict[str, list[str]]

    @property
    def clean(self) -> bool:
        """Whether nothing is shared."""
        return not any(self.shared.values())


def sharing(corpora: Sequence[Corpus]) -> Sharing:
    """Songs, performers and sound (by checksum) of each split, and what two splits share."""
    homes: dict[str, dict[str, set[str]]] = {noun: {} for noun in ("song", "performer", "sound")}
    for corpus in corpora:
        for track in corpus.tracks:
            for noun, value in (
                ("song", track.song),
                ("performer", track.performer),
                ("sound", track.pcm_sha256),
            ):
                if value:
                    homes[noun].setdefault(value, set()).add(track.split)
    return Sharing(
        {
            noun: {split: sum(split in each for each in known.values()) for split in SPLITS}
            for noun, known in homes.items()
        },
        {
            noun: sorted(value for value, splits in known.items() if len(splits) > 1)
            for noun, known in homes.items()
        },
    )


def trained_on_these(card: Card, corpora: Sequence[Corpus]) -> dict[str, bool]:
    """For each corpus of the card that is here: whether its training tracks are today's.

    Only then does what `sharing` says of today's splits hold for the weights.
    """
    here = {corpus.name: corpus for corpus in corpora}
    same = {}
    for entry in card.data:
        if entry["name"] in here:
            tracks = here[entry["name"]].split("train")
            names = "\n".join(sorted(track.name for track in tracks))
            digest = hashlib.sha256(names.encode()).hexdigest()
            same[entry["name"]] = digest == entry["sha256"]
    return same
