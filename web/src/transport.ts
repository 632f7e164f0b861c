// Where one is in time, what is chosen and what is looped: what keys, buttons and pointer do with it.

import { countIn } from "./countin";
import type { Grid } from "./grid";
import type { Player } from "./player";
import { upper } from "./search";
import type { Spans } from "./types";
import type { View } from "./view";

export type Stretch = [number, number];

export class Transport {
  selection: Stretch | null = null;
  counting = false; // whether a bar is counted before the music

  constructor(
    readonly player: Player,
    readonly view: View,
    readonly grid: Grid,
    private readonly changed: () => void,
  ) {}

  toggle(): void {
    if (this.player.playing) this.player.pause();
    else void this.player.play(this.counting ? countIn(this.grid, this.player.position) : null);
  }

  count(): void {
    this.counting = !this.counting;
    this.changed();
  }

  go(seconds: number): void {
    this.player.seek(seconds);
    this.view.follow(seconds);
  }

  step(direction: number, bars: boolean): void {
    this.go(this.grid.step(this.player.position, direction, bars));
  }

  faster(change: number): void {
    this.player.setSpeed(this.player.speed + change);
  }

  zoom(factor: number): void {
    const x = this.view.x(this.player.position);
    this.view.zoom(factor, x >= 0 && x <= this.view.width ? x : this.view.width / 2);
  }

  // The stretch that was chosen, or this bar; once more, no loop.
  loop(): void {
    const stretch = this.player.loop === null ? (this.selection ?? this.grid.bar(this.player.position)) : null;
    this.player.setLoop(stretch);
  }

  // What is around the playhead in a row: a section, or a chord.
  loopSpan(spans: Spans | null): void {
    const at = spans === null ? -1 : spanAt(spans, this.player.position);
    if (spans === null || at < 0) return;
    this.selection = [spans.starts[at], spans.ends[at]];
    this.player.setLoop(this.selection);
  }

  // While it is drawn.
  select(stretch: Stretch): void {
    this.selection = stretch;
    this.changed();
  }

  choose(stretch: Stretch | null): void {
    this.selection = stretch;
    if (this.player.loop !== null || stretch === null) this.player.setLoop(stretch);
    this.changed();
  }

  // Goes to a stretch that another page names, with as much again on either side.
  show(start: number, end: number): void {
    this.selection = end > start ? [start, end] : null;
    const around = end > start ? end - start : 10;
    this.view.fit(Math.max(0, start - around), Math.max(start, end) + around);
    this.player.seek(start);
    this.changed();
  }
}

// The number of what is around a moment; -1 for nothing.
export function spanAt({ starts, ends }: Spans, seconds: number): number {
  const at = upper(starts, seconds + 1e-6) - 1;
  return at >= 0 && seconds < ends[at] ? at : -1;
}
