"""The text of large JSON documents, which is made in pieces."""

from __future__ import annotations

import json
from itertools import islice
from typing import Any

import numpy as np

_CHUNKS = 1 << 16


def json_text(document: Any) -> str:
    """JSON in ASCII with a line for each value, and a newline; raises ValueError for NaN.

    Arrays are lists in it. `json.dumps` holds a string for each number of hours, which takes eight
    times the text.
    """
    encoder = json.JSONEncoder(indent=1, allow_nan=False, default=np.ndarray.tolist)
    chunks = encoder.iterencode(document)
    return "".join(iter(lambda: "".join(islice(chunks, _CHUNKS)), "")) + "\n"
