// Corrections of sections, on either scale: what goes in is never changed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { joined, moved, renamed, split } from "../src/form";

const form = Object.freeze({
  boundaries: Object.freeze([0, 4, 8, 12]) as number[],
  labels: Object.freeze(["a", "b", "a"]) as string[],
});

test("a section that is split has its label twice", () => {
  assert.deepEqual(split(form, 6), { boundaries: [0, 4, 6, 8, 12], labels: ["a", "b", "b", "a"] });
});

test("nothing is split at a boundary", () => {
  assert.equal(split(form, 4.05), form);
});

test("the nearest boundary goes, and the section before it stays", () => {
  assert.deepEqual(joined(form, 7), { boundaries: [0, 4, 12], labels: ["a", "b"] });
  assert.deepEqual(joined(joined(form, 7), 0), { boundaries: [0, 12], labels: ["a"] });
});

test("the beginning and the end are never joined", () => {
  const whole = { boundaries: [0, 12], labels: ["a"] };
  assert.equal(joined(whole, 11), whole);
});

test("only the section around a moment is renamed", () => {
  assert.deepEqual(renamed(form, 9, "coda").labels, ["a", "b", "coda"]);
  assert.deepEqual(renamed(form, 12, "coda").labels, ["a", "b", "coda"]);
});

test("what was split is joined again", () => {
  assert.deepEqual(joined(split(form, 6), 6), { ...form });
});

test("a boundary stays between its neighbours", () => {
  assert.deepEqual(moved(form, 1, 9).boundaries, [0, 7.9, 8, 12]);
  assert.deepEqual(moved(form, 1, -2).boundaries, [0, 0.1, 8, 12]);
});
