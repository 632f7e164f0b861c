"""The check of a built site finds what is wrong with it."""

from __future__ import annotations

import pytest
from sitelinks import faults

RIGHT = '<h1 id="top">a</h1><a href="b.html#end">b</a><a href="https://example.org/">away</a>'
OTHER = '<p id="end"><img src="picture.png"><link rel="stylesheet" href="style.css"></p>'


@pytest.fixture
def site(tmp_path):
    for name, text in (
        ("a.html", RIGHT),
        ("b.html", OTHER),
        ("picture.png", ""),
        ("style.css", ""),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_site_in_order_has_no_faults(site):
    assert not list(faults(site))


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ('<a href="c.html">c</a>', "c.html is not there"),
        ('<a href="b.html#start">b</a>', "b.html#start has no such place"),
        ('<audio src="lost.mp3"></audio>', "lost.mp3 is not there"),
        ('<script src="https://cdn.example.org/x.js"></script>', "loads https://cdn"),
        ('<link rel="stylesheet" href="//fonts.example.org/f.css">', "loads //fonts"),
    ],
)
def test_a_fault_is_named(site, html, fault):
    (site / "a.html").write_text(html, encoding="utf-8")
    (found,) = faults(site)
    assert fault in found
