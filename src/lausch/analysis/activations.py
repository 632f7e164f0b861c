"""Files of activations: what a network says of a recording, so that beats can be decoded again.

A `.npz` of three arrays: `values` (frames, columns) and `levels` (of sound, for silence), float32,
and `header`, JSON as bytes that names model, recording and frame rate. Nothing in it is run.
"""

from __future__ import annotations

import json
import os
import zipfile
import zlib
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy

from lausch.annotation.analysis import ModelRef
from lausch.annotation.times import LONGEST_SECONDS
from lausch.audio import Provenance
from lausch.audio.sounding import Sounding
from lausch.errors import FormatError
from lausch.files import printable, replacing
from lausch.formats.content import bytes_of, entries_of, json_of
from lausch.formats.json import provenance_of
from lausch.formats.packed import LARGEST_CLOCK
from lausch.frames import Clock, FloatArray, Frames

ENDING = ".npz"
KIND = "lausch.activations"
VERSION = 1
MOST_FPS = 1000.0
MOST_COLUMNS = 64
LARGEST_HEADER = 1_000_000
LARGEST_ARRAY = 100_000_000
"""Bytes: a day of two columns at 100 frames a second is less."""
LARGEST_FILE = 2 * LARGEST_ARRAY + LARGEST_HEADER
LONGEST_NAME = 200
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Other methods of compression raise errors of their own."""
SLACK_SECONDS = 1.0
"""Frames and sound may differ so much in length."""


@dataclass(frozen=True, eq=False)
class Activations:
    """Activations of a recording, and what decoding needs beside them.

    Parameters
    ----------
    frames : what the network says.
    sounding : the levels of the recording, which tell silence.
    provenance : origin of its samples, with their hash.
    model : name and digest of the network, and the layers that it finds.
    """

    frames: Frames
    sounding: Sounding
    provenance: Provenance
    model: ModelRef

    @property
    def duration(self) -> float:
        """Seconds of the recording."""
        return self.provenance.duration

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write a `.npz`; raises FormatError for another suffix, and OSError."""
        target = checked_suffix(path)
        frames, levels = self.frames, self.sounding
        header = {
            "kind": KIND,
            "version": VERSION,
            "model": asdict(self.model),
            "columns": frames.columns,
            "clock": [frames.clock.rate, frames.clock.hop],
            "tuning": frames.tuning,
            "followed": frames.followed,
            "level_clock": [levels.clock.rate, levels.clock.hop],
            "audio": asdict(self.provenance),
        }
        text = json.dumps(header, ensure_ascii=False).encode("utf-8", "surrogateescape")
        with replacing(target) as temporary, temporary.open("wb") as stream:
            np.savez_compressed(
                stream,
                header=np.frombuffer(text, dtype=np.uint8),
                values=frames.values.astype("<f4"),
                levels=levels.levels.astype("<f4"),
            )


def checked_suffix(path: str | os.PathLike[str]) -> Path:
    """The path; raises FormatError unless it ends in `.npz`."""
    if Path(path).suffix.lower() != ENDING:
        raise FormatError(
            f"activations are written as {ENDING}, not as {printable(Path(path).name)}; name "
            f"{printable(Path(path).with_suffix(ENDING).name)}"
        )
    return Path(path)


def read_activations(path: str | os.PathLike[str]) -> Activations:
    """The activations in a file by `Activations.save`.

    Raises FormatError, with the reason, for any other file, and one that is damaged, too large or
    contradicts itself, or cannot be read.

    Examples
    --------
    >>> import lausch
    >>> lausch.activations("examples/lets_go_fishin.ogg").save("kept.npz")
    >>> kept = lausch.read_activations("kept.npz")
    >>> kept.model.name, round(kept.duration)
    ('downbeats2026', 20)
    """
    name = printable(path)
    data = bytes_of(path, largest=LARGEST_FILE)
    try:
        with entries_of(name), zipfile.ZipFile(BytesIO(data)) as archive:
            header = _array(archive, "header", np.dtype("u1"), LARGEST_HEADER, name)
            values = _array(archive, "values", np.dtype("<f4"), LARGEST_ARRAY, name)
            levels = _array(archive, "levels", np.dtype("<f4"), LARGEST_ARRAY, name)
            document = json_of(header.tobytes().decode("utf-8", "surrogateescape"), name)
            return _activations(document, values, levels, name)
    except zipfile.BadZipFile as error:
        raise FormatError(
            f"{name}: no {ENDING} file ({error}); was it cut off, or is it not by "
            "--save-activations?"
        ) from error
    # `zipfile` raises RuntimeError for encrypted arrays, and one of its kinds for other versions.
    except (EOFError, zlib.error, RuntimeError) as error:
        raise FormatError(f"{name}: damaged ({error}); save the activations again") from error


def _array(
    archive: zipfile.ZipFile, what: str, kind: np.dtype[Any], most_bytes: int, name: str
) -> Any:
    """An array of a kind, read only once its size is known to be right."""
    try:
        info = archive.getinfo(f"{what}.npy")
    except KeyError as error:
        raise FormatError(
            f"{name}: it holds no {what}, as activations by --save-activations do; is it another "
            f"{ENDING} file, such as one by `lausch features`?"
        ) from error
    if info.compress_type not in METHODS:
        raise FormatError(f"{name}: {what} are compressed in another way; save them again")
    if info.file_size > most_bytes:
        raise FormatError(f"{name}: {what} have {info.file_size:,} bytes; at most {most_bytes:,}")
    with archive.open(info) as stream:
        shape, fortran, dtype = _shape(stream)
        count = int(np.prod(shape, dtype=object))
        rest = info.file_size - stream.tell()
        if dtype != kind or fortran or count * kind.itemsize != rest:
            raise FormatError(
                f"{name}: {what} are {dtype} of shape {shape} in {rest:,} bytes, not {kind}"
            )
        data = stream.read(rest + 1)
    if len(data) != rest:
        raise FormatError(f"{name}: {what} end after {len(data):,} of {rest:,} bytes")
    return np.frombuffer(data, dtype=kind).reshape(shape)


def _shape(stream: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    if npy.read_magic(stream) != (1, 0):
        raise ValueError("an array has another version than 1.0")
    return npy.read_array_header_1_0(stream)


def _activations(document: Any, values: FloatArray, levels: FloatArray, name: str) -> Activations:
    if not isinstance(document, dict) or document.get("kind") != KIND:
        raise FormatError(f"{name}: its header names no {KIND}; is it by another program?")
    if document["version"] != VERSION:
        raise FormatError(
            f"{name}: version {document['version']!r:.20} of activations, but this lausch reads "
            f"{VERSION}; a newer lausch wrote it: upgrade"
        )
    columns = tuple(_word(each, "column") for each in document["columns"])
    if len(columns) > MOST_COLUMNS or values.ndim != 2 or levels.ndim != 1:
        raise ValueError(f"activations are (frames, columns), not of shape {values.shape}")
    if not np.isfinite(values).all() or not (levels >= 0).all() or np.isinf(levels).any():
        raise ValueError("some of its numbers are not finite")
    clock = _clock(document["clock"])
    frames = Frames(
        values.astype(np.float32),
        clock,
        columns,
        float(document["tuning"]),
        _word(document["followed"], "followed column", least=0),
    )
    sounding = Sounding(levels.astype(np.float32), _clock(document["level_clock"]))
    provenance = provenance_of(document["audio"])
    if not 0 <= provenance.duration <= LONGEST_SECONDS:
        raise ValueError(f"the recording lasts {provenance.duration:g} s")
    for noun, count, own in (
        ("activations", len(frames), clock),
        ("levels", len(levels), sounding.clock),
    ):
        if abs(count / own.fps - provenance.duration) > SLACK_SECONDS:
            raise ValueError(
                f"{noun} of {count / own.fps:.2f} s are not of a recording of "
                f"{provenance.duration:.2f} s"
            )
    model = document["model"]
    layers = tuple(_word(each, "layer") for each in model["layers"])
    reference = ModelRef(
        _word(model["name"], "model"),
        _word(model["digest"], "digest"),
        layers,
        _word(model["followed"], "followed column", least=0),
    )
    return Activations(frames, sounding, provenance, reference)


def _clock(pair: Any) -> Clock:
    rate, hop = pair
    clock = Clock(rate, hop)
    if max(rate, hop) > LARGEST_CLOCK or not 1 <= clock.fps <= MOST_FPS:
        raise ValueError(
            f"a clock of {rate!r} and {hop!r} has not 1 to {MOST_FPS:g} frames a second"
        )
    return clock


def _word(value: Any, noun: str, least: int = 1) -> str:
    if not isinstance(value, str) or not least <= len(value) <= LONGEST_NAME:
        raise ValueError(f"its {noun} is a name, not {value!r:.60}")
    return value
