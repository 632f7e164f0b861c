"""The sound sets for renderings, their licences, and their places on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from lausch.corpora.band.playing.speakers import SPEAKERS
from lausch.corpora.band.sounding.samplelead import Recorded, guitar, saxophone
from lausch.errors import CorpusError, MissingExtraError


@dataclass(frozen=True)
class SoundSet:
    """One General MIDI sound set.

    `silent` names the programs that tinysoundfont plays too thin to use: it knows no modulators,
    and these presets build their level from them.
    """

    name: str
    file: str
    licence: str
    credit: str
    install: str
    megabytes: float
    silent: frozenset[int] = frozenset()


# Only sets whose licence asks nothing of what is trained on their sound. TimGM6mb (GPL) and
# avldrums (CC BY-SA) are left out on purpose.
SOUND_SETS = (
    SoundSet("fluidr3", "FluidR3_GM.sf2", "MIT", "Fluid (R3) General MIDI SoundFont by Frank Wen",
             "apt install fluid-soundfont-gm", 148),
    SoundSet("musescore", "MuseScore_General_Full.sf3", "MIT",
             "MuseScore General by S. Christian Collins, after Fluid R3 by Frank Wen",
             "apt install musescore-general-soundfont", 86, silent=frozenset({0, 1, 3, 45})),
    SoundSet("fluidr3mono", "FluidR3Mono_GM.sf3", "MIT",
             "FluidR3Mono by Michael Cowgill, after Fluid R3 by Frank Wen",
             "put FluidR3Mono_GM.sf3 into DATA/sounds/fluidr3mono", 23),
)  # fmt: skip
# Nothing is trained on a sealed set, so a licence that asks something of that does no harm here.
SEALED_SETS = (
    SoundSet(
        "timgm6mb",
        "TimGM6mb.sf2",
        "GPL-2",
        "TimGM6mb by Tim Brechbill",
        "apt install timgm6mb-soundfont",
        6,
    ),
)
SYSTEM_FOLDERS = (  # where Debian, Fedora and Arch keep sound sets
    Path("/usr/share/sounds/sf2"),
    Path("/usr/share/sounds/sf3"),
    Path("/usr/share/soundfonts"),
)


@dataclass(frozen=True)
class Samples:
    """Recorded samples in DATA/sounds/`folder`, published at `address`."""

    folder: str
    licence: str
    address: str
    megabytes: float


BASS = Samples("smolken-double-bass", "CC0",
               "https://github.com/sfzinstruments/dsmolken.double-bass", 15)  # fmt: skip
PLATES = Samples("emt140-plate", "CC BY", "https://oramics.github.io/sampled/IR/EMT140-Plate/", 20)
SAXOPHONES = Samples("mtg-solo-sax", "CC BY 4.0",
                     "https://freesound.org/people/MTG, mapped by kinwie", 22)  # fmt: skip
GUITAR = Samples(
    "shinyguitar", "CC0", "https://github.com/sfzinstruments/karoryfer.shinyguitar", 20
)
BASS_CREDIT = "D. Smolken's Rubner double bass (CC0)"
SAXOPHONE_CREDIT = "four saxophones by MTG, Universitat Pompeu Fabra (CC BY 4.0)"
GUITAR_CREDIT = "the archtop guitar Shinyguitar by Karoryfer Samples (CC0)"
PLATE_CREDIT = "EMT 140 plate impulse responses by Greg Hopkins (CC BY)"


@dataclass(frozen=True)
class Sounds:
    """The sounds on this machine.

    `fonts` has the path of each sound set by its name in `SOUND_SETS`, `bass` the SFZ of the
    plucked double bass, and `plates` impulse responses of a plate reverb. Those of a `sealed` set
    stand in for all others. `speakers` has recordings of speech by the names in `SPEAKERS`,
    `recorded` the notes of real instruments by the label of their player ("sax:ten").
    """

    fonts: dict[str, Path] = field(default_factory=dict)
    bass: Path | None = None
    plates: tuple[Path, ...] = ()
    sealed: bool = False
    speakers: dict[str, tuple[Path, ...]] = field(default_factory=dict)
    recorded: dict[str, tuple[Recorded, ...]] = field(default_factory=dict)

    def credits(self) -> list[str]:
        """Credits of the sounds, one line each."""
        sets = (*SOUND_SETS, *SEALED_SETS)
        lines = [f"{s.credit} ({s.licence})" for s in sets if s.name in self.fonts]
        if self.bass is not None:
            lines.append(BASS_CREDIT)
        if self.plates:
            lines.append(PLATE_CREDIT)
        if any(name.startswith("sax") for name in self.recorded):
            lines.append(SAXOPHONE_CREDIT)
        if "guitar:archtop" in self.recorded:
            lines.append(GUITAR_CREDIT)
        lines += [f"{s.credit} ({s.licence})" for s in SPEAKERS if s.name in self.speakers]
        return lines


def _folders(data: Path | None) -> Iterator[Path]:
    if data is not None:
        yield from sorted((data / "sounds").glob("*/"))
    yield from SYSTEM_FOLDERS


def find_sounds(data: Path | None = None, *, sealed: bool = False) -> Sounds:
    """Look for the known sound sets in the data folder and where the system keeps them.

    `data` is the folder that has `sounds/`; without it only the system's folders are searched.
    With `sealed` they are the sounds of sealed sets, without the sampled double bass.
    Raises CorpusError when no General MIDI sound set is there at all.
    """
    fonts: dict[str, Path] = {}
    sets = SEALED_SETS if sealed else SOUND_SETS
    for known in sets:
        for folder in _folders(data):
            if (folder / known.file).is_file():
                fonts[known.name] = folder / known.file
                break
    if not fonts:
        ways = "; ".join(f"{s.file}: {s.install}" for s in sets)
        raise CorpusError(
            f"{'a sealed set' if sealed else 'rendering'} needs at least one General MIDI sound "
            "set, and none was found in "
            f"{', '.join(str(folder) for folder in _folders(data))}. Those that are known: {ways}"
        )
    bass: Path | None = None
    plates: tuple[Path, ...] = ()
    if data is not None:
        sfz = data / "sounds" / BASS.folder / "d_smolken_rubner_bass_pizz.sfz"
        bass = sfz if sfz.is_file() else None
        plates = tuple(sorted((data / "sounds" / PLATES.folder / "samples").glob("*.wav")))
    recorded = {} if sealed or data is None else _recorded(data / "sounds")
    return Sounds(fonts, None if sealed else bass, plates, sealed, _speech(data), recorded)


def _recorded(sounds: Path) -> dict[str, tuple[Recorded, ...]]:
    """The recorded notes of each instrument that is there."""
    saxes = sounds / SAXOPHONES.folder / "MTG Solo Saxophones"
    known = {f"sax:{name}": saxophone(saxes, name) for name in ("sop", "alt", "ten", "bar")}
    sfz = sounds / GUITAR.folder / "Programs" / "electric_one.sfz"
    if sfz.is_file():
        known["guitar:archtop"] = guitar(sfz, sounds / GUITAR.folder / "Samples")
    return {name: notes for name, notes in known.items() if notes}


def _speech(data: Path | None) -> dict[str, tuple[Path, ...]]:
    """The recordings of each speaker that is there."""
    speech: dict[str, tuple[Path, ...]] = {}
    for each in SPEAKERS if data is not None else ():
        assert data is not None
        pattern = "*.ogg" if each.name == each.folder else f"{each.name}_*.ogg"
        if paths := tuple(sorted((data / "voices" / each.folder).glob(pattern))):
            speech[each.name] = paths
    return speech


@lru_cache(maxsize=4)
def open_font(path: Path) -> Any:
    """Decode a sound set once per process (1-7 s, up to 1 GB) and keep it."""
    try:
        from tinysoundfont import _tinysoundfont
    except ImportError as error:
        raise MissingExtraError(
            "rendering needs the synthesizer tinysoundfont, which is not installed: "
            "`pip install --no-deps tinysoundfont` (without --no-deps pip also builds pyaudio, "
            "which needs a compiler and is not used here)"
        ) from error
    font = _tinysoundfont.SoundFont(str(path))
    font.set_output(_tinysoundfont.OutputMode.Mono, 44100, 0.0)
    font.set_max_voices(96)
    return font
