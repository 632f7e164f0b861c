// The page of one recording: its parts, and the frames in which they are drawn.

import { Controls, Faders } from "./controls";
import { Corrections } from "./corrections";
import { clock, h } from "./dom";
import { exporter } from "./export";
import { Finder } from "./finder";
import { follow } from "./following";
import { Grid } from "./grid";
import { type Drag, gripAt, take } from "./grip";
import { helpOf, type Key, listen } from "./keys";
import { type CanvasRow, Lane } from "./lane";
import { Matrix } from "./matrix";
import { Overlay } from "./overlay";
import { Overview } from "./overview";
import { Ruler, Spectrogram, Waveform } from "./pictures";
import { Player } from "./player";
import { listenToPointer } from "./pointer";
import { Tiles } from "./raster";
import { compareAgain, referenceTool } from "./reference";
import { shortcuts } from "./shortcuts";
import type { Source } from "./source";
import { type Colours, coloursOf } from "./theme";
import { Tools } from "./tools";
import { spanAt, type Stretch, Transport } from "./transport";
import type { Document, Spans } from "./types";
import { View } from "./view";

export class Page {
  readonly view: View;
  readonly player: Player;
  readonly corrections: Corrections;
  readonly transport: Transport;
  private readonly grid: Grid;
  private readonly controls: Controls;
  private readonly faders: Faders;
  private readonly overview: Overview;
  private readonly overlay = new Overlay();
  private readonly tools: Tools;
  private readonly finder: Finder | null;
  private readonly rows: CanvasRow[];
  private readonly lanes = h("div", { class: "lanes" });
  private readonly help: HTMLDialogElement;
  private colours: Colours;
  private stale = true;
  private readonly faded = new Set<CanvasRow>(); // to be drawn in the next frame
  private gutter = 0;

  constructor(
    private readonly root: HTMLElement,
    private readonly document_: Document,
    source: Source,
  ) {
    const redraw = () => this.redraw();
    this.colours = coloursOf(root);
    const repaint = () => this.repaint();
    this.view = new View(document_.duration, repaint);
    this.grid = new Grid(document_);
    this.player = new Player(document_, source, redraw);
    this.transport = new Transport(this.player, this.view, this.grid, redraw);
    this.corrections = new Corrections(document_, source, {
      put: (layers) => this.corrected(layers),
      said: redraw,
      kept: () => void this.compare(source),
    });
    const place = { position: () => this.player.position, selection: () => this.transport.selection, playing: () => this.player.playing };
    this.tools = new Tools(this.corrections, place, [...exporter(document_, source, this.corrections), ...referenceTool(document_, source)]);
    this.finder = Finder.of(document_, source, this.transport);
    const { waveform, rows } = rowsOf(document_, source, this.grid, repaint);
    this.rows = rows;
    this.overview = new Overview(document_.duration, waveform, () => this.sections(), this.view, (at) => this.player.seek(at));
    const titles = new Map(document_.lanes.map((lane) => [lane.layer, { title: lane.title, colour: lane.colour }]));
    this.faders = new Faders(this.player, titles);
    const panels = {
      sounds: () => this.open(this.faders.element),
      correct: () => this.open(this.tools.element),
      theme: () => this.theme(),
      help: () => this.help.showModal(),
    };
    this.controls = new Controls(this.player, this.transport, panels, this.finder?.button ?? null);
    const clicks = document_.lanes.find((lane) => lane.edit === "grid")?.layer ?? "";
    const section: Key = { keys: ["Shift+l"], shown: "Shift L", does: "loop this section", run: () => this.transport.loopSpan(this.sections()) };
    const keys = shortcuts(this.transport, this.faders, this.tools, clicks, panels, [section, ...(this.finder?.keys ?? [])]);
    this.help = helpOf(keys);
    listen(keys);
    this.build();
    listenToPointer(this.lanes, this.view, this.grid, {
      gutter: () => this.gutter,
      grip: (canvas, seconds, y, pressed) => this.grip(canvas, seconds, y, pressed),
      select: (stretch) => this.transport.select(stretch),
      choose: () => this.transport.choose(this.transport.selection),
      seek: (seconds) => this.player.seek(seconds),
      whole: (canvas, seconds, y) => this.transport.choose(this.around(canvas, seconds, y)),
    });
    new ResizeObserver(() => this.measure()).observe(this.lanes);
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.recolour());
    this.recolour();
    this.measure();
    const frame = () => {
      this.frame();
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  private build(): void {
    const { title, facts } = this.document_;
    const details = h(
      "details",
      { class: "facts" },
      h("summary", {}, clock(this.document_.duration)),
      h("dl", {}, ...facts.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])),
    );
    this.lanes.append(...this.rows.map((row) => row.element), this.overlay.stretch, this.overlay.head);
    const bar = [this.controls, this.tools, this.faders, this.overview].map((part) => part.element);
    this.root.replaceChildren(h("header", { class: "top" }, h("h1", {}, title), details), h("div", { class: "bar" }, ...bar), this.lanes, this.help);
  }

  private sections(): Spans | null {
    const shapes = this.corrections.spans?.shapes ?? [];
    return shapes.find((shape): shape is Spans => shape.kind === "spans") ?? null;
  }

  private open(panel: HTMLElement): void {
    panel.hidden = !panel.hidden;
    this.measure();
    this.redraw();
  }

  private corrected(layers: ReadonlySet<string>): void {
    follow(this.corrections, layers, this.grid, this.rows, this.player);
    this.repaint(layers.size > 0 ? this.rows.filter((row) => this.shows(row, layers)) : this.rows);
  }

  // Notes of all lanes stand together: one of them all may be chosen.
  private shows(row: CanvasRow, layers: ReadonlySet<string>): boolean {
    const { grid, melodies } = this.corrections;
    if (row instanceof Ruler) return grid !== undefined && layers.has(grid.layer);
    if (!(row instanceof Lane)) return false;
    return layers.has(row.data.layer) || (melodies.includes(row.data) && melodies.some(({ layer }) => layers.has(layer)));
  }

  private async compare(source: Source): Promise<void> {
    if (!(await compareAgain(this.document_, source))) return;
    for (const row of this.rows) if (row instanceof Lane) row.refer();
    this.repaint();
  }

  // The name of the scale of form that the tools work on is set apart while they are seen.
  private chooseScale(): void {
    const { spans, form, scale } = this.corrections;
    const row = this.rows.find((each) => each instanceof Lane && each.data === spans);
    if (row instanceof Lane) row.choose(form.length > 1 && !this.tools.element.hidden ? scale : -1);
  }

  // What the tools hold at a place; `pressed` is false for a pointer that hovers.
  private grip(canvas: HTMLCanvasElement, seconds: number, y: number, pressed: boolean): Drag | null {
    const row = this.rows.find((each) => each.canvas === canvas);
    if (!(row instanceof Lane)) return null;
    const { hidden } = this.tools.element;
    if (pressed && (!hidden || row.data === this.corrections.spans)) take(this.corrections, this.view, row.data, seconds, y);
    return hidden ? null : gripAt(this.corrections, this.view, row.data, seconds, y);
  }

  // The section or chord at a place, elsewhere the bar.
  private around(canvas: HTMLCanvasElement, seconds: number, y: number): Stretch | null {
    const row = this.rows.find((each) => each.canvas === canvas);
    const spans = row instanceof Lane ? row.spansAt(y) : null;
    const at = spans === null ? -1 : spanAt(spans, seconds);
    return spans === null || at < 0 ? this.grid.bar(seconds) : [spans.starts[at], spans.ends[at]];
  }

  private theme(): void {
    const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
    const now = document.documentElement.dataset.theme ?? (dark ? "dark" : "light");
    document.documentElement.dataset.theme = now === "dark" ? "light" : "dark";
    this.recolour();
  }

  private recolour(): void {
    this.colours = coloursOf(this.root);
    for (const row of this.rows) row.recolour(this.colours);
    this.repaint();
  }

  private measure(): void {
    const canvas = this.rows[0].canvas;
    this.gutter = canvas.getBoundingClientRect().left - this.lanes.getBoundingClientRect().left;
    const bar = this.root.querySelector(".bar")!.getBoundingClientRect().height;
    document.documentElement.style.setProperty("--bar", `${bar}px`);
    this.view.resize(this.lanes.clientWidth - this.gutter);
  }

  // What stands above the lanes, and over them, is old.
  private redraw(): void {
    this.stale = true;
  }

  // These lanes are, too.
  private repaint(rows: CanvasRow[] = this.rows): void {
    this.stale = true;
    for (const row of rows) this.faded.add(row);
  }

  private frame(): void {
    const { player, overlay, view } = this;
    const position = player.position;
    if (player.playing) view.follow(position);
    const place = this.grid.place(position);
    if (this.stale) {
      this.stale = false;
      for (const row of this.faded) row.draw(view, this.colours);
      this.faded.clear();
      this.overview.draw(this.colours, position, player.loop);
      this.controls.update(position, place, !this.faders.element.hidden, !this.tools.element.hidden);
      this.tools.update();
      this.chooseScale();
      this.finder?.update();
      overlay.mark(view, this.gutter, player.loop ?? this.transport.selection, player.loop !== null);
    } else if (player.playing) {
      this.controls.tell(position, place);
      this.overview.draw(this.colours, position, player.loop);
    }
    overlay.point(view, this.gutter, position);
  }
}

function rowsOf(data: Document, source: Source, grid: Grid, redraw: () => void): { waveform: Tiles | null; rows: CanvasRow[] } {
  const tiles = (name: string) => (name in data.pictures ? new Tiles(name, data.pictures[name], source, redraw) : null);
  const waveform = tiles("waveform");
  const spectrum = tiles("spectrum");
  const rows = [
    new Ruler(grid),
    ...(waveform === null ? [] : [new Waveform(waveform)]),
    ...(spectrum === null ? [] : [new Spectrogram(spectrum)]),
    ...data.lanes.flatMap((lane) => {
      const row = new Lane(lane);
      if (lane.edit !== "spans" || data.likeness === null) return [row];
      const matrix = new Matrix(data.likeness, data.duration, redraw);
      row.add(matrixButton(matrix));
      return [row, matrix];
    }),
  ];
  return { waveform, rows };
}

function matrixButton(matrix: Matrix): HTMLButtonElement {
  const button = h(
    "button",
    {
      type: "button",
      class: "small",
      "aria-pressed": "false",
      click: () => {
        void matrix.toggle();
        button.setAttribute("aria-pressed", String(!matrix.element.hidden));
      },
    },
    "Self-similarity",
  );
  return button;
}
