// The rows of the recording itself: the ruler, the waveform and the spectrogram.

import type { Brush } from "./axis";
import { clock, noteName } from "./dom";
import type { Grid } from "./grid";
import { CanvasRow } from "./lane";
import { ramp, type Tiles } from "./raster";
import { upper } from "./search";
import type { Colours } from "./theme";

export class Ruler extends CanvasRow {
  constructor(private readonly grid: Grid) {
    super("", "", "Time and bars; drag to choose a stretch, click to go there");
    this.element.classList.add("ruler");
  }

  get height(): number {
    return 34;
  }

  recolour(): void {}

  paint({ context, view, colours }: Brush): void {
    context.font = `10.5px ${colours.font}`;
    context.textBaseline = "middle";
    const steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 3600];
    const step = steps.find((each) => each * view.scale >= 70) ?? 3600;
    const digits = step < 0.1 ? 2 : step < 1 ? 1 : 0;
    for (let n = Math.ceil(view.start / step); n * step <= view.end; n++) {
      const x = Math.round(view.x(n * step));
      context.fillStyle = colours.rule;
      context.fillRect(x, 22, 1, 12);
      context.fillStyle = colours.soft;
      context.fillText(clock(n * step, digits), x + 4, 28);
    }
    this.bars({ context, view, colours });
    context.fillStyle = colours.rule;
    context.fillRect(0, this.height - 1, view.width, 1);
  }

  private bars({ context, view, colours }: Brush): void {
    const { downbeats } = this.grid;
    const first = upper(downbeats, view.start - 60 / view.scale);
    const last = upper(downbeats, view.end);
    if (last <= first) return;
    const apart = last - first > 1 ? ((downbeats[last - 1] - downbeats[first]) * view.scale) / (last - first - 1) : 99;
    const every = [1, 2, 4, 8, 16, 32, 64, 128, 256].find((each) => each * apart >= 30) ?? 512;
    context.font = `600 12px ${colours.font}`;
    for (let at = first; at < last; at++) {
      if (at % every !== 0) continue;
      const x = Math.round(view.x(downbeats[at]));
      context.fillStyle = colours.time;
      context.fillRect(x, 2, 1.5, 18);
      context.fillText(String(at + 1), x + 5, 10);
    }
  }
}

export class Waveform extends CanvasRow {
  constructor(
    private readonly tiles: Tiles,
    readonly height = 64,
  ) {
    super("Recording", "", "Waveform of the recording");
  }

  recolour(): void {}

  paint({ context, view, colours }: Brush): void {
    const loudest = Math.max(0.02, this.tiles.data.loudest ?? 1);
    const middle = this.height / 2;
    const high = (middle - 2) / loudest / 127;
    context.fillStyle = colours.plain;
    for (const { level, place, start, seconds } of this.tiles.visible(view)) {
      const bytes = this.tiles.tile(level, place);
      if (bytes === null) continue;
      const columns = this.tiles.columns(level, place);
      const step = seconds / columns;
      const wide = Math.max(1, step * view.scale);
      for (let at = 0; at < columns; at++) {
        const x = view.x(start + at * step);
        if (x < -wide || x > view.width) continue;
        const low = (bytes[at] - 128) * high;
        const up = (bytes[columns + at] - 128) * high;
        context.fillRect(x, middle - up, wide, Math.max(1, up - low));
      }
    }
  }
}

export class Spectrogram extends CanvasRow {
  constructor(
    private readonly tiles: Tiles,
    readonly height = 170,
  ) {
    super("Spectrogram", "24 bands an octave", "Spectrogram with pitches as note names");
  }

  recolour(colours: Colours): void {
    this.tiles.recolour(ramp(colours.paper, colours.ink, this.tiles.data.white ?? 255, false));
  }

  paint({ context, view, colours }: Brush): void {
    const { low = 0, step = 1, rows } = this.tiles.data;
    context.imageSmoothingEnabled = view.scale * (this.tiles.data.hop / this.tiles.data.rate) < 6;
    this.tiles.draw(context, view, 0, this.height);
    context.font = `10.5px ${colours.font}`;
    context.textBaseline = "middle";
    for (let pitch = Math.ceil(low / 12) * 12; pitch < low + rows * step; pitch += 12) {
      const y = this.height * (1 - ((pitch - low) / step + 0.5) / rows);
      if (y < 7 || y > this.height - 6) continue;
      const text = noteName(pitch);
      context.globalAlpha = 0.8;
      context.fillStyle = colours.paper;
      context.fillRect(0, y - 6.5, context.measureText(text).width + 8, 13);
      context.globalAlpha = 1;
      context.fillStyle = colours.soft;
      context.fillText(text, 4, y + 0.5);
    }
  }
}
