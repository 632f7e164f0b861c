// Everything that stands on what was corrected follows it: counted bars, words, clicks and tones.

import type { Corrections } from "./corrections";
import type { Grid } from "./grid";
import { type CanvasRow, Lane } from "./lane";
import { toneOf } from "./notes";
import type { Player } from "./player";

export function follow(corrections: Corrections, grid: Grid, rows: CanvasRow[], player: Player): void {
  const { changed } = corrections;
  const { grid: rhythm, spans, melody, beats, form, notes } = corrections;
  grid.set(beats.times, beats.positions);
  for (const row of rows) {
    if (!(row instanceof Lane)) continue;
    if (row.data === rhythm && changed.beats) row.head(`${beats.times.length} beats, corrected`);
    if (row.data === spans && changed.form) row.head(`${form[0].labels.length} sections, corrected`);
    if (row.data === melody && changed.notes) row.head(`${notes.length} notes, corrected`);
  }
  const isOne = (at: number) => beats.positions[at] === 1;
  const clicks = [beats.times.filter((_, at) => !isOne(at)), beats.times.filter((_, at) => isOne(at))];
  if (changed.beats) bursts(player, rhythm?.layer, clicks);
  if (changed.form && form.length > 0) bursts(player, spans?.layer, [form[0].boundaries.slice(1, -1)]);
  const tone = melody === undefined ? undefined : player.voiceOf(melody.layer)?.data;
  if (changed.notes && tone !== undefined) player.setVoice({ ...tone, lines: [toneOf(notes, 1)] });
}

function bursts(player: Player, layer: string | undefined, times: number[][]): void {
  const data = layer === undefined ? undefined : player.voiceOf(layer)?.data;
  if (data?.bursts === undefined) return;
  player.setVoice({ ...data, bursts: data.bursts.map((burst, at) => ({ ...burst, times: times[at] ?? [] })) });
}
