"""From a corpus to a weights file: cache, excerpts, augmentation, the loop, export."""
