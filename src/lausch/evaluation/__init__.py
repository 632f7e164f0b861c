"""Scores of systems and decoders against annotations, and the reports made of them."""
