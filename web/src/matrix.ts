// The matrix of self-similarity: how alike each moment is to each other one. Along the lanes runs
// the time that they show, upwards that of the whole recording; what repeats is a stripe.

import type { Brush } from "./axis";
import { clock } from "./dom";
import { CanvasRow } from "./lane";
import { ramp } from "./raster";
import { fromBase64, inflate } from "./source";
import type { Colours } from "./theme";
import type { Likeness } from "./types";

const SMOOTH = 2; // frames on either side along diagonals
const WHITE = 0.05; // cosines up to this are as chance has them

export class Matrix extends CanvasRow {
  private values: Uint8Array | null = null;
  private picture: HTMLCanvasElement | null = null;
  private colours: Colours | null = null;

  constructor(
    private readonly data: Likeness,
    private readonly duration: number,
    private readonly arrived: () => void,
  ) {
    super("Self-similarity", "dark where two moments are alike; stripes repeat", "Self-similarity of the recording");
    this.element.hidden = true;
  }

  get height(): number {
    return 260;
  }

  async toggle(): Promise<void> {
    this.element.hidden = !this.element.hidden;
    if (!this.element.hidden && this.values === null) {
      this.values = similarity(this.data, await inflate(fromBase64(this.data.data)));
      if (this.colours !== null) this.recolour(this.colours);
    }
    this.arrived();
  }

  recolour(colours: Colours): void {
    this.colours = colours;
    if (this.values === null) return;
    const { count } = this.data;
    const shades = ramp(colours.paper, colours.form, 255, false);
    const picture = document.createElement("canvas");
    picture.width = picture.height = count;
    const context = picture.getContext("2d")!;
    const image = context.createImageData(count, count);
    const pixels = new Uint32Array(image.data.buffer);
    for (let row = 0; row < count; row++) {
      for (let column = 0; column < count; column++) {
        pixels[(count - 1 - row) * count + column] = shades[this.values[row * count + column]];
      }
    }
    context.putImageData(image, 0, 0);
    this.picture = picture;
  }

  paint({ context, view, colours }: Brush): void {
    if (this.picture === null) return;
    const long = (this.data.count * this.data.hop) / this.data.rate;
    const top = this.height * (1 - long / Math.max(long, this.duration));
    context.imageSmoothingEnabled = view.scale * (this.data.hop / this.data.rate) < 8;
    context.drawImage(this.picture, view.x(0), top, long * view.scale, this.height - top);
    context.font = `10.5px ${colours.font}`;
    context.textBaseline = "middle";
    for (const share of [0.25, 0.5, 0.75]) {
      const text = clock(share * this.duration);
      const y = this.height * (1 - share);
      context.globalAlpha = 0.8;
      context.fillStyle = colours.paper;
      context.fillRect(0, y - 6.5, context.measureText(text).width + 8, 13);
      context.globalAlpha = 1;
      context.fillStyle = colours.soft;
      context.fillText(text, 4, y + 0.5);
    }
  }
}

// Bytes (count, count): the mean cosine of chroma and of timbre, smoothed along diagonals.
function similarity({ count, columns, chroma }: Likeness, bytes: Uint8Array): Uint8Array {
  const unit = (from: number, to: number) => {
    const wide = to - from;
    const frames = new Float32Array(count * wide);
    for (let at = 0; at < count; at++) {
      let sum = 1e-9;
      for (let column = from; column < to; column++) sum += (bytes[at * columns + column] - 128) ** 2;
      const norm = Math.sqrt(sum);
      for (let column = from; column < to; column++) frames[at * wide + column - from] = (bytes[at * columns + column] - 128) / norm;
    }
    return { frames, wide };
  };
  const parts = [unit(0, chroma), unit(chroma, columns)];
  const raw = new Float32Array(count * count);
  for (const { frames, wide } of parts) {
    for (let row = 0; row < count; row++) {
      for (let column = row; column < count; column++) {
        let sum = 0;
        for (let at = 0; at < wide; at++) sum += frames[row * wide + at] * frames[column * wide + at];
        raw[row * count + column] += sum / parts.length;
      }
    }
  }
  const out = new Uint8Array(count * count);
  for (let row = 0; row < count; row++) {
    for (let column = row; column < count; column++) {
      let sum = 0;
      let many = 0;
      for (let step = -SMOOTH; step <= SMOOTH; step++) {
        if (row + step < 0 || column + step >= count) continue;
        sum += raw[(row + step) * count + column + step];
        many += 1;
      }
      const share = Math.max(0, (sum / many - WHITE) / (1 - WHITE));
      out[row * count + column] = out[column * count + row] = Math.round(255 * share);
    }
  }
  return out;
}
