// A reference from any file, beside what was found; the server reads and compares it.

import { h } from "./dom";
import { answer, Served, type Source } from "./source";
import type { Document, LaneData, Line, Marks, Notes, Shape, Spans } from "./types";

interface Compared {
  outcomes: (number[] | null)[];
  reference: Shape[];
  said: string;
}

export function referenceTool(data: Document, source: Source): HTMLElement[] {
  if (!(source instanceof Served)) return [];
  const address = `/api/songs/${source.id}/reference`;
  const status = h("output", { class: "status", "aria-live": "polite" });
  const send = async (request: RequestInit, words: string) => {
    try {
      await answer(`${address}${words}`, request);
      window.location.reload(); // corrections are on the disk
    } catch (error) {
      status.textContent = error instanceof Error ? error.message : String(error);
    }
  };
  const input = h("input", {
    type: "file",
    id: "reference-file",
    class: "unseen",
    change: () => {
      const file = input.files?.[0];
      if (file === undefined) return;
      status.textContent = "reading it …";
      void send({ method: "PUT", body: file }, `?name=${encodeURIComponent(file.name)}`);
      input.value = "";
    },
  });
  const title = "A file of what is true, in any format that lausch reads: hits, misses and false alarms are shown";
  const label = h("label", { for: "reference-file", class: "choose", title }, data.compared ? "Other reference" : "Reference …");
  const away = h("button", { type: "button", click: () => void send({ method: "DELETE" }, "") }, "No reference");
  return [h("span", { class: "file" }, input, label), ...(data.compared ? [away] : []), status];
}

// What was corrected is compared anew; true if something changed.
export async function compareAgain(data: Document, source: Source): Promise<boolean> {
  if (!data.compared || !(source instanceof Served)) return false;
  const compared = (await (await answer(`/api/songs/${source.id}/compared`)).json()) as Record<string, Compared>;
  for (const lane of data.lanes) if (lane.layer in compared) put(lane, compared[lane.layer]);
  return true;
}

function put(lane: LaneData, { outcomes, reference, said }: Compared): void {
  const shown = lane.shapes.filter((shape): shape is Marks | Spans | Notes | Line => shape.kind !== "heat" && shape.kind !== "curves");
  shown.forEach((shape, at) => {
    const outcome = outcomes[at];
    if (outcome && shape.kind !== "line") shape.outcome = outcome;
  });
  lane.reference = reference;
  lane.said = said;
}
