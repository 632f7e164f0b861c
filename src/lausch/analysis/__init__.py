"""From a recording to its analysis, and to another one without listening again."""
