// Everything that stands on what was corrected follows it: counted bars, words, clicks and tones.

import type { Corrections } from "./corrections";
import type { Grid } from "./grid";
import { type CanvasRow, Lane } from "./lane";
import { toneOf } from "./notes";
import type { Player } from "./player";

export function follow(corrections: Corrections, changed: ReadonlySet<string>, grid: Grid, rows: CanvasRow[], player: Player): void {
  const { grid: rhythm, spans, melodies, beats, form } = corrections;
  if (rhythm !== undefined && changed.has(rhythm.layer)) grid.set(beats.times, beats.positions);
  for (const row of rows) {
    if (!(row instanceof Lane)) continue;
    const { data } = row;
    if (!changed.has(data.layer)) continue;
    if (data === rhythm) row.head(`${beats.times.length} beats, corrected`);
    else if (data === spans) row.head(`${form.map(({ labels }, at) => `${labels.length} ${corrections.scales[at]}`).join(" · ")}, corrected`);
    else row.head(`${corrections.notesIn(data).length} notes, corrected`);
  }
  if (rhythm !== undefined && changed.has(rhythm.layer)) {
    const isOne = (at: number) => beats.positions[at] === 1;
    bursts(player, rhythm.layer, [beats.times.filter((_, at) => !isOne(at)), beats.times.filter((_, at) => isOne(at))]);
  }
  if (spans !== undefined && changed.has(spans.layer)) bursts(player, spans.layer, [form[0].boundaries.slice(1, -1)]);
  for (const melody of melodies) {
    const tone = player.voiceOf(melody.layer)?.data;
    if (tone === undefined || !changed.has(melody.layer)) continue;
    // Notes of hours take a while: their tone follows the frame that shows them.
    requestAnimationFrame(() => setTimeout(() => player.setVoice({ ...tone, lines: [toneOf(corrections.notesIn(melody), 1)] })));
  }
}

function bursts(player: Player, layer: string, times: number[][]): void {
  const data = player.voiceOf(layer)?.data;
  if (data?.bursts === undefined) return;
  player.setVoice({ ...data, bursts: data.bursts.map((burst, at) => ({ ...burst, times: times[at] ?? [] })) });
}
