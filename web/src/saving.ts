// What of the corrections is still to be kept, and by whom: a server at once, or the user as a file.

import type { Source } from "./source";

const PAUSE_MS = 350;
const AGAIN_MS = 5000;

export class Saving {
  status = "";
  unsaved = false;
  private waiting = new Set<string>();
  private timer = 0;

  constructor(
    private readonly source: Source,
    private readonly value: (layer: string) => unknown, // as lausch's JSON has it
    private readonly changed: () => void,
    private readonly kept: () => void, // all is on the disk
  ) {
    window.addEventListener("beforeunload", (event) => {
      if (!this.unsaved) return;
      event.preventDefault(); // the browser asks whether to leave
      event.returnValue = true; // Chrome before 119
    });
  }

  // These layers have changed.
  touch(layers: string[]): void {
    for (const layer of layers) this.waiting.add(layer);
    this.status = "…";
    this.unsaved = true;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), PAUSE_MS);
  }

  // The user has a file of it.
  done(): void {
    window.clearTimeout(this.timer);
    this.unsaved = false;
    this.status = "";
    this.changed();
  }

  private async save(): Promise<void> {
    const layers = [...this.waiting];
    this.waiting.clear();
    try {
      for (const layer of layers) await this.source.keep(layer, this.value(layer));
      if (this.source.keeps && this.waiting.size === 0) {
        this.unsaved = false;
        this.kept();
      }
      this.status = this.source.keeps ? "saved" : "not in a file yet";
    } catch (error) {
      for (const layer of layers) this.waiting.add(layer);
      this.status = `not saved: ${error instanceof Error ? error.message : error}`;
      this.timer = window.setTimeout(() => void this.save(), AGAIN_MS);
    }
    this.changed();
  }
}
