// Shapes on a canvas; only what the view shows is touched.

import { type Box, type Brush, heightOf, rowsOf } from "./axis";
import { isDense, paintDense } from "./dense";
import { paintCurves, paintHeat } from "./frames";
import type { Heat } from "./raster";
import { upper } from "./search";
import { type Colours, colourOf, SECTION_COLOURS } from "./theme";
import type { Axis, LaneData, Line, Marks, Notes, Shape, Spans } from "./types";

const FAINTEST = 0.3;
const HIT = 1;
const MISS = 2;
const ROUND = 4; // pixels of a note whose corners are seen

function outcomeColour(colours: Colours, outcome: number, usual: string): string {
  if (outcome === 0) return usual;
  return outcome === HIT ? colours.hit : outcome === MISS ? colours.miss : colours.false;
}

function opacity(sure: number[] | undefined, at: number): number {
  return sure === undefined ? 1 : FAINTEST + (1 - FAINTEST) * sure[at];
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
    // Of marks on one pixel the first is drawn, and those strong or wrong that others might hide.
    if (x - drawn < 1 && (!isStrong || (onlyStrong && outcome === undefined))) continue;
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
  const step = Math.max(1, Math.floor((last - first) / view.width));
  for (let at = first; at < last; at += step) {
    const value = values[at];
    if (value === null || Number.isNaN(value)) {
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
  if (isDense(shape, first, view.end, view.width)) return paintDense(brush, axis, shape, box, tint, first);
  for (let at = first; at < shape.starts.length; at++) {
    if (shape.starts[at] > view.end) break;
    const left = view.x(shape.starts[at]);
    const width = Math.max(2, view.x(shape.ends[at]) - left - 1);
    const outcome = shape.outcome?.[at] ?? 0;
    context.globalAlpha = 0.75 * opacity(shape.sure, at);
    context.fillStyle = outcomeColour(colours, outcome, tint);
    const top = y(shape.pitches[at]) - high / 2;
    const isChosen = at === shape.chosen;
    const isRound = width >= ROUND || isChosen;
    if (isRound) {
      context.beginPath();
      context.roundRect(left, top, width, high, Math.min(2, high / 2));
      context.fill();
    } else context.fillRect(left, top, width, high);
    if (isChosen) {
      context.globalAlpha = 1;
      context.strokeStyle = colours.ink;
      context.lineWidth = 1.5;
      context.stroke();
    }
    if (outcome > HIT && width > 5) paintFault(context, left + width / 2, y(shape.pitches[at]), outcome);
  }
  context.globalAlpha = 1;
}
