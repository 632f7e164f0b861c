"""The table of formats: what an entry says of its files."""

from __future__ import annotations

from lausch import formats
from lausch.formats import content

FORMATS = formats.FORMATS


def names(**said):
    ((field, value),) = said.items()
    return {name for name, entry in FORMATS.items() if getattr(entry, field) == value}


def test_some_files_name_their_recording():
    assert formats.format_of("a.jams") is FORMATS["jams"]
    assert names(named=True) == {"jams", "json", "sv", "rekordbox", "drumstaff", "musicxml"}


def test_some_files_say_what_made_them():
    assert names(tells=True) == {"jams", "json"}


def test_some_files_are_no_text():
    assert names(binary=True) == {"sv", "midi"}


def test_documents_of_our_own_may_be_larger():
    assert names(largest_bytes=content.LARGEST_DOCUMENT_BYTES) == {"json"}
    assert names(largest_bytes=content.LARGEST_BYTES) == set(FORMATS) - {"json"}
