"""`lausch doctor`: versions for a bug report, and a check of the installation."""

from __future__ import annotations

import importlib.util
import platform
import sys
from importlib.metadata import PackageNotFoundError, version

import click

BASE = ("numpy", "soundfile", "soxr", "onnxruntime", "click", "mido")
EXTRAS = {
    "av": ("av",),
    "plot": ("matplotlib",),
    "index": ("lancedb",),
    "tables": ("pyarrow",),
    "eval": ("mir_eval",),
    "train": ("torch", "onnx", "safetensors"),
    "sweep": ("optuna",),
    "render": ("scipy", "tinysoundfont", "pyworld"),
    "test": ("pytest", "hypothesis", "jams", "librosa"),
}


@click.command()
def command() -> None:
    """Print versions, decoders, extras and models; exit with 1 if something needed is broken."""
    from lausch import __version__

    problems: list[str] = []
    click.echo(f"lausch     {__version__}")
    click.echo(f"python     {platform.python_version()} ({sys.executable})")
    click.echo(f"platform   {platform.platform()} {platform.machine()}")
    for name in BASE:
        installed = _version(name)
        if not installed:
            problems.append(f"{name} is missing: reinstall with `pip install lausch`")
        click.echo(f"{name:10} {installed or 'MISSING'}")
    for line in _decoders(problems):
        click.echo(line)
    for extra, names in EXTRAS.items():
        parts = ", ".join(f"{name} {_version(name) or 'missing'}" for name in names)
        click.echo(f"[{extra}]".ljust(10) + f" {parts}")
    for line in _models(problems):
        click.echo(line)
    for problem in problems:
        click.echo(f"problem: {problem}", err=True)
    sys.exit(1 if problems else 0)


def _version(name: str) -> str:
    """The installed version, "" if missing; without an import, for torch takes seconds."""
    if importlib.util.find_spec(name) is None:
        return ""
    try:
        return version(name)
    except PackageNotFoundError:
        return "of unknown version"


def _decoders(broken: list[str]) -> list[str]:
    try:
        import soundfile
    except Exception as error:
        broken.append(f"libsndfile cannot be loaded: {error}")
        return []
    formats = sorted(soundfile.available_formats())
    lines = [f"decoder    libsndfile {soundfile.__libsndfile_version__}: {' '.join(formats)}"]
    if "MP3" not in formats:
        broken.append("this libsndfile reads no MP3: it is older than 1.1; update soundfile")
    if importlib.util.find_spec("av") is None:
        lines.append("decoder    FFmpeg: missing; `pip install 'lausch[av]'` reads M4A, WMA, video")
        return lines
    try:
        import av

        codec = ".".join(str(number) for number in av.library_versions["libavcodec"])
        lines.append(f"decoder    FFmpeg: PyAV {av.__version__}, libavcodec {codec}")
    except Exception as error:
        broken.append(f"PyAV cannot be loaded: {error}")
    return lines


def _models(broken: list[str]) -> list[str]:
    from lausch.errors import LauschError

    try:
        from lausch.models.model import DEFAULT, load_model, shipped
    except ImportError as error:
        broken.append(f"models cannot be opened: {error}")
        return []
    lines = []
    names = shipped()
    if not names:
        broken.append("no model is installed: was lausch installed from an incomplete source?")
    for name in names:
        try:
            model = load_model(name)
        except LauschError as error:
            broken.append(f"model {name}: {error}")
            continue
        default = " (default)" if name == DEFAULT else ""
        lines.append(f"model      {name}{default} sha256 {model.digest}")
    return lines
