"""Tags of rendered pieces are who was cast, when they sound, and what people said of the music."""

import numpy as np
import pytest

from lausch.annotation import Beats, Drums
from lausch.corpora.band.playing.score import SoundingPart, notes
from lausch.corpora.band.sources.jazzstyles import jazz_styles
from lausch.corpora.band.store.record import Record
from lausch.corpora.band.store.tagging import CLOCK, sounds_of, tags_of


def part(role, player, *rows, level=0.0):
    return SoundingPart(role, player, level, 0.0, notes([(a, b, 60, 90) for a, b in rows]))


def record(*parts, cast=None, kind="jazz", title="062", style="swing", bpm=120.0, drums=None):
    players = [f"{each.role}={each.player}" for each in parts]
    times = np.arange(0, 10, 60 / bpm)
    return Record(
        name="x", kind=kind, title=title, song="s", performer="p", style=style, tags=(), seed=0,
        duration=10.0, pcm_sha256="", cast=tuple(players if cast is None else cast),
        beats=Beats(times, np.arange(len(times)) % 4 + 1), parts=parts, drums=drums,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("player", "tags", "unclear"),
    [
        ("fluidr3:66", {"saxophone"}, set()),
        ("musescore:26+amp", {"guitar"}, {"distorted guitar"}),
        ("fluidr3:29+amp", {"guitar", "distorted guitar"}, set()),
        ("double bass", {"double bass"}, set()),
        ("double bass+amp", {"double bass"}, set()),
        ("own:synth bass", {"synth bass"}, set()),
        ("voice", {"voice"}, set()),
        ("speech:kerstin", {"voice"}, set()),
        ("sax:ten", {"saxophone"}, set()),
        ("fluidr3:52", set(), {"voice"}),
        ("fluidr3:21", set(), set()),
    ],
)
def test_players_have_their_tags(player, tags, unclear):
    assert sounds_of(player) == (tags, unclear)


def test_instruments_sound_where_their_notes_do():
    tags = tags_of(record(part("solo", "fluidr3:66", (2, 3)), part("bass", "fluidr3:33", (0, 9))))
    assert {"saxophone", "electric bass"} <= set(tags.present)
    assert tags.pairs["piano"] == 0
    assert tags.pairs["one player"] == 0
    assert np.flatnonzero(tags.curve.column("saxophone")).tolist() == [8, 9, 10, 11, 12]
    assert len(tags.curve) == 10 * CLOCK.fps


def test_what_cannot_be_known_is_left_out():
    quiet = part("pad", "fluidr3:48", (0, 9), level=-30.0)
    loud = part("guitar", "fluidr3:27+amp", (0, 9))
    tags = tags_of(record(quiet, loud, part("pad", "fluidr3:53", (0, 9))))
    assert {"distorted guitar", "voice"}.isdisjoint(tags.names)
    assert tags.pairs["guitar"] == 1
    drumming = ("percussion=fluidr3:0", "guitar=fluidr3:27+amp")
    assert "drums" not in tags_of(record(loud, cast=drumming)).names


def test_a_kit_has_brushes_and_is_heard_where_it_is_struck():
    cast = ("drums=fluidr3:40", "bass=double bass")
    drums = Drums([4.0], ["snare"])
    tags = tags_of(record(part("bass", "double bass", (0, 9)), cast=cast, drums=drums))
    assert {"drums", "brushes"} <= set(tags.present)
    assert np.flatnonzero(tags.curve.column("drums")).tolist() == [16, 17]


def test_a_lone_part_is_one_player():
    assert tags_of(record(part("solo", "voice", (0, 9)))).pairs["one player"] == 1


def test_jazz_has_the_style_of_its_solo_and_drumming_that_of_its_take():
    tags = tags_of(record(title="062"))
    assert tags.pairs["bebop"] == 1
    assert tags.pairs["cool jazz"] == 0
    assert "rock groove" not in tags.names
    tags = tags_of(record(kind="drums", title="x", style="rock-shuffle"))
    assert tags.pairs["rock groove"] == 1
    assert "bebop" not in tags.names
    assert sorted(jazz_styles()) == list(range(1, 457))


@pytest.mark.parametrize(
    ("kind", "style", "feels"),
    [
        ("jazz", "swing", {"swing feel"}),
        ("jazz", "latin", {"latin feel", "straight feel"}),
        ("pop", "bossa", {"latin feel", "straight feel"}),
        ("pop", "rock", {"straight feel"}),
        ("drums", "jazz-swing", {"swing feel"}),
        ("bands", "band", set()),
    ],
)
def test_styles_have_their_feel(kind, style, feels):
    tags = tags_of(record(kind=kind, title="x", style=style))
    assert {name for name in tags.present if name.endswith("feel")} == feels


@pytest.mark.parametrize(("bpm", "tempo"), [(80, "slow"), (150, "medium"), (220, "fast")])
def test_the_class_of_tempo_is_the_databases(bpm, tempo):
    tags = tags_of(record(bpm=bpm))
    assert [name for name in tags.present if name.endswith("tempo")] == [f"{tempo} tempo"]
