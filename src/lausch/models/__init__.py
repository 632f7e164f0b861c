"""Trained systems: the weights file, its card, and the probe that checks it."""
