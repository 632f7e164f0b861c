"""The player of a part: sound set, program, our own instruments, a singing lead, an amplifier."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lausch.corpora.band.playing.score import SINGER, Part
from lausch.corpora.band.playing.speakers import SPEAKER
from lausch.corpora.band.sounding.instruments import OWN_INSTRUMENTS
from lausch.corpora.band.sounding.samplelead import fits
from lausch.corpora.band.sounding.sounds import SEALED_SETS, SOUND_SETS, Sounds
from lausch.errors import CorpusError

# Programs that may stand in for each other, so that one arrangement has many timbres.
ALIKE = (
    (0, 1, 2, 3), (4, 5, 2), (6, 7, 8, 11, 12, 15), (11, 12, 13), (16, 17, 18, 19, 20),
    (21, 22, 23), (24, 25), (26, 27, 28), (29, 30), (32, 33, 35), (33, 34, 36, 37), (38, 39),
    (40, 41, 42, 110), (48, 49, 50, 51), (52, 53, 54, 85), (56, 57, 59, 60), (61, 62, 63),
    (64, 65, 66, 67), (68, 69, 71, 72, 73, 75), (80, 81, 84, 87), (88, 89, 90, 94),
)  # fmt: skip
KITS_JAZZ = (32, 33, 34, 35, 36, 40, 41, 42, 0)
KITS_ROCK = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 16, 17, 18, 19, 24, 25)
# Seconds from a note's start to its perceived onset. Players of such instruments start earlier,
# and so do the parts: the annotation stays at the perceived beat.
LATE_SECONDS = {
    **dict.fromkeys((40, 41, 42, 48, 49, 50, 51), 0.030),
    **dict.fromkeys((52, 53, 54, 88, 89, 90, 91, 92, 93, 94, 95), 0.035),
    **dict.fromkeys((21, 60, 61, 68, 69, 70, 73, 74, 75, 76, 77, 78, 110), 0.012),
    **dict.fromkeys((56, 57, 58, 64, 65, 66, 67, 71), 0.005),
}
SINGABLE = ("melody", "solo", "lead", "vocal")
# Recorded notes that may stand for a soloist's program.
REAL = {
    64: ("sax:sop",), 65: ("sax:alt",), 66: ("sax:ten",), 67: ("sax:bar",), 71: ("sax:sop",),
    26: ("guitar:archtop",), 27: ("guitar:archtop",), 24: ("guitar:archtop",),
}  # fmt: skip
REAL_SHARE = 0.5
AMPLIFIED = frozenset({29, 30})
ACOUSTIC_BASS = 32
GUITARS = frozenset(range(24, 32))


@dataclass(frozen=True)
class Casting:
    """One part's player.

    The source is a sound set's name, or "own" (with the name in `OWN_INSTRUMENTS`), "double bass",
    "voice" or "analog kit"; the program is -1 without a sound set. `drive_db` is that of the
    amplifier, if there is one, and notes are played `late_seconds` earlier.
    """

    source: str
    program: int = -1
    instrument: str = ""
    drive_db: float | None = None
    late_seconds: float = 0.0

    @property
    def label(self) -> str:
        """For the annotation file: fluidr3:33, own:organ, voice."""
        tail = self.instrument or (str(self.program) if self.program >= 0 else "")
        amp = "+amp" if self.drive_db is not None else ""
        return (f"{self.source}:{tail}" if tail else self.source) + amp


def _font(program: int, sounds: Sounds, rng: np.random.Generator) -> str:
    silent = {known.name: known.silent for known in (*SOUND_SETS, *SEALED_SETS)}
    able = [name for name in sounds.fonts if program not in silent[name]] or list(sounds.fonts)
    return able[int(rng.integers(len(able)))]


def _cast_drums(part: Part, sounds: Sounds, rng: np.random.Generator) -> Casting:
    jazz = part.program in KITS_JAZZ[:-1]
    if rng.random() < (0.03 if jazz else 0.12):
        return Casting("analog kit")
    program = part.program
    if rng.random() < 0.6:
        program = int(rng.choice(KITS_JAZZ if jazz else KITS_ROCK))
    drive = float(rng.uniform(3, 15)) if rng.random() < 0.15 else None
    names = list(sounds.fonts)
    if not names:
        return Casting("analog kit")
    return Casting(names[int(rng.integers(len(names)))], program, drive_db=drive)


def another_kit(sounds: Sounds, rng: np.random.Generator) -> tuple[str, int]:
    """Sound set and program of any kit."""
    names = list(sounds.fonts)
    return names[int(rng.integers(len(names)))], int(rng.choice((*KITS_JAZZ, *KITS_ROCK)))


def wished(player: str, sounds: Sounds) -> Casting:
    """The casting whose label is `player`; of a sealed set, its own sounds stand in for others.

    Raises CorpusError without its sounds: another bass would break the split by basses.
    """
    if player == SINGER:
        return Casting(SINGER)
    source, _, tail = player.partition(":")
    if source == SPEAKER:
        if tail in sounds.speakers:
            return Casting(SPEAKER, instrument=tail)
        raise CorpusError(
            f"this piece is to be sung by the speaker {tail!r}, of whom there is no recording: "
            "DATA/voices must hold the speech that `lausch corpus sources` lists"
        )
    if source == "own" and tail in OWN_INSTRUMENTS:
        return Casting("own", instrument=tail)
    if source == "double bass" and sounds.bass is not None:
        return Casting("double bass")
    if source in sounds.fonts and tail.isdigit():
        return Casting(source, int(tail))
    if sounds.sealed and source != "own":
        return Casting(next(iter(sounds.fonts)), int(tail) if tail.isdigit() else ACOUSTIC_BASS)
    there = ", ".join((*sounds.fonts, *(["double bass"] if sounds.bass else [])))
    raise CorpusError(
        f"this piece is to be played by {player!r}, but there are only {there or 'formulas'}: "
        "install the sound set (`lausch corpus render --help` says which there are)"
    )


def _recorded(part: Part, sounds: Sounds, rng: np.random.Generator) -> Casting | None:
    """A soloist on a real instrument, whose notes were recorded one by one."""
    for label in REAL.get(part.program, ()) if part.role == "solo" else ():
        if fits(part.notes, sounds.recorded.get(label, ())) and rng.random() < REAL_SHARE:
            source, _, name = label.partition(":")
            return Casting(source, part.program, name)
    return None


def cast(part: Part, sounds: Sounds, rng: np.random.Generator) -> Casting:
    """Choose who plays a part; the same generator state chooses the same player.

    Without any sound set the instruments written as formulas play everything.
    """
    if part.drums:
        return _cast_drums(part, sounds, rng)
    if part.player.startswith(f"{SPEAKER}:"):
        there = sounds.fonts or sounds.speakers
        return wished(part.player, sounds) if there else Casting(SINGER)
    if part.player and (sounds.fonts or part.player == SINGER or part.player.startswith("own:")):
        return wished(part.player, sounds)
    if (real := _recorded(part, sounds, rng.spawn(1)[0])) is not None:
        return real
    program = part.program
    if program == 32 and sounds.bass is not None and rng.random() < 0.4:
        return Casting("double bass")
    if part.role in SINGABLE and rng.random() < (0.8 if part.role == "vocal" else 0.2):
        return Casting(SINGER)
    amplifier = program in AMPLIFIED
    own = [name for name, (_, families) in OWN_INSTRUMENTS.items() if program // 8 in families]
    if not sounds.fonts:
        own = own or ["electric piano", "synth lead"]
    if own and (not sounds.fonts or rng.random() < 0.2):
        drive = float(rng.uniform(18, 42)) if amplifier else None
        return Casting("own", instrument=own[int(rng.integers(len(own)))], drive_db=drive)
    if amplifier and rng.random() < 0.65:
        # Real distorted guitars are clean strings through an amplifier, chords and all.
        program = int(rng.choice((25, 27, 28, 29)))
        drive = float(rng.uniform(18, 42))
        return Casting(_font(program, sounds, rng), program, drive_db=drive)
    if rng.random() < 0.35:
        for group in ALIKE:
            if program in group:
                program = int(rng.choice(group))
                break
    drive = None
    if program in GUITARS and rng.random() < 0.25:
        drive = float(rng.uniform(6, 20))
    elif rng.random() < 0.05:
        drive = float(rng.uniform(3, 12))
    late = LATE_SECONDS.get(program, 0.0)
    return Casting(_font(program, sounds, rng), program, drive_db=drive, late_seconds=late)
