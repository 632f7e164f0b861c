// The tools that correct notes; one that was made or moved last is the note that others work on.

import type { Corrections } from "./corrections";
import * as notes from "./notes";
import { upper } from "./search";
import type { Tool } from "./tools";
import type { LaneData } from "./types";

const USUAL_SECONDS = 0.5;
const USUAL_PITCH = 60;

export function noteTools(corrections: Corrections, position: () => number): Tool[] {
  const { duration } = corrections.document;
  const tool = (label: string, title: string, key: string, shown: string, run: () => void): Tool => ({ label, title, key, shown, of: "melody", run });
  const chosen = () => corrections.selected ?? notes.sounding(corrections.notes, position()) ?? null;
  const change = (what: string, to: (note: notes.Note) => notes.Note) => () => {
    const note = chosen();
    if (note === null) return;
    const after = notes.fitted(to(note), duration);
    corrections.setNotes(notes.replaced(corrections.notes, note, after), what, after);
  };
  // From the playhead to the next beat, at the pitch that was there last.
  const begin = () => {
    const onset = position();
    const { times } = corrections.beats;
    const next = times[upper(times, onset + 0.05)] ?? onset + USUAL_SECONDS;
    const pitch = Math.round(chosen()?.pitch ?? middle(corrections.melody));
    const note = notes.fitted({ onset, offset: Math.min(next, onset + 2 * USUAL_SECONDS), pitch }, duration);
    corrections.setNotes(notes.added(corrections.notes, note), "", note);
  };
  const remove = () => {
    const note = chosen();
    if (note !== null) corrections.setNotes(notes.removed(corrections.notes, note), "", null);
  };
  const draw = tool("Draw", "Draw notes with the pointer", "n", "N", () => (corrections.drawing = !corrections.drawing));
  // Where there are several: the next of them.
  const [, second] = corrections.melodies;
  const other = second && tool(second.title, `Work on the ${second.title.toLowerCase()} instead`, "w", "W", () => {
    const place = (corrections.melodies.findIndex((each) => each === corrections.melody) + 1) % corrections.melodies.length;
    corrections.take(corrections.melodies[place], null);
  });
  return [
    ...(other ? [{ ...other, pressed: () => corrections.melody === second }] : []),
    { ...draw, pressed: () => corrections.drawing },
    tool("+ note", "A new note here, until the next beat", "v", "V", begin),
    tool("− note", "Remove the note", "Backspace", "Backspace", remove),
    tool("↑", "The note a semitone higher", "PageUp", "Page ↑", change("pitch", (note) => ({ ...note, pitch: note.pitch + 1 }))),
    tool("↓", "The note a semitone lower", "PageDown", "Page ↓", change("pitch", (note) => ({ ...note, pitch: note.pitch - 1 }))),
    tool("longer", "The note longer", "Shift+PageUp", "Shift Page ↑", change("length", (note) => ({ ...note, offset: note.offset + 0.05 }))),
    tool("shorter", "The note shorter", "Shift+PageDown", "Shift Page ↓", change("length", (note) => ({ ...note, offset: note.offset - 0.05 }))),
  ];
}

// A pitch in the middle of a lane.
function middle(melody: LaneData | undefined): number {
  return melody?.axis.kind === "pitch" ? (melody.axis.low + melody.axis.high) / 2 : USUAL_PITCH;
}
