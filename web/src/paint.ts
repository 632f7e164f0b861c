// Shapes on a canvas; only what the view shows is touched.

import { noteName } from "./dom";
import type { Heat } from "./raster";
import { upper } from "./search";
import { type Colours, colourOf, SECTION_COLOURS } from "./theme";
import type { Axis, Frames, LaneData, Line, Marks, Notes, Shape, Spans } from "./types";
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

const FAINTEST = 0.3;
const HIT = 1;
const MISS = 2;

function outcomeColour(colours: Colours, outcome: number, usual: string): string {
  if (outcome === 0) return usual;
  return outcome === HIT ? colours.hit : outcome === MISS ? colours.miss : colours.false;
}

function opacity(sure: number[] | undefined, at: number): number {
  return sure === undefined ? 1 : FAINTEST + (1 - FAINTEST) * sure[at];
}

function rowsOf(axis: Axis): number {
  return axis.kind === "rows" ? Math.max(1, axis.names.length) : 1;
}

// The height of a value; pitches and numbers grow upwards.
function heightOf(axis: Axis, box: Box): (value: number) => number {
  const [low, high] = axis.kind === "pitch" || axis.kind === "number" ? [axis.low, axis.high] : [0, 1];
  return (value) => box.top + box.height * (1 - (value - low) / Math.max(1e-9, high - low));
}

export function paintShape(
  brush: Brush,
  lane: LaneData,
  shape: Shape,
  box: Box,
  heat?: Heat,
  tint = colourOf(brush.colours, lane.colour),
): void {
  switch (shape.kind) {
    case "marks":
      return paintMarks(brush, lane.axis, shape, box, tint);
    case "spans":
      return paintSpans(brush, lane, shape, box, tint);
    case "line":
      return paintLine(brush, lane.axis, shape, box, tint);
    case "notes":
      return paintNotes(brush, lane.axis, shape, box, tint);
    case "curves":
      return paintCurves(brush, shape, box);
    case "heat":
      return paintHeat(brush, lane.axis, shape, box, heat);
  }
}

function paintMarks(brush: Brush, axis: Axis, shape: Marks, box: Box, tint: string): void {
  const { context, view, colours } = brush;
  const rows = rowsOf(axis);
  const room = box.height / rows;
  const bottom = box.top + room * (shape.row + 1) - 1;
  const { times, heights, strong, sure, outcome } = shape;
  const first = upper(times, view.start - 1 / view.scale);
  const last = upper(times, view.end);
  const apart = last - first > 1 ? ((times[last - 1] - times[first]) * view.scale) / (last - first - 1) : 99;
  const onlyStrong = strong !== undefined && apart < 3.5;
  let drawn = -9;
  for (let at = first; at < last; at++) {
    const isStrong = strong?.[at] === 1;
    if (onlyStrong && !isStrong) continue;
    const x = Math.round(view.x(times[at])) + 0.5;
    if (x - drawn < 1 && !isStrong) continue;
    drawn = x;
    const share = heights !== undefined ? Math.max(0.12, heights[at]) : strong === undefined || isStrong ? 1 : 0.55;
    const colour = outcomeColour(colours, outcome?.[at] ?? 0, tint);
    context.globalAlpha = opacity(sure, at);
    context.fillStyle = colour;
    const width = isStrong && apart > 6 ? 2.5 : 1.5;
    context.fillRect(x - width / 2, bottom - (room - 2) * share, width, (room - 2) * share);
    if (outcome !== undefined && outcome[at] > HIT && apart > 4) {
      // Shape as well as colour says what went wrong: a ring for a miss, a cross for a false alarm.
      paintFault(context, x, bottom - (room - 2) * share + 4, outcome[at]);
    }
  }
  context.globalAlpha = 1;
}

function paintFault(context: CanvasRenderingContext2D, x: number, y: number, outcome: number): void {
  context.save();
  context.globalAlpha = 1;
  context.strokeStyle = context.fillStyle;
  context.lineWidth = 1.75;
  context.beginPath();
  if (outcome === MISS) context.arc(x, y, 3.5, 0, 2 * Math.PI);
  else {
    context.moveTo(x - 3.5, y - 3.5);
    context.lineTo(x + 3.5, y + 3.5);
    context.moveTo(x + 3.5, y - 3.5);
    context.lineTo(x - 3.5, y + 3.5);
  }
  context.stroke();
  context.restore();
}

const NUMBERS = new WeakMap<string[], Map<string, number>>();

// The number of a label in the order of first appearance: equal labels have equal colours.
function numberOf(labels: string[], label: string): number {
  let numbers = NUMBERS.get(labels);
  if (numbers === undefined) {
    numbers = new Map([...new Set(labels.filter((each) => each !== ""))].map((each, at) => [each, at]));
    NUMBERS.set(labels, numbers);
  }
  return numbers.get(label) ?? -1;
}

export function sectionColour(colours: Colours, labels: string[], label: string): string {
  const number = numberOf(labels, label);
  return number < 0 ? colours.rule : colours.sections[number % SECTION_COLOURS];
}

function paintSpans(brush: Brush, lane: LaneData, shape: Spans, box: Box, tint: string): void {
  const { context, view, colours } = brush;
  const room = box.height / rowsOf(lane.axis);
  const top = box.top + room * shape.row + 1;
  const high = room - 3;
  const { starts, ends, labels, sure, outcome } = shape;
  context.font = `500 12px ${colours.font}`;
  context.textBaseline = "middle";
  for (let at = Math.max(0, upper(starts, view.start) - 1); at < starts.length; at++) {
    if (starts[at] > view.end) break;
    const left = view.x(starts[at]);
    const width = view.x(ends[at]) - left;
    if (left + width < 0) continue;
    const byLabel = lane.colour === "form";
    context.globalAlpha = byLabel ? 1 : 0.1 + 0.16 * (sure?.[at] ?? 1);
    context.fillStyle = byLabel ? sectionColour(colours, labels, labels[at]) : tint;
    if (labels[at] !== "") context.fillRect(left, top, Math.max(1, width - 1), high);
    context.globalAlpha = 1;
    context.fillStyle = outcomeColour(colours, outcome?.[at] ?? 0, byLabel ? colours.ink : tint);
    const edge = outcome?.[at] ? 3 : 1.5;
    if (labels[at] !== "") context.fillRect(left, top, edge, high);
    if (outcome !== undefined && outcome[at] > HIT && width > 12) {
      paintFault(context, left + width - 8, top + 8, outcome[at]);
    }
    paintLabel(brush, labels[at], left + edge + 4, Math.max(0, left) + 5, width - 8, top + high / 2 + 0.5);
  }
}

function paintLabel(brush: Brush, text: string, x: number, sticky: number, room: number, y: number): void {
  const { context, colours } = brush;
  if (text === "" || room < 9) return;
  const at = Math.max(x, sticky);
  const left = room - (at - x);
  const width = context.measureText(text).width;
  if (width > left) {
    if (x < at && width <= room) {
      context.fillStyle = colours.ink;
      context.fillText(text, x + room - width, y);
    }
    return;
  }
  context.fillStyle = colours.ink;
  context.fillText(text, at, y);
}

function paintLine(brush: Brush, axis: Axis, shape: Line, box: Box, tint: string): void {
  const { context, view } = brush;
  const y = heightOf(axis, box);
  const { times, values } = shape;
  context.strokeStyle = tint;
  context.lineWidth = 1.5;
  context.lineJoin = "round";
  context.beginPath();
  let pen = false;
  const first = Math.max(0, upper(times, view.start) - 2);
  const last = Math.min(times.length, upper(times, view.end) + 2);
  const step = Math.max(1, Math.floor((last - first) / (view.width * 3)));
  for (let at = first; at < last; at += step) {
    const value = values[at];
    if (value === null) {
      pen = false;
      continue;
    }
    if (pen) context.lineTo(view.x(times[at]), y(value));
    else context.moveTo(view.x(times[at]), y(value));
    pen = true;
  }
  context.stroke();
}

const LONGEST = new WeakMap<number[], number>();

// The longest note: how far back one may have begun that still sounds.
function longest(shape: Notes): number {
  let seconds = LONGEST.get(shape.starts);
  if (seconds === undefined) {
    seconds = shape.starts.reduce((most, start, at) => Math.max(most, shape.ends[at] - start), 0);
    LONGEST.set(shape.starts, seconds);
  }
  return seconds;
}

function paintNotes(brush: Brush, axis: Axis, shape: Notes, box: Box, tint: string): void {
  const { context, view, colours } = brush;
  const y = heightOf(axis, box);
  const semitone = Math.abs(y(1) - y(0));
  const high = Math.max(3, Math.min(9, semitone * 0.9));
  const first = upper(shape.starts, view.start - longest(shape));
  for (let at = first; at < shape.starts.length; at++) {
    if (shape.starts[at] > view.end) break;
    const left = view.x(shape.starts[at]);
    const width = Math.max(2, view.x(shape.ends[at]) - left - 1);
    const outcome = shape.outcome?.[at] ?? 0;
    context.globalAlpha = 0.75 * opacity(shape.sure, at);
    context.fillStyle = outcomeColour(colours, outcome, tint);
    context.beginPath();
    context.roundRect(left, y(shape.pitches[at]) - high / 2, width, high, Math.min(2, high / 2));
    context.fill();
    if (outcome > HIT && width > 5) paintFault(context, left + width / 2, y(shape.pitches[at]), outcome);
  }
  context.globalAlpha = 1;
}

// The largest value of each pixel, a curve for each column.
function paintCurves(brush: Brush, shape: Frames, box: Box): void {
  const { context, view, colours } = brush;
  const { rate, hop, count, columns, bytes } = shape;
  if (bytes === undefined) return;
  const step = hop / rate;
  const shades = [colours.time, colours.solo, colours.bass, colours.drums];
  columns.forEach((_, column) => {
    context.strokeStyle = shades[column % shades.length];
    context.lineWidth = 1.25;
    context.beginPath();
    const pixels = Math.max(1, step * view.scale);
    let pen = false;
    for (let x = -pixels; x <= view.width + pixels; x += pixels) {
      const first = Math.max(0, Math.round((view.start + x / view.scale) / step));
      const last = Math.max(first + 1, Math.round((view.start + (x + pixels) / view.scale) / step));
      if (first >= count) break;
      let most = 0;
      for (let at = first; at < Math.min(last, count); at++) {
        most = Math.max(most, bytes[at * columns.length + column]);
      }
      const px = pixels > 1 ? view.x(first * step) : x;
      const py = box.top + (box.height - 1) * (1 - most / 255) + 0.5;
      if (pen) context.lineTo(px, py);
      else context.moveTo(px, py);
      pen = true;
    }
    context.stroke();
  });
}

function paintHeat(brush: Brush, axis: Axis, shape: Frames, box: Box, heat?: Heat): void {
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

export function paintAxis(brush: Brush, axis: Axis, box: Box): void {
  const { context, view, colours } = brush;
  context.font = `10.5px ${colours.font}`;
  context.textBaseline = "middle";
  const label = (text: string, y: number) => {
    context.globalAlpha = 0.8;
    context.fillStyle = colours.paper;
    context.fillRect(0, y - 6.5, context.measureText(text).width + 8, 13);
    context.globalAlpha = 1;
    context.fillStyle = colours.soft;
    context.fillText(text, 4, y + 0.5);
  };
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
