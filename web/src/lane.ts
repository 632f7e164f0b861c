// One lane: its words at the left, its canvas, and what is drawn there.

import { type Brush, paintAxis } from "./axis";
import { h } from "./dom";
import { paintShape } from "./paint";
import { Heat } from "./raster";
import { type Colours, colourOf } from "./theme";
import type { LaneData, Shape, Spans } from "./types";
import type { View } from "./view";
import { heightOfWhy, legendOf, paintWhy } from "./why";

const GAP = 5;

export interface Row {
  readonly element: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  recolour(colours: Colours): void;
  draw(view: View, colours: Colours): void;
}

export abstract class CanvasRow implements Row {
  readonly canvas: HTMLCanvasElement;
  readonly element: HTMLElement;
  protected readonly words: HTMLElement;

  constructor(title: string, head: string, label: string) {
    this.canvas = h("canvas", { role: "img", "aria-label": label });
    const told = title === "" ? [] : [h("h2", {}, title), h("p", { class: "head" }, head)];
    this.words = h("div", { class: "words" }, ...told);
    this.element = h("section", { class: "lane", "aria-label": title || label }, this.words, this.canvas);
  }

  abstract get height(): number;
  abstract recolour(colours: Colours): void;
  abstract paint(brush: Brush): void;

  draw(view: View, colours: Colours): void {
    if (this.element.hidden) return;
    const ratio = window.devicePixelRatio || 1;
    const width = Math.round(view.width * ratio);
    const height = Math.round(this.height * ratio);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.canvas.style.width = `${view.width}px`;
      this.canvas.style.height = `${this.height}px`;
    }
    const context = this.canvas.getContext("2d")!;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = colours.paper;
    context.fillRect(0, 0, view.width, this.height);
    this.paint({ context, view, colours });
  }
}

export class Lane extends CanvasRow {
  private readonly heats = new Map<Shape, Heat>();
  folded = false; // whether the curves of the network are hidden

  constructor(readonly data: LaneData) {
    super(data.title, data.head.replaceAll(" %", "\u00a0%"), `${data.title}: ${data.head}`);
    for (const shape of [...data.shapes, ...data.reference, ...data.why]) {
      if (shape.kind === "heat") this.heats.set(shape, new Heat(shape));
    }
    if (data.why.length > 0) {
      this.words.append(legendOf(data.why));
    }
    if (data.reference.length > 0) {
      this.words.append(h("p", { class: "reference" }, `reference${data.said ? ` · ${data.said}` : ""}`));
    }
    if (data.axis.kind === "rows" && data.axis.names.length > 1) {
      const names = data.axis.names.map((name) => h("span", {}, name));
      const rows = h("div", { class: "rows", "aria-hidden": "true" }, ...names);
      rows.style.height = `${data.height}px`;
      this.words.append(rows);
      this.element.classList.add("with-rows", data.shapes[0]?.kind ?? "empty");
    }
    if (this.height < 40) this.element.classList.add("low");
  }

  get referenceHeight(): number {
    return this.data.reference.length > 0 ? Math.max(24, this.data.height * 0.6) + GAP : 0;
  }

  get height(): number {
    return this.data.height + this.referenceHeight + (this.showsWhy ? heightOfWhy(this.data.why) + GAP : 0);
  }

  private get showsWhy(): boolean {
    return this.data.why.length > 0 && !this.folded;
  }

  recolour(colours: Colours): void {
    for (const heat of this.heats.values()) heat.recolour(colours, colourOf(colours, this.data.colour));
  }

  // What the reference says of it now.
  refer(): void {
    const words = this.words.querySelector(".reference");
    if (words !== null) words.textContent = `reference${this.data.said ? ` · ${this.data.said}` : ""}`;
  }

  // The row of sections or chords at a height; null for none.
  spansAt(y: number): Spans | null {
    const spans = this.data.shapes.filter((shape): shape is Spans => shape.kind === "spans");
    if (y > this.data.height || spans.length === 0) return null;
    return spans[Math.min(spans.length - 1, Math.floor((y / this.data.height) * spans.length))];
  }

  // The row that tools work on, of several; -1 for none.
  choose(row: number): void {
    this.words.querySelectorAll(".rows span").forEach((name, at) => name.classList.toggle("chosen", at === row));
  }

  // A button that opens more of it.
  add(button: HTMLElement): void {
    this.words.append(button);
  }

  head(text: string): void {
    this.words.querySelector("p")!.textContent = text;
    this.canvas.setAttribute("aria-label", `${this.data.title}: ${text}`);
  }

  paint(brush: Brush): void {
    const { data } = this;
    const box = { top: 0, height: data.height };
    for (const shape of data.shapes) paintShape(brush, data, shape, box, this.heats.get(shape));
    paintAxis(brush, data.axis, box);
    let top = data.height + GAP;
    if (data.reference.length > 0) {
      const below = { top, height: this.referenceHeight - GAP };
      this.rule(brush, top);
      for (const shape of data.reference) {
        paintShape(brush, data, shape, below, this.heats.get(shape), brush.colours.plain);
      }
      top += below.height + GAP;
    }
    if (this.showsWhy) {
      this.rule(brush, top);
      const below = { top, height: heightOfWhy(data.why) };
      const tint = colourOf(brush.colours, data.colour);
      for (const shape of data.why) paintWhy(brush, shape, below, tint, this.heats.get(shape));
    }
  }

  private rule({ context, view, colours }: Brush, top: number): void {
    context.fillStyle = colours.rule;
    context.fillRect(0, top - 3, view.width, 1);
  }
}
