"""`lausch doctor`: versions for a bug report, and a check of the installation."""

from __future__ import annotations

import importlib.util
import json
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from itertools import groupby
from typing import Any, NamedTuple

import click

from lausch.cli.options import JSON

BASE = ("numpy", "soundfile", "soxr", "onnxruntime", "click", "mido")
EXTRAS = {
    "av": ("av",),
    "plot": ("matplotlib",),
    "index": ("lancedb",),
    "tables": ("pyarrow",),
    "ray": ("ray",),
    "remote": ("fsspec",),
    "eval": ("mir_eval",),
    "train": ("torch", "onnx", "safetensors"),
    "sweep": ("optuna",),
    "render": ("scipy", "tinysoundfont", "pyworld"),
    "test": ("pytest", "hypothesis", "jams", "librosa"),
}


class Part(NamedTuple):
    """A line of the page: what it is about, its name where several are, and what is said."""

    kind: str
    name: str
    text: str

    @property
    def line(self) -> str:
        words = f"{self.name} {self.text}" if self.name else self.text
        return f"{self.kind:10} {words}"


@click.command()
@JSON
def command(as_json: bool) -> None:
    """Print versions, decoders, extras and models; exit with 1 if something needed is broken."""
    problems: list[str] = []
    parts = list(_parts(problems))
    if as_json:
        document: dict[str, Any] = {}
        for part in parts:
            if part.name:
                document.setdefault(part.kind.strip("[]"), {})[part.name] = part.text
            else:
                document[part.kind] = part.text
        click.echo(json.dumps({**document, "problems": problems}, indent=1))
    else:
        for kind, group in groupby(parts, key=lambda part: part.kind):
            rows = list(group)
            if kind.startswith("["):  # the parts of an extra share a line
                click.echo(f"{kind:10} {', '.join(f'{row.name} {row.text}' for row in rows)}")
            else:
                click.echo("\n".join(row.line for row in rows))
        for problem in problems:
            click.echo(f"problem: {problem}", err=True)
    sys.exit(1 if problems else 0)


def _parts(problems: list[str]) -> Iterator[Part]:
    from lausch import __version__

    yield Part("lausch", "", __version__)
    yield Part("python", "", f"{platform.python_version()} ({sys.executable})")
    yield Part("platform", "", f"{platform.platform()} {platform.machine()}")
    for name in BASE:
        installed = _version(name)
        if not installed:
            problems.append(f"{name} is missing: reinstall with `pip install lausch`")
        yield Part(name, "", installed or "MISSING")
    yield from _decoders(problems)
    for extra, names in EXTRAS.items():
        for name in names:
            yield Part(f"[{extra}]", name, _version(name) or "missing")
    yield from _models(problems)


def _version(name: str) -> str:
    """The installed version, "" if missing; without an import, for torch takes seconds."""
    if importlib.util.find_spec(name) is None:
        return ""
    try:
        return version(name)
    except PackageNotFoundError:
        return "of unknown version"


def _decoders(broken: list[str]) -> Iterator[Part]:
    try:
        import soundfile
    except Exception as error:
        broken.append(f"libsndfile cannot be loaded: {error}")
        return
    formats = sorted(soundfile.available_formats())
    number = soundfile.__libsndfile_version__
    yield Part("decoder", "libsndfile", f"{number}: {' '.join(formats)}")
    if "MP3" not in formats:
        broken.append("this libsndfile reads no MP3: it is older than 1.1; update soundfile")
    if importlib.util.find_spec("av") is None:
        yield Part("decoder", "FFmpeg", "missing; `pip install 'lausch[av]'` reads M4A, WMA, video")
        return
    try:
        import av

        codec = ".".join(str(number) for number in av.library_versions["libavcodec"])
        yield Part("decoder", "FFmpeg", f"PyAV {av.__version__}, libavcodec {codec}")
    except Exception as error:
        broken.append(f"PyAV cannot be loaded: {error}")


def _models(broken: list[str]) -> Iterator[Part]:
    from lausch.errors import LauschError

    try:
        from lausch.models.model import DEFAULT, load_model, shipped
    except ImportError as error:
        broken.append(f"models cannot be opened: {error}")
        return
    names = shipped()
    if not names:
        broken.append("no model is installed: was lausch installed from an incomplete source?")
    for name in names:
        try:
            model = load_model(name)
        except LauschError as error:
            broken.append(f"model {name}: {error}")
            continue
        default = "(default) " if name == DEFAULT else ""
        yield Part("model", name, f"{default}sha256 {model.digest}")
