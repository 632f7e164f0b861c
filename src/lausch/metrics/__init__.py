"""Scores of an estimate against a reference, one file for each task, as in mir_eval."""
