// The tools that correct, as a table: each has a button and a key.

import * as beats from "./beats";
import type { Corrections } from "./corrections";
import { h } from "./dom";
import * as form from "./form";
import type { Key } from "./keys";
import { noteTools } from "./notetools";
import { nearest } from "./search";

const TAP_PAUSE_MS = 1600;
const NUDGE_SECONDS = 0.01;

export interface Place {
  position(): number;
  selection(): beats.Range;
  playing(): boolean;
}

export interface Tool {
  label: string;
  title: string;
  key: string;
  shown: string;
  of: "grid" | "spans" | "melody";
  run(): void;
  pressed?(): boolean; // of one that stays
}

export class Tools {
  readonly element = h("section", { class: "tools", "aria-label": "Corrections" });
  private readonly status = h("output", { class: "status", "aria-live": "polite" });
  private readonly undo: HTMLButtonElement;
  private readonly redo: HTMLButtonElement;
  private readonly pressed: [HTMLButtonElement, () => boolean][] = [];
  private taps: number[] = [];
  private tapTimer = 0;

  constructor(
    private readonly corrections: Corrections,
    private readonly place: Place,
    extra: HTMLElement[],
  ) {
    const button = (label: string, title: string, click: () => void) =>
      h("button", { type: "button", title, click }, label);
    this.undo = button("Undo", "Undo (Ctrl+Z)", () => corrections.undo());
    this.redo = button("Redo", "Redo (Ctrl+Shift+Z)", () => corrections.redo());
    const names = { grid: "Beats", spans: "Form", melody: "Notes" };
    const kinds = (["grid", "spans", "melody"] as const).filter((of) => corrections[of] !== undefined);
    const groups = kinds.map((of) => {
      const tools = this.table().filter((tool) => tool.of === of);
      const name = names[of];
      const buttons = tools.map((tool) => {
        const made = button(tool.label, `${tool.title} (${tool.shown})`, () => tool.run());
        if (tool.pressed !== undefined) this.pressed.push([made, tool.pressed]);
        return made;
      });
      return h("div", { class: "group", role: "group", "aria-label": name }, h("span", {}, name), ...buttons);
    });
    this.element.append(...groups, h("div", { class: "group" }, this.undo, this.redo, ...extra), this.status);
    this.element.hidden = true;
  }

  update(): void {
    this.undo.disabled = !this.corrections.canUndo;
    this.redo.disabled = !this.corrections.canRedo;
    for (const [made, pressed] of this.pressed) made.setAttribute("aria-pressed", String(pressed()));
    if (this.status.textContent !== this.corrections.status) this.status.textContent = this.corrections.status;
  }

  get keys(): Key[] {
    const { corrections } = this;
    return [
      ...this.table()
        .filter((tool) => corrections[tool.of] !== undefined)
        .map((tool) => ({
          keys: [tool.key],
          shown: tool.shown,
          does: tool.title.toLowerCase(),
          run: () => {
            this.element.hidden = false;
            tool.run();
          },
        })),
      { keys: ["Control+z"], shown: "Ctrl Z", does: "undo", run: () => corrections.undo() },
      { keys: ["Control+Shift+z", "Control+y"], shown: "Ctrl Shift Z", does: "redo", run: () => corrections.redo() },
    ];
  }

  private table(): Tool[] {
    const { corrections, place } = this;
    const change = (what: string, to: (known: beats.Beats, range: beats.Range) => beats.Beats) => () =>
      corrections.setBeats(to(corrections.beats, place.selection()), what);
    const near = (known: beats.Beats) => nearest(known.times, place.position());
    const nudge = (seconds: number) => () => {
      const at = near(corrections.beats);
      if (at < 0) return;
      const after = beats.moved(corrections.beats, at, corrections.beats.times[at] + seconds);
      corrections.setBeats(after, `nudge ${at}`, after.times[at], after.positions[at] === 1);
    };
    const isOne = () => {
      const after = beats.one(corrections.beats, place.position(), place.selection());
      corrections.setBeats(after, "", after.times[near(after)], true);
    };
    const rows = (to: (sections: form.Sections, seconds: number) => form.Sections) => () => {
      const seconds = corrections.snapped(place.position(), 0.3, true);
      const { form: scales, scale } = corrections;
      if (scale < scales.length) corrections.setForm(scale, to(scales[scale], seconds), "");
    };
    const grid = (label: string, title: string, key: string, shown: string, run: () => void): Tool => ({
      label, title, key, shown, of: "grid", run,
    });
    const spans = (label: string, title: string, key: string, shown: string, run: () => void): Tool => ({
      label, title, key, shown, of: "spans", run,
    });
    return [
      grid("×2", "Twice as many beats", "Shift+ArrowUp", "Shift ↑", change("", (known, range) => beats.faster(known, 2, range))),
      grid("÷2", "Half as many beats", "Shift+ArrowDown", "Shift ↓", change("", (known, range) => beats.faster(known, 0.5, range))),
      grid("3 : 2", "Three beats for two", "3", "3", change("", (known, range) => beats.faster(known, 1.5, range))),
      grid("2 : 3", "Two beats for three", "2", "2", change("", (known, range) => beats.faster(known, 2 / 3, range))),
      grid("← bar", "Bars begin a beat earlier", "[", "[", change("", (known, range) => beats.shifted(known, -1, range))),
      grid("bar →", "Bars begin a beat later", "]", "]", change("", (known, range) => beats.shifted(known, 1, range))),
      grid("This is one", "The beat here begins a bar", "1", "1", isOne),
      grid("Tap", "Tap beats while it plays", "t", "T", () => this.tap()),
      grid("+ beat", "A new beat here", "b", "B", () =>
        corrections.setBeats(beats.inserted(corrections.beats, place.position()), "", place.position())),
      grid("− beat", "Remove the beat here", "Delete", "Del", change("", (known) => beats.removed(known, near(known)))),
      grid("‹ 10 ms", "Move the beat here 10 ms back", "<", "<", nudge(-NUDGE_SECONDS)),
      grid("10 ms ›", "Move the beat here 10 ms on", ">", ">", nudge(NUDGE_SECONDS)),
      ...noteTools(corrections, place.position),
      ...(corrections.decodes
        ? [grid("Decode again", "Find beats again with those that you named or moved", "a", "A", () => void corrections.decode())]
        : []),
      ...this.scales(spans),
      spans("Split", "A section begins here", "s", "S", rows(form.split)),
      spans("Join", "The nearest boundary goes", "j", "J", rows(form.joined)),
      spans("Rename", "Another name for the section here", "r", "R", () => this.rename()),
    ];
  }

  // Where the form has several scales: the next of them.
  private scales(spans: (label: string, title: string, key: string, shown: string, run: () => void) => Tool): Tool[] {
    const { corrections } = this;
    const [, second] = corrections.scales;
    if (second === undefined) return [];
    const label = second[0].toUpperCase() + second.slice(1);
    const next = () => corrections.takeScale((corrections.scale + 1) % corrections.scales.length);
    return [{ ...spans(label, `Work on the ${second} instead`, "p", "P", next), pressed: () => corrections.scale > 0 }];
  }

  private tap(): void {
    this.taps.push(this.place.position());
    window.clearTimeout(this.tapTimer);
    this.tapTimer = window.setTimeout(() => {
      this.corrections.setBeats(beats.tapped(this.corrections.beats, this.taps), "");
      this.taps = [];
    }, TAP_PAUSE_MS);
  }

  private rename(): void {
    const { corrections } = this;
    const { scale } = corrections;
    if (scale >= corrections.form.length) return;
    const seconds = this.place.position();
    const sections = corrections.form[scale];
    const place = form.at(sections, seconds);
    const noun = corrections.scales[scale].replace(/s$/, "");
    if (place < 0) return;
    const name = h("input", { type: "text", value: sections.labels[place], maxlength: 60, "aria-label": `Name of the ${noun}` });
    const dialog = h(
      "dialog",
      { class: "help", "aria-label": `Rename the ${noun}` },
      h("form", { method: "dialog" }, name, h("button", { type: "submit", value: "yes" }, "Rename")),
    );
    dialog.addEventListener("close", () => {
      if (dialog.returnValue === "yes") corrections.setForm(scale, form.renamed(sections, seconds, name.value.trim()), "");
      dialog.remove();
    });
    this.element.append(dialog);
    dialog.showModal();
    name.select();
  }
}
