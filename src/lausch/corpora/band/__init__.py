"""Corpora that lausch makes itself: symbols are arranged, rendered and annotated."""
