// The places where a melody was found, the surest first; one of them at a time is looked at closely.

import type { Answer, Hit } from "./answers";
import { icon } from "./controls";
import { clock, h } from "./dom";
import { Pair, type Side } from "./pair";
import { partsAt } from "./source";
import type { Colours } from "./theme";
import { Warping } from "./warping";

export class Hits {
  readonly element = h("ol", { class: "hits", "aria-label": "Where it is found" });
  private open: Close | null = null;

  constructor(
    private readonly answer: Answer,
    private readonly question: string,
    private colours: Colours,
  ) {
    this.element.append(...answer.hits.map((hit, rank) => this.row(hit, rank)));
    if (answer.hits.length > 0) this.show(this.element.firstElementChild as HTMLElement, answer.hits[0]);
    const frame = () => {
      this.open?.draw(this.colours);
      if (this.element.isConnected) requestAnimationFrame(frame);
      else this.open?.close();
    };
    requestAnimationFrame(frame);
  }

  recolour(colours: Colours): void {
    this.colours = colours;
    this.open?.recolour(colours);
  }

  private row(hit: Hit, rank: number): HTMLElement {
    const address = `/songs/${hit.song}?at=${hit.start}&until=${hit.end}`;
    const facts = [
      hit.song === this.answer.marked ? "another place in the same recording" : hit.folder,
      hit.transposition === 0 ? "same key" : `${hit.transposition > 0 ? "+" : "−"}${Math.abs(hit.transposition)} ${Math.abs(hit.transposition) === 1 ? "semitone" : "semitones"}`,
      `${hit.tempo.toFixed(2)} × as fast`,
    ].filter((fact) => fact !== "");
    const sure = Math.min(99, Math.round(100 * hit.sure)); // nothing is wholly sure
    const item = h(
      "li",
      {},
      h(
        "div",
        { class: "hit" },
        h("span", { class: "rank", "aria-hidden": "true" }, String(rank + 1)),
        h("a", { class: "song", href: address }, hit.title),
        h("a", { class: "at", href: address, "aria-label": `Open ${hit.title} at ${clock(hit.start, 1)}` }, clock(hit.start, 1)),
        h("span", { class: "facts" }, facts.join(" · ")),
        h("meter", { min: 0, max: 100, value: sure, "aria-label": "How sure" }),
        h("span", { class: "sure" }, `${sure} % sure`),
        h("button", { type: "button", "aria-expanded": "false", "aria-label": `Compare with ${hit.title}`, click: () => this.show(item, hit) }, "Compare"),
      ),
    );
    return item;
  }

  private show(item: HTMLElement, hit: Hit): void {
    const same = this.open?.hit === hit;
    this.open?.close();
    this.open = null;
    for (const button of this.element.querySelectorAll("[aria-expanded]")) button.setAttribute("aria-expanded", "false");
    if (same) return;
    item.querySelector("[aria-expanded]")!.setAttribute("aria-expanded", "true");
    this.open = new Close(this.answer, this.question, hit);
    item.append(this.open.element);
    this.open.recolour(this.colours);
  }

  toggle(): void {
    this.open?.toggle();
  }

  switch(): void {
    this.open?.switch();
  }
}

// A hit looked at closely: its picture, and both sounds, where its recording is analysed.
class Close {
  readonly element: HTMLElement;
  private readonly warping: Warping;
  private readonly pair: Pair | null;
  private readonly buttons: Record<Side, HTMLButtonElement>;

  constructor(
    answer: Answer,
    question: string,
    readonly hit: Hit,
  ) {
    const melody = answer.marked === "" ? `/api/questions/${question}` : `/api/songs/${answer.marked}`;
    const sources = { melody: partsAt(melody), recording: partsAt(`/api/songs/${hit.song}`) };
    this.pair = hit.sound === null ? null : new Pair(hit, answer, hit.sound, sources, () => undefined);
    this.warping = new Warping(answer, hit, (seconds) => this.pair?.seek(seconds));
    const button = (side: Side, label: string) =>
      h("button", { type: "button", class: "side", "aria-pressed": "false", click: () => this.press(side) }, icon("play"), label);
    this.buttons = { melody: button("melody", "Melody"), recording: button("recording", "Recording") };
    const hint = h("span", { class: "hint" }, this.pair === null ? "Open this recording, and it is analysed; then both can be played." : "Space plays, B switches between both at the same moment");
    const sides = this.pair === null ? [hint] : [this.buttons.melody, this.buttons.recording, hint];
    this.element = h("div", { class: "close" }, this.warping.element, h("div", { class: "sides" }, ...sides));
  }

  recolour(colours: Colours): void {
    this.warping.recolour(colours);
  }

  draw(colours: Colours): void {
    this.warping.draw(colours, this.pair?.position ?? this.hit.start);
    for (const [side, button] of Object.entries(this.buttons)) {
      const on = this.pair?.playing === true && this.pair.side === side;
      if (button.getAttribute("aria-pressed") === String(on)) continue;
      button.setAttribute("aria-pressed", String(on));
      button.replaceChild(icon(on ? "pause" : "play"), button.firstChild!);
    }
  }

  private press(side: Side): void {
    if (this.pair?.playing && this.pair.side === side) this.pair.pause();
    else void this.pair?.play(side);
  }

  toggle(): void {
    if (this.pair !== null) this.press(this.pair.side);
  }

  switch(): void {
    void this.pair?.play(this.pair.side === "melody" ? "recording" : "melody");
  }

  close(): void {
    this.pair?.close();
    this.element.remove();
  }
}
