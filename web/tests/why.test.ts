// How high the activations below a lane are, by what they are.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Frames } from "../src/types";
import { heightOfWhy, namedRows } from "../src/why";

const frames = (kind: Frames["kind"], columns: number): Frames => ({
  kind,
  rate: 100,
  hop: 1,
  count: 0,
  columns: Array.from({ length: columns }, (_, at) => `output ${at}`),
  data: "",
});

test("nothing has no height", () => {
  assert.equal(heightOfWhy([]), 0);
});

test("a few curves stand over one another, more of them in rows", () => {
  assert.equal(heightOfWhy([frames("curves", 1)]), heightOfWhy([frames("curves", 4)]));
  assert.ok(heightOfWhy([frames("curves", 6)]) > heightOfWhy([frames("curves", 5)]));
});

test("a picture is as high with few as with many columns", () => {
  assert.equal(heightOfWhy([frames("heat", 12)]), heightOfWhy([frames("heat", 121)]));
});

test("names of a picture stand beside its strongest rows, with room between them", () => {
  const bytes = Uint8Array.from([0, 90, 80, 0, 10, 0, 90, 80, 0, 10]);
  const shape = { ...frames("heat", 5), count: 2, bytes };
  assert.deepEqual(namedRows(shape, 2), [1, 4]); // row 2 is too near to row 1, and 0 and 3 are silent
  assert.deepEqual(namedRows({ ...shape }, 1), [1, 2, 4]);
  assert.deepEqual(namedRows({ ...shape, bytes: new Uint8Array(10) }, 1), []);
});
