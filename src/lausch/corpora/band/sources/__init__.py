"""Music as symbols: one file a data set, read into beats."""
