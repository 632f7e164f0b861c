"""Real recordings with annotations by people: one file a data set."""
