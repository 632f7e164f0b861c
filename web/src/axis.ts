// Where a value stands in a box of a canvas, and the words beside it.

import { noteName } from "./dom";
import type { Colours } from "./theme";
import type { Axis } from "./types";
import type { View } from "./view";

export interface Box {
  top: number;
  height: number;
}

export interface Brush {
  context: CanvasRenderingContext2D;
  view: View;
  colours: Colours;
}

export function rowsOf(axis: Axis): number {
  return axis.kind === "rows" ? Math.max(1, axis.names.length) : 1;
}

// The height of a value; pitches and numbers grow upwards.
export function heightOf(axis: Axis, box: Box): (value: number) => number {
  const [low, high] = axis.kind === "pitch" || axis.kind === "number" ? [axis.low, axis.high] : [0, 1];
  return (value) => box.top + box.height * (1 - (value - low) / Math.max(1e-9, high - low));
}

// Words at the left edge, readable over whatever is there.
export function paintWord({ context, colours }: Brush, text: string, y: number): void {
  context.font = `10.5px ${colours.font}`;
  context.textBaseline = "middle";
  context.globalAlpha = 0.8;
  context.fillStyle = colours.paper;
  context.fillRect(0, y - 6.5, context.measureText(text).width + 8, 13);
  context.globalAlpha = 1;
  context.fillStyle = colours.soft;
  context.fillText(text, 4, y + 0.5);
}

export function paintAxis(brush: Brush, axis: Axis, box: Box): void {
  const { context, view, colours } = brush;
  const label = (text: string, y: number) => paintWord(brush, text, y);
  if (axis.kind === "pitch") {
    const y = heightOf(axis, box);
    for (let pitch = Math.ceil(axis.low / 12) * 12; pitch <= axis.high; pitch += 12) {
      context.fillStyle = colours.rule;
      context.fillRect(0, Math.round(y(pitch - 0.5)), view.width, 1);
      if (y(pitch) > box.top + 6 && y(pitch) < box.top + box.height - 5) label(noteName(pitch), y(pitch));
    }
  } else if (axis.kind === "number") {
    label(`${axis.high.toFixed(0)} ${axis.unit}`, box.top + 8);
    label(axis.low.toFixed(0), box.top + box.height - 8);
  }
}
