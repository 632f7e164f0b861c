"""Finding a recording by a few bars of its solo.

`Index` keeps what a model hears of a collection's solos and finds melodies in it.
"""

from lausch.retrieval.index import Index
from lausch.retrieval.match import Match

__all__ = ["Index", "Match"]
