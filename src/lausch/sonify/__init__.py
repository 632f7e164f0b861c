"""Annotations made audible: clicks and tones over the music."""
