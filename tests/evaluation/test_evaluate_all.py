"""`lausch evaluate NAME` of every shipped model and every formula, on a track with all truths."""

from __future__ import annotations

import json

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner
from truths import SECONDS, TRUTHS, recording_of

from lausch.annotation import Notes
from lausch.annotation.tags import known
from lausch.cli import cli
from lausch.corpora import registry
from lausch.corpora.corpus import Corpus
from lausch.corpora.track import Track
from lausch.formulas import WEIGHTLESS
from lausch.models.model import shipped

RATE = 22050
BASS = TRUTHS["bass"].notes
MANNERS = known({"drums": True, "voice": False, "swing feel": True, "waltz feel": False})


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A beat, a line, its bass and a noise that changes."""
    path = tmp_path_factory.mktemp("made") / "all.wav"
    kinds = ("beats", "solo", "bass", "sections")
    soundfile.write(path, 0.25 * sum(recording_of(kind, RATE) for kind in kinds), RATE)
    truth = {
        "beats": lambda: TRUTHS["beats"],
        "onsets": lambda: TRUTHS["onsets"],
        "drums": lambda: TRUTHS["drums"],
        "contour": lambda: TRUTHS["solo"],
        "notes": lambda: Notes(BASS.onsets, BASS.offsets, BASS.pitches + 24),
        "bass": lambda: BASS,
        "sections": lambda: TRUTHS["sections"],
        "chords": lambda: TRUTHS["chords"],
        "key": lambda: TRUTHS["key"],
        "tags": lambda: MANNERS,
    }
    return Corpus("made", "MIT", "nobody", "ship", (Track("all", path, SECONDS, "x", truth=truth),))


@pytest.mark.parametrize("name", [*shipped(), *WEIGHTLESS])
def test_it_is_scored(name, made, monkeypatch):
    monkeypatch.setattr(registry, "open_corpus", lambda name, **given: [made])
    done = CliRunner().invoke(cli, ["evaluate", name, "--on", "made", "--json"])
    assert done.exit_code == 0, done.output + done.stderr
    told = json.loads(done.stdout)
    assert told["failures"] == []
    (row,) = told["tracks"]
    assert row["system"] == name
    assert row["scores"]
    assert all(np.isfinite(value) for value in row["scores"].values())
    table = CliRunner().invoke(cli, ["evaluate", name, "--on", "made"])
    assert table.exit_code == 0, table.output
    assert "made, 1 track" in table.stdout
    for measure in told["corpora"]["made"]["scores"]:
        assert measure in table.stdout
