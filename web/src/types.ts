// The document of a page, as lausch.web.document writes it.

export interface Marks {
  kind: "marks";
  times: number[];
  heights?: number[];
  strong?: number[];
  sure?: number[];
  positions?: number[];
  row: number;
  outcome?: number[];
}

export interface Spans {
  kind: "spans";
  starts: number[];
  ends: number[];
  labels: string[];
  sure?: number[];
  row: number;
  outcome?: number[];
}

// Many numbers, as lausch.web.packed writes them; they are unpacked when the page opens.
export type Packed = { int32: string; step: number } | { float32: string };

export interface Line {
  kind: "line";
  times: ArrayLike<number>;
  values: ArrayLike<number | null>; // NaN as null
}

export interface Notes {
  kind: "notes";
  starts: number[];
  ends: number[];
  pitches: number[];
  sure?: number[];
  outcome?: number[];
  chosen?: number; // the note that tools work on
}

export interface Frames {
  kind: "curves" | "heat";
  rate: number;
  hop: number;
  count: number;
  columns: string[];
  data: string;
  low?: number;
  bytes?: Uint8Array; // inflated once, when the page opens
}

export type Shape = Marks | Spans | Line | Notes | Frames;

export type Axis =
  | { kind: "plain" }
  | { kind: "pitch"; low: number; high: number }
  | { kind: "number"; low: number; high: number; unit: string }
  | { kind: "rows"; names: string[] };

export interface LaneData {
  layer: string;
  title: string;
  head: string;
  height: number;
  colour: string;
  axis: Axis;
  shapes: Shape[];
  why: Frames[];
  edit: string;
  part: string; // of the layer, which is corrected
  reference: Shape[];
  said: string;
}

export interface Burst {
  hz: number;
  level: number;
  seconds: number;
  decay_seconds: number;
  times: number[];
}

export interface Corners {
  times: ArrayLike<number>;
  pitch: ArrayLike<number>;
  level: ArrayLike<number>;
}

export interface VoiceData {
  layer: string;
  bursts?: Burst[];
  lines?: Corners[];
  fall?: number;
  harmonics?: number;
  share?: number;
}

export interface SoundData {
  rate: number;
  channels: number;
  samples: number;
  piece: number;
  lead: number;
  coding: "ogg" | "pcm";
}

export interface PictureData {
  rate: number;
  hop: number;
  rows: number;
  counts: number[];
  tile: number;
  shrink: number;
  low?: number;
  step?: number;
  white?: number;
  loudest?: number;
}

// Features of the form, as lausch.web.likeness writes them: bytes (count, columns), chroma first.
export interface Likeness {
  rate: number;
  hop: number;
  count: number;
  columns: number;
  chroma: number;
  data: string;
}

export interface Document {
  version: number;
  title: string;
  duration: number;
  facts: [string, string][];
  lanes: LaneData[];
  voices: VoiceData[];
  sound: SoundData;
  pictures: Record<string, PictureData>;
  likeness: Likeness | null;
  compared?: boolean; // with a reference, by a server
  corrected?: string[]; // layers as the user has them
  formats?: { name: string; suffix: string; holds: string[] }[]; // in which a server exports
}
