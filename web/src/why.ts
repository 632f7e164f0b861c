// What the network said, below what was found in it: a few curves over one another, more of them in
// rows, or a picture.

import { type Box, type Brush, paintWord } from "./axis";
import { h } from "./dom";
import { paintCurve, paintCurves, paintHeat } from "./frames";
import type { Heat } from "./raster";
import type { Frames } from "./types";

const HEIGHT = 36;
const ROW = 14;
const PICTURE = 60;
const MOST_OVER_ONE_ANOTHER = 4; // as many as there are colours
const WORD = 13; // pixels from one word to the next
const MARGIN = 5; // of a picture, for half a word

function inRows({ kind, columns }: Frames): boolean {
  return kind === "curves" && columns.length > MOST_OVER_ONE_ANOTHER;
}

export function heightOfWhy(why: Frames[]): number {
  const heights = why.map((shape) => (inRows(shape) ? ROW * shape.columns.length : shape.kind === "heat" ? PICTURE : HEIGHT));
  return Math.max(0, ...heights);
}

// Which curve is which; rows and pictures have their names beside them.
export function legendOf(why: Frames[]): HTMLElement {
  const names = why.flatMap((shape) => (shape.kind === "curves" && !inRows(shape) ? shape.columns : []));
  const curves = names.map((name, at) =>
    h("span", { class: `curve curve-${at % MOST_OVER_ONE_ANOTHER}` }, names.length > 1 ? name : "activation"),
  );
  return h("p", { class: "why" }, ...(curves.length > 0 ? curves : [h("span", {}, "activations")]));
}

const NAMED = new WeakMap<Frames, number[]>();

// Rows of a picture whose names stand beside it: the strongest of the recording, so many rows apart.
export function namedRows(shape: Frames, apart: number): number[] {
  let named = NAMED.get(shape);
  if (named === undefined) {
    const { count, columns, bytes } = shape;
    const sums = columns.map(() => 0);
    for (let at = 0; at < count * columns.length; at++) sums[at % columns.length] += bytes?.[at] ?? 0;
    const order = sums.map((_, row) => row).filter((row) => sums[row] > 0).sort((a, b) => sums[b] - sums[a]);
    named = [];
    for (const row of order) if (named.every((other) => Math.abs(other - row) >= apart)) named.push(row);
    NAMED.set(shape, named);
  }
  return named;
}

export function paintWhy(brush: Brush, shape: Frames, box: Box, tint: string, heat?: Heat): void {
  const { columns } = shape;
  const row = box.height / columns.length;
  if (inRows(shape)) {
    columns.forEach((name, at) => {
      const top = box.top + row * at;
      paintCurve(brush, shape, at, { top, height: row - 1 }, tint);
      paintWord(brush, name, top + row / 2);
    });
  } else if (shape.kind === "curves") {
    paintCurves(brush, shape, box);
  } else {
    const inner = { top: box.top + MARGIN, height: box.height - 2 * MARGIN };
    paintHeat(brush, { kind: "number", low: -0.5, high: columns.length - 0.5, unit: "" }, shape, inner, heat);
    const high = inner.height / columns.length;
    const y = (row: number) => inner.top + inner.height - high * (row + 0.5);
    for (const row of namedRows(shape, WORD / high)) paintWord(brush, columns[row], y(row));
  }
}
