"""Every damaged or absurd recording gives valid samples or a clear error, quickly and quietly."""

import subprocess
import sys
import time

import numpy as np
import pytest
from seeds import CLOSE, SEEDS

from lausch.audio import load_audio
from lausch.errors import AudioError


@pytest.fixture
def seed_path(tmp_path):
    def write(name):
        path = tmp_path / name
        path.write_bytes(SEEDS[name][0])
        return path

    return write


@pytest.mark.parametrize("name", SEEDS)
def test_samples_or_a_clear_error(name, seed_path, capfd, monkeypatch):
    monkeypatch.setattr("lausch.files._owned", True)  # as on the command line
    path = seed_path(name)
    expected = SEEDS[name][1]
    begin = time.monotonic()
    if expected is None:
        with pytest.raises(AudioError) as caught:
            load_audio(path, rate=22050)
        assert str(path) in str(caught.value)
        assert len(str(caught.value)) < 600
    else:
        audio = load_audio(path, rate=22050)
        assert audio.samples.dtype == np.float32
        assert audio.samples.ndim == 1
        assert np.isfinite(audio.samples).all()
        assert np.abs(audio.samples).max() < 2
        assert audio.provenance.duration == pytest.approx(expected, abs=CLOSE)
        assert len(audio.samples) == pytest.approx(audio.provenance.duration * 22050, abs=2)
    assert time.monotonic() - begin < 10
    assert capfd.readouterr() == ("", "")  # libmpg123 and FFmpeg are quiet


@pytest.mark.parametrize(
    ("name", "clue"),
    [
        ("empty.wav", "empty (0 bytes)"),
        ("web page.mp3", "web page (HTML)"),
        ("zip.wav", "ZIP"),
        ("nulls.wav", "zero bytes"),
        ("playlist.m3u8", "playlist"),
        ("zero samples.wav", "no samples"),
        ("header says 4 GHz.wav", "Hz"),
    ],
)
def test_errors_guess_the_cause(name, clue, seed_path):
    with pytest.raises(AudioError, match=clue.replace("(", r"\(").replace(")", r"\)")):
        load_audio(seed_path(name))


@pytest.mark.parametrize(
    ("name", "clue"),
    [
        ("cut.flac", "cut off"),
        ("flipped byte.flac", "damaged at"),
        ("nan and inf.wav", "101 samples were NaN"),
        ("1e30.wav", "absurdly loud"),
        ("no gapless tag.mp3", "gapless tag"),
        ("silence.flac", "silent"),
        ("header says 0 bytes.wav", "FFmpeg"),
    ],
)
def test_notes_say_what_was_odd(name, clue, seed_path):
    notes = load_audio(seed_path(name)).provenance.notes
    assert any(clue in note for note in notes), notes


@pytest.mark.parametrize("name", [name for name in SEEDS if name.startswith("plain.")])
def test_sound_recordings_have_no_notes(name, seed_path):
    assert load_audio(seed_path(name)).provenance.notes == ()


WITHOUT_PYAV = """
import sys
sys.modules["av"] = None
from lausch.audio import load_audio
from lausch.errors import AudioError
for path in sys.argv[1:]:
    try:
        load_audio(path)
    except AudioError as error:
        assert "pip install 'lausch[av]'" in str(error), error
    else:
        raise SystemExit(f"{path} was read")
"""


def test_without_pyav_errors_say_how_to_get_it(seed_path):
    names = ("cut.flac", "header says 0 bytes.wav", "noise.mp3")
    paths = [str(seed_path(name)) for name in names]
    subprocess.run([sys.executable, "-c", WITHOUT_PYAV, *paths], check=True)
