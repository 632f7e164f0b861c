"""`lausch analyze --only bass` as it is typed."""

import re
from xml.etree import ElementTree

import mido
import numpy as np
import pytest
import soundfile
from click.testing import CliRunner

import lausch as package
from lausch import formats
from lausch.annotation import Beats
from lausch.annotation.bass import BassLine
from lausch.annotation.melody import hertz
from lausch.cli import cli
from lausch.corpora.workers import Outcome
from lausch.errors import AnnotationError, OptionError
from lausch.formats.grids import read_beats
from lausch.formats.references import read_reference
from lausch.frames import Clock, Frames
from lausch.tasks import BassTracking

RATE = 22050
CLOCK = Clock(22050, 512)
LINE = (40, 43, 45, 47)
FILES = ("bass", "bassnotes", "bassf0", "basssvl", "bassf0svl", "musicxml", "midi", "jams", "json")


class Walking:
    """Finds another pitch of `LINE` in each half second from 0.5 s on."""

    name, digest, rate, layers = "walking", "3" * 64, RATE, ("bass",)

    def activations(self, recording):
        samples = sum(len(block) for block in recording.blocks())
        columns = tuple(f"midi {pitch}" for pitch in range(28, 68))
        values = np.full((CLOCK.count(samples), 40), 0.01, np.float32)
        times = CLOCK.times(len(values))
        for at, pitch in enumerate(LINE * 2):
            inside = (times >= 0.5 + 0.5 * at) & (times < 1.0 + 0.5 * at)
            values[inside, pitch - 28] = 0.9
        return Frames(values, CLOCK, columns)

    def decode(self, activations, *, beats=None):
        return BassTracking(low_midi=28).decode(activations, beats=beats)


@pytest.fixture
def lausch(energy_model, monkeypatch):
    """Run a command line with models that need no weights."""
    models = {"walking": Walking(), "energy": energy_model, "downbeats2026": energy_model}
    monkeypatch.setattr("lausch.analysis.runner.opened", models.__getitem__)

    def invoke(*words):
        result = CliRunner().invoke(cli, ["analyze", *map(str, words)])
        assert "Traceback" not in result.output
        assert isinstance(result.exception, SystemExit | None)
        return result

    return invoke


@pytest.fixture
def sound(clicks):
    """Clicks, and faintly under them the line that `Walking` hears."""
    samples = clicks(120, 4.5)
    seconds = np.arange(RATE // 2) / RATE
    tones = [np.sin(2 * np.pi * hertz(pitch) * seconds) for pitch in LINE * 2]
    samples[RATE // 2 :] += 1e-3 * np.concatenate(tones).astype(np.float32)
    return samples


@pytest.fixture
def song(sound, tmp_path):
    soundfile.write(tmp_path / "a.wav", sound, RATE)
    return tmp_path / "a.wav"


BASS = ("--only", "bass", "--model", "walking")


def test_the_page_has_the_line_bar_by_bar(lausch, song):
    result = lausch(song, *BASS)
    assert result.exit_code == 0, result.output
    assert "bass      8 of 8 beats and 8 notes, from E2 to B2" in result.output
    assert "  1   E2   G2   A2   B2\n  2   E2   G2   A2   B2\n" in result.output
    assert "model     energy" in result.output
    assert "model     walking" in result.output


def test_every_format_has_it_and_reads_back(lausch, song, tmp_path):
    result = lausch(song, *BASS, "-o", f"{tmp_path / 'out'}/", "--format", ",".join(FILES))
    assert result.exit_code == 0, result.output
    for name in FILES:
        path = tmp_path / "out" / f"a{formats.FORMATS[name].suffix}"
        line = formats.read(path, name).bass
        assert len(line.notes) in (0, 8), name
        assert len(line.beats) in (0, 8), name
        if len(line.notes):
            assert line.notes.pitches.tolist() == list(LINE * 2)
        if len(line.beats):
            assert line.beats.pitches.tolist() == list(LINE * 2)
        if len(line.contour):
            assert line.contour.hz[line.contour.voiced].min() == pytest.approx(82.41, abs=0.01)


def test_a_folder_of_recordings_gets_a_row_for_each_beat(lausch, song, tmp_path, monkeypatch):
    def serial(jobs, run, explain, **limits):
        return (Outcome(job, run(job)) for job in jobs)

    monkeypatch.setattr("lausch.corpora.workers.work_through", serial)
    monkeypatch.chdir(song.parent)
    result = lausch(song.parent, "-o", tmp_path / "out", *BASS)
    assert result.exit_code == 0, result.output
    assert "8 notes of the bass" in result.output
    rows = (tmp_path / "out" / "a.bass.csv").read_text().splitlines()
    assert rows[0] == "time,pitch,name,confidence"
    assert rows[1].startswith("0.49")


def test_midi_has_the_bass_on_the_grid_of_the_beats(lausch, song, tmp_path):
    assert lausch(song, *BASS, "-o", tmp_path / "a.mid").exit_code == 0
    grid, bass = mido.MidiFile(tmp_path / "a.mid").tracks
    assert bass.name == "bass"
    assert [each.program for each in bass if each.type == "program_change"] == [32]
    assert {each.numerator for each in grid if each.type == "time_signature"} <= {1, 4}
    ticks = np.cumsum([each.time for each in bass])
    starts = [t for t, each in zip(ticks, bass, strict=True) if each.type == "note_on"]
    assert np.diff(starts).tolist() == [960] * 7


def test_given_beats_are_used_and_no_model_of_beats_listens(lausch, song, tmp_path):
    (tmp_path / "a.beats").write_text(
        "".join(f"{0.5 + 1.0 * n:.3f}\t{n % 3 + 1}\n" for n in range(4))
    )
    result = lausch(song, *BASS, "--beats", tmp_path / "a.beats", "-o", tmp_path / "a.musicxml")
    assert result.exit_code == 0, result.output
    assert "energy" not in result.output
    root = ElementTree.parse(tmp_path / "a.musicxml").getroot()
    assert root.findtext(".//time/beats") == "3"
    assert root.findtext(".//work-title") == "a"


@pytest.mark.parametrize(
    ("text", "suffix", "count", "positions"),
    [
        ("0.5\n1.0\n", ".txt", 2, None),
        ("0.5\t1\n1.0\t2\n", ".beats", 2, [1, 2]),
        ("0.5 1.0\n1.0 2.0\n", ".beats.txt", 2, [1, 2]),
        ("0.5,New Point\n1.0,New Point\n", ".csv", 2, None),
        ("time,position\n0.5,3\n1.0,1\n", ".csv", 2, [3, 1]),
        ("0.5,1.1\n1.0,1.2\n1.5,2.1\n", ".csv", 3, [1, 2, 1]),
        ("0.5\t0.5\t1\n1.0\t1.0\t2\n", ".txt", 2, [1, 2]),
    ],
)
def test_beats_are_read_as_people_have_them(tmp_path, text, suffix, count, positions):
    path = tmp_path / f"a{suffix}"
    path.write_text(text)
    beats = read_beats(path)
    assert len(beats) == count
    assert (None if beats.positions is None else beats.positions.tolist()) == positions


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no beats"),
        ("hello\n", "header"),
        ("0.5\n0.4\n", "line 2"),
        ("0.5,1\n1,5,2\n", "line 2.*decimal"),
        ("\xff", "header"),
        ("\xff\0", "header"),
    ],
)
def test_files_without_beats_say_what_is_wrong(lausch, song, tmp_path, text, words):
    (tmp_path / "b.csv").write_bytes(text.encode("latin-1"))
    result = lausch(song, *BASS, "--beats", tmp_path / "b.csv")
    assert result.exit_code == 2
    assert re.search(words, " ".join(result.output.split()))
    assert "b.csv" in result.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--only", "bass,beats", "--model", "walking", "--model", "energy"), "nothing to find"),
        (("--only", "beats", "--model", "energy"), "nothing to find"),
        ((*BASS, "--beats", "nowhere.beats"), "cannot be read"),
        ((*BASS, "--format", "notes"), "holds solo"),
        ((*BASS, "--click", "c.flac"), "needs beats"),
    ],
)
def test_what_cannot_be_is_said_at_once(lausch, song, tmp_path, words, said):
    (tmp_path / "a.beats").write_text("0.5\n1.0\n")
    given = (
        ()
        if "--beats" in words or "--format" in words or "--click" in words
        else (
            "--beats",
            tmp_path / "a.beats",
        )
    )
    result = lausch(song, *words, *given)
    assert result.exit_code == 2, result.output
    assert said in " ".join(result.output.split())


def test_many_recordings_have_no_beats_of_one(lausch, song, tmp_path):
    (tmp_path / "a.beats").write_text("0.5\n1.0\n")
    result = lausch(song.parent, *BASS, "--beats", tmp_path / "a.beats")
    assert result.exit_code == 2
    assert "one recording" in result.output


def test_it_is_drawn_and_played(lausch, song, tmp_path):
    (tmp_path / "true.bass.csv").write_text("time,pitch\n0.5,40\n1.0,0\n1.5,45\n")
    words = ("--plot", tmp_path / "a.png", "--sonify", tmp_path / "b.flac")
    result = lausch(song, *BASS, *words, "--reference", tmp_path / "true.bass.csv")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "a.png").stat().st_size > 10_000
    mixed, rate = soundfile.read(tmp_path / "b.flac")
    first = np.abs(np.fft.rfft(mixed[round(0.6 * rate) : round(0.9 * rate)]))
    assert np.argmax(first[:200]) * rate / (0.3 * rate) == pytest.approx(82.4, abs=4)


def test_references_of_a_bass_are_read(tmp_path):
    (tmp_path / "a.bass.csv").write_text("time,pitch\n0.5,40\n1.0,0\n1.5,45\n")
    notes = read_reference(tmp_path / "a.bass.csv", ("beats", "bass"))
    assert notes.pitches.tolist() == [40, 45]
    assert notes.offsets.tolist() == [1.0, 2.0]
    (tmp_path / "b.csv").write_text("0.1143,0.3837,39\n0.3837,0.6857,36\n")
    assert read_reference(tmp_path / "b.csv", ("bass",)).pitches.tolist() == [39, 36]


def test_in_python_beats_come_from_a_model_or_are_given(energy_model, sound):
    sound = (sound, RATE)
    both = package.analyze(sound, only="bass", model=[Walking(), energy_model])
    assert both.layers == ("beats", "downbeats", "bass")
    assert len(both.bass.beats) == len(both.beats) == 8
    given = package.analyze(sound, only="bass", model=Walking(), beats=Beats([0.5, 1.5]))
    assert given.bass.beats.pitches.tolist() == [40, 45]
    assert [maker.name for maker in given.makers] == ["walking"]
    assert isinstance(given.bass, BassLine)
    with pytest.raises(OptionError, match="no numbers in the bar"):
        package.analyze(sound, only="downbeats", beats=Beats([0.5, 1.5]))


def test_beats_that_are_known_are_part_of_every_analysis(clicks):
    sound = (clicks(120, 4.5), RATE)
    known = Beats([0.5, 1.0, 1.5, 2.0], [4, 1, 2, 3])
    rhythm = package.analyze(sound, beats=known)
    assert rhythm.beats is known
    assert rhythm.tempo.bpm == pytest.approx((120,))
    assert rhythm.makers == ()  # no network ran
    assert rhythm.duration == pytest.approx(4.5)
    solo = package.analyze(sound, only="solo", model="salience", beats=known)
    assert solo.layers == ("beats", "downbeats", "solo")
    assert [maker.name for maker in solo.makers] == ["salience"]
    with pytest.raises(AnnotationError, match="lie beyond"):
        package.analyze(sound, beats=Beats([1, 100]))
