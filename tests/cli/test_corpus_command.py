"""The sources of rendered music are listed, and what a rendering costs is said before it begins."""

import pytest
from click.testing import CliRunner

from lausch import load_model
from lausch.cli import cli
from lausch.corpora.band.kinds import KINDS
from lausch.corpora.band.sounding.sounds import SOUND_SETS
from lausch.corpora.band.store import job
from lausch.formulas import WEIGHTLESS
from lausch.models.model import default_models


def lausch(*words):
    return CliRunner().invoke(cli, ["corpus", *map(str, words)], catch_exceptions=False)


def test_every_source_has_licence_size_place_and_address(tmp_path):
    (tmp_path / "symbolic" / "groove").mkdir(parents=True)
    done = lausch("sources", "--data", tmp_path)
    assert done.exit_code == 0
    for kind in KINDS:
        assert kind.name in done.output
        for fact in (kind.source.licence, kind.source.credit, kind.source.address):
            assert fact in done.output
    for each in SOUND_SETS:
        assert each.install in done.output
    assert done.output.count("(here)") == 1
    assert "symbolic/groove (here): CC BY 4.0, 9 MB" in done.output


def test_the_cost_is_said_before_the_first_piece(tmp_path, monkeypatch):
    (tmp_path / "sounds" / "a").mkdir(parents=True)
    (tmp_path / "sounds" / "a" / SOUND_SETS[2].file).touch()

    def stop(kind, **settings):
        raise KeyboardInterrupt

    monkeypatch.setattr(job, "render_kind", stop)
    words = ["render", "--data", tmp_path, "--out", tmp_path / "R", "--hours", "10", "-j", "2"]
    done = lausch(*words, "--kinds", "pop,jazz")
    assert "2 kinds of 10 h: 20 h, about 4.0 GB and 20 minutes" in done.output
    assert f"{len(KINDS)} kinds of 10 h" in lausch(*words).output


@pytest.mark.parametrize("name", sorted(default_models() - set(WEIGHTLESS)))
def test_what_default_models_learned_from_is_rendered_by_default(name):
    used = {entry["name"] for entry in load_model(name).card.data}
    assert used <= {kind.name for kind in KINDS}
