"""Players of parts: casting, pulse, human timing, expression."""
