// Corrections of beats: each takes beats and gives others, and changes nothing.

import { nearest, upper } from "./search";

export interface Beats {
  times: number[];
  positions: number[]; // numbers in the bar; empty where they are unknown
}

export type Range = [number, number] | null;

function metre(beats: Beats): number {
  return Math.max(1, ...beats.positions);
}

// The first and the end of the beats in a range of seconds.
function within(beats: Beats, range: Range): [number, number] {
  if (range === null) return [0, beats.times.length];
  return [upper(beats.times, range[0] - 0.02), upper(beats.times, range[1] + 0.02)];
}

function replaced(beats: Beats, first: number, end: number, times: number[], positions: number[]): Beats {
  return {
    times: [...beats.times.slice(0, first), ...times, ...beats.times.slice(end)],
    positions: [...beats.positions.slice(0, first), ...positions, ...beats.positions.slice(end)],
  };
}

// As many beats as before times a factor, such as 2 or 2/3, counted from the first downbeat.
export function faster(beats: Beats, factor: number, range: Range): Beats {
  const [first, end] = within(beats, range);
  if (end - first < 2) return beats;
  const one = Math.max(0, beats.positions.slice(first, end).indexOf(1)) + first;
  const length = metre(beats);
  const times: number[] = [];
  const positions: number[] = [];
  const least = Math.ceil((first - one) * factor - 1e-9);
  for (let step = least; one + step / factor <= end - 1 + 1e-9; step++) {
    const place = one + step / factor;
    const before = Math.min(end - 2, Math.max(first, Math.floor(place + 1e-9)));
    const part = place - before;
    times.push(beats.times[before] + (beats.times[before + 1] - beats.times[before]) * part);
    positions.push((((step % length) + length) % length) + 1);
  }
  return replaced(beats, first, end, times, beats.positions.length > 0 ? positions : []);
}

// The bars begin so many beats later.
export function shifted(beats: Beats, by: number, range: Range): Beats {
  const [first, end] = within(beats, range);
  const length = metre(beats);
  const positions = beats.positions.map((position, at) => {
    if (at < first || at >= end) return position;
    const from = at - by;
    const known = from >= first && from < end ? beats.positions[from] : position - by;
    return ((((known - 1) % length) + length) % length) + 1;
  });
  return { times: beats.times, positions };
}

// The beat nearest to a moment begins a bar, and all others are counted from it.
export function one(beats: Beats, seconds: number, range: Range): Beats {
  const at = nearest(beats.times, seconds);
  if (at < 0) return beats;
  const [first, end] = within(beats, range);
  const length = beats.positions.length > 0 ? metre(beats) : 4;
  const positions = beats.times.map((_, index) => {
    if (index < first || index >= end) return beats.positions[index] ?? 1;
    return ((((index - at) % length) + length) % length) + 1;
  });
  return { times: beats.times, positions };
}

export function moved(beats: Beats, at: number, seconds: number): Beats {
  const low = at > 0 ? beats.times[at - 1] + 0.02 : 0;
  const high = at + 1 < beats.times.length ? beats.times[at + 1] - 0.02 : Infinity;
  const times = [...beats.times];
  times[at] = Math.min(Math.max(seconds, low), Math.max(low, high));
  return { times, positions: beats.positions };
}

export function removed(beats: Beats, at: number): Beats {
  if (at < 0 || at >= beats.times.length) return beats;
  return replaced(beats, at, at + 1, [], []);
}

export function inserted(beats: Beats, seconds: number): Beats {
  const at = upper(beats.times, seconds);
  const near = nearest(beats.times, seconds);
  if (near >= 0 && Math.abs(beats.times[near] - seconds) < 0.05) return beats;
  const known = beats.positions.length > 0 || beats.times.length === 0;
  const before = at > 0 ? beats.positions[at - 1] : 0;
  const position = (before % metre({ times: [], positions: [...beats.positions, 4] })) + 1;
  return replaced(beats, at, at, [seconds], known ? [position] : []);
}

// Beats that were tapped take the place of those between the first and the last of them.
export function tapped(beats: Beats, taps: number[]): Beats {
  const times = [...new Set(taps)].sort((a, b) => a - b).filter((time, at, all) => at === 0 || time - all[at - 1] > 0.1);
  if (times.length < 2) return beats;
  const half = (times[times.length - 1] - times[0]) / (times.length - 1) / 2;
  const first = upper(beats.times, times[0] - half);
  const end = upper(beats.times, times[times.length - 1] + half);
  const length = beats.positions.length > 0 ? metre(beats) : 4;
  const start = beats.positions[first] ?? 1;
  const positions = times.map((_, at) => ((start - 1 + at) % length) + 1);
  return replaced(beats, first, end, times, positions);
}
