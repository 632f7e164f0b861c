"""Batches that lose no work: the journal beside the results, and what a result depends on."""
