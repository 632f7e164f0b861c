"""Styles: patterns, figures, instruments and tempo."""

from __future__ import annotations

from dataclasses import dataclass

from lausch.corpora.band.playing import programs as gm


@dataclass(frozen=True)
class Comp:
    """A chord instrument: its rhythms, grip and programs, and how often it is there."""

    role: str
    programs: tuple[int, ...]
    rhythms: tuple[str, ...]
    held: str = "strum"
    chance: float = 1.0
    floor: int = 48
    gain_db: float = 0.0


@dataclass(frozen=True)
class Style:
    """A style.

    Parameters
    ----------
    books : styles in the drummer's book (`grooves`).
    bpm : range of tempi as counted.
    basses : figures (`bassline.FIGURES`); `locked` plays with the kick.
    comps : chord instruments.
    swing : range of long : short of the off-beats.
    push : share of bar lines anticipated by an eighth.
    leads, pianos : programs of the melody and of a song's own piano part.
    drums : how often there are drums.
    looseness : how human the timing is (0 a machine, 1 fair, 2 loose).
    """

    name: str
    weight: float
    books: tuple[str, ...]
    bpm: tuple[float, float]
    basses: tuple[str, ...]
    comps: tuple[Comp, ...]
    bass_programs: tuple[int, ...] = gm.ELECTRIC_BASS
    kits: tuple[int, ...] = gm.ROCK_KITS
    leads: tuple[int, ...] = gm.MELODY
    pianos: tuple[int, ...] = (0, 0, 1, 4, 5)
    drums: float = 0.9
    beats: int = 4
    ternary: bool = False
    swing: tuple[float, float] = (1.0, 1.0)
    push: float = 0.1
    looseness: tuple[float, float] = (0.4, 1.4)


_ACOUSTIC = Comp(
    "guitar", gm.ACOUSTIC_GUITAR, ("strum", "strum_island", "strum16", "eights", "pushed",
           "quarters"),
    chance=0.6,
)  # fmt: skip
_CLEAN = Comp(
    "guitar", gm.CLEAN_GUITAR, ("strum", "eights", "pushes", "offbeat", "half", "charleston"),
    "upper", 0.6,
)  # fmt: skip
_PIANO = Comp(
    "comping", gm.PIANO + gm.ELECTRIC_PIANO, ("quarters", "half", "eights", "pushed", "tresillo"),
    "two_hands", 0.5,
)  # fmt: skip
_PAD = Comp("pad", gm.STRINGS + gm.SYNTH_PAD + gm.VOICES, ("whole", "half"), "pad", 0.35, 55, -5.0)
_ORGAN = Comp("comping", gm.ORGAN, ("whole", "half", "pushed", "offbeat"), "close", 0.25, 55, -3.0)
_POWER = Comp(
    "guitar", gm.DISTORTED_GUITAR,
    ("power8", "power_open", "power_push", "eights", "quarters", "power_hits", "pushes", "riff",
     "riff"), "power", floor=40,
)  # fmt: skip
_HEAVY = Comp(
    "guitar", gm.DISTORTED_GUITAR,
    ("power_gallop", "power_16", "power_chug", "power_chug2", "power8", "power_break",
     "power_open", "power_push", "riff", "riff", "riff"), "power", floor=36,
)  # fmt: skip

_LATIN_KEYS = Comp(
    "comping", gm.PIANO + gm.ELECTRIC_PIANO + gm.ACOUSTIC_GUITAR,
    ("bossa", "samba", "partido", "charleston", "tresillo"), "close", 0.9, 52,
)  # fmt: skip

STYLES = (
    Style("pop", 1.0, ("rock", "rnb", "soul", "indie"), (66, 140),
          ("eights", "rock", "pushed", "dotted", "locked", "whole", "quarters"),
          (_ACOUSTIC, _CLEAN, _PIANO, _PAD, _ORGAN), push=0.2),
    Style("rock", 2.2, ("rock", "rock", "indie"), (80, 180),
          ("eights", "eights", "locked", "pushes", "rock", "quarters"),
          (_POWER, Comp("guitar", gm.DISTORTED_GUITAR + gm.CLEAN_GUITAR,
                         ("power_open", "strum", "eights", "half", "offbeat"), "strum", 0.5),
           _ORGAN, _PAD), push=0.18),
    Style("indie", 0.9, ("indie", "rock", "disco"), (105, 165), ("eights", "locked", "octaves"),
          (_CLEAN, Comp("guitar", gm.CLEAN_GUITAR, ("eights", "offbeat", "strum16"), "upper"),
                 _PAD)),
    Style("punk", 1.1, ("punk", "rock"), (140, 225), ("eights", "eights", "quarters", "locked"),
          (Comp("guitar", gm.DISTORTED_GUITAR, ("eights", "power8", "power_open"), "power", 1, 40),
           Comp("guitar", gm.DISTORTED_GUITAR, ("eights", "offbeat"), "strum", 0.4))),
    Style("metal", 2.0, ("metal",), (90, 230),
          ("eights", "gallop", "locked", "sixteen", "quarters"),
          (_HEAVY, Comp("guitar", gm.DISTORTED_GUITAR, ("power8", "power_open", "whole"), "power",
                         0.5, 36), Comp("pad", gm.VOICES + gm.STRINGS, ("whole",), "pad", 0.2,
                         55, -5)),
          kits=(16, 8, 0, 16), leads=gm.DISTORTED_GUITAR * 3 + gm.VOICES + (81, 62),
          looseness=(0.0, 0.8)),
    Style("disco", 0.8, ("disco", "house"), (104, 136), ("octaves", "octaves16", "locked",
           "offbeat"),
          (Comp("guitar", gm.CLEAN_GUITAR, ("chank16", "funk16", "strum_all16"), "upper", 0.8),
           _PIANO, Comp("pad", gm.STRINGS, ("whole", "tresillo"), "pad", 0.6, 60, -3)),
          looseness=(0.0, 0.8)),
    Style("dance", 0.8, ("house", "trance", "disco"), (112, 150),
          ("offbeat", "octaves", "eights", "sixteen", "tresillo", "whole"),
          (Comp("comping", (0, 2, 62, 63, 81, 90), ("house", "offbeat", "stabs", "tresillo"),
                 "close", 0.9),
           Comp("pad", gm.SYNTH_PAD, ("whole",), "pad", 0.6, 55, -4)),
          bass_programs=gm.SYNTH_BASS, kits=gm.ELECTRONIC_KITS, leads=gm.SYNTH_LEAD + gm.VOICES,
          looseness=(0.0, 0.1)),
    Style("breaks", 0.4, ("breaks",), (140, 178), ("sub", "whole", "hiphop"),
          (Comp("pad", gm.SYNTH_PAD, ("whole",), "pad"), _PIANO),
          bass_programs=gm.SYNTH_BASS, looseness=(0.0, 0.6)),
    Style("funk", 1.0, ("funk", "soul"), (82, 125), ("funk", "funk_one", "slap", "sly", "locked"),
          (Comp("guitar", gm.CLEAN_GUITAR, ("chank16", "funk16", "stabs", "riff"), "upper", 0.9,
                 40),
           Comp("comping", (4, 7, 16, 18), ("stabs", "stabs_late", "charleston"), "close", 0.6),
           Comp("brass", gm.BRASS, ("stabs_late", "power_hits"), "close", 0.3, 58)),
          bass_programs=gm.ELECTRIC_BASS + gm.SLAP_BASS, push=0.2),
    Style("motown", 0.5, ("motown", "soul"), (95, 140), ("motown", "rock", "pushed"),
          (Comp("guitar", gm.CLEAN_GUITAR, ("backbeat",), "upper", 0.8), _PIANO, _ORGAN)),
    Style("soul", 0.5, ("soul",), (62, 110), ("dotted", "motown", "locked"),
          (_ORGAN, _PIANO, _CLEAN), swing=(1.0, 1.4), looseness=(0.6, 1.6)),
    Style("hiphop", 0.8, ("hiphop", "trap", "rnb"), (62, 150), ("hiphop", "sub", "locked", "whole"),
          (Comp("comping", gm.PIANO + gm.ELECTRIC_PIANO, ("whole", "charleston", "half"),
                 "close", 0.8),
           _PAD), bass_programs=gm.SYNTH_BASS + gm.ELECTRIC_BASS,
          kits=(25, 24, 0, 8), looseness=(0.0, 1.6)),
    Style("reggae", 0.8, ("reggae",), (60, 160), ("reggae", "reggae_late", "steppers"),
          (Comp("guitar", gm.CLEAN_GUITAR, ("skank", "skank_two"), "upper"),
           Comp("comping", (*gm.ORGAN, 0), ("skank", "skank_double"), "close", 0.6)),
          swing=(1.0, 1.3)),
    Style("ska", 0.5, ("ska",), (120, 188), ("quarters", "eights", "boogie4"),
          (Comp("guitar", gm.CLEAN_GUITAR, ("skank",), "upper"),
           Comp("brass", gm.BRASS, ("charleston", "half"), "close", 0.5, 58), _ORGAN)),
    Style("reggaeton", 0.5, ("reggaeton", "dancehall"), (84, 106), ("tresillo", "whole", "sub"),
          (_LATIN_KEYS, _PAD), bass_programs=gm.SYNTH_BASS, kits=gm.ELECTRONIC_KITS, looseness=(0,
                 0.2)),
    Style("bossa", 0.9, ("bossa",), (52, 180), ("bossa", "bossa", "half", "two"),
          (_LATIN_KEYS,), bass_programs=(*gm.ACOUSTIC_BASS, 33), kits=(32, 0, 40)),
    Style("samba", 1.0, ("samba",), (85, 240), ("samba", "bossa16", "oompah16", "baiao"),
          (_LATIN_KEYS, Comp("guitar", (24, 25, 105), ("samba", "partido", "chank16"), "upper",
                 0.6)),
          push=0.3),
    Style("salsa", 0.6, ("salsa",), (160, 230), ("tumbao", "tumbao", "tumbao_one"),
          (Comp("comping", gm.PIANO, ("montuno",), "close", 1, 60),
           Comp("brass", gm.BRASS, ("charleston", "tresillo"), "close", 0.4, 58)), push=0.3),
    Style("rumba", 0.9, ("rumba", "chacha", "bolero"), (82, 132), ("tresillo", "tumbao_one",
           "half", "dotted"),
          (_LATIN_KEYS, Comp("guitar", gm.ACOUSTIC_GUITAR, ("strum", "eights"), "strum", 0.5))),
    Style("tango", 0.5, ("tango",), (110, 135), ("quarters_short", "quarters", "half"),
          (Comp("comping", (21, 23, 0, 48, 45), ("quarters_short", "pushes", "quarters"),
                 "close", 1, 52),),
          bass_programs=(32, 43), leads=(21, 23, 40, 41, 22)),
    Style("afro", 0.6, ("afro", "baiao"), (88, 130), ("baiao", "funk", "tresillo"),
          (Comp("guitar", gm.CLEAN_GUITAR, ("funk16", "partido", "samba"), "upper"), _ORGAN)),
    Style("country", 0.8, ("country", "rock"), (90, 215), ("two", "half", "oompah"),
          (Comp("guitar", gm.ACOUSTIC_GUITAR, ("oompah", "strum", "oompah4", "strum16"), "strum"),
           Comp("guitar", (25, 26, 105), ("eights", "offbeat"), "upper", 0.4)),
          bass_programs=(32, 33, 34), leads=(25, 27, 40, 105, 22, 110, *gm.VOICES)),
    Style("polka", 0.5, ("polka", "march"), (98, 140), ("oompah", "oompah", "quarters_short"),
          (Comp("comping", (21, 23, 58, 60, 0), ("oompah",), "close", 1, 55),),
          bass_programs=(58, 32, 33), leads=(21, 71, 56, 72, 57)),
    Style("secondline", 0.3, ("secondline", "march"), (88, 126), ("tresillo", "boogie4", "locked"),
          (_PIANO, Comp("brass", gm.BRASS, ("charleston", "stabs"), "close", 0.6, 55)),
          bass_programs=(58, 32, 33), swing=(1.1, 1.4)),
    Style("shuffle", 1.0, ("shuffle",), (84, 160), ("shuffle", "shuffle_root", "boogie4",
           "quarters"),
          (Comp("guitar", gm.CLEAN_GUITAR + gm.DISTORTED_GUITAR, ("shuffle", "shuffle_back"),
                 "power", 0.9, 40),
           Comp("comping", gm.PIANO + gm.ORGAN, ("shuffle_back", "quarters"), "close", 0.5)),
          ternary=True, swing=(1.8, 2.1)),
    Style("twelve", 0.6, ("twelve",), (46, 84), ("twelve", "twelve8", "whole"),
          (Comp("comping", gm.PIANO + gm.ORGAN, ("twelve",), "close", 0.8, 55),
           Comp("guitar", gm.CLEAN_GUITAR, ("twelve", "half"), "upper", 0.5), _PAD),
          ternary=True, swing=(2.0, 2.0)),
    Style("jive", 0.5, ("jive",), (148, 188), ("boogie4", "quarters", "boogie"),
          (_PIANO, Comp("guitar", gm.CLEAN_GUITAR, ("quarters", "offbeat"), "upper")),
          bass_programs=(32, 33), swing=(1.6, 2.1)),
    Style("unplugged", 1.4, ("percussion", "percussion", "rock"), (56, 140),
          ("whole", "half", "two", "dotted"),
          (_ACOUSTIC, Comp("guitar", gm.ACOUSTIC_GUITAR + gm.CLEAN_GUITAR, ("arpeggio",),
                 "close", 0.7),
           Comp("comping", gm.PIANO, ("arpeggio", "half", "quarters", "pushed"), "two_hands",
                 0.5)),
          bass_programs=(32, 33), looseness=(0.8, 2.2), drums=0.55),
    Style("piano", 0.8, (), (48, 150), (), (), leads=(0, 0, 1, 4, 73, 40), drums=0.0,
          looseness=(0.8, 2.0)),
    Style("chamber", 0.8, (), (50, 130), ("quarters", "half", "whole"),
          (Comp("pad", gm.STRINGS, ("quarters", "eights", "whole", "oompah"), "pad", 1, 55),
           Comp("comping", (0, 46, 45, 6), ("arpeggio", "quarters"), "close", 0.5)),
          bass_programs=(42, 43, 70), leads=(40, 41, 68, 71, 73, 52, 60), looseness=(1.0, 2.4)),
    Style("waltz", 1.6, ("waltz",), (78, 196), ("waltz", "waltz_hold", "waltz_walk",
           "waltz_eights"),
          (Comp("comping", gm.PIANO + gm.MALLETS + (21, 23), ("waltz",), "close", 0.7, 52),
           Comp("guitar", gm.ACOUSTIC_GUITAR + gm.CLEAN_GUITAR, ("waltz_strum", "waltz"),
                  "strum", 0.5),
           Comp("pad", gm.STRINGS, ("waltz_hold", "waltz"), "pad", 0.4, 55, -3),
           Comp("guitar", gm.DISTORTED_GUITAR, ("power_three",), "power", 0.12, 38)),
          bass_programs=(32, 33, 43, 58), beats=3, looseness=(0.5, 2.0)),
    Style("six", 1.2, ("six",), (40, 130), ("six", "six_pick", "six_eights"),
          (Comp("guitar", gm.ACOUSTIC_GUITAR + gm.CLEAN_GUITAR, ("six", "six_off"), "strum", 0.6),
           Comp("comping", gm.PIANO, ("six", "six_hold"), "two_hands", 0.6), _PAD,
           Comp("guitar", gm.DISTORTED_GUITAR, ("power_six", "six_hold"), "power", 0.25, 38)),
          beats=2, ternary=True, swing=(2.0, 2.0)),
    Style("five", 0.3, ("five",), (90, 180), ("eights", "half", "tresillo", "locked"),
          (_CLEAN, _POWER), beats=5),
    Style("seven", 0.3, ("seven",), (100, 185), ("eights", "half", "locked"),
          (_CLEAN, _POWER), beats=7),
)  # fmt: skip
