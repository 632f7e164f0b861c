// The page of one recording.

import { Controls, Faders } from "./controls";
import { Corrections } from "./corrections";
import { clock, h } from "./dom";
import { exporter } from "./export";
import { Grid } from "./grid";
import { type Drag, gripAt } from "./grip";
import { helpOf, type Key, listen } from "./keys";
import { type CanvasRow, Lane } from "./lane";
import { Overview } from "./overview";
import { Ruler, Spectrogram, Waveform } from "./pictures";
import { Player, RECORDING } from "./player";
import { listenToPointer } from "./pointer";
import { Tiles } from "./raster";
import type { Source } from "./source";
import { type Colours, coloursOf } from "./theme";
import { Tools } from "./tools";
import type { Document, Spans } from "./types";
import { View } from "./view";

export class Page {
  readonly view: View;
  readonly player: Player;
  private readonly grid: Grid;
  private readonly controls: Controls;
  private readonly faders: Faders;
  private readonly overview: Overview;
  readonly corrections: Corrections;
  private readonly tools: Tools;
  private readonly rows: CanvasRow[];
  private readonly lanes = h("div", { class: "lanes" });
  private readonly head = h("div", { class: "playhead", "aria-hidden": "true" });
  private readonly stretch = h("div", { class: "stretch", "aria-hidden": "true" });
  private readonly help: HTMLDialogElement;
  private colours: Colours;
  private selection: [number, number] | null = null;
  private stale = true;
  private gutter = 0;

  constructor(
    private readonly root: HTMLElement,
    private readonly document_: Document,
    source: Source,
  ) {
    this.colours = coloursOf(root);
    this.view = new View(document_.duration, () => this.redraw());
    this.grid = new Grid(document_);
    this.player = new Player(document_, source, () => this.redraw());
    const tiles = (name: string) =>
      name in document_.pictures ? new Tiles(name, document_.pictures[name], source, () => this.redraw()) : null;
    this.corrections = new Corrections(document_, source, () => this.corrected());
    this.tools = new Tools(
      this.corrections,
      {
        position: () => this.player.position,
        selection: () => this.selection,
        playing: () => this.player.playing,
      },
      exporter(document_, source, this.corrections),
    );
    const waveform = tiles("waveform");
    const spectrum = tiles("spectrum");
    const lanes = document_.lanes.map((data) => new Lane(data));
    this.rows = [
      new Ruler(this.grid),
      ...(waveform === null ? [] : [new Waveform(waveform)]),
      ...(spectrum === null ? [] : [new Spectrogram(spectrum)]),
      ...lanes,
    ];
    this.overview = new Overview(document_.duration, waveform, () => this.sections(), this.view, (at) => this.player.seek(at));
    const titles = new Map(document_.lanes.map((lane) => [lane.layer, { title: lane.title, colour: lane.colour }]));
    this.faders = new Faders(this.player, titles);
    this.controls = new Controls(this.player, {
      play: () => this.toggle(),
      start: () => this.go(0),
      loop: () => this.loop(),
      zoom: (factor) => this.zoom(factor),
      theme: () => this.theme(),
      help: () => this.help.showModal(),
      sounds: () => this.sounds(),
      correct: () => this.correct(),
    });
    const keys = this.keys();
    this.help = helpOf(keys);
    listen(keys);
    this.build();
    listenToPointer(this.lanes, this.view, this.grid, {
      gutter: () => this.gutter,
      grip: (canvas, seconds, y) => this.grip(canvas, seconds, y),
      select: (stretch) => {
        this.selection = stretch;
        this.redraw();
      },
      choose: () => this.choose(this.selection),
      seek: (seconds) => this.player.seek(seconds),
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
    this.lanes.append(...this.rows.map((row) => row.element), this.stretch, this.head);
    this.root.replaceChildren(
      h("header", { class: "top" }, h("h1", {}, title), details),
      h(
        "div",
        { class: "bar" },
        this.controls.element,
        this.tools.element,
        this.faders.element,
        this.overview.element,
      ),
      this.lanes,
      this.help,
    );
  }

  private sections(): Spans | null {
    const shapes = this.corrections.spans?.shapes ?? [];
    return shapes.find((shape): shape is Spans => shape.kind === "spans") ?? null;
  }

  private keys(): Key[] {
    const step = (direction: number, bars: boolean) => () =>
      this.go(this.grid.step(this.player.position, direction, bars));
    const beats = this.document_.lanes.find((lane) => lane.edit === "grid")?.layer ?? "";
    return [
      { keys: [" "], shown: "Space", does: "play, pause", run: () => this.toggle() },
      { keys: ["ArrowLeft"], shown: "←", does: "a beat back", run: step(-1, false) },
      { keys: ["ArrowRight"], shown: "→", does: "a beat on", run: step(1, false) },
      { keys: ["Shift+ArrowLeft"], shown: "Shift ←", does: "a bar back", run: step(-1, true) },
      { keys: ["Shift+ArrowRight"], shown: "Shift →", does: "a bar on", run: step(1, true) },
      { keys: ["Home"], shown: "Home", does: "to the beginning", run: () => this.go(0) },
      { keys: ["l"], shown: "L", does: "loop the stretch, or this bar; once more, no loop", run: () => this.loop() },
      { keys: ["Escape"], shown: "Esc", does: "no stretch, no loop", run: () => this.choose(null) },
      { keys: [","], shown: ",", does: "slower", run: () => this.faster(-0.25) },
      { keys: ["."], shown: ".", does: "faster", run: () => this.faster(0.25) },
      { keys: ["c"], shown: "C", does: "clicks on beats", run: () => this.faders.toggle(beats) },
      { keys: ["o"], shown: "O", does: "the recording on or off", run: () => this.faders.toggle(RECORDING) },
      { keys: ["m"], shown: "M", does: "faders of all sounds", run: () => this.sounds() },
      { keys: ["e"], shown: "E", does: "tools that correct", run: () => this.correct() },
      ...this.tools.keys,
      { keys: ["+", "="], shown: "+", does: "show less time", run: () => this.zoom(1.6) },
      { keys: ["-"], shown: "−", does: "show more time", run: () => this.zoom(1 / 1.6) },
      { keys: ["0"], shown: "0", does: "show all", run: () => this.view.fit(0, this.document_.duration) },
      { keys: ["d"], shown: "D", does: "light or dark", run: () => this.theme() },
      { keys: ["?", "Shift+?"], shown: "?", does: "this list", run: () => this.help.showModal() },
    ];
  }

  private toggle(): void {
    if (this.player.playing) this.player.pause();
    else void this.player.play();
  }

  private go(seconds: number): void {
    this.player.seek(seconds);
    this.view.follow(seconds);
  }

  private faster(change: number): void {
    this.player.setSpeed(this.player.speed + change);
  }

  private zoom(factor: number): void {
    const x = this.view.x(this.player.position);
    this.view.zoom(factor, x >= 0 && x <= this.view.width ? x : this.view.width / 2);
  }

  private sounds(): void {
    this.faders.element.hidden = !this.faders.element.hidden;
    this.measure();
  }

  private correct(): void {
    this.tools.element.hidden = !this.tools.element.hidden;
    this.measure();
  }

  // Everything that stands on what was corrected follows it.
  private corrected(): void {
    const { grid, spans, beats: known, form: scales } = this.corrections;
    this.grid.set(known.times, known.positions);
    for (const row of this.rows) {
      if (!(row instanceof Lane)) continue;
      if (row.data === grid) row.head(`${known.times.length} beats, corrected`);
      if (row.data === spans) row.head(`${scales[0].labels.length} sections, corrected`);
    }
    const bursts = (layer: string | undefined, times: number[][]) => {
      const data = layer === undefined ? undefined : this.player.voiceOf(layer)?.data;
      if (data?.bursts === undefined) return;
      this.player.setVoice({ ...data, bursts: data.bursts.map((burst, at) => ({ ...burst, times: times[at] ?? [] })) });
    };
    const isOne = (at: number) => known.positions[at] === 1;
    bursts(grid?.layer, [known.times.filter((_, at) => !isOne(at)), known.times.filter((_, at) => isOne(at))]);
    if (scales.length > 0) bursts(spans?.layer, [scales[0].boundaries.slice(1, -1)]);
    this.redraw();
  }

  private grip(canvas: HTMLCanvasElement, seconds: number, y: number): Drag | null {
    if (this.tools.element.hidden) return null;
    const row = this.rows.find((each) => each.canvas === canvas);
    return row instanceof Lane ? gripAt(this.corrections, this.view, row.data, seconds, y) : null;
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
    this.redraw();
  }

  private loop(): void {
    if (this.player.loop !== null) this.player.setLoop(null);
    else {
      const stretch = this.selection ?? this.grid.bar(this.player.position);
      if (stretch !== null) this.player.setLoop(stretch);
    }
  }

  private choose(stretch: [number, number] | null): void {
    this.selection = stretch;
    if (this.player.loop !== null || stretch === null) this.player.setLoop(stretch);
    this.redraw();
  }

  private measure(): void {
    const canvas = this.rows[0].canvas;
    this.gutter = canvas.getBoundingClientRect().left - this.lanes.getBoundingClientRect().left;
    const bar = this.root.querySelector(".bar")!.getBoundingClientRect().height;
    document.documentElement.style.setProperty("--bar", `${bar}px`);
    this.view.resize(this.lanes.clientWidth - this.gutter);
  }

  private redraw(): void {
    this.stale = true;
  }

  private frame(): void {
    const position = this.player.position;
    if (this.player.playing) this.view.follow(position);
    const place = this.grid.place(position);
    if (this.stale) {
      this.stale = false;
      for (const row of this.rows) row.draw(this.view, this.colours);
      this.overview.draw(this.colours, position, this.player.loop);
      this.controls.update(position, place, !this.faders.element.hidden, !this.tools.element.hidden);
      this.tools.update();
      this.placeStretch();
    } else if (this.player.playing) {
      this.controls.tell(position, place);
      this.overview.draw(this.colours, position, this.player.loop);
    }
    const x = this.view.x(position);
    this.head.hidden = x < 0 || x > this.view.width;
    this.head.style.transform = `translateX(${this.gutter + x}px)`;
  }

  private placeStretch(): void {
    const stretch = this.player.loop ?? this.selection;
    this.stretch.hidden = stretch === null;
    if (stretch === null) return;
    const left = Math.max(0, this.view.x(stretch[0]));
    const right = Math.min(this.view.width, this.view.x(stretch[1]));
    this.stretch.hidden = right <= left;
    this.stretch.classList.toggle("looped", this.player.loop !== null);
    this.stretch.style.left = `${this.gutter + left}px`;
    this.stretch.style.width = `${right - left}px`;
  }
}
