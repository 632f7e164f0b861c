// Activations on a canvas: a curve for each column, or a picture.

import { type Box, type Brush, heightOf } from "./axis";
import { paintPixels } from "./dense";
import type { Heat } from "./raster";
import { rgb } from "./theme";
import type { Axis, Frames } from "./types";

const LINE = 1.25;
const AREA = 0.55;

export function paintCurves(brush: Brush, shape: Frames, box: Box): void {
  const { time, solo, bass, drums } = brush.colours;
  const shades = [time, solo, bass, drums];
  shape.columns.forEach((_, column) => paintCurve(brush, shape, column, box, shades[column % shades.length]));
}

// The largest value of each pixel, as an area. Where frames are closer than pixels, it is a picture:
// long lines with as many corners take a browser a hundred times as long, upright bars ten times.
export function paintCurve(brush: Brush, shape: Frames, column: number, box: Box, shade: string): void {
  const { context, view } = brush;
  const { rate, hop, count, columns, bytes } = shape;
  if (bytes === undefined) return;
  const step = hop / rate;
  if (step * view.scale <= 1) return paintBars(brush, shape, column, box, shade);
  const pixels = step * view.scale;
  context.fillStyle = context.strokeStyle = shade;
  context.lineWidth = LINE;
  context.beginPath();
  context.globalAlpha = AREA;
  const bottom = box.top + box.height;
  context.moveTo(-pixels, bottom);
  let end = view.width;
  for (let x = -pixels; x <= view.width + pixels; x += pixels) {
    const at = Math.max(0, Math.round((view.start + x / view.scale) / step));
    if (at >= count) break;
    context.lineTo((end = view.x(at * step)), heightIn(box, bytes[at * columns.length + column]));
  }
  context.lineTo(end, bottom);
  context.fill();
  context.globalAlpha = 1;
  context.stroke();
}

function heightIn(box: Box, value: number): number {
  return box.top + (box.height - 1) * (1 - value / 255) + 0.5;
}

function paintBars({ context, view }: Brush, shape: Frames, column: number, box: Box, shade: string): void {
  const { rate, hop, count, columns, bytes = new Uint8Array() } = shape;
  const ratio = window.devicePixelRatio || 1;
  const image = new ImageData(Math.ceil(view.width), Math.ceil(box.height * ratio));
  const pixels = new Uint32Array(image.data.buffer);
  const [red, green, blue] = rgb(shade);
  const opaque = (blue << 16) | (green << 8) | red;
  const frames = rate / hop;
  for (let x = 0; x < image.width; x++) {
    const first = Math.max(0, Math.round((view.start + x / view.scale) * frames));
    const last = Math.min(count, Math.max(first + 1, Math.round((view.start + (x + 1) / view.scale) * frames)));
    if (first >= count) break;
    let most = 0;
    for (let at = first; at < last; at++) most = Math.max(most, bytes[at * columns.length + column]);
    const top = Math.max(0, (heightIn(box, most) - 1 - box.top) * ratio);
    for (let row = Math.floor(top); row < image.height; row++) {
      const share = AREA * Math.min(1, row + 1 - top);
      pixels[row * image.width + x] = ((Math.round(255 * share) << 24) | opaque) >>> 0;
    }
  }
  paintPixels(context, image, box);
}

export function paintHeat(brush: Brush, axis: Axis, shape: Frames, box: Box, heat?: Heat): void {
  if (heat === undefined) return;
  const { context, view } = brush;
  context.save();
  context.beginPath();
  context.rect(0, box.top, view.width, box.height);
  context.clip();
  context.imageSmoothingEnabled = false;
  if (axis.kind === "rows") {
    // Rows stand from top to bottom, and the picture has its first at the bottom.
    context.translate(0, 2 * box.top + box.height);
    context.scale(1, -1);
    heat.draw(context, view, box.top, box.height);
  } else {
    const y = heightOf(axis, box);
    const low = (shape.low ?? 0) - 0.5;
    const top = y(low + shape.columns.length);
    heat.draw(context, view, top, y(low) - top);
  }
  context.restore();
}
