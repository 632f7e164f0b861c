"""From activations to events: plain array functions that know no music objects."""

LITERATURE = {"boeck2015": "tempo"}
"""Decoders that are the method of a paper of the survey: key of the paper, module of this room."""
