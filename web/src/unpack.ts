// What a document has as bytes becomes arrays, once, when the page opens.

import { fromBase64, inflate } from "./source";
import type { Document, Packed } from "./types";

export async function unpack(data: Document): Promise<void> {
  const shapes = data.lanes.flatMap((lane) => [...lane.shapes, ...lane.why, ...lane.reference]);
  const lines = data.voices.flatMap((voice) => voice.lines ?? []);
  await Promise.all([...shapes, ...lines].map((each) => opened(each as unknown as Record<string, unknown>)));
}

async function opened(part: Record<string, unknown>): Promise<void> {
  if (typeof part.data === "string") {
    part.bytes = await inflate(fromBase64(part.data));
    part.data = "";
  }
  for (const [name, value] of Object.entries(part)) {
    if (typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)) {
      part[name] = await numbers(value as Packed);
    }
  }
}

async function numbers(packed: Packed): Promise<Float32Array | Float64Array> {
  if ("float32" in packed) return new Float32Array((await inflate(fromBase64(packed.float32))).buffer);
  const steps = new Int32Array((await inflate(fromBase64(packed.int32))).buffer);
  const values = new Float64Array(steps.length);
  let sum = 0;
  for (let at = 0; at < steps.length; at++) {
    sum += steps[at];
    values[at] = sum * packed.step;
  }
  return values;
}
