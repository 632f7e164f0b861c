"""What made a result is read from the ends of its file, or is not known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from truths import WHOLE

from lausch import formats
from lausch.annotation.analysis import ModelRef
from lausch.formats.registry import FORMATS

MODELS = (ModelRef("one", "1" * 64, ("beats", "tempo")), ModelRef("two", "2" * 64, ("solo",)))
DIGESTS = {"beats": "1" * 64, "tempo": "1" * 64, "solo": "2" * 64}
TELLING = [name for name, entry in FORMATS.items() if entry.tells]
SONG = replace(
    WHOLE,
    makers=MODELS,
    options=(("min_bpm", 70.0), ("meters", (3.0, 4.0))),
    provenance=replace(WHOLE.provenance, name='häuser/a "b".wav'),
)


def origin(name, content, folder):
    path = folder / "a.file"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return FORMATS[name].origin(path)


@pytest.mark.parametrize("name", TELLING)
@pytest.mark.parametrize("models", [MODELS, ()])
def test_models_options_and_recording_come_back(name, models, tmp_path):
    song = replace(SONG, makers=models)
    found = origin(name, formats.encode(song, name), tmp_path)
    assert found.digests == (DIGESTS if models else {})
    assert found.options == {"min_bpm": 70, "meters": [3, 4]}
    assert found.whole
    assert found.name == SONG.provenance.name
    assert found.duration == pytest.approx(SONG.duration)


@pytest.mark.parametrize("name", TELLING)
@pytest.mark.parametrize("content", ["", "{}", "[]", "null", '{"models": 3}', "\0" * 9000])
def test_files_of_others_have_no_origin(name, content, tmp_path):
    assert origin(name, content, tmp_path) is None


@pytest.mark.parametrize("name", TELLING)
def test_a_result_without_what_it_was_made_of_has_no_origin(name, tmp_path):
    content = formats.encode(SONG, name)
    for word in ('"sha256"', '"options"', '"models"'):
        assert origin(name, content.replace(word, '"other"'), tmp_path) is None


def test_a_sandbox_is_found_wherever_it_begins(tmp_path):
    content = '"sandbox": {\n  "lausch": {"models": [], "options": {"min_bpm": 70}}}'
    for before in ("", "{"):
        assert origin("jams", before + content, tmp_path).options == {"min_bpm": 70}


def test_other_formats_tell_nothing(tmp_path):
    assert len(TELLING) == 2
    for name in set(FORMATS) - set(TELLING):
        assert origin(name, b"", tmp_path) is None


@pytest.mark.parametrize("name", TELLING)
def test_hours_of_beats_do_not_hide_the_origin(name, tmp_path):
    many = np.arange(1, 20_001) / 2
    song = replace(SONG, beats=type(SONG.beats)(many), duration=10_001.0)
    found = origin(name, formats.encode(song, name), tmp_path)
    assert found.digests == DIGESTS
    assert found.name == SONG.provenance.name
    assert found.duration == 10_001.0
