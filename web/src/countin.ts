// A bar of clicks before the music begins, in its tempo and its metre.

import type { Grid } from "./grid";
import { upper } from "./search";

export interface CountIn {
  seconds: number; // of music before its beginning
  clicks: [number, boolean][]; // seconds before it, and whether one begins a bar
}

// As many clicks as a bar has beats, so that the next would be the first beat that is played.
export function countIn(grid: Grid, position: number): CountIn | null {
  const { times, positions } = grid;
  const next = Math.min(upper(times, position - 0.02), times.length - 1);
  if (times.length < 2) return null;
  const near = times.slice(Math.max(0, next - 4), next + 5);
  const beat = (near[near.length - 1] - near[0]) / (near.length - 1);
  const metre = positions.length > 0 ? Math.max(1, ...positions) : 4;
  // Past the last beat they are counted on.
  const first = times[next] + Math.max(0, Math.ceil((position - 0.02 - times[next]) / beat)) * beat;
  const place = (positions[next] ?? 1) - 1;
  const skipped = Math.floor((first - position) / beat + 1e-6);
  const clicks = Array.from({ length: metre }, (_, at): [number, boolean] => {
    const back = skipped + metre - at;
    return [position - (first - back * beat), (((place - back) % metre) + metre) % metre === 0];
  });
  return { seconds: clicks[0][0], clicks };
}
