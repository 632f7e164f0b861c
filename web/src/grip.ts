// What the pointer takes hold of in a lane: a beat, or a boundary of the form.

import * as beats from "./beats";
import type { Corrections } from "./corrections";
import * as form from "./form";
import { nearest } from "./search";
import type { LaneData } from "./types";
import type { View } from "./view";

const GRIP_PIXELS = 7;
const SNAP_SECONDS = 0.04;

export type Drag = (seconds: number, snap: boolean) => void;

// What is dragged at a place of a lane; null for nothing.
export function gripAt(corrections: Corrections, view: View, lane: LaneData, seconds: number, y: number): Drag | null {
  if (y > lane.height) return null;
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
      corrections.setBeats(after, `beat ${at}`, after.times[at], after.positions[at] === 1);
    };
  }
  if (lane === corrections.spans && corrections.form.length > 0) {
    const scale = Math.min(corrections.form.length - 1, Math.floor((y / lane.height) * corrections.form.length));
    const { boundaries } = corrections.form[scale];
    const at = near(boundaries);
    if (at <= 0 || at >= boundaries.length - 1) return null;
    return (to, snap) => {
      const place = snap ? corrections.snapped(to, 10 * SNAP_SECONDS, true) : to;
      corrections.setForm(scale, form.moved(corrections.form[scale], at, place), `boundary ${scale} ${at}`);
    };
  }
  return null;
}
