"""A picture and the sound of what a model finds in an example, drawn once for each digest."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import soundfile

import lausch
from lausch.annotation.analysis import Analysis
from lausch.models.model import load_model, shipped
from lausch.plot import write_plot
from lausch.plot.saving import new_figure
from lausch.sonify.clicks import SOUNDS, write_clicks
from lausch.sonify.tones import VOICES, line_of, write_solo

EXAMPLES = Path(__file__).parents[2] / "examples"
SONG = EXAMPLES / "lets_go_fishin.ogg"
PIECE = EXAMPLES / "vibe_ace.ogg"
WHOLE = {"sections", "bass", "drums"}
"""Layers that are shown on the longer example: it has a form, a bass line and drums."""
CREDIT = {
    SONG: "A part of “Let's Go Fishin'” by Karissa Hobbs, CC BY 3.0",
    PIECE: "“Vibe Ace” by Kevin MacLeod, CC BY 3.0",
}


def demonstrate(folder: Path) -> dict[str, str]:
    """Draw and play what each shipped model finds; Markdown for its page in the same folder."""
    new_figure()
    folder.mkdir(parents=True, exist_ok=True)
    return {name: _demonstration(folder, name) for name in shipped()}


def _demonstration(folder: Path, name: str) -> str:
    model = load_model(name)
    source = SONG if WHOLE.isdisjoint(model.layers) else PIECE
    stem = f"{name}-{model.digest[:12]}"
    picture, sound = folder / f"{stem}.png", folder / f"{stem}.mp3"
    if not picture.exists():
        for old in folder.glob(f"{name}-*.*"):
            old.unlink()
        analysis = lausch.analyze(source, model=model)
        write_plot(source, analysis, picture)
        _write_sound(source, analysis, sound)
    lines = ["## An example", "", f"![What {name} finds in the example]({picture.name})", ""]
    if sound.exists():
        lines += [
            f'<audio controls preload="none" src="../../../_downloads/{sound.name}"></audio>',
            "",
        ]
    return "\n".join([*lines, f"{CREDIT[source]}; `lausch analyze {source.name} --model {name}`."])


def _write_sound(source: Path, analysis: Analysis, path: Path) -> None:
    """An MP3 of the example with clicks, or a tone, for what was found; none for tags."""
    if not _heard(analysis.layers):
        return
    with TemporaryDirectory() as folder:
        mixed = Path(folder) / "mixed.wav"
        if set(VOICES).isdisjoint(analysis.layers):
            write_clicks(source, analysis, mixed)
        else:
            melody, fall = line_of(analysis)
            write_solo(source, melody, mixed, fall=fall)
        samples, rate = soundfile.read(mixed)
        soundfile.write(path, samples, rate, format="MP3")


def _heard(layers: Iterable[str]) -> bool:
    return not {*SOUNDS, *VOICES}.isdisjoint(layers)
