"""What is played: lines, chords, drums and forms, written in beats."""
