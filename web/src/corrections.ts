// What the user has corrected: one history for all layers, and what is kept of it at once.

import type { Beats } from "./beats";
import { type Sections, sectionsOf } from "./form";
import { nearest } from "./search";
import { Served, type Source } from "./source";
import type { Document, LaneData, Marks, Spans } from "./types";

const SCALES = ["coarse", "fine"];
const PAUSE_MS = 350;
const AGAIN_MS = 5000;
const SAME_MS = 700;

// What the user said of single beats, by seconds: true for one that begins a bar.
export type Named = ReadonlyMap<number, boolean>;

interface State {
  beats: Beats;
  form: Sections[];
  named: Named;
}

export class Corrections {
  readonly grid: LaneData | undefined;
  readonly spans: LaneData | undefined;
  private state: State;
  private past: State[] = [];
  private future: State[] = [];
  private waiting = new Set<string>();
  private timer = 0;
  private last = { what: "", at: 0 };
  status = "";
  unsaved = false;

  constructor(
    readonly document: Document,
    private readonly source: Source,
    private readonly changed: () => void,
  ) {
    this.grid = document.lanes.find((lane) => lane.edit === "grid");
    this.spans = document.lanes.find((lane) => lane.edit === "spans");
    window.addEventListener("beforeunload", (event) => {
      if (!this.unsaved) return;
      event.preventDefault(); // the browser asks whether to leave
      event.returnValue = true; // Chrome before 119
    });
    const marks = this.grid?.shapes[0] as Marks | undefined;
    const rows = (this.spans?.shapes ?? []) as Spans[];
    this.state = {
      beats: { times: marks?.times ?? [], positions: marks?.positions ?? [] },
      form: rows.map(sectionsOf),
      named: new Map(),
    };
    window.addEventListener("beforeunload", (event) => {
      if (this.waiting.size > 0) event.preventDefault();
    });
  }

  get beats(): Beats {
    return this.state.beats;
  }

  get form(): Sections[] {
    return this.state.form;
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  get named(): Named {
    return this.state.named;
  }

  // Steps of one drag, or quick nudges, are undone together. `seconds` is a beat that was named.
  setBeats(beats: Beats, what: string, seconds?: number, isOne = false): void {
    if (beats === this.state.beats) return;
    const named = new Map(this.continues(what) ? this.past[this.past.length - 1].named : this.state.named);
    if (seconds !== undefined) named.set(seconds, isOne);
    this.set({ ...this.state, beats, named }, what);
  }

  // Has the beats decoded again with those that were named.
  async decode(): Promise<void> {
    if (!(this.source instanceof Served)) return;
    const of = (one: boolean) => [...this.state.named].filter(([, isOne]) => isOne === one).map(([seconds]) => seconds);
    this.status = "decoding …";
    this.changed();
    try {
      const { times, positions } = await this.source.decode(of(false), of(true));
      this.setBeats({ times, positions: positions ?? [] }, "");
    } catch (error) {
      this.status = error instanceof Error ? error.message : String(error);
      this.changed();
    }
  }

  get decodes(): boolean {
    return this.source instanceof Served && this.grid !== undefined && this.grid.why.length > 0;
  }

  setForm(row: number, sections: Sections, what: string): void {
    if (sections === this.state.form[row]) return;
    this.set({ ...this.state, form: this.state.form.map((old, at) => (at === row ? sections : old)) }, what);
  }

  undo(): void {
    const before = this.past.pop();
    if (before === undefined) return;
    this.future.push(this.state);
    this.put(before);
  }

  redo(): void {
    const after = this.future.pop();
    if (after === undefined) return;
    this.past.push(this.state);
    this.put(after);
  }

  private continues(what: string): boolean {
    return what !== "" && what === this.last.what && performance.now() - this.last.at < SAME_MS;
  }

  private set(state: State, what: string): void {
    const same = this.continues(what);
    this.last = { what, at: performance.now() };
    if (!same) this.past.push(this.state);
    this.future = [];
    this.put(state);
  }

  private put(state: State): void {
    const before = this.state;
    this.state = state;
    if (state.beats !== before.beats && this.grid !== undefined) {
      this.grid.shapes = [{ ...this.marks(), row: 0 }];
      this.waiting.add(this.grid.layer);
    }
    if (state.form !== before.form && this.spans !== undefined) {
      this.spans.shapes = state.form.map((sections, row) => spansOf(sections, row));
      this.waiting.add(this.spans.layer);
    }
    this.status = "…";
    this.unsaved = true;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), PAUSE_MS);
    this.changed();
  }

  private marks(): Marks {
    const { times, positions } = this.state.beats;
    const marks: Marks = { kind: "marks", times, row: 0 };
    if (positions.length > 0) {
      marks.positions = positions;
      marks.strong = positions.map((position) => (position === 1 ? 1 : 0));
    }
    return marks;
  }

  // A layer as lausch's JSON has it.
  value(layer: string): unknown {
    if (layer === this.grid?.layer) {
      const { times, positions } = this.state.beats;
      return { times, positions: positions.length > 0 ? positions : null };
    }
    return Object.fromEntries(this.state.form.map((sections, row) => [SCALES[row], sections]));
  }

  // The user has a file of it.
  saved(): void {
    window.clearTimeout(this.timer);
    this.unsaved = false;
    this.status = "";
    this.changed();
  }

  private async save(): Promise<void> {
    const layers = [...this.waiting];
    this.waiting.clear();
    try {
      for (const layer of layers) await this.source.keep(layer, this.value(layer));
      if (this.source.keeps && this.waiting.size === 0) this.unsaved = false;
      this.status = this.source.keeps ? "saved" : "not in a file yet";
    } catch (error) {
      for (const layer of layers) this.waiting.add(layer);
      this.status = `not saved: ${error instanceof Error ? error.message : error}`;
      this.timer = window.setTimeout(() => void this.save(), AGAIN_MS);
    }
    this.changed();
  }

  // Onsets draw a dragged beat to them, beats a dragged boundary.
  snapped(seconds: number, reach: number, toBeats: boolean): number {
    const lane = this.document.lanes.find((each) => !each.edit && each.shapes[0]?.kind === "marks");
    const times = toBeats ? this.state.beats.times : ((lane?.shapes[0] as Marks | undefined)?.times ?? []);
    const at = nearest(times, seconds);
    return at >= 0 && Math.abs(times[at] - seconds) <= reach ? times[at] : seconds;
  }
}

function spansOf({ boundaries, labels }: Sections, row: number): Spans {
  return { kind: "spans", starts: boundaries.slice(0, -1), ends: boundaries.slice(1), labels: [...labels], row };
}
