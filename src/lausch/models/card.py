"""The card inside every weights file: the model, its training, and its probe."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from lausch.errors import ModelError
from lausch.representations.complete import of_their_kinds

METADATA_KEY = "lausch"
SCHEMA = 1
OLD_NAMES = {"smear_frames": "widen_frames"}
OLD_AUGMENT_NAMES = {"bands": "transpose_semitones"}
"""Old names of fields of a recipe and of its `augment`, with today's."""


@dataclass(frozen=True)
class Card:
    """The description from which a model is rebuilt, without defaults of the code.

    Parameters
    ----------
    name, title, paper : those of the system.
    representation, task : kind and all fields.
    chunk_frames, context_frames : sizes of the chunks of a recording.
    recipe : the whole training recipe.
    training : seed, epochs, seconds, command, losses, number and hours of tracks.
    data : one entry for each corpus: name, licence, credit, `digest_of_names` of its tracks.
    licence : licence of the weights.
    probe : activations of the fixed synthetic signal, as rounded numbers.
    deviations, published : those of the system.
    tensors : operator, shape and kind of every tensor of weights; empty on older cards.
    lausch_version : version that wrote the file.
    """

    name: str
    title: str
    paper: str
    representation: dict[str, Any]
    task: dict[str, Any]
    chunk_frames: int
    context_frames: int
    parameters: int
    recipe: dict[str, Any]
    training: dict[str, Any]
    data: list[dict[str, Any]]
    licence: str
    probe: dict[str, Any]
    deviations: list[str] = field(default_factory=list)
    published: list[dict[str, Any]] = field(default_factory=list)
    tensors: list[dict[str, Any]] = field(default_factory=list)
    lausch_version: str = ""
    schema: int = SCHEMA

    def to_json(self) -> str:
        """JSON for the metadata of the .onnx file."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Card:
        """The inverse of `to_json`; raises ModelError if it is no card."""
        try:
            values = json.loads(text)
            recipe = renamed(values["recipe"], OLD_NAMES)
            if "augment" in recipe:
                recipe["augment"] = renamed(recipe["augment"], OLD_AUGMENT_NAMES)
            of_their_kinds("main part", cls, values)
            card = cls(**{**values, "recipe": recipe})
        except ModelError:
            raise
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ModelError(f"the model's card cannot be read: {error}") from error
        if card.schema != SCHEMA:
            raise ModelError(
                f"the model's card has schema {card.schema}, this lausch reads {SCHEMA}: "
                "install the lausch version that made it, or a newer one"
            )
        return card


def digest_of_names(names: Iterable[str]) -> str:
    """SHA-256 of the names of tracks, in any order: the `sha256` of an entry of `data`."""
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()


def renamed(values: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """The values with today's names, in the same order."""
    return {names.get(name, name): value for name, value in values.items()}
