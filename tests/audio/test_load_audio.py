"""The one door: whatever is given comes out as mono float32 samples that know their origin."""

import errno
import hashlib
import io
import os
import wave
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from seeds import coded, tone

from lausch.audio import Audio, load_audio, open_audio
from lausch.errors import AudioError

RATE = 22050


def loudness(samples):
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))


def test_a_path_bytes_a_file_and_an_array_are_the_same(tmp_path):
    data = coded(tone(RATE), RATE)
    path = tmp_path / "a.wav"
    path.write_bytes(data)
    array, rate = soundfile.read(path, dtype="float32")
    with path.open("rb") as file:
        given = [path, str(path), data, bytearray(data), file, io.BytesIO(data), (array, rate)]
        loaded = [load_audio(each, rate=RATE) for each in given]
    for audio in loaded:
        np.testing.assert_array_equal(audio.samples, array)
        assert audio.rate == RATE
    assert len({audio.provenance.sha256_pcm for audio in loaded}) == 1


def test_the_hash_is_of_mono_float32_before_resampling():
    samples = tone(RATE).astype(np.float32)[:, 0]
    expected = hashlib.sha256(samples.astype("<f4").tobytes()).hexdigest()
    for rate in (RATE, 44100):
        assert load_audio((samples, RATE), rate=rate).provenance.sha256_pcm == expected


def test_provenance_names_decoder_codec_and_resampler(tmp_path):
    path = tmp_path / "a.flac"
    path.write_bytes(coded(tone(48000, channels=2), 48000, kind="FLAC"))
    facts = load_audio(path, rate=RATE).provenance
    assert (facts.decoder, facts.decoder_version) == (
        "libsndfile",
        soundfile.__libsndfile_version__,
    )
    assert (facts.codec, facts.original_rate, facts.channels) == ("FLAC PCM_16", 48000, 2)
    assert facts.resampler.startswith("soxr ")
    assert (facts.offset_applied, facts.rate, facts.name) == (0.0, RATE, str(path))
    assert facts.duration == 2.0


@settings(deadline=None, max_examples=25)
@given(
    count=st.integers(1, 120_000),
    original=st.sampled_from([8000, 22050, 44100, 96000]),
    block=st.integers(1, 50_000),
)
def test_blocks_are_the_whole(count, original, block):
    samples = np.random.default_rng(count).uniform(-1, 1, count).astype(np.float32)
    whole = load_audio((samples, original), rate=RATE).samples
    block = max(block, len(whole) // 50 + 1)
    parts = list(open_audio((samples, original), RATE).blocks(block))
    assert all(len(part) == block for part in parts[:-1])
    assert 1 <= len(parts[-1]) <= block
    np.testing.assert_array_equal(np.concatenate(parts), whole)


def test_a_recording_can_be_read_twice_and_knows_its_provenance_afterwards(tmp_path):
    path = tmp_path / "a.wav"
    path.write_bytes(coded(tone()))
    recording = open_audio(path, RATE)
    with pytest.raises(AudioError, match="once all blocks"):
        _ = recording.provenance
    first = np.concatenate(list(recording.blocks(1000)))
    np.testing.assert_array_equal(first, np.concatenate(list(recording.blocks(777))))
    assert recording.provenance.duration == 2.0


def test_resampling_keeps_time_and_pitch():
    click = np.zeros(96000, dtype=np.float32)
    click[48000] = 1
    resampled = load_audio((click, 96000), rate=RATE).samples
    assert np.abs(resampled).argmax() == RATE // 2
    peak = np.abs(np.fft.rfft(load_audio((tone(96000)[:, 0], 96000), rate=RATE).samples)).argmax()
    assert peak / 2.0 == 440


@pytest.mark.parametrize(
    "kind", ["int8", "uint8", "int16", "int32", "float16", "float32", "float64"]
)
@pytest.mark.parametrize("channels", [1, 2, 8])
def test_arrays_of_any_kind(kind, channels):
    wanted = tone(RATE, channels=channels).T
    if kind == "uint8":
        given = np.round(wanted * 127 + 128).astype(kind)
    elif kind.startswith("int"):
        given = np.round(wanted * np.iinfo(kind).max).astype(kind)
    else:
        given = wanted.astype(kind)
    samples = load_audio((given, RATE), rate=RATE).samples
    assert np.abs(samples - wanted[0]).max() < 0.01


def test_memory_layout_does_not_matter(tmp_path):
    stereo = tone(RATE, channels=2).T.astype(np.float32)
    readonly = stereo.copy()
    readonly.setflags(write=False)
    mapped = np.memmap(tmp_path / "a.dat", np.float32, "w+", shape=stereo.shape)
    mapped[:] = stereo
    every_second = np.repeat(stereo, 2, axis=1)[:, ::2]
    expected = load_audio((stereo, RATE), rate=RATE).samples
    for laid_out in (np.asfortranarray(stereo), readonly, mapped, every_second, stereo.tolist()):
        np.testing.assert_array_equal(load_audio((laid_out, RATE), rate=RATE).samples, expected)
    assert (mapped == stereo).all()


@pytest.mark.parametrize(
    ("given", "clue"),
    [
        ((np.zeros(0), RATE), "holds no samples"),
        ((np.zeros((2, 0)), RATE), "holds no samples"),
        ((np.zeros((2, 2, 2)), RATE), "of shape"),
        ((np.zeros((5000, 2)), RATE), "samples.T"),
        ((np.zeros(5, complex), RATE), "complex"),
        ((np.zeros(5, np.int64), RATE), "full scale"),
        ((np.array(["a"]), RATE), "not <U1"),
        ((np.zeros(5), 0), "not 0"),
        ((np.zeros(5), -44100), "not -44100"),
        ((np.zeros(5), 22050.5), "whole number"),
        ((np.zeros(5), float("nan")), "whole number"),
        ((np.zeros(5), "44100"), "whole number"),
        ((RATE, np.zeros(5)), "order"),
        ((np.zeros(5), RATE, 1), "tuple of 3"),
        (io.StringIO("text"), "text"),
        (None, "NoneType"),
        (np.zeros(5), "ndarray"),
        ("", "is empty"),
        (".", "folder"),
        ("no such file.wav", "No such file"),
        ("a\0b.wav", "null"),
    ],
)
def test_what_is_no_recording_is_refused(given, clue):
    with pytest.raises(AudioError, match=clue):
        load_audio(given)


def test_a_folder_and_a_pipe_are_refused(tmp_path):
    folder = tmp_path / "x.mp3"
    folder.mkdir()
    with pytest.raises(AudioError, match="is a folder"):
        load_audio(folder)
    pipe = tmp_path / "pipe.wav"
    os.mkfifo(pipe)
    with pytest.raises(AudioError, match="not a regular file"):
        load_audio(pipe)
    link = tmp_path / "loop.wav"
    link.symlink_to(link)
    with pytest.raises(AudioError, match="cannot be opened"):
        load_audio(link)


def test_an_open_file_that_cannot_be_read_is_refused():
    class Broken(io.BytesIO):
        name = "tape.wav"

        def read(self, size=-1):
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    with pytest.raises(AudioError, match=r"tape\.wav: cannot be read: Input/output error"):
        load_audio(Broken())


@pytest.mark.parametrize(
    "name",
    [
        b"-o.wav",
        b" .wav",
        b"a b'\"$.wav",
        b"new\nline.wav",
        "\U0001f3b7.wav".encode(),
        b"\xff\xfe.wav",
        b"x" * 251 + b".wav",
        b"no suffix",
        b"concat:a|b.wav",
        b"http:.wav",
        b"%d.wav",
    ],
)
def test_odd_names(name, tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    path.write_bytes(coded(tone(RATE), RATE))
    audio = load_audio(path, rate=RATE)
    assert audio.duration == 2.0
    audio.name.encode("utf-8")  # fit to be printed
    assert "\n" not in audio.name


class TestManyChannels:
    def test_inverted_stereo_is_heard(self):
        left = tone(RATE)[:, 0]
        audio = load_audio((np.stack([left, -left]), RATE), rate=RATE)
        assert loudness(audio.samples) == pytest.approx(loudness(left), rel=0.01)
        assert any("cancel" in note for note in audio.provenance.notes)

    def test_the_louder_channel_is_taken(self):
        left = tone(RATE)[:, 0]
        noise = 0.001 * np.random.default_rng(0).standard_normal(len(left))
        samples = load_audio((np.stack([-0.95 * left + noise, left]), RATE), rate=RATE).samples
        np.testing.assert_allclose(samples, left, atol=1e-6)

    @pytest.mark.parametrize("channels", [2, 8])
    def test_one_sounding_channel_is_not_taken_for_cancellation(self, channels):
        given = np.zeros((channels, RATE), dtype=np.float32)
        given[-1] = tone(RATE, 1.0)[:, 0]
        audio = load_audio((given, RATE), rate=RATE)
        np.testing.assert_allclose(audio.samples, given[-1] / channels, atol=1e-6)
        assert audio.provenance.notes == ()

    def test_a_change_of_phase_makes_no_click(self):
        left = tone(RATE, 8.0)[:, 0]
        right = np.where(np.arange(len(left)) < len(left) // 2, left, -left)
        samples = load_audio((np.stack([left, right]), RATE), rate=RATE).samples
        assert np.abs(np.diff(samples)).max() < 1.2 * np.abs(np.diff(left)).max()
        assert loudness(samples[-RATE:]) > 0.2


def test_longer_than_a_day_is_refused(tmp_path):
    path = tmp_path / "day.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 1, 1000, 0, "NONE", ""))
        file.writeframes(bytes([128]) * (25 * 3600 * 1000))
    with pytest.raises(AudioError, match=r"25\.0 h"):
        load_audio(path)


def test_an_audio_can_be_opened_again_at_another_rate():
    audio = load_audio((tone(44100)[:, 0], 44100), rate=44100)
    assert isinstance(audio, Audio)
    half = open_audio(audio, RATE).load()
    assert (half.rate, half.duration) == (RATE, 2.0)
    np.testing.assert_array_equal(np.concatenate(list(audio.blocks(1000))), audio.samples)


def test_m4a_is_read_with_pyav(tmp_path):
    av = pytest.importorskip("av")
    path = tmp_path / "a.m4a"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=44100, layout="stereo")
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(tone(44100, channels=2).T.astype(np.float32)),
            format="fltp",
            layout="stereo",
        )
        frame.sample_rate = 44100
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    audio = load_audio(path, rate=RATE)
    assert audio.duration == pytest.approx(2.0, abs=0.1)
    assert audio.provenance.decoder == "FFmpeg"
    assert audio.provenance.notes == ()
    assert loudness(audio.samples) == pytest.approx(0.3 / np.sqrt(2), rel=0.1)
