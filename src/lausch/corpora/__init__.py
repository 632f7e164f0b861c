"""Data: tracks, splits, checksums, licences."""
