"""Overlap of training and test: songs, performers and sounds in several splits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lausch.corpora.corpus import Corpus
from lausch.corpora.track import SPLITS
from lausch.models.card import Card, digest_of_names


@dataclass(frozen=True)
class Sharing:
    """Numbers of different values by noun and split, and the values in two splits or more."""

    counts: dict[str, dict[str, int]]
    shared: dict[str, list[str]]


def sharing(corpora: Sequence[Corpus]) -> Sharing:
    """Songs, performers and sounds (by checksum) of all corpora together, by split."""
    homes: dict[str, dict[str, set[str]]] = {noun: {} for noun in ("song", "performer", "sound")}
    for corpus in corpora:
        for track in corpus.tracks:
            names = (track.song, track.performer, track.pcm_sha256)
            for noun, name in zip(homes, names, strict=True):
                if name:
                    homes[noun].setdefault(name, set()).add(track.split)
    counts: dict[str, dict[str, int]] = {}
    overlap: dict[str, list[str]] = {}
    for noun, values in homes.items():
        counts[noun] = {split: sum(split in each for each in values.values()) for split in SPLITS}
        overlap[noun] = sorted(value for value, splits in values.items() if len(splits) > 1)
    return Sharing(counts, overlap)


def trained_on_these(card: Card, corpora: Sequence[Corpus]) -> dict[str, bool]:
    """For each of these corpora on the card, whether its training tracks are those of the card.

    If they are, the result of `sharing` is valid for the weights.
    """
    here = {corpus.name: corpus for corpus in corpora}
    same = {}
    for entry in card.data:
        if entry["name"] in here:
            tracks = here[entry["name"]].split("train")
            digest = digest_of_names(track.name for track in tracks)
            same[entry["name"]] = digest == entry["sha256"]
    return same
