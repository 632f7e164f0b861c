"""The tags of a rendered piece: who was cast, when each sounds, and what people said of the music.

What cannot be known is left out: whether a choir of a sound set counts as singing, whether an
amplified guitar is distorted, the feel of music that is written in no feel.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from lausch.annotation.melody import Floats
from lausch.annotation.tags import GROUPS, INSTRUMENTS, Tags, known
from lausch.corpora.band.kinds import kind_named
from lausch.corpora.band.playing.score import SINGER
from lausch.corpora.band.playing.speakers import SPEAKER
from lausch.corpora.band.sources import groove, wjd
from lausch.corpora.band.sources.jazzstyles import jazz_styles
from lausch.corpora.band.store.record import Record
from lausch.corpora.band.store.sounding_chords import FADED_DB
from lausch.frames import Clock, Frames

CLOCK = Clock(4, 1)
"""Four frames of the curve a second."""
STROKE_SECONDS = 0.3
"""A stroke of a kit sounds so long."""
ONE_MODE = 0.8
"""The mode of a piece is that of so many of its beats."""
SLOW_BPM, FAST_BPM = 110.0, 180.0
"""Where the database's MEDIUM begins, and its UP: no solo of it lies on the other side."""
_PROGRAMS: Mapping[str, Iterable[int]] = {
    "piano": range(4),
    "electric piano": (4, 5),
    "vibraphone": (11,),
    "organ": range(16, 21),
    "guitar": range(24, 32),
    "distorted guitar": (29, 30),
    "double bass": (32,),
    "electric bass": range(33, 38),
    "synth bass": (38, 39),
    "strings": (40, 41, 42, 44, 45, 48, 49, 50, 51, 110),
    "trumpet": (56, 59),
    "trombone": (57,),
    "brass section": (61, 62, 63),
    "saxophone": range(64, 68),
    "clarinet": (71,),
    "flute": range(72, 76),
    "synthesizer": (80, 81, 82, 83, 84, 86, 87, 88, 89, 90, 92, 93, 94, 95),
}
_OF_PROGRAM = {
    program: frozenset(tag for tag, own in _PROGRAMS.items() if program in own)
    for program in range(128)
}
_CHOIRS = frozenset({52, 53, 54, 85, 91})
_BRUSHES = frozenset({40, 41, 42})
_AMP = "+amp"
_OTHERS: Mapping[str, frozenset[str]] = {
    SINGER: frozenset({"voice"}),
    SPEAKER: frozenset({"voice"}),
    "sax": frozenset({"saxophone"}),
    "guitar": frozenset({"guitar"}),
    "double bass": frozenset({"double bass"}),
    "own:electric piano": frozenset({"electric piano"}),
    "own:organ": frozenset({"organ"}),
    "own:plucked string": frozenset({"guitar"}),
    "own:synth bass": frozenset({"synth bass"}),
    "own:synth lead": frozenset({"synthesizer"}),
}
"""Players by the whole label, or by what stands before its colon."""
_LATIN = frozenset({"latin", "bossa", "samba", "salsa", "rumba", "afrocuban"})
_SWUNG = frozenset({"swing", "two-beat", "ballad", "waltz", "shuffle", "jive", "twelve", "six"})
_UNDECIDED = {
    "two-beat": ("swing feel",), "ballad": ("swing feel",),
    "waltz": ("swing feel", "straight feel"),
    "shuffle": ("swing feel",), "jive": ("swing feel",), "twelve": ("swing feel",),
    "six": ("swing feel", "waltz feel"), "country": ("two-beat feel",),
    "polka": ("two-beat feel",), "soul": ("funk feel",), "motown": ("funk feel",),
    "disco": ("funk feel",), "afro": ("latin feel",), "tango": ("latin feel",),
    "reggaeton": ("latin feel",), "secondline": ("swing feel", "straight feel"),
}  # fmt: skip
"""Feels of which it is open whether music in a style has them."""
_FREEDOM = frozenset({"band", "exercise"})
"""Styles that say nothing of the feel."""


def sounds_of(player: str) -> tuple[frozenset[str], frozenset[str]]:
    """The tags of a player, labelled as in `SoundingPart`, and those that may be its or not."""
    plain = player.removesuffix(_AMP)
    source = plain.partition(":")[0]
    if plain in _OTHERS or source in _OTHERS:
        return _OTHERS[plain if plain in _OTHERS else source], frozenset()
    tail = plain.rpartition(":")[2]
    program = int(tail) if tail.isdigit() else -1
    if program in _CHOIRS:
        return frozenset(), frozenset({"voice"})
    tags = _OF_PROGRAM.get(program, frozenset())
    open_ = {"distorted guitar"} if player.endswith(_AMP) and "guitar" in tags else set()
    return tags, frozenset(open_) - tags


def tags_of(record: Record) -> Tags:
    """All that is known of the tags of a piece, with the curve of its instruments."""
    curve = np.zeros((CLOCK.count(int(np.ceil(record.duration * CLOCK.rate))), len(INSTRUMENTS)))
    sounding: set[str] = set()
    unclear: set[str] = set()
    loudest = max((part.level_db for part in record.parts), default=0.0)
    for part in record.parts:
        tags, open_ = sounds_of(part.player)
        unclear |= open_ | (tags if part.level_db < loudest - FADED_DB else set())
        times = np.stack([part.notes["start"], part.notes["end"]], axis=1)
        if _mark(curve, tags, times):
            sounding |= tags
    kits, opens = _kit_tags(record)
    unclear |= opens
    if record.drums is not None and "drums" in kits:
        strokes = record.drums.times[:, None] + np.array([0.0, STROKE_SECONDS])
        if _mark(curve, kits, strokes):
            sounding |= kits
    names = [name for name in INSTRUMENTS if name in sounding or name not in unclear]
    facts = {name: name in sounding for name in names}
    facts |= {"one player": len(record.cast) == 1, **_manner(record)}
    places = [INSTRUMENTS.index(name) for name in names]
    return known(facts, Frames(curve[:, places].astype(np.float32), CLOCK, tuple(names)))


def _mark(curve: Floats, tags: Iterable[str], times: Floats) -> bool:
    """Note in a curve that some tags sound, from starts to ends (n, 2); whether any is inside."""
    frames = CLOCK.frames(times)
    inside = frames[(frames[:, 1] >= 0) & (frames[:, 0] < len(curve))]
    for first, last in inside.tolist():
        for tag in tags:
            curve[max(first, 0) : last + 1, INSTRUMENTS.index(tag)] = 1
    return bool(len(inside))


def _kit_tags(record: Record) -> tuple[frozenset[str], frozenset[str]]:
    """The tags of the drummer, and what is open where hand percussion plays alone."""
    players = dict(each.split("=", 1) for each in reversed(record.cast) if "=" in each)
    if "drums" not in players:
        return frozenset(), frozenset({"drums"} if "percussion" in players else ())
    tail = players["drums"].removesuffix(_AMP).rpartition(":")[2]
    brushes = tail.isdigit() and int(tail) in _BRUSHES
    return frozenset({"drums", "brushes"} if brushes else {"drums"}), frozenset()


def _manner(record: Record) -> dict[str, bool]:
    """Feel, style, mode, and class of tempo, as far as they are known."""
    facts: dict[str, bool] = dict(_feels(record))
    source = kind_named(record.kind).source
    if source is wjd.SOURCE and record.title.isdigit() and int(record.title) in jazz_styles():
        own = jazz_styles()[int(record.title)]
        facts |= {name: name == own for name in GROUPS["jazz"]}
    if source is groove.SOURCE:
        own = f"{record.style.split('-')[0]} groove"
        facts |= {name: name == own for name in GROUPS["groove"]}
    keys = [] if record.harmony is None else [key for key in record.harmony.keys if key]
    minor = float(np.mean([key.endswith("min") for key in keys])) if keys else 0.5
    if max(minor, 1 - minor) >= ONE_MODE:
        facts["minor mode"] = minor > 0.5
    if len(record.beats) > 2:
        bpm = 60 / float(np.median(np.diff(record.beats.times)))
        own = "slow" if bpm < SLOW_BPM else "fast" if bpm >= FAST_BPM else "medium"
        facts |= {name: name == f"{own} tempo" for name in GROUPS["tempo"]}
    return facts


def _feels(record: Record) -> Iterator[tuple[str, bool]]:
    """Each feel of which it is known whether the piece has it."""
    words = record.style.split("-")
    style = record.style if record.style in _SWUNG else words[0]
    if style in _FREEDOM:
        return
    drumming = kind_named(record.kind).source is groove.SOURCE
    if drumming and not ({"swing", "shuffle"} & set(words) or style in _LATIN):
        # The table of takes does not say whether eighths are swung.
        yield "funk feel", style == "funk"
        yield "latin feel", False
        return
    style = "swing" if drumming and "swing" in words else style
    style = "shuffle" if drumming and "shuffle" in words else style
    own = "latin" if style in _LATIN else style
    for feel in GROUPS["feel"]:
        if feel not in _UNDECIDED.get(style, ()):
            yield feel, feel == f"{own} feel" or (feel == "straight feel" and style not in _SWUNG)
