"""The adapters of the real corpora, on small imitations of their folders."""

from __future__ import annotations

from pathlib import Path

import mido
import numpy as np
import pytest
import soundfile

from lausch.corpora.real.cc_music import cc_music
from lausch.corpora.real.everythingisfree import everythingisfree
from lausch.corpora.real.fretsonfire import fretsonfire
from lausch.corpora.real.mdb_drums import mdb_drums
from lausch.corpora.real.mir1k import mir1k
from lausch.errors import CorpusError


def song(root: Path, name: str, bpm: float, *, silent_seconds: float = 0.0) -> None:
    folder = root / "real" / "fretsonfire" / name
    folder.mkdir(parents=True)
    midi = mido.MidiFile()
    midi.add_track().append(mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(bpm)))
    midi.save(folder / "notes.mid")
    tone = 0.2 * np.sin(2 * np.pi * 220 * np.arange(6 * 22050) / 22050)
    tone[: int(silent_seconds * 22050)] = 0
    for stem in ("song", "guitar"):
        soundfile.write(folder / f"{stem}.ogg", tone, 22050)


def test_fretsonfire_counts_the_grid_where_something_sounds(tmp_path: Path) -> None:
    song(tmp_path, "chaos_god", 120, silent_seconds=2.0)
    (track,) = fretsonfire(tmp_path).tracks
    beats = track.read("beats")
    np.testing.assert_allclose(beats.times[:3], [2.0, 2.5, 3.0], atol=1e-6)
    assert beats.positions is not None
    assert list(beats.positions[:5]) == [1, 2, 3, 4, 1]
    assert beats.times[-1] <= 6.0


def test_fretsonfire_corrects_the_late_song_alone(tmp_path: Path) -> None:
    song(tmp_path, "chaos_god", 135)
    song(tmp_path, "escape_from_chaosland", 135)
    first = {track.name: track.read("beats").times[0] for track in fretsonfire(tmp_path).tracks}
    assert first == {"chaos_god": 0.0, "escape_from_chaosland": pytest.approx(0.03)}


def test_fretsonfire_mix_is_the_sum_of_both_files(tmp_path: Path) -> None:
    song(tmp_path, "chaos_god", 120)
    (track,) = fretsonfire(tmp_path).tracks
    assert np.abs(track.load(22050).samples).max() == pytest.approx(0.4, abs=0.03)


def test_fretsonfire_refuses_two_tempi(tmp_path: Path) -> None:
    song(tmp_path, "chaos_god", 120)
    path = tmp_path / "real" / "fretsonfire" / "chaos_god" / "notes.mid"
    midi = mido.MidiFile(path)
    midi.tracks[0].append(mido.MetaMessage("set_tempo", tempo=1, time=480))
    midi.save(path)
    with pytest.raises(CorpusError, match="one tempo"):
        fretsonfire(tmp_path).tracks[0].read("beats")


def stems(root: Path, name: str) -> None:
    folder = root / "real" / "everythingisfree" / name
    folder.mkdir(parents=True)
    tone = 0.2 * np.sin(2 * np.pi * 220 * np.arange(6 * 22050) / 22050)
    for stem, first in (("other", 4.0), ("drums", 2.0), ("vox_VOX_LEAD", 5.0)):
        late = np.where(np.arange(len(tone)) < first * 22050, 0, tone)
        soundfile.write(folder / f"{stem}.ogg", late, 22050)


def test_everythingisfree_is_the_sum_of_its_stems_on_a_grid(tmp_path: Path) -> None:
    stems(tmp_path, "4.Potassium")
    stems(tmp_path, "6.Caesium")
    corpus = everythingisfree(tmp_path)
    assert (corpus.use, corpus.recorded, corpus.rendered) == ("ship", True, False)
    assert [track.split for track in corpus.tracks] == ["validation", "test"]
    slow, fast = (track.read("beats") for track in corpus.tracks)
    np.testing.assert_allclose(slow.times[:3], [2.0, 8 / 3, 10 / 3], atol=1e-6)
    assert slow.positions is not None
    assert list(slow.positions[:5]) == [4, 1, 2, 3, 4]
    assert fast.tempo_bpm == pytest.approx(130.0)
    sound = corpus.tracks[0].load(22050).samples
    assert np.abs(sound[5 * 22050 + 4000 :]).max() == pytest.approx(0.6, abs=0.05)
    assert [track.fact("key") for track in corpus.tracks] == ["C major", "C major"]


def test_everythingisfree_refuses_a_song_of_unknown_tempo(tmp_path: Path) -> None:
    stems(tmp_path, "9.Fluorine")
    with pytest.raises(CorpusError, match=r"9\.Fluorine"):
        everythingisfree(tmp_path)


def test_mdb_drums_reads_beats_beside_the_sound(tmp_path: Path) -> None:
    folder = tmp_path / "real" / "mdb_drums"
    folder.mkdir(parents=True)
    soundfile.write(folder / "MusicDelta_80sRock.flac", np.zeros(44100), 44100)
    soundfile.write(folder / "MusicDelta_Alone.flac", np.zeros(44100), 44100)
    (folder / "MusicDelta_80sRock.beats").write_text("0.010\t1\n0.570\t2\n")
    strokes = "0.020 \t KD \n0.510 \t HH \n0.500 \t SD \n0.9 \t OT \n"
    (folder / "MusicDelta_80sRock.drums.txt").write_text(strokes)
    corpus = mdb_drums(tmp_path)
    (track,) = corpus.tracks
    assert corpus.use == "eval"
    assert (track.name, track.style, track.split) == ("MusicDelta_80sRock", "80srock", "test")
    np.testing.assert_allclose(track.read("beats").times, [0.01, 0.57])
    assert track.read("beats").downbeats.size == 1
    np.testing.assert_allclose(track.read("onsets").times, [0.02, 0.505, 0.9])
    drums = track.read("drums")
    np.testing.assert_allclose(drums.times, [0.02, 0.5, 0.51])
    assert drums.instruments == ("kick", "snare", "hi-hat")
    assert not track.has("contour")
    melody = "0.0,0.0\n0.0058,220.0\n0.0116,221.0\n"
    (folder / "MusicDelta_80sRock.melody2.csv").write_text(melody)
    contour = mdb_drums(tmp_path).tracks[0].read("contour")
    np.testing.assert_allclose(contour.hz[1:], [220.0, 221.0])
    assert contour.voiced.tolist() == [False, True, True]


def test_cc_music_is_for_listening(tmp_path: Path) -> None:
    folder = tmp_path / "real" / "cc_music"
    folder.mkdir(parents=True)
    soundfile.write(folder / "piece.ogg", np.zeros(22050), 22050)
    (track,) = cc_music(tmp_path).tracks
    assert not track.has("beats")
    assert track.duration == pytest.approx(1.0)


def clip(root: Path, name: str, pitches: str) -> Path:
    folder = root / "real" / "mir1k"
    folder.mkdir(parents=True, exist_ok=True)
    time = np.arange(8000) / 16000
    stereo = np.stack([0.4 * np.sin(2 * np.pi * 110 * time), 0 * time], axis=1)
    soundfile.write(folder / f"{name}.ogg", stereo, 16000)
    path = folder / f"{name}.pv"
    path.write_text(pitches)
    return path


def test_mir1k_counts_pitches_from_20_ms(tmp_path: Path) -> None:
    clip(tmp_path, "Ani_1_02", "0\n69\n57.0\n0\n")
    clip(tmp_path, "Ani_1_01", "0\n")
    first, track = mir1k(tmp_path).tracks
    assert (first.name, track.song, track.performer) == ("Ani_1_01", "Ani_1", "Ani")
    contour = track.read("contour")
    np.testing.assert_allclose(contour.times, [0.02, 0.04, 0.06, 0.08])
    np.testing.assert_allclose(contour.hz, [0, 440, 220, 0])
    assert list(contour.voiced) == [False, True, True, False]
    assert not track.has("beats")
    with pytest.raises(CorpusError, match="notes"):
        track.read("notes")


def test_mir1k_mixes_both_channels(tmp_path: Path) -> None:
    clip(tmp_path, "Ani_1_01", "0\n")
    (track,) = mir1k(tmp_path).tracks
    assert np.abs(track.load(16000).samples).max() == pytest.approx(0.2, abs=0.02)


@pytest.mark.parametrize(("text", "why"), [("0\n440\n", "line 2.*Hz"), ("a\n", "one MIDI")])
def test_mir1k_refuses_what_is_no_pitch(tmp_path: Path, text: str, why: str) -> None:
    clip(tmp_path, "Ani_1_01", text)
    with pytest.raises(CorpusError, match=why):
        mir1k(tmp_path).tracks[0].read("contour")


def test_who_has_no_line_says_so(tmp_path: Path) -> None:
    song(tmp_path, "chaos_god", 120)
    with pytest.raises(CorpusError, match="no annotated contour"):
        fretsonfire(tmp_path).tracks[0].read("contour")
