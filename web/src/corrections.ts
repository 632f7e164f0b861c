// What the user has corrected: one history for all layers, and what is kept of it at once.

import type { Beats } from "./beats";
import { type Sections, sectionsOf } from "./form";
import { type Note, notesOf, shapeOf } from "./notes";
import { Saving } from "./saving";
import { nearest } from "./search";
import { Served, type Source } from "./source";
import type { Document, LaneData, Marks, Notes, Shape, Spans } from "./types";

const SCALES = ["coarse", "fine"];
const SAME_MS = 700;

// What the user said of single beats, by seconds: true for one that begins a bar.
export type Named = ReadonlyMap<number, boolean>;

// Who is told of corrections: that layers changed, that the status did, that all is on the disk.
export interface News {
  put(layers: ReadonlySet<string>): void;
  said(): void;
  kept(): void;
}

interface State {
  beats: Beats;
  form: Sections[];
  notes: Readonly<Record<string, Note[]>>; // by layer
  named: Named;
}

export class Corrections {
  readonly grid: LaneData | undefined;
  readonly spans: LaneData | undefined;
  readonly melodies: LaneData[];
  readonly saving: Saving;
  melody: LaneData | undefined; // whose notes the tools work on
  selected: Note | null = null;
  scale = 0; // of form, which the tools work on: the number of its row
  drawing = false; // whether the pointer draws notes on empty paper
  private state: State;
  private past: State[] = [];
  private future: State[] = [];
  private last = { what: "", at: 0 };

  constructor(
    readonly document: Document,
    private readonly source: Source,
    private readonly news: News,
  ) {
    const lanes = (edit: string) => document.lanes.filter((each) => each.edit === edit);
    [[this.grid], [this.spans], this.melodies] = [lanes("grid"), lanes("spans"), lanes("notes")];
    [this.melody] = this.melodies;
    this.saving = new Saving(source, (layer) => this.value(layer), news.said, news.kept);
    const marks = this.grid?.shapes[0] as Marks | undefined;
    const rows = (this.spans?.shapes ?? []) as Spans[];
    this.state = {
      beats: { times: marks?.times ?? [], positions: marks?.positions ?? [] },
      form: rows.map(sectionsOf),
      notes: Object.fromEntries(this.melodies.map((each) => [each.layer, notesOf(each.shapes.find(isNotes))])),
      named: new Map(),
    };
  }

  get beats(): Beats {
    return this.state.beats;
  }

  get form(): Sections[] {
    return this.state.form;
  }

  get notes(): Note[] {
    return this.melody === undefined ? [] : this.notesIn(this.melody);
  }

  notesIn(melody: LaneData): Note[] {
    return this.state.notes[melody.layer];
  }

  get status(): string {
    return this.saving.status;
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
    this.saving.status = "decoding …";
    this.news.said();
    try {
      const { times, positions } = await this.source.decode(of(false), of(true));
      this.setBeats({ times, positions: positions ?? [] }, "");
    } catch (error) {
      this.saving.status = error instanceof Error ? error.message : String(error);
      this.news.said();
    }
  }

  get decodes(): boolean {
    return this.source instanceof Served && this.grid !== undefined && this.grid.why.length > 0;
  }

  // The names of the scales of form, from top to bottom.
  get scales(): string[] {
    const axis = this.spans?.axis;
    return axis?.kind === "rows" ? axis.names : [];
  }

  // The tools for the form work on this row from now on.
  takeScale(row: number): void {
    this.scale = row;
    this.news.put(new Set());
  }

  setForm(row: number, sections: Sections, what: string): void {
    if (sections === this.state.form[row]) return;
    this.set({ ...this.state, form: this.state.form.map((old, at) => (at === row ? sections : old)) }, what);
  }

  // `selected` is the note that was made or moved.
  setNotes(notes: Note[], what: string, selected: Note | null): void {
    if (this.melody === undefined) return;
    this.selected = selected;
    this.set({ ...this.state, notes: { ...this.state.notes, [this.melody.layer]: notes } }, what);
  }

  // The tools for notes work on this lane from now on, and on this note.
  take(melody: LaneData, selected: Note | null): void {
    this.melody = melody;
    this.select(selected);
    this.news.put(new Set());
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
    if (what === "" || what !== this.last.what) return false;
    return what.startsWith("drag") || performance.now() - this.last.at < SAME_MS;
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
    const touched: string[] = [];
    const draw = (lane: LaneData | undefined, shapes: Shape[]) => {
      if (lane === undefined) return;
      lane.shapes = shapes;
      touched.push(lane.layer);
    };
    if (state.beats !== before.beats) draw(this.grid, [this.marks()]);
    if (state.form !== before.form) draw(this.spans, state.form.map(spansOf));
    for (const melody of this.melodies) {
      const notes = state.notes[melody.layer];
      if (notes === before.notes[melody.layer]) continue;
      const others = melody.shapes.filter((shape) => !isNotes(shape));
      draw(melody, [...others.filter(isFrames), shapeOf(notes), ...others.filter((shape) => !isFrames(shape))]);
    }
    this.select(this.selected);
    this.saving.touch(touched);
    this.news.put(new Set(touched));
  }

  // Which note is drawn as the one that tools work on.
  private select(note: Note | null): void {
    const at = note === null ? -1 : this.notes.indexOf(note);
    this.selected = at < 0 ? null : note;
    for (const melody of this.melodies) {
      const shape = melody.shapes.find(isNotes);
      if (shape !== undefined) shape.chosen = melody === this.melody ? at : -1;
    }
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
    const melody = this.melodies.find((each) => each.layer === layer);
    if (melody !== undefined) {
      const of = (name: keyof Note) => this.notesIn(melody).map((note) => note[name]);
      const notes = { onsets: of("onset"), offsets: of("offset"), pitches: of("pitch") };
      return melody.part === "" ? notes : { [melody.part]: notes };
    }
    return Object.fromEntries(this.state.form.map((sections, row) => [SCALES[row], sections]));
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

function isNotes(shape: Shape): shape is Notes {
  return shape.kind === "notes";
}

function isFrames(shape: Shape): boolean {
  return shape.kind === "heat" || shape.kind === "curves";
}
