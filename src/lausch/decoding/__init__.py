"""From activations to events: arrays in, arrays out; tasks make annotations of them."""

LITERATURE: dict[str, str] = {}
"""Decoders that are the method of a paper of the survey: key of the paper, module of this room."""
