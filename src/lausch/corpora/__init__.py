"""Where data comes from: tracks, splits, checksums, licences."""
