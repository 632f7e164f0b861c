"""Recordings as they come from the world: damaged, lying, absurd. All are made here by code.

Each seed is a name, bytes, and what must come of it: seconds of sound, or None for an AudioError.
"""

from __future__ import annotations

import io
import struct

import numpy as np
import soundfile

SECONDS = 2.0
RATE = 44100
CLOSE = 0.2


def tone(rate: int = RATE, seconds: float = SECONDS, channels: int = 1) -> np.ndarray:
    times = np.arange(round(rate * seconds)) / rate
    return np.repeat(0.3 * np.sin(2 * np.pi * 440 * times)[:, np.newaxis], channels, axis=1)


def coded(samples, rate=RATE, kind="WAV", subtype="PCM_16") -> bytes:
    file = io.BytesIO()
    soundfile.write(file, samples, rate, format=kind, subtype=subtype)
    return file.getvalue()


def _patched(data: bytes, at: int, new: bytes) -> bytes:
    return data[:at] + new + data[at + len(new) :]


def _with_header(data: bytes, *, channels=None, rate=None, size=None) -> bytes:
    fmt = data.index(b"fmt ") + 8
    if channels is not None:
        data = _patched(data, fmt + 2, struct.pack("<H", channels))
    if rate is not None:
        data = _patched(data, fmt + 4, struct.pack("<I", rate))
    if size is not None:
        data = _patched(data, data.index(b"data") + 4, struct.pack("<I", size))
    return data


def _untagged(mp3: bytes) -> bytes:
    """An MP3 without its first frame, which holds only the Xing/LAME tag."""
    kilobits = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)[(mp3[2] >> 4) - 1]
    rate = (44100, 48000, 32000)[mp3[2] >> 2 & 3]
    return mp3[144_000 * kilobits // rate + (mp3[2] >> 1 & 1) :]


def _seeds() -> dict[str, tuple[bytes, float | None]]:
    wav = coded(tone())
    flac = coded(tone(), kind="FLAC")
    mp3 = coded(tone(), kind="MP3", subtype="MPEG_LAYER_III")
    ogg = coded(tone(), kind="OGG", subtype="VORBIS")
    opus = coded(tone(48000), 48000, kind="OGG", subtype="OPUS")
    hiss = np.random.default_rng(1).uniform(-0.5, 0.5, (10 * RATE, 1))
    long_ogg = coded(hiss, kind="OGG", subtype="VORBIS")
    middle = len(flac) // 2
    # Libraries skip a hole and join its edges, so 1500 bytes cost their share of the time.
    after_hole = SECONDS * (1 - 1500 / len(mp3))
    noise = np.random.default_rng(7).bytes(20000)
    floats = tone().astype(np.float32)
    strange = floats.copy()
    strange[1000:1100] = np.nan
    strange[2000] = np.inf
    page = b"<!DOCTYPE html><html><body>404 Not Found</body></html>"
    id3 = b"ID3\x04\x00\x00" + bytes([0x01, 0x18, 0x6A, 0x00])
    id3_size = 0x01 << 21 | 0x18 << 14 | 0x6A << 7
    return {
        "plain.wav": (wav, SECONDS),
        "plain.flac": (flac, SECONDS),
        "plain.mp3": (mp3, SECONDS),
        "plain.ogg": (ogg, SECONDS),
        "plain.opus": (opus, SECONDS),
        "plain.aiff": (coded(tone(), kind="AIFF"), SECONDS),
        "plain.caf": (coded(tone(), kind="CAF"), SECONDS),
        "wrong suffix.mp3": (wav, SECONDS),
        "headerless name.raw": (wav, SECONDS),
        "u8.wav": (coded(tone(), subtype="PCM_U8"), SECONDS),
        "24 bit.wav": (coded(tone(), subtype="PCM_24"), SECONDS),
        "32 bit.wav": (coded(tone(), subtype="PCM_32"), SECONDS),
        "double.wav": (coded(tone(), subtype="DOUBLE"), SECONDS),
        "mu-law.wav": (coded(tone(), subtype="ULAW"), SECONDS),
        "a-law.wav": (coded(tone(), subtype="ALAW"), SECONDS),
        "adpcm.wav": (coded(tone(), subtype="IMA_ADPCM"), SECONDS),
        "8 kHz.wav": (coded(tone(8000), 8000), SECONDS),
        "384 kHz.wav": (coded(tone(384000), 384000), SECONDS),
        "odd rate.wav": (coded(tone(44103), 44103), SECONDS),
        "8 channels.wav": (coded(tone(channels=8)), SECONDS),
        "one sample.wav": (coded(np.full((1, 1), 0.5)), 1 / RATE),
        "one sample at 384 kHz.wav": (coded(np.full((1, 1), 0.5), 384000), 1 / 384000),
        "10 ms.wav": (coded(tone(seconds=0.01)), 0.01),
        "silence.flac": (coded(np.zeros((RATE, 2)), kind="FLAC"), 1.0),
        "nan and inf.wav": (coded(strange, subtype="FLOAT"), SECONDS),
        "all nan.wav": (coded(np.full((RATE, 1), np.nan, np.float32), subtype="FLOAT"), 1.0),
        "1e30.wav": (coded(np.full((RATE, 1), 1e30, np.float32), subtype="FLOAT"), 1.0),
        "denormal.wav": (coded(np.full((RATE, 1), 1e-42, np.float32), subtype="FLOAT"), 1.0),
        "empty.wav": (b"", None),
        "one byte.mp3": (b"\xff", None),
        "zero samples.wav": (coded(np.zeros((0, 1))), None),
        "zero samples.flac": (coded(np.zeros((0, 1)), kind="FLAC"), None),
        "only header.wav": (wav[:44], None),
        "web page.mp3": (page, None),
        "text.flac": (b"not found\n" * 50, None),
        "nulls.wav": (bytes(100_000), None),
        "noise.mp3": (noise, None),
        "zip.wav": (b"PK\x03\x04" + noise, None),
        "playlist.m3u8": (b"#EXTM3U\n#EXTINF:5,\nfile:///etc/hostname\n", None),
        "concat script.txt": (b"ffconcat version 1.0\nfile plain.wav\n", None),
        "cut.wav": (wav[: len(wav) // 2], SECONDS / 2),
        "cut.flac": (flac[:middle], SECONDS / 2),
        "cut.mp3": (mp3[: len(mp3) // 2], SECONDS / 2),
        "cut.ogg": (long_ogg[: len(long_ogg) // 2], 4.6),
        "cut in its first page.ogg": (ogg[: len(ogg) * 3 // 4], None),
        "flipped byte.flac": (_patched(flac, middle, bytes([flac[middle] ^ 0xFF])), SECONDS),
        "hole.mp3": (_patched(mp3, len(mp3) // 2, bytes(1500)), after_hole),
        "trailing nulls.mp3": (mp3 + bytes(100_000), SECONDS),
        "trailing noise.mp3": (mp3 + noise, SECONDS),
        "leading nulls.mp3": (bytes(70_000) + mp3, SECONDS),
        "leading 5 MB tag.mp3": (id3 + bytes(id3_size) + mp3, SECONDS),
        "no gapless tag.mp3": (_untagged(mp3), SECONDS),
        "header says 0 bytes.wav": (_with_header(wav, size=0), SECONDS),
        "header says 4 GB.wav": (_with_header(wav, size=0xFFFFFFFF), SECONDS),
        "header says 0 Hz.wav": (_with_header(wav, rate=0), None),
        "header says 4 GHz.wav": (_with_header(wav, rate=0xFFFFFFFF), None),
        "header says 0 channels.wav": (_with_header(wav, channels=0), None),
        "header says 65535 channels.wav": (_with_header(wav, channels=65535), None),
    }


SEEDS = _seeds()
