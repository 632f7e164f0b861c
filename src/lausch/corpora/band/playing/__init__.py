"""Who plays a part, when and how: casting, pulse, human timing, expression."""
