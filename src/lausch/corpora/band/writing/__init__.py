"""Lines, chords, drums and forms, written in beats."""
