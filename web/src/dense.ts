// Many notes in few pixels: for each pixel of a pitch the share of its time in which it sounds.

import { type Box, type Brush, heightOf } from "./axis";
import { upper } from "./search";
import { rgb } from "./theme";
import type { Axis, Notes } from "./types";

const NOTES_PER_PIXEL = 1;
const OPAQUE = 0.75;

export function isDense(shape: Notes, first: number, end: number, width: number): boolean {
  return shape.outcome === undefined && upper(shape.starts, end) - first > NOTES_PER_PIXEL * width;
}

export function paintDense(brush: Brush, axis: Axis, shape: Notes, box: Box, tint: string, first: number): void {
  if (axis.kind !== "pitch") return;
  const { context, view } = brush;
  const low = Math.floor(axis.low);
  const rows = Math.ceil(axis.high) - low + 1;
  const columns = Math.ceil(view.width);
  const sounding = new Float32Array(rows * columns);
  for (let at = first; at < shape.starts.length && shape.starts[at] <= view.end; at++) {
    const row = Math.round(shape.pitches[at]) - low;
    const left = view.x(shape.starts[at]);
    const right = view.x(shape.ends[at]);
    if (row < 0 || row >= rows) continue;
    for (let column = Math.max(0, Math.floor(left)); column < Math.min(columns, right); column++) {
      sounding[row * columns + column] += Math.min(right, column + 1) - Math.max(left, column);
    }
  }
  const [red, green, blue] = rgb(tint);
  const opaque = (blue << 16) | (green << 8) | red;
  const image = new ImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  for (let row = 0; row < rows; row++) {
    const target = (rows - 1 - row) * columns; // the lowest pitch is at the bottom
    for (let column = 0; column < columns; column++) {
      const share = OPAQUE * Math.min(1, sounding[row * columns + column]);
      pixels[target + column] = ((Math.round(255 * share) << 24) | opaque) >>> 0;
    }
  }
  const y = heightOf(axis, box);
  const top = y(low + rows - 0.5);
  paintPixels(context, image, { top, height: y(low - 0.5) - top });
}

// A picture as wide as its pixels, over what is there.
export function paintPixels(context: CanvasRenderingContext2D, image: ImageData, { top, height }: Box): void {
  const picture = new OffscreenCanvas(image.width, image.height);
  picture.getContext("2d")!.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(picture, 0, top, image.width, height);
}
