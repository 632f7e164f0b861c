// The whole recording in a strip: its form, its waveform, and where the lanes are.

import { h } from "./dom";
import { sectionColour } from "./paint";
import type { Tiles } from "./raster";
import type { Colours } from "./theme";
import type { Spans } from "./types";
import type { View } from "./view";

const HEIGHT = 44;

export class Overview {
  readonly canvas = h("canvas", { role: "img", "aria-label": "The whole recording; click to go there" });
  readonly element = h("div", { class: "overview" }, this.canvas);

  constructor(
    private readonly duration: number,
    private readonly tiles: Tiles | null,
    private readonly sections: () => Spans | null,
    private readonly view: View,
    seek: (seconds: number) => void,
  ) {
    const move = (event: PointerEvent) => {
      const box = this.canvas.getBoundingClientRect();
      const at = ((event.clientX - box.left) / box.width) * this.duration;
      const seen = this.view.end - this.view.start;
      this.view.fit(at - seen / 2, at + seen / 2);
      return at;
    };
    this.canvas.addEventListener("pointerdown", (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      seek(move(event));
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (event.buttons === 1) move(event);
    });
  }

  draw(colours: Colours, position: number, loop: [number, number] | null): void {
    const width = this.element.clientWidth;
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(HEIGHT * ratio);
    this.canvas.style.height = `${HEIGHT}px`;
    const context = this.canvas.getContext("2d")!;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const x = (seconds: number) => (seconds / Math.max(this.duration, 0.01)) * width;
    const spans = this.sections();
    spans?.starts.forEach((start, at) => {
      context.fillStyle = sectionColour(colours, spans.labels, spans.labels[at]);
      context.fillRect(x(start), 0, Math.max(1, x(spans.ends[at]) - x(start) - 1), 7);
    });
    this.wave(context, colours, width);
    if (loop !== null) {
      context.fillStyle = colours.accent;
      context.globalAlpha = 0.2;
      context.fillRect(x(loop[0]), 9, x(loop[1]) - x(loop[0]), HEIGHT - 9);
      context.globalAlpha = 1;
    }
    const left = x(this.view.start);
    const right = x(Math.min(this.view.end, this.duration));
    if (right - left < width - 1) {
      context.fillStyle = colours.paper;
      context.globalAlpha = 0.55;
      context.fillRect(0, 9, left, HEIGHT - 9);
      context.fillRect(right, 9, width - right, HEIGHT - 9);
      context.globalAlpha = 1;
      context.strokeStyle = colours.soft;
      context.lineWidth = 1;
      context.strokeRect(left + 0.5, 9.5, Math.max(2, right - left - 1), HEIGHT - 10);
    }
    context.fillStyle = colours.accent;
    context.fillRect(x(position) - 1, 7, 2, HEIGHT - 7);
  }

  private wave(context: CanvasRenderingContext2D, colours: Colours, width: number): void {
    if (this.tiles === null) return;
    const counts = this.tiles.data.counts;
    const level = counts.length - 1;
    const bytes = this.tiles.tile(level, 0);
    if (bytes === null) return;
    const columns = this.tiles.columns(level, 0);
    const loudest = Math.max(0.02, this.tiles.data.loudest ?? 1) * 127;
    const middle = 9 + (HEIGHT - 9) / 2;
    context.fillStyle = colours.plain;
    for (let px = 0; px < width; px++) {
      const first = Math.floor((px / width) * columns);
      const last = Math.max(first + 1, Math.floor(((px + 1) / width) * columns));
      let low = 128;
      let high = 128;
      for (let at = first; at < last; at++) {
        low = Math.min(low, bytes[at]);
        high = Math.max(high, bytes[columns + at]);
      }
      const scale = ((HEIGHT - 11) / 2) / loudest;
      context.fillRect(px, middle - (high - 128) * scale, 1, Math.max(1, (high - low) * scale));
    }
  }
}
