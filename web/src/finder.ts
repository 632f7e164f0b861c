// From a stretch of the solo to the page that finds it in the library.

import { h } from "./dom";
import type { Key } from "./keys";
import { send, Served, type Source } from "./source";
import type { Transport } from "./transport";
import type { Document } from "./types";

export class Finder {
  readonly button = h("button", { type: "button", class: "finder", title: "Find this stretch of the solo in the library (F)", click: () => void this.find() }, "Find it");
  private readonly id: string;

  // Null where nothing can be found: in a file, or without a solo.
  static of(data: Document, source: Source, transport: Transport): Finder | null {
    const has = data.lanes.some((lane) => lane.layer === "solo" || lane.layer === "contour");
    return source instanceof Served && has ? new Finder(source, transport) : null;
  }

  private constructor(
    source: Served,
    private readonly transport: Transport,
  ) {
    this.id = source.id;
    this.update();
  }

  get keys(): Key[] {
    return [{ keys: ["f"], shown: "F", does: "find the stretch of the solo in the library", run: () => void this.find() }];
  }

  update(): void {
    this.button.hidden = this.transport.selection === null;
  }

  private async find(): Promise<void> {
    const stretch = this.transport.selection;
    if (stretch === null) return;
    const [start, end] = stretch;
    try {
      const response = await send("POST", "/api/questions/stretch", { song: this.id, start, end });
      const { id } = (await response.json()) as { id: string };
      window.location.assign(`/search#${id}`);
    } catch (error) {
      this.button.textContent = error instanceof Error ? error.message : String(error);
      setTimeout(() => (this.button.textContent = "Find it"), 4000);
    }
  }
}
