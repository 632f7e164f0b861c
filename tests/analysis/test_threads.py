"""Threads share models: each gives what one alone gives, to the byte."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import lausch
from lausch.analysis.choice import choose
from lausch.analysis.findings import analyze_with

SONG = Path(__file__).parents[2] / "examples" / "lets_go_fishin.ogg"


def test_threads_give_the_same_bytes():
    choice = choose("beats,bass", None)
    alone = lausch.encode(analyze_with(choice, SONG), "json")
    with ThreadPoolExecutor(3) as threads:
        shared = threads.map(lambda _: lausch.encode(analyze_with(choice, SONG), "json"), range(3))
        own = threads.map(lambda _: lausch.analyze(SONG, only="beats,bass"), range(2))
        assert {*shared, *(lausch.encode(each, "json") for each in own)} == {alone}
