"""Pieces on disk: written by a job, opened as a corpus."""
