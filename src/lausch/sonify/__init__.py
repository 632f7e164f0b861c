"""Annotations as sound: clicks and tones over the music."""
