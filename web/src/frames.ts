// Activations on a canvas: a curve for each column, or a picture.

import { type Box, type Brush, heightOf } from "./axis";
import type { Heat } from "./raster";
import type { Axis, Frames } from "./types";

const LINE = 1.25;
const AREA = 0.55;

export function paintCurves(brush: Brush, shape: Frames, box: Box): void {
  const { time, solo, bass, drums } = brush.colours;
  const shades = [time, solo, bass, drums];
  shape.columns.forEach((_, column) => paintCurve(brush, shape, column, box, shades[column % shades.length]));
}

// The largest value of each pixel, as an area. Where frames are closer than pixels, it is made of
// upright bars: long lines with as many corners take a browser ten times as long.
export function paintCurve(brush: Brush, shape: Frames, column: number, box: Box, shade: string): void {
  const { context, view } = brush;
  const { rate, hop, count, columns, bytes } = shape;
  if (bytes === undefined) return;
  const step = hop / rate;
  context.fillStyle = context.strokeStyle = shade;
  context.lineWidth = LINE;
  context.beginPath();
  const pixels = Math.max(1, step * view.scale);
  context.globalAlpha = AREA;
  const bottom = box.top + box.height;
  context.moveTo(-pixels, bottom);
  let end = view.width;
  for (let x = -pixels; x <= view.width + pixels; x += pixels) {
    const first = Math.max(0, Math.round((view.start + x / view.scale) / step));
    const last = Math.max(first + 1, Math.round((view.start + (x + pixels) / view.scale) / step));
    if (first >= count) break;
    let most = 0;
    for (let at = first; at < Math.min(last, count); at++) {
      most = Math.max(most, bytes[at * columns.length + column]);
    }
    const py = box.top + (box.height - 1) * (1 - most / 255) + 0.5;
    if (pixels === 1) context.fillRect(x, py - 1, 1, bottom - py + 1);
    else context.lineTo((end = view.x(first * step)), py);
  }
  if (pixels > 1) {
    context.lineTo(end, bottom);
    context.fill();
  }
  context.globalAlpha = 1;
  if (pixels > 1) context.stroke();
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
