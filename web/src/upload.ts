// Recordings that are sent to the library: chosen or dropped, one after the other, with their progress.

import { h } from "./dom";

const POLITE_MS = 8000;

export class Upload {
  private readonly input = h("input", { type: "file", id: "recordings", class: "unseen", multiple: true, accept: "audio/*", change: () => this.chosen() });
  private readonly status = h("p", { class: "sending", role: "status" });
  readonly element = h("span", { class: "file" }, this.input, h("label", { for: "recordings", class: "melody" }, "Add recordings"));
  private queue: File[] = [];
  private busy = false;

  constructor(
    root: HTMLElement,
    private readonly done: () => void,
  ) {
    root.addEventListener("dragover", (event) => {
      event.preventDefault();
      root.classList.add("dropping");
    });
    root.addEventListener("dragleave", () => root.classList.remove("dropping"));
    root.addEventListener("drop", (event) => {
      event.preventDefault();
      root.classList.remove("dropping");
      this.take([...(event.dataTransfer?.files ?? [])]);
    });
  }

  get words(): HTMLElement {
    return this.status;
  }

  private chosen(): void {
    this.take([...(this.input.files ?? [])]);
    this.input.value = "";
  }

  private take(files: File[]): void {
    this.queue.push(...files);
    if (!this.busy) void this.send();
  }

  private async send(): Promise<void> {
    this.busy = true;
    const refused: string[] = [];
    for (let file = this.queue.shift(); file !== undefined; file = this.queue.shift()) {
      const { name } = file;
      try {
        await put(file, (share) => {
          const left = this.queue.length > 0 ? `, ${this.queue.length} more` : "";
          this.status.textContent = `sending ${name}, ${Math.round(100 * share)} %${left}`;
        });
      } catch (error) {
        refused.push(`${name}: ${error instanceof Error ? error.message : error}`);
      }
      this.done();
    }
    this.busy = false;
    this.status.textContent = refused.join("; ");
    if (refused.length === 0) return;
    const shown = this.status.textContent;
    setTimeout(() => this.status.textContent === shown && !this.busy && (this.status.textContent = ""), POLITE_MS * 4);
  }
}

// fetch() does not tell how much of a file is sent.
function put(file: File, told: (share: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", `/api/recordings?name=${encodeURIComponent(file.name)}`);
    request.upload.addEventListener("progress", (event) => told(event.loaded / Math.max(1, event.total)));
    request.addEventListener("load", () => {
      if (request.status < 300) resolve();
      else reject(new Error(request.responseText || String(request.status)));
    });
    request.addEventListener("error", () => reject(new Error("the server does not take it, or has ended")));
    told(0);
    request.send(file);
  });
}
