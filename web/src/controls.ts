// The bar of controls, and the faders.

import { clock, h } from "./dom";
import { type Player, RECORDING } from "./player";
import type { Transport } from "./transport";

const SPEEDS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2];

export interface Panels {
  theme(): void;
  help(): void;
  sounds(): void;
  correct(): void;
}

const ICONS: Record<string, string> = {
  play: "M7 4.5v15l12-7.5z",
  pause: "M6 4.5h4v15H6zM14 4.5h4v15h-4z",
  start: "M5 4.5h3v15H5zM20 4.5v15l-11-7.5z",
  loop: "M7 7h9v-3l5 4.5-5 4.5v-3H9v4H7zM17 17H8v3l-5-4.5L8 11v3h7v-4h2z",
  plus: "M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z",
  minus: "M5 11h14v2H5z",
  count: "M4 18h3V6H5.5L3 7.6v2.2l1-.6zM9.5 18h2.4V9.5H9.5zM14 18h2.4v-6H14zM18.500 18h2.400v-3.500h-2.400z",
  theme: "M12 3a9 9 0 0 1 0 18a9 9 0 0 1 0-18zM12 5a7 7 0 0 0 0 14z",
  sounds: "M5 4h2v9H5zM3 14h6v2H7v4H5v-4H3zM11 4h2v4h-2zM9 9h6v2h-2v9h-2v-9H9zM17 4h2v11h-2zM15 16h6v2h-2v2h-2v-2h-2z",
};

export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  path.setAttribute("fill-rule", "evenodd");
  svg.append(path);
  return svg;
}

function button(name: string, label: string, click: () => void, keys = ""): HTMLButtonElement {
  const title = keys ? `${label} (${keys})` : label;
  return h("button", { type: "button", class: "icon", "aria-label": label, title, click }, icon(name));
}

export class Controls {
  private readonly play: HTMLButtonElement;
  private readonly loop: HTMLButtonElement;
  private readonly count: HTMLButtonElement;
  private readonly sounds: HTMLButtonElement;
  private readonly correct: HTMLButtonElement;
  private readonly time = h("output", { class: "time", "aria-label": "Position" });
  private readonly place = h("output", { class: "place", "aria-label": "Bar and beat" });
  private readonly speed: HTMLSelectElement;
  readonly element: HTMLElement;

  constructor(
    private readonly player: Player,
    private readonly transport: Transport,
    panels: Panels,
    extra: HTMLElement | null,
  ) {
    this.play = button("play", "Play", () => transport.toggle(), "space");
    this.play.classList.add("main");
    this.loop = button("loop", "Loop the stretch, or this bar", () => transport.loop(), "L");
    this.count = button("count", "Count a bar before it plays", () => transport.count(), "I");
    this.count.hidden = transport.grid.times.length < 2;
    this.sounds = button("sounds", "Sounds", panels.sounds, "M");
    this.correct = h("button", { type: "button", class: "correct", title: "Tools that correct (E)", click: panels.correct }, "Correct");
    const choices = SPEEDS.map((speed) => h("option", { value: speed }, `${speed}×`));
    this.speed = h(
      "select",
      { id: "speed", change: () => player.setSpeed(Number(this.speed.value)) },
      ...choices,
    );
    this.element = h(
      "nav",
      { class: "controls", "aria-label": "Playing" },
      h("div", { class: "group" }, button("start", "To the beginning", () => transport.go(0), "Home"), this.play, this.loop, this.count),
      h("div", { class: "where" }, this.time, this.place),
      h("label", { class: "speed", for: "speed" }, h("span", {}, "speed"), this.speed),
      extra,
      h(
        "div",
        { class: "group end" },
        this.correct,
        this.sounds,
        button("minus", "Show more time", () => transport.zoom(1 / 1.6), "−"),
        button("plus", "Show less time", () => transport.zoom(1.6), "+"),
        button("theme", "Light or dark", panels.theme, "D"),
        h("button", { type: "button", class: "icon", "aria-label": "Keys", title: "Keys (?)", click: panels.help }, "?"),
      ),
    );
  }

  update(position: number, place: string, sounding: boolean, correcting: boolean): void {
    this.play.replaceChildren(icon(this.player.playing ? "pause" : "play"));
    this.play.setAttribute("aria-label", this.player.playing ? "Pause" : "Play");
    this.loop.setAttribute("aria-pressed", String(this.player.loop !== null));
    this.count.setAttribute("aria-pressed", String(this.transport.counting));
    this.sounds.setAttribute("aria-pressed", String(sounding));
    this.correct.setAttribute("aria-pressed", String(correcting));
    this.speed.value = String(this.player.speed);
    this.tell(position, place);
  }

  tell(position: number, place: string): void {
    const text = clock(position, 1);
    if (this.time.textContent !== text) this.time.textContent = text;
    const where = place === "" ? "" : `bar ${place}`;
    if (this.place.textContent !== where) this.place.textContent = where;
  }
}

export class Faders {
  readonly element: HTMLElement;

  constructor(
    private readonly player: Player,
    names: Map<string, { title: string; colour: string }>,
  ) {
    const rows = [...player.faders.keys()].map((name) => {
      const { title, colour } = names.get(name) ?? { title: "Recording", colour: "ink" };
      const id = `fader-${name}`;
      const fader = h("input", {
        id,
        type: "range",
        min: 0,
        max: 1,
        step: 0.01,
        value: player.faders.get(name)!,
        input: () => player.setFader(name, Number(fader.value)),
      });
      const alone = h(
        "button",
        { type: "button", class: "alone", title: `Only ${title.toLowerCase()}`, "aria-label": `Only ${title.toLowerCase()}`, click: () => this.alone(name) },
        "only",
      );
      return h("div", { class: `fader tint-${colour}` }, h("label", { for: id }, title), fader, alone);
    });
    this.element = h("section", { class: "faders", "aria-label": "Sounds" }, ...rows);
    this.element.hidden = true;
  }

  // One sound alone; once more, the recording with it.
  private alone(name: string): void {
    const others = [...this.player.faders].filter(([other, level]) => other !== name && level > 0);
    const silent = others.length === 0 && name !== RECORDING;
    for (const other of this.player.faders.keys()) {
      if (other !== name) this.set(other, silent && other === RECORDING ? 0.8 : 0);
    }
    if (this.player.faders.get(name) === 0) this.set(name, 0.8);
  }

  set(name: string, level: number): void {
    this.player.setFader(name, level);
    const fader = this.element.querySelector<HTMLInputElement>(`#fader-${name}`);
    if (fader !== null) fader.value = String(level);
  }

  toggle(name: string): void {
    if (this.player.faders.has(name)) this.set(name, this.player.faders.get(name)! > 0 ? 0 : 0.8);
  }
}
