// Beats and bars as they stand now: what snaps, what is counted, where one may go.

import { nearest, upper } from "./search";
import type { Document, Marks } from "./types";

export class Grid {
  times: number[] = [];
  downbeats: number[] = [];
  positions: number[] = [];

  constructor(document: Document) {
    const lane = document.lanes.find((each) => each.edit === "grid");
    const marks = lane?.shapes.find((shape): shape is Marks => shape.kind === "marks");
    this.set(marks?.times ?? [], marks?.positions ?? []);
  }

  set(times: number[], positions: number[]): void {
    this.times = times;
    this.positions = positions;
    this.downbeats = times.filter((_, at) => positions[at] === 1);
  }

  // `12.3`: bar and beat at a moment; "" before the first beat.
  place(seconds: number): string {
    const at = upper(this.times, seconds + 1e-6) - 1;
    if (at < 0) return "";
    const bar = upper(this.downbeats, this.times[at] + 1e-6);
    return this.positions.length > 0 ? `${bar}.${this.positions[at]}` : `${at + 1}`;
  }

  snap(seconds: number): number {
    const at = nearest(this.times, seconds);
    return at < 0 ? seconds : this.times[at];
  }

  // The next beat or bar in a direction.
  step(seconds: number, direction: number, bars: boolean): number {
    const marks = bars && this.downbeats.length > 0 ? this.downbeats : this.times;
    if (marks.length === 0) return seconds + direction * (bars ? 5 : 1);
    const at = direction > 0 ? upper(marks, seconds + 0.02) : upper(marks, seconds - 0.12) - 1;
    if (at < 0) return 0;
    return at < marks.length ? marks[at] : seconds;
  }

  // The bar around a moment, as seconds from one downbeat to the next.
  bar(seconds: number): [number, number] | null {
    const at = upper(this.downbeats, seconds + 0.02) - 1;
    if (at < 0 || at + 1 >= this.downbeats.length) return null;
    return [this.downbeats[at], this.downbeats[at + 1]];
  }
}
