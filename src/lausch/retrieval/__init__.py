"""Finding a recording by a few bars of its solo."""
