"""Tiny stand-ins for the symbolic collections, written by the tests themselves."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import mido

Messages = list[mido.Message | mido.MetaMessage]


def write_midi(path: Path, tracks: list[tuple[str, Messages]]) -> None:
    """Tracks of messages with absolute ticks in `time`, 480 ticks per quarter."""
    midi = mido.MidiFile(ticks_per_beat=480)
    for name, messages in tracks:
        track = mido.MidiTrack([mido.MetaMessage("track_name", name=name, time=0)])
        last = 0
        for message in sorted(messages, key=lambda message: message.time):
            track.append(message.copy(time=int(message.time) - last))
            last = int(message.time)
        midi.tracks.append(track)
    path.parent.mkdir(parents=True, exist_ok=True)
    midi.save(path)


def note(
    at: int, length: int, pitch: int, *, channel: int = 0, loud: int = 90
) -> list[mido.Message]:
    """A note as two messages with absolute ticks."""
    return [
        mido.Message("note_on", channel=channel, note=pitch, velocity=loud, time=at),
        mido.Message("note_off", channel=channel, note=pitch, velocity=0, time=at + length),
    ]


def write_wjd(data: Path) -> None:
    """Three solos: fast 4/4 with a pick-up bar, slow 3/4, and one noted without bars."""
    folder = data / "wjd"
    folder.mkdir(parents=True)
    beats, notes, meta = [], [], []
    for melid, (metre, step, feel) in enumerate(
        ((4, 0.25, "SWING"), (3, 0.7, "SWING"), (1, 0.4, "SWING")), start=1
    ):
        for index in range(96):
            at = 3.0 + index * step
            count = (index - 2) % metre + 1
            bar = (index - 2) // metre
            chord = ("Bb7", "G7", "C-7", "F7")[bar % 4]
            bass = "" if index % 5 == 4 else 36 + index % 12
            beats.append((melid, at, bar, count, metre, f"{metre}/4", chord,
                          f"A{bar // 8}", bar // 16, bass))  # fmt: skip
            for half in range(2):
                notes.append((melid, at + half * step * 0.6, step * 0.4, 60 + index % 15))
        meta.append((melid, f"Player {melid}", f"Tune {melid}", "ts", feel))
    _gzip_csv(folder / "beats.csv.gz", ("melid", "onset", "bar", "beat", "period", "signature",
              "chord", "form", "chorus_id", "bass"), beats)  # fmt: skip
    _gzip_csv(folder / "notes.csv.gz", ("melid", "onset", "dur", "pitch"), notes)
    _gzip_csv(folder / "meta.csv.gz", ("melid", "performer", "title", "instrument", "rhythmfeel"),
              meta)  # fmt: skip


def _gzip_csv(path: Path, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(header)
        writer.writerows(rows)


def write_pop909(data: Path) -> None:
    """Two songs of 48 bars at 90 bpm; the first downbeat is beat 2, the melody 30 ms late.

    The second song's file counts a minute in quarters, and then the same speed in eighths at twice
    the tempo.
    """
    step, minute = 60 / 90, 90 * 480
    lines = []
    for number in (1, 2):
        beats = [round(0.05 + index * step, 4) for index in range(2 + 48 * 4)]
        starts = [2 + 4 * bar for bar in (0, 8, 16, 24, 32, 40)]
        sections = [[beats[start], label, 8] for start, label in zip(starts, "iABABo", strict=True)]
        entry = {"id": number, "match": 1.0, "first_downbeat": 2, "beats": beats}
        entry["sections"] = [*sections, [beats[-1], "end", 0]]
        lines.append(json.dumps(entry))
        folder = data / "pop909" / f"{number:03d}"
        tick = 480 / step
        late = 0.03
        melody, piano = [], []
        for index, beat in enumerate(beats):
            at = int((beat + late) * tick)
            at += max(0, at - minute) * (number - 1)
            melody += note(at, 200, 60 + index % 9)
            piano += note(at, 400, 48 + index % 5)
        tempo = [mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(90), time=0)]
        if number == 2:
            twice = mido.bpm2tempo(180)
            tempo.append(mido.MetaMessage("set_tempo", tempo=twice, time=minute))
        write_midi(folder / f"{number:03d}.mid",
                   [("", tempo), ("MELODY", melody), ("BRIDGE", []), ("PIANO", piano)])  # fmt: skip
        symbols = ("C:maj", "G:maj/3", "A:min7", "F:maj")
        chords = [(0.0, beats[2], "N")] + [
            (beats[2 + 4 * bar], beats[2 + 4 * bar] + 4 * step, symbols[bar % 4])
            for bar in range(48)
        ]
        text = "\n".join(f"{start}\t{stop}\t{symbol}" for start, stop, symbol in chords)
        (folder / "chord_midi.txt").write_text(text, encoding="utf-8")
    with gzip.open(data / "pop909" / "structure_aligned.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")


def write_groove(data: Path) -> None:
    """Takes in 4/4 (two and a fill), 3/4, 6/8 and 5/8, all 20 ms ahead of the click."""
    rows = []
    takes = (
        ("rock", 120, "beat", 4, 4), ("rock/shuffle", 118, "beat", 4, 4),
        ("rock", 120, "fill", 4, 4), ("jazz/swing", 140, "beat", 3, 4),
        ("latin/afro", 90, "beat", 6, 8), ("latin", 160, "beat", 5, 8),
    )  # fmt: skip
    for index, (style, bpm, kind, top, under) in enumerate(takes, start=1):
        name = f"drummer1/session1/{index}_{style.replace('/', '-')}_{bpm}_{kind}_{top}-{under}.mid"
        bars = 2 if kind == "fill" else 16
        eighths = bars * top * (8 // under)
        early = int(0.02 * bpm / 60 * 480)
        strokes = []
        for eighth in range(eighths):
            at = max(0, eighth * 240 - early)
            strokes += note(at, 60, 42, channel=9, loud=70)
            if eighth % 8 == 0:
                strokes += note(at, 60, 36, channel=9)
            if eighth % 8 == 4:
                strokes += note(at, 60, 38, channel=9)
        seconds = eighths * 30 / bpm
        rows.append(("drummer1", f"drummer1/session1/{index}", style, bpm, kind, f"{top}-{under}",
                     name, seconds))  # fmt: skip
        write_midi(data / "groove" / name, [("MIDI", strokes)])
    header = ("drummer", "id", "style", "bpm", "beat_type", "time_signature", "midi_filename",
              "duration")  # fmt: skip
    with (data / "groove" / "info.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(header)
        writer.writerows(rows)


def write_freedoom(data: Path) -> None:
    """A piece in 7/8 with a change to 4/4 and of tempo, and one written at half its tempo."""
    folder = data / "freedoom" / "musics"
    conductor = [
        mido.MetaMessage("time_signature", numerator=7, denominator=8, time=0),
        mido.MetaMessage("time_signature", numerator=4, denominator=4, time=32 * 7 * 240),
        mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(100), time=0),
        mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(150), time=32 * 7 * 240),
    ]
    bass, drums, lead = [], [], []
    for eighth in range(32 * 7 + 32 * 8):
        bass += note(eighth * 240, 200, 36 + eighth % 7, channel=1)
        drums += note(eighth * 240, 60, 42, channel=9)
        lead += note(eighth * 240, 200, 60 + eighth % 12, channel=2)
    program = [mido.Message("program_change", channel=1, program=33, time=0)]
    write_midi(folder / "odd.mid", [("", conductor), ("bass", program + bass), ("lead", lead),
                                    ("drums", drums)])  # fmt: skip
    slow = [mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(90), time=0)]
    thrash, chords = [], []
    for beat in range(160):
        thrash += note(beat * 480, 60, 36, channel=9) + note(beat * 480 + 240, 60, 38, channel=9)
        for pitch in (40, 47, 52):
            chords += note(beat * 480, 400, pitch, channel=3)
    distortion = [mido.Message("program_change", channel=3, program=30, time=0)]
    write_midi(folder / "thrash.mid", [("", slow), ("drums", thrash),
                                       ("guitar", distortion + chords)])  # fmt: skip


def write_billboard(data: Path) -> None:
    """A song of verses and choruses, its re-issue with a repeat sign, and one in another metre."""
    folder = data / "billboard" / "SalamiFiles"
    folder.mkdir(parents=True)
    head = "# title: {}\n# artist: Nobody\n# metre: {}\n# tonic: D\n\n0.0\tsilence\n"
    lines = []
    for block in range(8):
        at = 1.0 + 16 * block
        letter, name = (("A", "verse"), ("B", "chorus"))[block % 2]
        lines.append(
            f"{at:.3f}\t{letter}, {name}, | D:maj | G:maj A:7 | B:min7 . . E:min | A:sus4 |"
        )
        lines.append(f"{at + 8:.3f}\t| D:maj/3 | G:maj(9) | N | A:min9 (2/4) |, (voice)")
    body = "\n".join(lines) + "\n129.0\tend\n"
    (folder / "0001.txt").write_text(head.format("Some Song", "4/4") + body)
    short = "1.0\tA, verse, | D:maj | G:maj | x24, (guitar)\n97.0\tend\n"
    (folder / "0002.txt").write_text(head.format("Some song!", "12/8") + short)
    (folder / "0003.txt").write_text(head.format("A Waltz", "3/4") + body)
