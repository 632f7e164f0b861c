"""`lausch analyze --only solo` as it is typed."""

import mido
import numpy as np
import pytest
import soundfile
from click.testing import CliRunner

from lausch import formats
from lausch.annotation import Contour, Melody, Notes
from lausch.cli import cli
from lausch.decoding.pianoroll import COLUMNS
from lausch.formats.queries import read_query
from lausch.frames import Clock, Frames

RATE = 22050


class TwoNotes:
    """Finds A4 from 0.5 s and C5 from 1.0 s in everything that is not silent."""

    name, digest, rate, layers = "two", "2" * 64, RATE, ("solo",)

    def activations(self, recording):
        loud = max(float(np.abs(block).max()) for block in recording.blocks())
        return Frames(np.full((40, 120), loud, np.float32), Clock(22050, 2205), COLUMNS)

    def decode(self, activations):
        times = activations.times
        if not activations.values.any():
            return Melody(Contour(times, np.zeros(len(times))), Notes(), activations)
        hz = np.where(times < 1.0, 440.0, 523.25)
        contour = Contour(times, hz, (times >= 0.5) & (times < 1.5))
        return Melody(contour, Notes([0.5, 1.0], [1.0, 1.5], [69, 72]), activations)


@pytest.fixture
def lausch(energy_model, monkeypatch):
    """Run a command line with models that need no weights."""
    models = {"two": TwoNotes(), "energy": energy_model}
    monkeypatch.setattr("lausch.analysis.runner.opened", models.__getitem__)

    def invoke(*words):
        result = CliRunner().invoke(cli, ["analyze", *map(str, words)])
        assert "Traceback" not in result.output
        assert isinstance(result.exception, SystemExit | None)
        return result

    return invoke


@pytest.fixture
def song(clicks, tmp_path):
    soundfile.write(tmp_path / "a.wav", clicks(120, 4), RATE)
    return tmp_path / "a.wav"


SOLO = ("--only", "solo", "--model", "two")
BOTH = ("--only", "beats,solo", "--model", "two", "--model", "energy")


def test_the_summary(lausch, song):
    result = lausch(song, *SOLO)
    assert result.exit_code == 0
    rows = dict(line.split(maxsplit=1) for line in result.stdout.splitlines())
    assert rows["solo"] == "2 notes from A4 to C5, sounding 25 % of the time"
    assert rows["notes"] == "A4 0.50  C5 1.00"
    assert rows["model"] == f"two ({'2' * 12})"
    assert "beats" not in rows


def test_silence_has_no_solo(lausch, tmp_path):
    soundfile.write(tmp_path / "a.wav", np.zeros(RATE), RATE)
    result = lausch(tmp_path / "a.wav", *SOLO, "--sonify", tmp_path / "a.flac")
    assert result.exit_code == 0
    assert "solo      none: silent" in result.stdout
    assert not soundfile.read(tmp_path / "a.flac")[0].any()


def test_every_format_on_stdout_and_in_a_folder(lausch, song, tmp_path):
    names = formats.holding(["solo"])
    assert lausch(song, *SOLO, "-o", f"{tmp_path}/out/", "--format", ",".join(names)).exit_code == 0
    for name in names:
        path = tmp_path / "out" / f"a{formats.FORMATS[name].suffix}"
        assert path.read_bytes() == lausch(song, *SOLO, "--format", name).stdout_bytes
        assert formats.read(path).layers == ("solo",)


def test_what_is_written_can_be_searched_with(lausch, song, tmp_path):
    lausch(song, *SOLO, "-o", tmp_path / "a.mid")
    np.testing.assert_allclose(read_query(tmp_path / "a.mid").intervals, [[0.5, 1], [1, 1.5]])


def test_midi_has_the_beats_that_were_asked_for_too(lausch, song, tmp_path):
    assert lausch(song, *BOTH, "-o", tmp_path / "a.mid").exit_code == 0
    tempi = [m.tempo for m in mido.MidiFile(tmp_path / "a.mid").tracks[0] if m.type == "set_tempo"]
    assert tempi == pytest.approx([500_000] * len(tempi), rel=0.05)


def test_without_a_word_a_folder_gets_what_was_found(lausch, song, tmp_path):
    assert lausch(song, *BOTH, "-o", f"{tmp_path}/out/").exit_code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"a.beats", "a.notes.csv"}
    assert lausch(song, "--model", "two", "-o", f"{tmp_path}/two/").exit_code == 0
    assert [path.name for path in (tmp_path / "two").iterdir()] == ["a.notes.csv"]


def test_sounds_and_a_plot(lausch, song, tmp_path):
    over, beside, plot = (tmp_path / name for name in ("o.flac", "b.flac", "p.png"))
    (tmp_path / "true.csv").write_text("0.5,440\n0.6,440\n")
    assert lausch(song, *SOLO, "--sonify", over).exit_code == 0
    words = ("--sonify", beside, "--sonify-beside", "--plot", plot)
    assert lausch(song, *SOLO, *words, "--reference", tmp_path / "true.csv").exit_code == 0
    assert [soundfile.info(path).channels for path in (over, beside)] == [1, 2]
    samples, rate = soundfile.read(beside)
    assert np.abs(samples[: round(0.4 * rate), 1]).max() == 0
    assert np.abs(samples[round(0.6 * rate) : rate, 1]).max() > 0.1
    assert plot.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("words", "clue"),
    [
        ((*SOLO, "--format", "beats"), "or choose jams or json"),
        ((*SOLO, "-o", "x.csv"), "--only beats, or choose jams or json or audacity or sv or f0"),
        ((*SOLO, "--format", "rekordbox"), "holds beats and downbeats and sections, but"),
        ((*SOLO, "--click", "x.flac"), "--click needs beats"),
        ((*SOLO, "--sonify", "x.txt"), ".flac"),
        ((*SOLO, "--sonify-beside"), "--sonify OUT.flac"),
        ((*SOLO, "--reference", "x.mid"), "--plot OUT.png"),
        (("--model", "energy", "--format", "notes"), "look for it with --only solo"),
        (("--model", "energy", "--sonify", "x.flac"), "add --only solo"),
        (
            (*BOTH, "--sonify", "x.flac", "--click", "x.flac"),
            "named for two results",
        ),
    ],
)
def test_wrong_usage(words, clue, lausch, song):
    result = lausch(song, *words)
    assert result.exit_code == 2
    assert clue in " ".join(result.stderr.split())


def test_a_bad_reference_is_said_before_any_work(lausch, song, tmp_path):
    (tmp_path / "x.mid").write_text("<html>")
    words = ("--plot", tmp_path / "p.png", "--reference", tmp_path / "x.mid")
    result = lausch(song, *SOLO, *words)
    assert result.exit_code == 1
    assert "x.mid: not MIDI" in result.stderr
    assert not (tmp_path / "p.png").exists()


def test_folders_of_solos(lausch, song, tmp_path, monkeypatch):
    from lausch.corpora.workers import Outcome

    def serial(jobs, run, explain, **limits):
        return (Outcome(job, run(job)) for job in jobs)

    monkeypatch.setattr("lausch.corpora.workers.work_through", serial)
    monkeypatch.chdir(tmp_path)
    words = ("--sonify", tmp_path / "s", "--plot", tmp_path / "p")
    result = lausch(tmp_path, *SOLO, *words, "--format", "f0,midi")
    assert result.exit_code == 0
    assert "a.wav: 2 notes -> " in result.stdout
    found = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("a.*")}
    assert found == {"a.wav", "a.f0.csv", "a.mid", "s/a.flac", "p/a.png"}
    again = lausch(tmp_path, *SOLO, *words, "--format", "f0,midi")
    assert again.stdout == ""
    assert "0 done, 1 kept" in again.stderr
