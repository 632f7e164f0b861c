"""`lausch analyze --only sections` and `lausch repick` as they are typed."""

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner
from novelties import RATE, LoudnessModel, loudness

from lausch import formats
from lausch.cli import cli


@pytest.fixture
def lausch(energy_model, monkeypatch):
    """Run a command line with models that need no weights."""
    single = LoudnessModel(two_scales=False)
    models = {"loudness": LoudnessModel(), "single": single, "energy": energy_model}
    monkeypatch.setattr("lausch.analysis.runner.opened", models.__getitem__)
    monkeypatch.setattr("lausch.analysis.repick.load", models.__getitem__)
    monkeypatch.setattr("lausch.analysis.repick.load_shipped", models.__getitem__)

    def invoke(*words):
        result = CliRunner().invoke(cli, [*map(str, words)])
        assert "Traceback" not in result.output
        assert isinstance(result.exception, SystemExit | None)
        return result

    return invoke


@pytest.fixture
def song(tmp_path):
    soundfile.write(tmp_path / "a.wav", loudness((0.1, 0.9, 0.3, 0.4)), RATE)
    return tmp_path / "a.wav"


FORM = ("--only", "sections", "--model", "loudness")


def rows_of(result):
    return dict(line.split(maxsplit=1) for line in result.stdout.splitlines())


def test_the_summary(lausch, song):
    result = lausch("analyze", song, *FORM)
    assert result.exit_code == 0
    rows = rows_of(result)
    assert rows["sections"] == "3: A 0:00  B 0:08  C 0:16"
    assert rows["phrases"].startswith("3: ")
    assert "beats" not in rows


def test_silence_is_one_section(lausch, tmp_path):
    soundfile.write(tmp_path / "a.wav", np.zeros(RATE), RATE)
    words = ("--click", tmp_path / "a.flac", "--plot", tmp_path / "a.png", "--sections", 8)
    result = lausch("analyze", tmp_path / "a.wav", *FORM, *words)
    assert result.exit_code == 0
    assert rows_of(result)["sections"] == "1: silence 0:00"
    assert not soundfile.read(tmp_path / "a.flac")[0].any()


def test_every_format_on_stdout_and_in_a_folder(lausch, song, tmp_path):
    names = formats.holding(["sections"])
    words = ("-o", f"{tmp_path}/out/", "--format", ",".join(names))
    assert lausch("analyze", song, *FORM, *words).exit_code == 0
    for name in names:
        path = tmp_path / "out" / f"a{formats.FORMATS[name].suffix}"
        shown = lausch("analyze", song, *FORM, "--format", name)
        assert path.read_bytes() == shown.stdout_bytes
        assert formats.read(path).layers == ("sections",)


def test_without_a_word_a_folder_gets_a_lab(lausch, song, tmp_path):
    assert lausch("analyze", song, *FORM, "-o", f"{tmp_path}/out/").exit_code == 0
    assert (tmp_path / "out" / "a.lab").read_text().startswith("0.000\t8.000")


def test_a_bell_rings_at_every_boundary(lausch, song, tmp_path):
    assert lausch("analyze", song, *FORM, "--click", tmp_path / "b.flac").exit_code == 0
    mixed, rate = soundfile.read(tmp_path / "b.flac")
    music, _ = soundfile.read(song)
    at = round(7.5 * rate)
    assert np.abs(mixed[at : at + 2000]).max() < 0.1  # the soft first section
    assert np.abs(mixed[round(24.1 * rate) :]).max() < 0.6 * np.abs(music).max()


def test_other_sections_without_the_recording(lausch, song, tmp_path):
    kept = tmp_path / "a.json"
    assert lausch("analyze", song, *FORM, "-o", kept).exit_code == 0
    before = kept.read_bytes()
    song.unlink()
    assert rows_of(lausch("repick", kept, "--sections", 2))["sections"] == "2: A 0:00  B 0:08"
    assert rows_of(lausch("repick", kept, "--sensitivity", 0.9))["sections"].startswith("4: ")
    result = lausch("repick", kept, "--sections", 4, "-f", "lab")
    assert result.stdout.startswith("0.000\t8.000\tA\n")
    assert len(result.stdout.splitlines()) == 4
    result = lausch("repick", kept, "--sections", 2, "-o", tmp_path / "b.lab")
    assert f"wrote     {tmp_path / 'b.lab'}" in result.stdout
    assert len(formats.read(tmp_path / "b.lab").sections.coarse) == 2
    assert kept.read_bytes() == before


def test_a_plot_with_what_is_true(lausch, song, tmp_path):
    (tmp_path / "true.lab").write_text("0 8 verse\n8 32 chorus\n")
    words = ("--plot", tmp_path / "p.png", "--reference", tmp_path / "true.lab")
    assert lausch("analyze", song, *FORM, *words).exit_code == 0
    assert (tmp_path / "p.png").read_bytes().startswith(b"\x89PNG")
    (tmp_path / "true.lab").write_text("0 8 verse\n4 32 chorus\n")
    result = lausch("analyze", song, *FORM, *words)
    assert result.exit_code == 1
    assert "true.lab: a section begins at 4 s" in result.stderr


def test_snapping_as_it_is_typed(lausch, song, tmp_path):
    kept = tmp_path / "a.json"
    models = ("--model", "energy", "--model", "loudness", "--snap")
    result = lausch("analyze", song, "--only", "sections", *models, "-o", kept)
    assert result.exit_code == 0
    assert formats.read(kept).layers == ("sections",)
    result = lausch("repick", kept, "--snap")
    assert result.exit_code == 1
    assert "a.json: the analysis has no downbeats" in result.stderr
    only = ("--only", "downbeats,sections")
    assert lausch("analyze", song, *only, *models, "-o", kept).exit_code == 0


@pytest.mark.parametrize(
    ("words", "clue"),
    [
        ((*FORM, "--format", "beats"), "or choose jams or json or audacity or sv or lab"),
        ((*FORM, "--sections", "0"), "1 to 1000, not 0"),
        ((*FORM, "--sections", "few"), "not a valid integer"),
        ((*FORM, "--sensitivity", "2"), "not at 2"),
        (("--model", "energy", "--sections", "3"), "--sections is about sections"),
        (("--model", "energy", "--snap"), "--snap is about sections"),
        (("--only", "beats", "--model", "energy", "--format", "lab"), "--only sections"),
    ],
)
def test_wrong_usage(words, clue, lausch, song):
    result = lausch("analyze", song, *words)
    assert result.exit_code == 2
    assert clue in " ".join(result.stderr.split())


@pytest.mark.parametrize(
    ("words", "code", "clue"),
    [
        (("--sections", "0"), 2, "1 to 1000, not 0"),
        (("-f", "beats"), 2, "holds no sections; choose jams or"),
        (("-f", "foo"), 2, "'foo' is unknown"),
        ((), 1, "a.json: JSON, but not an analysis"),
    ],
)
def test_wrong_usage_of_repick(words, code, clue, lausch, tmp_path):
    (tmp_path / "a.json").write_text("{}")
    result = lausch("repick", tmp_path / "a.json", *words)
    assert result.exit_code == code
    assert clue in " ".join(result.stderr.split())


def test_repick_of_nothing(lausch, tmp_path):
    result = lausch("repick", tmp_path / "none.json")
    assert result.exit_code == 1
    assert "none.json: cannot be read: No such file" in result.stderr


def test_one_scale_has_no_fine_file(lausch, song):
    result = lausch("analyze", song, "--model", "single", "--format", "finelab")
    assert result.exit_code == 1
    assert "a.wav: finelab holds the fine sections" in result.stderr
