// Everything that stands on what was corrected follows it: counted bars, words, clicks and tones.

import type { Corrections } from "./corrections";
import type { Grid } from "./grid";
import { type CanvasRow, Lane } from "./lane";
import type { Player } from "./player";

export function follow(corrections: Corrections, grid: Grid, rows: CanvasRow[], player: Player): void {
  const { grid: rhythm, spans, beats, form } = corrections;
  grid.set(beats.times, beats.positions);
  for (const row of rows) {
    if (!(row instanceof Lane)) continue;
    if (row.data === rhythm) row.head(`${beats.times.length} beats, corrected`);
    if (row.data === spans) row.head(`${form[0].labels.length} sections, corrected`);
  }
  const isOne = (at: number) => beats.positions[at] === 1;
  const clicks = [beats.times.filter((_, at) => !isOne(at)), beats.times.filter((_, at) => isOne(at))];
  bursts(player, rhythm?.layer, clicks);
  if (form.length > 0) bursts(player, spans?.layer, [form[0].boundaries.slice(1, -1)]);
}

function bursts(player: Player, layer: string | undefined, times: number[][]): void {
  const data = layer === undefined ? undefined : player.voiceOf(layer)?.data;
  if (data?.bursts === undefined) return;
  player.setVoice({ ...data, bursts: data.bursts.map((burst, at) => ({ ...burst, times: times[at] ?? [] })) });
}
