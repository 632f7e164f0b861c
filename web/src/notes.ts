// Corrections of notes: each takes notes and gives others, and changes nothing.

import { upper } from "./search";
import type { Corners, Notes } from "./types";

export interface Note {
  onset: number;
  offset: number;
  pitch: number;
}

const SHORTEST_SECONDS = 0.03;
const FADE_SECONDS = 0.005;
const A4 = Math.log2(440);

export function notesOf(shape: Notes | undefined): Note[] {
  if (shape === undefined) return [];
  return Array.from({ length: shape.starts.length }, (_, at) => ({ onset: shape.starts[at], offset: shape.ends[at], pitch: shape.pitches[at] }));
}

export function shapeOf(notes: Note[]): Notes {
  return {
    kind: "notes",
    starts: notes.map((note) => note.onset),
    ends: notes.map((note) => note.offset),
    pitches: notes.map((note) => note.pitch),
  };
}

// A note as it may be: within the recording, with a pitch of MIDI and some length.
export function fitted(note: Note, duration: number): Note {
  const onset = Math.min(Math.max(0, note.onset), duration - SHORTEST_SECONDS);
  const offset = Math.min(Math.max(note.offset, onset + SHORTEST_SECONDS), duration);
  return { onset, offset, pitch: Math.min(127, Math.max(0, note.pitch)) };
}

export function added(notes: Note[], note: Note): Note[] {
  const at = upper(notes.map((each) => each.onset), note.onset);
  return [...notes.slice(0, at), note, ...notes.slice(at)];
}

export function replaced(notes: Note[], old: Note, note: Note): Note[] {
  return added(removed(notes, old), note);
}

export function removed(notes: Note[], old: Note): Note[] {
  return notes.filter((note) => note !== old);
}

// The note at a moment and a pitch, within half a semitone; of several the shortest.
export function at(notes: Note[], seconds: number, pitch: number, around: number): Note | undefined {
  const near = notes.filter((note) => seconds >= note.onset - around && seconds <= note.offset + around && Math.abs(note.pitch - pitch) <= 0.75);
  return near.sort((a, b) => a.offset - a.onset - (b.offset - b.onset))[0];
}

// The note that sounds at a moment, or the one before it.
export function sounding(notes: Note[], seconds: number): Note | undefined {
  return notes[upper(notes.map((note) => note.onset), seconds + 1e-6) - 1];
}

// Notes as a tone: level and log2 of frequency between corners.
export function toneOf(notes: Note[], level: number): Corners {
  const corners = { times: [] as number[], pitch: [] as number[], level: [] as number[] };
  let last = -1;
  const put = (seconds: number, pitch: number, loud: number) => {
    last = Math.max(seconds, last + 1e-6);
    corners.times.push(last);
    corners.pitch.push(A4 + (pitch - 69) / 12);
    corners.level.push(loud);
  };
  notes.forEach((note, index) => {
    const end = Math.min(note.offset, notes[index + 1]?.onset ?? note.offset);
    if (end - note.onset < 2 * FADE_SECONDS) return;
    put(note.onset, note.pitch, 0);
    put(note.onset + FADE_SECONDS, note.pitch, level);
    put(end - FADE_SECONDS, note.pitch, level);
    put(end, note.pitch, 0);
  });
  return corners;
}
