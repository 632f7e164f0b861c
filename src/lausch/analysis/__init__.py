"""From a recording to its analysis, and from an analysis to others without running a network."""
