"""Finding a recording by a few bars of its solo, or by how it sounds.

`Index` keeps the solos of a collection, enhanced by a model, and how its recordings sound.
"""

from lausch.retrieval.alike import Alike
from lausch.retrieval.index import Index
from lausch.retrieval.matching import Match

__all__ = ["Alike", "Index", "Match"]
