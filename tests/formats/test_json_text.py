"""Large documents become the text that `json.dumps` makes of them, in less memory."""

from __future__ import annotations

import json
import tracemalloc

import numpy as np
import pytest

from lausch.formats import jsontext


@pytest.mark.parametrize("chunks", [1, 2, 7, 1 << 16])
def test_it_is_the_text_of_dumps(chunks, monkeypatch):
    monkeypatch.setattr(jsontext, "_CHUNKS", chunks)
    for document in ({}, [], None, {"a": [1, 2.5, "\xfc\n", None, {"b": [], "c": True}], "d": {}}):
        assert jsontext.json_text(document) == json.dumps(document, indent=1) + "\n"


def test_arrays_are_lists():
    arrays = {"a": np.array([[1.5, 2], [3, 4]]), "b": np.array([True, False]), "c": np.array(["x"])}
    lists = {name: values.tolist() for name, values in arrays.items()}
    assert jsontext.json_text(arrays) == json.dumps(lists, indent=1) + "\n"


def test_what_is_no_number_is_refused():
    with pytest.raises(ValueError, match="not JSON compliant"):
        jsontext.json_text([1.0, np.array([float("nan")])])


def test_it_takes_little_more_memory_than_the_text(monkeypatch):
    monkeypatch.setattr(jsontext, "_CHUNKS", 1000)
    document = {"times": [n / 7 for n in range(60_000)]}
    tracemalloc.start()
    text = jsontext.json_text(document)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * len(text)
