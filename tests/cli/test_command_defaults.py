"""Defaults from a file in TOML: they are used, the command line comes first, faults are said."""

import pytest
from click.testing import CliRunner

from lausch.cli import cli


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """Run a command with a file of defaults."""

    def run(toml, *words, name="config.toml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(toml)
        monkeypatch.setenv("LAUSCH_CONFIG", str(path))
        return CliRunner().invoke(cli, words)

    return run


def test_an_option_has_its_default_from_the_file(asked):
    plain = asked("", "literature", "list")
    assert plain.exit_code == 0
    shown = asked("[doctor]\njson = true\n", "doctor")
    assert shown.stdout.startswith('{\n "lausch"')
    assert asked("[analyze]\njobs = 2\n", "doctor").stdout.startswith("lausch ")


def test_the_command_line_comes_first(asked, clicks, tmp_path):
    import soundfile

    soundfile.write(tmp_path / "a.wav", clicks(120, 5), 22050)
    words = ["analyze", str(tmp_path / "a.wav")]
    toml = '[analyze]\nonly = ["onsets", "tempo"]\nmodel = ["superflux"]\nformat = "onsets"\n'
    onsets = asked(toml, *words, "--only", "onsets")
    assert onsets.exit_code == 0, onsets.output
    assert len(onsets.stdout.splitlines()) > 5
    shown = asked(toml, *words, "--only", "onsets", "--format", "onsetscsv")
    assert shown.stdout != onsets.stdout


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[analyse]\n", "'analyse' is no command there; possible are adapt, analyze"),
        ("[doctor]\njobs = 3\n", "[doctor]: 'jobs' is no option there; possible are json"),
        ("[doctor]\njson = 3\n", "[doctor]: json is true or false, not 3"),
        ("[doctor]\njson = {}\n", "[doctor]: json is an option, not a table"),
        ("doctor = 3\n", "[doctor]: a table of options, not 3"),
        ("[doctor\n", "is no TOML"),
    ],
)
def test_what_cannot_be_a_default_is_said_in_words(asked, toml, said):
    result = asked(toml, "doctor")
    assert result.exit_code != 0
    assert said in str(result.exception)


def test_commands_of_a_group_have_tables_of_their_own(asked, tmp_path):
    result = asked('[index.create]\nmodell = "x"\n', "index", "list", str(tmp_path / "none"))
    assert "[index].create: 'modell' is no option" in str(result.exception)


def test_the_file_lies_among_the_settings(asked, tmp_path, monkeypatch):
    asked("[doctor]\njson = true\n", "doctor", name="lausch/config.toml")
    monkeypatch.delenv("LAUSCH_CONFIG")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert CliRunner().invoke(cli, ["doctor"]).stdout.startswith("{")
    monkeypatch.setenv("LAUSCH_CONFIG", "")
    assert CliRunner().invoke(cli, ["doctor"]).stdout.startswith("lausch")
