// Pictures: tiles that are asked for when they are seen, coloured as the theme has it.

import { inflate, type Source } from "./source";
import { type Colours, rgb } from "./theme";
import type { Frames, PictureData } from "./types";
import type { View } from "./view";

const MOST_TILES = 48; // a screen has six of a picture at most
const MOST_CHUNKS = 24;
const POOLED = 16; // frames that become one where many are a pixel
const CHUNK = 2048;

type Ramp = Uint32Array; // a colour for each of 256 values

export function ramp(from: string, to: string, white: number, transparent: boolean): Ramp {
  const [r0, g0, b0] = rgb(from);
  const [r1, g1, b1] = rgb(to);
  const colours = new Uint32Array(256);
  for (let value = 0; value < 256; value++) {
    const share = Math.min(1, value / Math.max(1, white));
    const bent = transparent ? share : share ** 1.6;
    const mix = (a: number, b: number) => Math.round(transparent ? b : a + (b - a) * bent);
    const alpha = transparent ? Math.round(255 * bent * 0.55) : 255;
    colours[value] =
      ((alpha << 24) | (mix(b0, b1) << 16) | (mix(g0, g1) << 8) | mix(r0, r1)) >>> 0;
  }
  return colours;
}

// Bytes as a canvas with the lowest row at the bottom; so many apart are those of two columns, and of two rows.
function canvasOf(bytes: Uint8Array, columns: number, rows: number, colours: Ramp, along = 1, up = columns): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = columns;
  canvas.height = rows;
  const context = canvas.getContext("2d")!;
  const image = context.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  for (let row = 0; row < rows; row++) {
    const target = (rows - 1 - row) * columns;
    for (let column = 0; column < columns; column++) {
      pixels[target + column] = colours[bytes[row * up + column * along]];
    }
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

export class Tiles {
  private readonly bytes = new Map<string, Uint8Array | null>();
  private readonly canvases = new Map<string, HTMLCanvasElement>();
  private colours: Ramp = new Uint32Array(256);

  constructor(
    readonly name: string,
    readonly data: PictureData,
    private readonly source: Source,
    private readonly arrived: () => void,
  ) {}

  recolour(colours: Ramp): void {
    this.colours = colours;
    this.canvases.clear();
  }

  // The level with at least one column for each pixel, and the seconds of its columns.
  level(pixelsPerSecond: number): { number: number; step: number } {
    const { hop, rate, shrink, counts } = this.data;
    let number = 0;
    let step = hop / rate;
    while (number + 1 < counts.length && step * shrink * pixelsPerSecond <= 1.5) {
      number += 1;
      step *= shrink;
    }
    return { number, step };
  }

  tile(level: number, place: number): Uint8Array | null {
    const key = `${this.name}/${level}/${place}`;
    const known = this.bytes.get(key);
    if (known !== undefined) {
      this.bytes.delete(key); // the last used is the last to be forgotten
      this.bytes.set(key, known);
      return known;
    }
    this.bytes.set(key, null);
    this.source
      .part(key)
      .then(inflate)
      .then((bytes) => {
        this.bytes.set(key, bytes);
        this.arrived();
      })
      .catch(() => undefined);
    if (this.bytes.size > MOST_TILES) {
      const oldest = this.bytes.keys().next().value!;
      this.bytes.delete(oldest);
      this.canvases.delete(oldest);
    }
    return null;
  }

  columns(level: number, place: number): number {
    return Math.min(this.data.tile, this.data.counts[level] - place * this.data.tile);
  }

  // The tiles of what a view shows, each with its first second and its seconds in all.
  *visible(view: View): Generator<{ level: number; place: number; start: number; seconds: number }> {
    const { number, step } = this.level(view.scale);
    const long = this.data.tile * step;
    const last = Math.ceil(this.data.counts[number] / this.data.tile) - 1;
    for (let place = Math.max(0, Math.floor(view.start / long)); place <= last; place++) {
      if (place * long > view.end) return;
      const seconds = this.columns(number, place) * step;
      yield { level: number, place, start: place * long, seconds };
    }
  }

  draw(context: CanvasRenderingContext2D, view: View, top: number, height: number): void {
    for (const { level, place, start, seconds } of this.visible(view)) {
      const bytes = this.tile(level, place);
      if (bytes === null) continue;
      const key = `${this.name}/${level}/${place}`;
      let canvas = this.canvases.get(key);
      if (canvas === undefined) {
        canvas = canvasOf(bytes, this.columns(level, place), this.data.rows, this.colours);
        this.canvases.set(key, canvas);
      }
      context.drawImage(canvas, view.x(start), top, seconds * view.scale, height);
    }
  }
}

// Activations as a picture: all frames, and the largest of neighbours for whoever looks from afar.
export class Heat {
  private readonly fine: Strip;
  private readonly coarse: Strip;

  constructor(frames: Frames) {
    this.fine = new Strip(frames);
    this.coarse = new Strip(pooled(frames));
  }

  recolour(colours: Colours, colour: string): void {
    for (const strip of [this.fine, this.coarse]) strip.recolour(ramp(colours.paper, colour, 255, true));
  }

  draw(context: CanvasRenderingContext2D, view: View, top: number, height: number): void {
    const strip = this.fine.step * view.scale * POOLED < 2 ? this.coarse : this.fine;
    strip.draw(context, view, top, height);
  }
}

function pooled(frames: Frames): Frames {
  const { count, columns, bytes } = frames;
  const wide = columns.length;
  const few = Math.ceil(count / POOLED);
  const most = new Uint8Array(few * wide);
  for (let at = 0; at < count; at++) {
    const target = Math.floor(at / POOLED) * wide;
    for (let row = 0; row < wide; row++) most[target + row] = Math.max(most[target + row], bytes?.[at * wide + row] ?? 0);
  }
  return { ...frames, hop: frames.hop * POOLED, count: few, bytes: most };
}

class Strip {
  private canvases = new Map<number, HTMLCanvasElement>();
  private colours: Ramp = new Uint32Array(256);

  constructor(private readonly frames: Frames) {}

  get step(): number {
    return this.frames.hop / this.frames.rate;
  }

  recolour(colours: Ramp): void {
    this.colours = colours;
    this.canvases.clear();
  }

  draw(context: CanvasRenderingContext2D, view: View, top: number, height: number): void {
    const { count, bytes } = this.frames;
    if (bytes === undefined) return;
    const { step } = this;
    const first = Math.max(0, Math.floor(view.start / step / CHUNK));
    for (let chunk = first; chunk * CHUNK < count; chunk++) {
      const start = chunk * CHUNK;
      if (start * step > view.end) return;
      const long = Math.min(CHUNK, count - start);
      context.drawImage(this.canvas(chunk, long, bytes), view.x((start - 0.5) * step), top, long * step * view.scale, height);
    }
  }

  private canvas(chunk: number, long: number, bytes: Uint8Array): HTMLCanvasElement {
    const known = this.canvases.get(chunk);
    if (known !== undefined) return known;
    const rows = this.frames.columns.length;
    const canvas = canvasOf(bytes.subarray(chunk * CHUNK * rows), long, rows, this.colours, rows, 1);
    if (this.canvases.size >= MOST_CHUNKS) this.canvases.delete(this.canvases.keys().next().value!);
    this.canvases.set(chunk, canvas);
    return canvas;
  }
}
