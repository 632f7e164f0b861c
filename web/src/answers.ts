// What a server answers to a melody, as lausch.web.asking writes it.

import { fromBase64 } from "./source";
import type { SoundData } from "./types";

export const CLASSES = 12;
export const FRAME_SECONDS = 0.1;
const FLOOR = 0.1; // as in lausch.retrieval.chroma: silence is near to every pitch

export interface Hit {
  song: string;
  title: string;
  folder: string;
  score: number;
  sure: number;
  start: number;
  end: number;
  transposition: number;
  tempo: number;
  recording: string;
  recordingStart: number;
  queryTimes: number[];
  recordingTimes: number[];
  sound: SoundData | null; // of a recording that is analysed
}

export interface Answer {
  title: string;
  marked: string; // the recording that the melody was marked in
  start: number;
  seconds: number;
  chroma: string;
  sound: SoundData;
  known: number; // recordings that were searched
  likely: number;
  hits: Hit[];
}

// Frames of 12 classes with unit length, moved by semitones.
export function framesOf(packed: string, semitones = 0): Float32Array {
  const bytes = fromBase64(packed);
  const frames = new Float32Array(bytes.length);
  for (let start = 0; start < bytes.length; start += CLASSES) {
    let sum = 0;
    for (let at = 0; at < CLASSES; at++) {
      const value = bytes[start + at] / 255 + FLOOR;
      frames[start + ((((at + semitones) % CLASSES) + CLASSES) % CLASSES)] = value;
      sum += value * value;
    }
    for (let at = 0; at < CLASSES; at++) frames[start + at] /= Math.sqrt(sum);
  }
  return frames;
}

// A moment of one row of a warping path in the other row.
export function across(from: number[], to: number[], seconds: number): number {
  const last = from.length - 1;
  if (last < 0) return 0;
  if (seconds <= from[0]) return to[0];
  if (seconds >= from[last]) return to[last];
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (from[middle] <= seconds) low = middle;
    else high = middle;
  }
  const part = (seconds - from[low]) / Math.max(1e-9, from[high] - from[low]);
  return to[low] + (to[high] - to[low]) * part;
}
