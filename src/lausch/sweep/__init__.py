"""Many trainings of small changes: what is varied, which settings are tried, what came of them."""
