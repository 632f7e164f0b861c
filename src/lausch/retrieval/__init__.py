"""Finding a recording by a few bars of its solo.

`Index` keeps the solos of a collection, enhanced by a model, and finds melodies in them.
"""

from lausch.retrieval.index import Index
from lausch.retrieval.matching import Match

__all__ = ["Index", "Match"]
