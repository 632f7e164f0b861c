"""Kinds of rendered corpora: one file says what a piece is."""
