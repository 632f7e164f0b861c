"""What stands for a model where the entries of an index are made up."""

from __future__ import annotations


class Made:
    """A stand-in for the model of an index with artificial entries."""

    name, digest, rate, layers = "none", "0" * 64, 22050, ("solo",)

    def activations(self, recording: object) -> None:
        raise AssertionError("entries of this index are made, not heard")

    def decode(self, activations: object, **options: object) -> None:
        raise AssertionError("entries of this index are made, not heard")
