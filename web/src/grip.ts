// What the pointer takes hold of in a lane: a beat, a boundary of the form, or a note, which may be new.

import * as beats from "./beats";
import type { Corrections } from "./corrections";
import * as form from "./form";
import * as notes from "./notes";
import { nearest } from "./search";
import type { LaneData } from "./types";
import type { View } from "./view";

const GRIP_PIXELS = 7;
const SNAP_SECONDS = 0.04;

let gestures = 0; // each is one step of the history

export type Drag = (seconds: number, snap: boolean, y: number) => void;

// What is dragged at a place of a lane; null for nothing.
export function gripAt(corrections: Corrections, view: View, lane: LaneData, seconds: number, y: number): Drag | null {
  if (y > lane.height) return null;
  const what = `drag ${++gestures}`;
  const near = (times: number[]) => {
    const at = nearest(times, seconds);
    return at >= 0 && Math.abs(times[at] - seconds) * view.scale <= GRIP_PIXELS ? at : -1;
  };
  if (lane === corrections.grid) {
    const at = near(corrections.beats.times);
    if (at < 0) return null;
    return (to, snap) => {
      const place = snap ? corrections.snapped(to, SNAP_SECONDS, false) : to;
      const after = beats.moved(corrections.beats, at, place);
      corrections.setBeats(after, what, after.times[at], after.positions[at] === 1);
    };
  }
  if (lane === corrections.spans && corrections.form.length > 0) {
    const scale = scaleAt(corrections, lane, y);
    const { boundaries } = corrections.form[scale];
    const at = near(boundaries);
    if (at <= 0 || at >= boundaries.length - 1) return null;
    return (to, snap) => {
      const place = snap ? corrections.snapped(to, 10 * SNAP_SECONDS, true) : to;
      corrections.setForm(scale, form.moved(corrections.form[scale], at, place), what);
    };
  }
  return corrections.melodies.includes(lane) ? noteAt(corrections, view, lane, seconds, y, what) : null;
}

// A note under the pointer, by its body or by its end; on empty paper a new one while notes are drawn.
function noteAt(corrections: Corrections, view: View, lane: LaneData, seconds: number, y: number, what: string): Drag | null {
  const { axis } = lane;
  if (axis.kind !== "pitch") return null;
  const pitchAt = (height: number) => Math.round(axis.high - (height / lane.height) * (axis.high - axis.low));
  const { duration } = corrections.document;
  const held = under(corrections, view, lane, seconds, y);
  if (held === undefined && !corrections.drawing) return null;
  let now = held ?? null;
  const put = (note: notes.Note) => {
    corrections.melody = lane;
    const after = notes.fitted(note, duration);
    const list = now === null ? notes.added(corrections.notes, after) : notes.replaced(corrections.notes, now, after);
    corrections.setNotes(list, what, after);
    now = after;
  };
  const near = (to: number, snap: boolean) => (snap ? corrections.snapped(to, SNAP_SECONDS, true) : to);
  if (held === undefined) {
    const pitch = pitchAt(y);
    return (to, snap) => put({ onset: near(Math.min(seconds, to), snap), offset: near(Math.max(seconds, to), snap), pitch });
  }
  if (Math.abs(held.offset - seconds) * view.scale <= GRIP_PIXELS) {
    return (to, snap) => put({ ...held, offset: near(to, snap) });
  }
  const pitch = held.pitch - pitchAt(y);
  return (to, snap, height) => {
    const onset = near(held.onset + to - seconds, snap);
    put({ onset, offset: onset + held.offset - held.onset, pitch: pitchAt(height) + pitch });
  };
}

// The note under the pointer.
function under(corrections: Corrections, view: View, lane: LaneData, seconds: number, y: number): notes.Note | undefined {
  const { axis } = lane;
  if (axis.kind !== "pitch") return undefined;
  const pitch = axis.high - (y / lane.height) * (axis.high - axis.low);
  return notes.at(corrections.notesIn(lane), seconds, pitch, GRIP_PIXELS / view.scale);
}

function scaleAt(corrections: Corrections, lane: LaneData, y: number): number {
  return Math.min(corrections.form.length - 1, Math.floor((y / lane.height) * corrections.form.length));
}

// Tools work on what was pressed last: those for the form on the row, those for notes on the lane and
// the note.
export function take(corrections: Corrections, view: View, lane: LaneData, seconds: number, y: number): void {
  if (lane === corrections.spans && corrections.form.length > 0 && y <= lane.height) {
    corrections.takeScale(scaleAt(corrections, lane, y));
  }
  if (corrections.melodies.includes(lane)) corrections.take(lane, under(corrections, view, lane, seconds, y) ?? null);
}
