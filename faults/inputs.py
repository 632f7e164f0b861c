"""Odd files through the command line, each in a process of its own.

    python faults/inputs.py

makes more than 500 files: cut, empty, misnamed, absurd, no sound at all, and
names and links of every kind. `lausch analyze` must end with a result or with words.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import socket
import struct
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import tally
from decodes import containers, sound

from lausch.cli import main as command_line

RATE = 22050
CASES = Path(__file__).parents[1] / "tests" / "formats" / "cases"
SUFFIXES = (".wav", ".mp3", ".flac", ".ogg", ".m4a", "", ".txt", ".WAV")


@dataclass(frozen=True)
class Input:
    """A file to be made, and how it is given to the command line.

    Parameters
    ----------
    kind : row of the table.
    name : of the file, as bytes: not all are UTF-8.
    content : of the file, or what makes it at a path.
    arguments : of `lausch`; FILE stands for the file, SONG for a sound recording.
    """

    kind: str
    name: bytes
    content: bytes | Callable[[Path], object]
    arguments: tuple[str, ...] = ("analyze", "FILE")


def wav(samples: np.ndarray, rate: int = RATE, subtype: str = "PCM_16", kind: str = "WAV") -> bytes:
    """Samples (n,) or (n, channels) as a file."""
    file = io.BytesIO()
    soundfile.write(file, samples, rate, format=kind, subtype=subtype)
    return file.getvalue()


def _damaged() -> Iterator[Input]:
    """Every container: whole, cut, padded, joined, and under another's name."""
    dice = random.Random(0)
    for label, data in containers().items():
        name = label.replace(" ", "-").encode()
        half = len(data) // 2
        shapes = {
            b"whole": data,
            b"half": data[:half],
            b"start": data[: dice.choice((4, 12, 44, 100, 500))],
            b"odd": data[: -dice.randrange(1, 50)],
            b"end": data[half:],
            b"hole": data[:half] + bytes(300) + data[half + 300 :],
        }
        if b"PCM_16" in name or not name[:1].isupper():
            shapes |= {
                b"twice": data + data,
                b"zeros": bytes(2000) + data,
                b"tail": data + dice.randbytes(3000),
            }
        for shape, content in shapes.items():
            suffix = dice.choice(SUFFIXES).encode()
            yield Input(f"sound, {shape.decode()}", name + b"-" + shape + suffix, content)


def _signals() -> Iterator[Input]:
    """Rates, channels, and samples that no microphone gives."""
    tone = sound(RATE)
    for rate in (1, 7, 999, 1000, 4000, 7350, 11025, 37800, 44103, 96000, 192000, 384000, 655350):
        yield Input("rates", b"rate%d.wav" % rate, wav(tone, rate))
    for channels in (1, 2, 3, 5, 6, 8, 16, 32, 63, 64, 65, 128, 255, 1000):
        wide = np.repeat(tone[:2000, np.newaxis], channels, axis=1)
        yield Input("channels", b"channels%d.wav" % channels, wav(wide))
    for count in (0, 1, 2, 3, 10, 100, 441, 1000, 5000):
        yield Input("lengths", b"length%d.wav" % count, wav(tone[:count]))
    odd = {
        "nan": np.full(RATE, np.nan),
        "one nan": np.where(np.arange(RATE) == 9, np.nan, 0.1),
        "inf": np.full(RATE, np.inf),
        "mixed": np.resize([np.inf, -np.inf, np.nan, 0.5], RATE),
        "1e30": np.full(RATE, 1e30),
        "1e308": np.full(RATE, 1e308),
        "denormal": np.full(RATE, 1e-310),
        "constant": np.full(RATE, 0.5),
        "zeros": np.zeros(RATE),
        "minus zeros": -np.zeros(RATE),
        "one click": (np.arange(RATE) == 5000).astype(float),
        "square": np.sign(np.sin(np.arange(RATE) / 9)),
        "nyquist": np.resize([1.0, -1.0], RATE),
        "quiet": 1e-6 * np.resize(tone, RATE),
        "integers as floats": 32768 * np.resize(tone, RATE),
        "noise": np.random.default_rng(1).uniform(-1, 1, RATE),
    }
    for name, samples in odd.items():
        for subtype in ("FLOAT", "DOUBLE"):
            yield Input("samples", f"{name} {subtype}.wav".encode(), wav(samples, subtype=subtype))


def _headers() -> Iterator[Input]:
    """A WAV, a FLAC and an AIFF with other numbers in their headers."""
    plain = wav(sound(RATE))
    fields = {"riff": 4, "fmt": 16, "rate": 24, "byterate": 28, "data": 40}
    values = (0, 1, 4, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF, len(plain), 2 * len(plain))
    for field, at in fields.items():
        for value in values:
            data = plain[:at] + struct.pack("<I", value) + plain[at + 4 :]
            yield Input("headers", f"{field} {value}.wav".encode(), data)
    for field, at in {"tag": 20, "channels": 22, "align": 32, "bits": 34}.items():
        for value in (0, 1, 2, 3, 6, 17, 49, 64, 80, 85, 255, 0xFFFE, 0xFFFF):
            data = plain[:at] + struct.pack("<H", value) + plain[at + 2 :]
            yield Input("headers", f"{field} {value}.wav".encode(), data)
    for kind in ("FLAC", "AIFF"):
        data = wav(sound(RATE), kind=kind)
        for at in range(4, 44, 2):
            changed = data[:at] + b"\xff\xff" + data[at + 2 :]
            yield Input("headers", f"{kind} {at}".encode(), changed)


def _foreign() -> Iterator[Input]:
    """What is no sound, under names of sound."""
    packed, archive, ball = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("a.wav", wav(sound(RATE)))
    with tarfile.open(fileobj=ball, mode="w:gz") as tar:
        tar.addfile(tarfile.TarInfo("a.wav"), io.BytesIO())
    packed.write(gzip.compress(wav(sound(RATE))))
    page = "<!DOCTYPE html><html><body>404 \x1b[2J</body></html>"
    contents = {
        "page": page.encode(),
        "page in utf-16": page.encode("utf-16"),
        "zip": archive.getvalue(),
        "gz": packed.getvalue(),
        "tgz": ball.getvalue(),
        "pdf": b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n<<>>\nendobj\n",
        "png": b"\x89PNG\r\n\x1a\n" + bytes(100),
        "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(500),
        "json": json.dumps({"a": [1] * 100}).encode(),
        "deep json": b"[" * 100_000,
        "xml": b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'b'>]><a>&b;</a>",
        "text": b"not found\n" * 50,
        "elf": b"\x7fELF\x02\x01\x01" + bytes(200),
        "sqlite": b"SQLite format 3\0" + bytes(100),
        "pickle": b"\x80\x04\x95\x10\0\0\0\0\0\0\0\x8c\x05posix",
        "playlist": b"#EXTM3U\n#EXTINF:1,\nSONG\n/etc/hostname\nhttp://127.0.0.1:9/a.mp3\n",
        "hls": b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n",
        "pls": b"[playlist]\nFile1=/etc/hostname\n",
        "concat": b"ffconcat version 1.0\nfile /etc/hostname\n",
        "sdp": b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=a\nc=IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 0\n",
        "dash": b"<?xml version='1.0'?><MPD xmlns='urn:mpeg:dash:schema:mpd:2011'></MPD>",
        "lfs": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
        "midi": (CASES / "song.kar").read_bytes(),
        "zeros": bytes(50_000),
        "ones": b"\xff" * 50_000,
        "noise": random.Random(3).randbytes(50_000),
        "empty": b"",
        "one byte": b"R",
        "sync words": b"\xff\xfb\x90\x64" * 5000,
        "id3 of 256 MB": b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + bytes(1000),
        "ogg pages": b"OggS\0\x02" + bytes(21) + b"\0" + b"OggS\0\x04" + bytes(22),
        "moov of 4 GB": b"\xff\xff\xff\xffmoov" + bytes(100),
        "mkv of nothing": b"\x1aE\xdf\xa3\x9f" + bytes(100),
        "lfs in utf-16": "version".encode("utf-16"),
    }
    for number, (name, content) in enumerate(contents.items()):
        for suffix in SUFFIXES[number % 2 : number % 2 + 3]:
            yield Input("no sound", f"{name}{suffix}".encode(), content)


def _names() -> Iterator[Input]:
    """Names that shells, terminals and file systems dislike."""
    names = (
        *(b"-o.wav", b"--help.wav", b" .wav", b"a b'\"$.wav", b"new\nline.wav", b"tab\t.wav"),
        *(b"esc\x1b[2J\x07.wav", b"\xff\xfe.wav", b"caf\xe9.wav", b"cafe\xcc\x81.wav", b"%d%s.wav"),
        *("\U0001f3b7.wav".encode(), "\u202egnp.wav".encode(), "\u0085\u009b2J.wav".encode()),
        *(b"x" * 251 + b".wav", b"no suffix", b".wav", b"..wav", b"a.wav.", b"a.mp3.wav", b"*.wav"),
        *(b"concat:a|b.wav", b"http:.wav", b"file:.wav", b"pipe:0.wav", b"C:\\a.wav", b"con.wav"),
        *(
            b"[a].wav",
            b"{a}.wav",
            b"~.wav",
            b"#1.wav",
            b"a;b.wav",
            b"a&b.wav",
            b"`a`.wav",
            b"!.wav",
        ),
        *(b"a.beats.wav", b"a.json", b"a.beats", b"a.onnx", b"a.index", b"0", b"$HOME.wav"),
        *("\u00e4.wav".encode("utf-8"), "\u05d0.wav".encode(), "\u0661.wav".encode(), b"a\x7f.wav"),
    )
    whole = wav(sound(RATE))
    for name in names:
        yield Input("names", name, whole)
        yield Input(
            "names, written", name, whole, ("analyze", "-o", "OUT", "--format", "json", "FILE")
        )


def _special() -> Iterator[Input]:
    """What is no regular file, or leads to another; nothing is written to any of them."""
    whole = wav(sound(RATE))

    def listening(path: Path) -> None:
        with socket.socket(socket.AF_UNIX) as server, suppress(OSError):
            server.bind(os.path.relpath(path))

    def chained(path: Path) -> None:
        path.with_name("target.flac").write_bytes(whole)
        path.with_name("middle").symlink_to("target.flac")
        path.symlink_to("middle")

    def unreadable(path: Path) -> None:
        path.write_bytes(whole)
        path.chmod(0)

    def sparse(path: Path) -> None:
        with path.open("wb") as file:
            file.truncate(1 << 34)

    makers: dict[str, Callable[[Path], object]] = {
        "pipe.wav": os.mkfifo,
        "socket.wav": listening,
        "folder.wav": Path.mkdir,
        "nothing.wav": lambda _: None,
        "broken.wav": lambda path: path.symlink_to("nowhere"),
        "loop.wav": lambda path: path.symlink_to(path.name),
        "to a folder.wav": lambda path: path.symlink_to("."),
        "chain.wav": chained,
        "unreadable.wav": unreadable,
        "16 GB of nothing.wav": sparse,
        "zero.wav": lambda path: path.symlink_to("/dev/zero"),
        "null.wav": lambda path: path.symlink_to("/dev/null"),
        "proc.wav": lambda path: path.symlink_to("/proc/self/status"),
        "memory.wav": lambda path: path.symlink_to("/proc/self/mem"),
    }
    uses = (
        ("analyze", "FILE"),
        ("analyze", "SONG", "--only", "bass", "--beats", "FILE"),
        ("repick", "FILE"),
        ("analyze", "SONG", "--only", "solo", "--model", "FILE"),
    )
    for name, make in makers.items():
        for arguments in uses:
            yield Input("special files", name.encode(), make, arguments)


def _annotations() -> Iterator[Input]:
    """Annotations of other programs, and sound, where beats or an analysis are expected."""
    files = {path.name: path.read_bytes() for path in sorted(CASES.iterdir())}
    files["sound.wav"] = wav(sound(RATE))
    files["empty.beats"] = b""
    files["empty.json"] = b""
    for name, content in files.items():
        yield Input("as beats", name.encode(), content, ("analyze", "SONG", "--beats", "FILE"))
        yield Input("as an analysis", name.encode(), content, ("repick", "FILE"))
        yield Input("as sound", name.encode(), content)


def inputs() -> list[Input]:
    """All of them, in an order that does not depend on their kind."""
    files = [
        *(*_damaged(), *_signals(), *_headers(), *_foreign()),
        *(*_names(), *_special(), *_annotations()),
    ]
    random.Random(0).shuffle(files)
    return files


def outcome(given: Input, folder: Path) -> str:
    """What comes of an input in this process, which the command line ends."""
    os.chdir(folder)
    Path("song.flac").write_bytes(wav(sound(RATE), kind="FLAC"))
    path = Path(os.fsdecode(given.name))
    if callable(given.content):
        given.content(path)
    else:
        path.write_bytes(given.content)
    words = {"FILE": str(path), "SONG": "song.flac", "OUT": "out.json"}
    arguments = [words.get(word, word) for word in given.arguments]
    if arguments[-1].startswith("-"):
        arguments.insert(-1, "--")
    sys.argv = ["lausch", *arguments]
    code = _run()
    said = [Path(name).read_text(errors="surrogateescape") for name in ("stdout", "stderr")]
    if left := list(Path().glob(".lausch-*")):
        return f"left behind: {left}"
    return _judged(code, *said)


def _run() -> int:
    """The exit code; what is printed goes to the files stdout and stderr."""
    for number, name in ((1, "stdout"), (2, "stderr")):
        descriptor = os.open(name, os.O_WRONLY | os.O_CREAT)
        os.dup2(descriptor, number)
    sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", closefd=False)  # noqa: SIM115
    code = 0
    try:
        command_line()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    with suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    return code


def _judged(code: int, output: str, errors: str) -> str:
    """Whether what was printed is an answer, or words for a person."""
    text = output + errors
    if any(not each.isprintable() and each not in "\n\t" for each in text):
        return f"control characters: {text!r}"
    if any(word in text for word in ("Traceback", "unexpected", "Warning", "out of memory")):
        return text
    if code == 0:
        return tally.FINE if output else "no output"
    lines = [line for line in errors.splitlines() if not line.startswith(("Usage:", "Try '"))]
    written = [line for line in lines if line]
    if code not in (1, 2) or len(written) != 1:
        return f"exit code {code}: {text!r}"
    return tally.TYPED


def main() -> int:
    attempts = inputs()
    options = tally.options(__doc__, len(attempts), "inputs; all are made by default")
    options.count = min(options.count, len(attempts))
    _warm()
    with tempfile.TemporaryDirectory() as folder:

        def tried(number: int) -> str:
            place = Path(folder, str(number))
            place.mkdir()
            return outcome(attempts[number], place)

        return tally.run(options, lambda number: attempts[number].kind, tried, chunk=1)


def _warm() -> None:
    """Import once what every process needs."""
    import lausch.cli.analyze
    import lausch.cli.job
    import lausch.cli.repick
    import lausch.models.model

    assert lausch.cli.analyze


if __name__ == "__main__":
    sys.exit(main())
