"""All of a file is read, at the time its container says, or a note says what was not."""

import errno
import io
import os
import struct
import subprocess
import sys
import threading

import numpy as np
import pytest
import soundfile
from muxed import muxed
from seeds import RATE, coded, tone

from lausch.audio import load_audio
from lausch.audio.source import FileSource
from lausch.errors import AudioError

SECONDS = 4.0
CUTTABLE = {
    "wav": ("WAV", "PCM_16"),
    "24 bit wav": ("WAV", "PCM_24"),
    "adpcm": ("WAV", "IMA_ADPCM"),
    "wavex": ("WAVEX", "PCM_16"),
    "rf64": ("RF64", "PCM_16"),
    "w64": ("W64", "PCM_16"),
    "aiff": ("AIFF", "PCM_16"),
    "au": ("AU", "PCM_16"),
    "flac": ("FLAC", "PCM_16"),
    "mp3": ("MP3", "MPEG_LAYER_III"),
    "ogg": ("OGG", "VORBIS"),
    "opus": ("OGG", "OPUS"),
    "caf": ("CAF", "PCM_16"),
    "avr": ("AVR", "PCM_16"),
    "svx": ("SVX", "PCM_16"),
    "voc": ("VOC", "PCM_16"),
    "nist": ("NIST", "PCM_16"),
    "nist ulaw": ("NIST", "ULAW"),
    "matlab 4": ("MAT4", "DOUBLE"),
    "matlab 5": ("MAT5", "PCM_16"),
    "mpc": ("MPC2K", "PCM_16"),
    "psion": ("WVE", "ALAW"),
    "sample dump": ("SDS", "PCM_16"),
}
RATES = {"opus": 48000, "psion": 8000}
CUTTABLE_BY_FFMPEG = {
    "mka": ("matroska", "flac"),
    "webm": ("webm", "libopus"),
    "fragmented mp4": ("mp4", "aac"),
    "wma": ("asf", "wmav2"),
    "wavpack": ("wv", "wavpack"),
    "tta": ("tta", "tta"),
    "avi": ("avi", "pcm_s16le"),
    "flv": ("flv", "aac"),
    "realmedia": ("rm", "ac3"),
}


def bursts(rate=RATE, seconds=SECONDS):
    """Noise that begins at 0.5 s and at every second after it, for 0.1 s."""
    times = np.arange(round(seconds * rate)) / rate
    noise = np.random.default_rng(3).uniform(-0.8, 0.8, len(times))
    return np.where((times % 1 >= 0.5) & (times % 1 < 0.6), noise, 0.0)


def starts(audio):
    """When the bursts begin, in seconds."""
    loud = np.abs(audio.samples) > 0.1
    places = np.flatnonzero(loud)
    apart = np.diff(places, prepend=-(10**9)) > 0.2 * audio.rate
    return places[apart] / audio.rate


def mp3(rate=RATE, samples=None):
    given = bursts(rate)[:, np.newaxis] if samples is None else samples
    return coded(given, rate, kind="MP3", subtype="MPEG_LAYER_III")


def untagged(data):
    """Without its first frame, which holds only the tag."""
    return data[data.index(b"\xff", data.index(b"LAME") + 4) :]


def notes(data):
    return " | ".join(load_audio(data).provenance.notes)


class TestCutFiles:
    @pytest.mark.parametrize("name", CUTTABLE)
    def test_half_a_file_says_so(self, name):
        kind, subtype = CUTTABLE[name]
        rate = RATES.get(name, RATE)
        noise = np.random.default_rng(1).uniform(-0.5, 0.5, (10 * rate, 1))
        whole = coded(noise, rate, kind=kind, subtype=subtype)
        assert notes(whole) == ""
        half = load_audio(whole[: len(whole) // 2])
        assert 3.5 < half.duration < 5.5
        assert "cut off" in " ".join(half.provenance.notes)

    @pytest.mark.parametrize("name", CUTTABLE_BY_FFMPEG)
    def test_half_a_file_of_other_containers_says_so(self, name):
        container, codec = CUTTABLE_BY_FFMPEG[name]
        rate = 48000 if codec == "libopus" else RATE
        noise = np.random.default_rng(1).uniform(-0.5, 0.5, 5 * rate)
        parts = {"movflags": "frag_keyframe+empty_moov"} if "fragmented" in name else None
        whole = muxed(noise, rate, container=container, codec=codec, options=parts)
        assert "cut off" not in notes(whole)
        assert "cut off" in notes(whole[: len(whole) // 2])

    @pytest.mark.parametrize("size", [0, 0x7FFFFFFF, 0xFFFFFFFF])
    def test_a_size_that_its_writer_did_not_know_is_no_promise(self, size):
        data = coded(bursts()[:, np.newaxis])
        at = data.index(b"data") + 4
        streamed = data[:at] + struct.pack("<I", size) + data[at + 4 :]
        audio = load_audio(streamed)
        assert audio.duration == pytest.approx(SECONDS, abs=0.01)
        assert "cut off" not in " ".join(audio.provenance.notes)

    def test_sound_that_no_header_announces_is_mentioned(self):
        data = coded(bursts()[:, np.newaxis])
        at = data.index(b"data") + 4
        assert "were not read" in notes(data[:at] + struct.pack("<I", 4000) + data[at + 4 :])

    def test_a_chunk_behind_the_sound_is_none_of_it(self):
        assert notes(coded(bursts()[:, np.newaxis]) + b"LIST\x04\0\0\0abcd") == ""


class TestSeveralInOneFile:
    @pytest.mark.parametrize("other", [44100, 48000, 32000])
    def test_mp3s_one_after_another(self, other):
        audio = load_audio(mp3() + mp3(other))
        assert audio.duration == pytest.approx(2 * SECONDS, abs=0.002)
        np.testing.assert_allclose(starts(audio), np.arange(8) + 0.5, atol=0.005)
        assert "2 recordings" in " ".join(audio.provenance.notes)

    def test_each_is_what_it_is_alone(self):
        first, second = mp3(), mp3(samples=tone())
        together = load_audio(first + second).samples
        alone = [load_audio(first).samples, load_audio(second).samples]
        np.testing.assert_array_equal(together, np.concatenate(alone))

    def test_a_path_is_read_as_bytes_are(self, tmp_path):
        path = tmp_path / "two.mp3"
        path.write_bytes(mp3() + mp3(48000))
        np.testing.assert_array_equal(
            load_audio(path).samples, load_audio(path.read_bytes()).samples
        )

    @pytest.mark.parametrize("tags", ["tagged untagged", "untagged tagged", "untagged untagged"])
    def test_with_and_without_tags(self, tags):
        data = {"tagged": mp3(), "untagged": untagged(mp3())}
        audio = load_audio(b"".join(data[tag] for tag in tags.split()))
        assert audio.duration == pytest.approx(2 * SECONDS, abs=0.15)
        np.testing.assert_allclose(starts(audio), np.arange(8) + 0.5, atol=0.15)

    def test_stereo_behind_mono(self):
        stereo = np.repeat(bursts()[:, np.newaxis], 2, axis=1)
        audio = load_audio(mp3() + mp3(samples=stereo))
        np.testing.assert_allclose(starts(audio), np.arange(8) + 0.5, atol=0.005)

    @pytest.mark.parametrize("subtype", ["VORBIS", "OPUS"])
    def test_chained_ogg(self, subtype):
        one = coded(bursts(48000)[:, np.newaxis], 48000, kind="OGG", subtype=subtype)
        length = load_audio(one).duration
        audio = load_audio(one + one + one)
        assert audio.duration == pytest.approx(3 * length, abs=0.001)
        assert "3 recordings" in " ".join(audio.provenance.notes)

    def test_what_cannot_be_read_of_them_is_mentioned(self):
        one = coded(bursts()[:, np.newaxis], kind="OGG", subtype="VORBIS")
        audio = load_audio(one + one[:5000])
        assert audio.duration == pytest.approx(SECONDS)
        assert "cannot be read" in " ".join(audio.provenance.notes)


class TestFirstFrame:
    TAG = b"ID3\x04\0\0\0\0\x07\x76" + bytes(1014)

    @pytest.mark.parametrize(
        "front",
        [b"", bytes(3000), TAG, TAG + bytes(900)],
        ids=["nothing", "zeros", "tag", "padded tag"],
    )
    def test_the_gapless_tag_is_obeyed_wherever_it_stands(self, front):
        plain = load_audio(mp3())
        audio = load_audio(front + mp3())
        np.testing.assert_allclose(audio.samples, plain.samples, atol=1e-9)
        assert audio.provenance.notes == ()

    def test_how_much_of_the_beginning_is_left_out_is_known(self):
        """Without its tag the same sound is later by as much."""
        audio, bare = load_audio(mp3(), rate=RATE), load_audio(untagged(mp3()), rate=RATE)
        delay = round(audio.provenance.encoder_delay * RATE)
        assert delay == 576 + 529  # LAME's, and a decoder's
        assert bare.provenance.encoder_delay == 0
        count = len(audio.samples) - delay
        np.testing.assert_allclose(
            bare.samples[delay : delay + count], audio.samples[:count], atol=1e-4
        )

    def test_two_tags(self):
        tag = b"ID3\x04\0\0\0\0\x01\x00" + bytes(128)
        audio = load_audio(tag + tag + mp3())
        np.testing.assert_array_equal(audio.samples, load_audio(mp3()).samples)
        assert audio.provenance.notes == ()

    def test_without_a_tag_nothing_was_promised(self):
        said = notes(untagged(mp3()))
        assert "gapless tag" in said
        assert "promises" not in said

    def test_of_a_variable_bit_rate_nothing_was_promised_either(self):
        file = io.BytesIO()
        samples = np.concatenate([bursts(), np.zeros(4 * RATE), bursts()])
        kind = {"format": "MP3", "bitrate_mode": "VARIABLE", "compression_level": 0.1}
        soundfile.write(file, samples, RATE, **kind)
        audio = load_audio(untagged(file.getvalue()))
        assert audio.duration == pytest.approx(3 * SECONDS, abs=0.1)
        assert "promises" not in " ".join(audio.provenance.notes)

    def test_damaged_frames_are_mentioned(self):
        data = bytearray(mp3(samples=np.random.default_rng(1).uniform(-0.5, 0.5, (RATE * 10, 1))))
        for _ in range(3):
            at = data.index(b"\xff\xfb", len(data) // 2)
            data[at] = 0
        assert "bytes between MP3 frames are damaged" in notes(bytes(data))


class TestClock:
    @pytest.mark.parametrize(
        ("container", "codec", "rate"),
        [("matroska", "flac", 44100), ("webm", "libopus", 48000), ("mp4", "aac", 44100)],
    )
    def test_a_gap_is_silence(self, container, codec, rate):
        made = {"container": container, "codec": codec}
        plain = load_audio(muxed(bursts(rate), rate, **made))
        audio = load_audio(muxed(bursts(rate), rate, gap_at=2.0, gap=3.0, **made))
        expected = starts(plain) + np.array([0, 0, 3, 3])
        np.testing.assert_allclose(starts(audio), expected, atol=0.02)
        assert "its clock skips" in " ".join(audio.provenance.notes)
        assert "clock" not in " ".join(plain.provenance.notes)

    @pytest.mark.parametrize(
        ("container", "codec", "rate"),
        [("matroska", "flac", 44100), ("webm", "libopus", 48000), ("mp4", "aac", 44100)],
    )
    def test_a_late_start_is_silence(self, container, codec, rate):
        audio = load_audio(muxed(bursts(rate), rate, begin=2.0, container=container, codec=codec))
        np.testing.assert_allclose(starts(audio), np.arange(4) + 2.5, atol=0.03)
        assert "its track begins at" in " ".join(audio.provenance.notes)

    def test_a_clock_set_to_the_time_of_day_is_no_silence(self):
        data = muxed(bursts(), RATE, begin=36000.0, container="matroska", codec="flac")
        audio = load_audio(data)
        np.testing.assert_allclose(starts(audio), np.arange(4) + 0.5, atol=0.01)
        assert "times count from there" in " ".join(audio.provenance.notes)

    def test_a_hole_in_vorbis_is_silence(self):
        noise = np.random.default_rng(1).uniform(-0.01, 0.01, 10 * RATE)
        marked = noise + np.where(np.abs(np.arange(10 * RATE) / RATE - 9.55) < 0.05, 0.5, 0)
        data = coded(marked[:, np.newaxis], kind="OGG", subtype="VORBIS")
        holed = data[: len(data) // 2] + bytes(500) + data[len(data) // 2 + 500 :]
        audio = load_audio(holed)
        np.testing.assert_allclose(starts(audio), starts(load_audio(data)), atol=0.005)
        said = " ".join(audio.provenance.notes)
        assert "damaged" in said
        assert "they became silence" in said

    @pytest.mark.parametrize(
        ("container", "codec", "word"),
        [("adts", "aac", "late"), ("asf", "wmav2", "early"), ("ac3", "ac3", "late")],
    )
    def test_what_does_not_know_its_delay_says_so(self, container, codec, word):
        audio = load_audio(muxed(bursts(), RATE, container=container, codec=codec))
        assert f"all times may be {word} by about" in " ".join(audio.provenance.notes)
        np.testing.assert_allclose(starts(audio), np.arange(4) + 0.5, atol=0.1)


class TestDamage:
    def test_tracks_that_come_and_go(self):
        data = bytearray(muxed(bursts(), RATE, container="mpegts", codec="aac"))
        packets = range(0, len(data), 188)
        first = [at for at in packets if data[at + 1 : at + 3] == b"\x41\x00"]
        data[first[len(first) // 2] + 2] = 0x50  # a packet of a track that nobody announced
        audio = load_audio(bytes(data))
        assert audio.duration == pytest.approx(SECONDS, abs=0.1)
        assert "its clock skips 0.023 s" in " ".join(audio.provenance.notes)

    @pytest.mark.parametrize("length", [1 << 63, (1 << 64) - 1])
    def test_a_chunk_longer_than_any_file(self, length):
        data = coded(bursts()[:, np.newaxis], kind="W64")
        at = data.index(b"fmt ") + 16
        with pytest.raises(AudioError):
            load_audio(data[:at] + length.to_bytes(8, "little") + data[at + 8 :])

    def test_numbers_too_large_for_float32_are_a_note(self):
        samples = np.full(RATE, 1e300)
        data = muxed(bursts(), RATE, container="matroska", codec="pcm_f64le")
        loud = data.replace(np.float64(bursts()[30000]).tobytes(), samples[:1].tobytes())
        assert loud != data
        assert "absurdly loud" in notes(loud)

    def test_nothing_is_printed_to_stdout(self, tmp_path):
        data = bytearray(coded(bursts()[:, np.newaxis], kind="SDS"))
        data[5000] ^= 0x55
        path = tmp_path / "damaged.sds"
        path.write_bytes(data)
        script = (
            "import sys; from lausch.files import own_stderr; own_stderr(); import lausch; "
            "lausch.load_audio(sys.argv[1]); print('read')"
        )
        done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True)
        assert (done.returncode, done.stdout) == (0, b"read\n")


class TestLimits:
    HOURS = (np.full(4 * 3_600_000, 128, np.uint8), 1000)

    def test_what_would_fill_the_memory_is_refused_in_words(self):
        with pytest.raises(AudioError, match=r"more than 3 h.*allow it with max_hours"):
            load_audio(self.HOURS, rate=1000)
        assert load_audio(self.HOURS, rate=1000, max_hours=5).duration == 4 * 3600

    def test_integers_of_64_bits(self):
        samples = np.round(tone()[:, 0] * (2.0**63 - 1024)).astype("<i8")
        plain = coded(tone())
        header = bytearray(plain[:44])
        struct.pack_into("<IHH", header, 28, RATE * 8, 8, 64)
        struct.pack_into("<I", header, 40, samples.nbytes)
        audio = load_audio(bytes(header) + samples.tobytes())
        np.testing.assert_allclose(audio.samples, tone()[:, 0], atol=1e-6)

    def test_an_error_of_the_disk_is_one_of_reading(self, monkeypatch):
        class Broken(io.BytesIO):
            def read(self, *_):
                raise OSError(errno.EIO, os.strerror(errno.EIO))

        monkeypatch.setattr(FileSource, "open", lambda _self: Broken())
        with pytest.raises(AudioError, match=r"a\.wav: cannot be read: Input/output error"):
            load_audio(FileSourceNamed("a.wav"))


class FileSourceNamed(io.BytesIO):
    """Bytes with a name."""

    def __init__(self, name):
        super().__init__(b"RIFF")
        self.name = name


def test_other_threads_keep_their_stderr(capfd):
    data = mp3()
    written = 2000

    def talk():
        for number in range(written):
            os.write(2, b"%d\n" % number)

    talker = threading.Thread(target=talk)
    talker.start()
    while talker.is_alive():
        load_audio(data)
    talker.join()
    assert capfd.readouterr().err.split() == [str(number) for number in range(written)]


def test_the_command_line_is_quiet_where_libmpg123_is_not(tmp_path):
    path = tmp_path / "cut.mp3"
    path.write_bytes(mp3()[:20000])
    script = "import sys; from lausch.cli import main; sys.argv[0] = 'lausch'; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "analyze", str(path)], capture_output=True, text=True
    )
    assert done.returncode == 0
    assert done.stderr == ""
